"""Services, their ratings, and requests to join."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.directory.ratings import HIGHEST, LOWEST, QUESTIONS
from hanse.collaboration.web.directory_codes import grouped_choices
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.foundation.web.models.organisations import Organisation


class ServiceForm(forms.ModelForm[Service]):
    """A service with its terms."""

    code = forms.ChoiceField(label=_("Kind"))

    class Meta:
        model = Service
        fields = ("code", "title", "terms", "price_note")
        widgets: ClassVar = {"terms": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "title": _("As firms would look for it."),
            "terms": _("Who can use it, how to ask for it, how long it takes."),
            "price_note": _("Such as: free for members, EUR 300 a day for others."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [("", _("Choose a kind")), *grouped_choices(CodeKind.SERVICE)]


_WORDS = {LOWEST: _("1, not at all"), HIGHEST: _("5, very")}


class RatingForm(forms.Form):
    """What a firm thinks of a service it used."""

    firm = forms.ModelChoiceField(Organisation.objects.none(), label=_("Your firm"))
    year = forms.TypedChoiceField(label=_("Year in which you used it"), coerce=int)

    def __init__(self, *args: Any, firms: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm, year = self.fields["firm"], self.fields["year"]
        assert isinstance(firm, forms.ModelChoiceField)
        assert isinstance(year, forms.TypedChoiceField)
        firm.queryset = firms
        firm.empty_label = None
        year.choices = [(each, str(each)) for each in years]
        for code, words in QUESTIONS.items():
            self.fields[code] = forms.TypedChoiceField(
                label=gettext_lazy(words),
                coerce=int,
                widget=forms.RadioSelect,
                choices=[
                    (value, _WORDS.get(value, str(value))) for value in range(LOWEST, HIGHEST + 1)
                ],
            )

    @property
    def answers(self) -> dict[str, int]:
        """Question -> answer."""
        return {code: self.cleaned_data[code] for code in QUESTIONS}


class JoinClusterForm(forms.Form):
    """A firm asks to join."""

    firm = forms.ModelChoiceField(Organisation.objects.none(), label=_("Your firm"))
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what you do, and what you hope for."),
    )

    def __init__(self, *args: Any, firms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firm = self.fields["firm"]
        assert isinstance(firm, forms.ModelChoiceField)
        firm.queryset = firms
        firm.empty_label = None


class ClusterAnswerForm(forms.Form):
    """The answer to a firm's request, or its withdrawal."""

    answer = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("decline", _("Decline")), ("withdraw", _("Withdraw"))]
    )
    reason = forms.CharField(label=_("Reason, if you decline"), required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """Declining takes a reason."""
        given = super().clean() or self.cleaned_data
        if given.get("answer") == "decline" and not given.get("reason", "").strip():
            self.add_error("reason", gettext("Say why: the firm will read it."))
        return given
