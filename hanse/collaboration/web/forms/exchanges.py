"""What people fill in about exchanges: registrations, proposals, plans, reasons and reports."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.exchanges import Exchange, ExchangeWish, Outcome, WishRole
from hanse.foundation.web.countries import country_choices, country_names
from hanse.foundation.web.models.organisations import Organisation

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExchangeWishForm(forms.ModelForm[ExchangeWish]):
    """Everything said of a registration."""

    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        required=False,
        help_text=_("Those you want to go to, or have visitors from. None chosen means any."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    class Meta:
        model = ExchangeWish
        fields = (
            "title",
            "about",
            "themes",
            "countries",
            "earliest",
            "latest",
            "days_least",
            "days_most",
        )
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 6}),
            "earliest": _DATE,
            "latest": _DATE,
        }
        help_texts: ClassVar = {
            "about": _("What visitors can see and learn, or what you want to see and learn."),
            "themes": _("Short words with commas between; partners are suggested by them."),
            "days_least": _("An exchange takes from 3 days to a month."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = self.fields["countries"]
        assert isinstance(countries, forms.MultipleChoiceField)
        countries.choices = country_choices()


class NewExchangeWishForm(ExchangeWishForm):
    """The same, with the organisation and its role, which do not change afterwards."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none()
    )
    role = forms.ChoiceField(label=_("Register as"), choices=WishRole.choices)
    field_order = ("organisation", "role")

    def __init__(self, *args: Any, own: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.filter(pk__in=own)
        organisation.empty_label = None if len(own) == 1 else _("Choose an organisation")


class ProposalForm(forms.Form):
    """An exchange proposed for a registration."""

    organisation = forms.ModelChoiceField(
        label=_("Your organisation"), queryset=Organisation.objects.none()
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    message = forms.CharField(
        label=_("Message"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you have in mind. The other organisation reads it."),
    )

    def __init__(self, *args: Any, own: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.filter(pk__in=own)
        organisation.empty_label = None if len(own) == 1 else _("Choose an organisation")


class PlanForm(forms.ModelForm[Exchange]):
    """The plan of an exchange."""

    class Meta:
        model = Exchange
        fields = ("title", "goals", "programme", "place", "begins", "ends")
        widgets: ClassVar = {
            "goals": forms.Textarea(attrs={"rows": 4}),
            "programme": forms.Textarea(attrs={"rows": 8}),
            "begins": _DATE,
            "ends": _DATE,
        }
        help_texts: ClassVar = {
            "goals": _("What both sides want to have reached at the end."),
            "programme": _("What happens on each day."),
            "ends": _("From 3 days to a month after the first."),
        }


class ReasonForm(forms.Form):
    """Why something is declined, opened again, called off or closed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DeclineForm(forms.Form):
    """Why a proposal is declined; nobody has to say."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReportForm(forms.Form):
    """What one side reports."""

    report = forms.CharField(
        label=_("What was done and what came of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    outcome = forms.ChoiceField(label=_("Most important result"), choices=Outcome.choices)
    public = forms.BooleanField(
        label=_("Everybody may know of this exchange"),
        required=False,
        help_text=_("It is shown once both sides say so, with the reports."),
    )


class ExchangeFilterForm(forms.Form):
    """Which registrations a list shows."""

    role = forms.ChoiceField(label=_("Registered as"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, countries: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, country = self.fields["role"], self.fields["country"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(country, forms.ChoiceField)
        role.choices = [("", _("Hosts and visitors")), *WishRole.choices]
        names = country_names()
        country.choices = [
            ("", _("All countries")),
            *sorted(((code, names.get(code, code)) for code in countries), key=lambda x: x[1]),
        ]
