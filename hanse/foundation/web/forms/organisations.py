"""What people say about organisations and to their editors."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.countries import country_choices, why_not_region
from hanse.foundation.web.models.organisations import (
    MembershipKind,
    Organisation,
    OrganisationKind,
)

_MESSAGE_LENGTH = 1000


class OrganisationForm(forms.ModelForm[Organisation]):
    """Everything an editor says of an organisation."""

    country = forms.ChoiceField(label=_("Country"))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = (
            "kind",
            "name",
            "native_name",
            "country",
            "region",
            "website",
            "description",
            "contact_name",
            "contact_email",
            "contact_phone",
        )
        widgets: ClassVar = {
            "region": forms.TextInput(attrs={"list": "regions", "autocomplete": "off"}),
            "description": forms.Textarea(attrs={"rows": 6}),
            "contact_phone": forms.TextInput(attrs={"type": "tel"}),
        }
        help_texts: ClassVar = {
            "name": _("In English, as it should stand in lists."),
            "native_name": _("Where it differs."),
            "region": _("A NUTS code such as AT12; leave it empty outside Europe."),
            "description": _("What it does, for whom, and in which industries."),
            "contact_name": _("Shown on the page of the organisation."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("Choose a country")), *country_choices()]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Choose a kind")), *OrganisationKind.choices]

    def clean_region(self) -> str:
        """The code in capitals."""
        return str(self.cleaned_data["region"]).upper()

    def clean(self) -> dict[str, Any]:
        """Check that the region lies in the country."""
        given = super().clean() or self.cleaned_data
        region, country = given.get("region"), given.get("country")
        if region and country:
            reason = why_not_region(region, country)
            if reason:
                self.add_error("region", reason)
        return given


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(
        label=_("As"), choices=MembershipKind.choices, initial=MembershipKind.MEMBER
    )


class JoinRequestForm(forms.Form):
    """Why one wants to join."""

    message = forms.CharField(
        label=_("Message to the editors"),
        required=False,
        max_length=_MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say who you are and what you do for the organisation."),
    )


class JoinAnswerForm(forms.Form):
    """The answer to a request; refusing takes a reason."""

    answer = forms.ChoiceField(choices=[("accept", _("Accept")), ("refuse", _("Refuse"))])
    reason = forms.CharField(
        label=_("Reason, if you refuse"), required=False, max_length=_MESSAGE_LENGTH
    )


class OrganisationFilterForm(forms.Form):
    """Which organisations to list."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganisationKind.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("All countries")), *country_choices()]
