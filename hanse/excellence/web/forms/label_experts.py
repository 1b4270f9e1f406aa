"""Whom the secretariat proposes, whom experts and deciders are tied to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.forms.label_steps import DayInput
from hanse.excellence.web.label_expertise import Proposed
from hanse.excellence.web.models.label_ties import TieKind
from hanse.foundation.roles import Role
from hanse.foundation.web.countries import country_choices
from hanse.foundation.web.languages import language_choices
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import RoleGrant, User


class ProposalForm(forms.Form):
    """The experts of a file, as the system proposes them or otherwise; who leads; who looks on."""

    def __init__(self, proposed: Proposed, data: Any = None) -> None:
        super().__init__(data)
        able = [each.expert for each in proposed.proposal.verdicts if each.open]
        people = User.objects.filter(pk__in=able).order_by("name", "pk")
        chosen = list(proposed.proposal.experts)
        self.fields["experts"] = forms.ModelMultipleChoiceField(
            people,
            label=_("Experts"),
            initial=chosen,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Only those who can be chosen. Those the system proposes are ticked."),
        )
        self.fields["lead"] = forms.ModelChoiceField(
            people, label=_("Who leads"), initial=chosen[0] if chosen else None
        )
        trainees = RoleGrant.objects.running().filter(role=Role.EXPERT).values("person")
        known = [each.expert for each in proposed.proposal.verdicts]
        looking_on = User.objects.filter(pk__in=trainees, is_active=True).exclude(pk__in=known)
        self.fields["observers"] = forms.ModelMultipleChoiceField(
            looking_on.order_by("name", "pk"),
            label=_("Observers"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Experts in training who look on, without giving points."),
        )
        if not looking_on.exists():
            self.fields["observers"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        """Hold that the lead is one of the experts."""
        super().clean()
        found = self.cleaned_data
        lead, experts = found.get("lead"), found.get("experts")
        if lead and experts is not None and lead not in experts:
            self.add_error("lead", _("Who leads must be one of the experts."))
        return found

    @property
    def team(self) -> list[User]:
        """The experts, the lead first."""
        lead = self.cleaned_data["lead"]
        return [lead, *(each for each in self.cleaned_data["experts"] if each != lead)]


class TieForm(forms.Form):
    """A tie of one's own."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(withdrawn__isnull=True),
        label=_("Organisation"),
        empty_label=_("Choose"),
    )
    kind = forms.ChoiceField(label=_("What binds you to it"), choices=TieKind.choices)
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty while it lasts."),
    )

    def clean(self) -> dict[str, Any]:
        """Hold that it does not end before it begins."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        return self.cleaned_data


class ProfileForm(forms.Form):
    """Where one works as an expert, and in which languages."""

    country = forms.ChoiceField(label=_("Country you work in"))
    languages = forms.MultipleChoiceField(
        label=_("Languages you assess in"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, languages = self.fields["country"], self.fields["languages"]
        assert isinstance(country, forms.ChoiceField)
        assert isinstance(languages, forms.MultipleChoiceField)
        country.choices = [("", _("Choose a country")), *country_choices()]
        languages.choices = language_choices()
