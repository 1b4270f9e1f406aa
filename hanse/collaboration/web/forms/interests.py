"""What people write to each other, and report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.interests import MESSAGE
from hanse.collaboration.web.models.partner_conduct import ReportReason
from hanse.foundation.web.models.organisations import Organisation


class ActingForm(forms.Form):
    """A form that one of several organisations of the reader fills in.

    own: organisations the reader edits; with one there is nothing to choose.
    """

    def __init__(self, *args: Any, own: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(each.pk): each for each in own}
        field = forms.ChoiceField(
            label=_("In the name of"), choices=[(key, each.name) for key, each in self.own.items()]
        )
        if len(own) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.own))
        self.fields = {"organisation": field, **self.fields}

    @property
    def organisation(self) -> Organisation:
        """The one chosen."""
        return self.own[self.cleaned_data["organisation"]]


class InterestForm(ActingForm):
    """A first message."""

    text = forms.CharField(
        label=_("Message"),
        max_length=MESSAGE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Who you are, what interests you, and what you would do together."),
    )


class MessageForm(forms.Form):
    """A further message."""

    text = forms.CharField(
        label=_("Message"), max_length=MESSAGE, widget=forms.Textarea(attrs={"rows": 5})
    )


class ReasonForm(forms.Form):
    """Why something ends; nobody has to say."""

    reason = forms.CharField(
        label=_("Reason, which the other organisation reads"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReportForm(ActingForm):
    """What is wrong with an offer or a message."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What is wrong"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SettleForm(forms.Form):
    """What was done about a report."""

    outcome = forms.CharField(
        label=_("What was done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation that reported it reads this."),
    )
