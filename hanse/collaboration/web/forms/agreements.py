"""What people ask of the list of agreements, and what they write of an agreement."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.agreement_lines import UNSAID, Line, countries_of
from hanse.collaboration.web.models.agreements import STATE_CHOICES, Agreement
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation, OrganisationQuerySet


class AgreementFilterForm(forms.Form):
    """Which agreements to list; only what there is is offered."""

    q = forms.CharField(label=_("Title or party"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *STATE_CHOICES, (UNSAID, _("not said by the source"))],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, found: Sequence[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = country_names()
        partners = dict(pair for each in found for pair in each.parties)
        years = sorted({year for each in found for year in each.years}, reverse=True)
        offers: dict[str, list[tuple[str, Any]]] = {
            "country": [
                ("", _("All countries")),
                *sorted(
                    ((code, names.get(code, code)) for code in countries_of(found)),
                    key=lambda each: each[1],
                ),
            ],
            "partner": [
                ("", _("All partners")),
                *sorted(partners.items(), key=lambda each: each[1].casefold()),
            ],
            "year": [("", _("All years")), *((str(year), str(year)) for year in years)],
        }
        for name, choices in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


def named_organisation(text: str, among: OrganisationQuerySet) -> Organisation:
    """The organisation of a name or of the word in its address.

    Raises `ValidationError` for none, and for several of one name, with the words to choose from.
    """
    wanted = text.strip()
    found = list(among.filter(slug=wanted)[:1] or among.filter(name__iexact=wanted)[:6])
    if len(found) == 1:
        return found[0]
    if found:
        words = ", ".join(each.slug for each in found)
        raise forms.ValidationError(
            _("Several organisations have this name. Write one of these instead: %(words)s."),
            params={"words": words},
        )
    near = among.filter(name__icontains=wanted).order_by("name")[:5] if wanted else []
    if near:
        raise forms.ValidationError(
            _("No organisation has just this name. Near it: %(names)s."),
            params={"names": "; ".join(each.name for each in near)},
        )
    raise forms.ValidationError(_("There is no organisation of this name."))


class AgreementForm(forms.ModelForm[Agreement]):
    """The words of an agreement."""

    class Meta:
        model = Agreement
        fields = (
            "kind", "title", "scope", "place", "in_force_on", "ends_on", "notice_days", "public",
        )  # fmt: skip
        widgets: ClassVar = {"scope": forms.Textarea(attrs={"rows": 6})}
        help_texts: ClassVar = {
            "scope": _("What the parties want to do together. Needed before it can be signed."),
            "in_force_on": _(
                "As much as is agreed: 2026, 2026-12 or 2026-12-06. With a day it comes into force "
                "by itself once it is signed."
            ),
            "ends_on": _("Leave it empty for an agreement without end."),
            "public": _("Drafts are never shown. Contacts stay with the parties."),
        }

    def details(self) -> dict[str, Any]:
        """Field -> value, as the actions take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AgreementCreateForm(AgreementForm):
    """A new agreement: its words, for whom, and with whom."""

    own = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Your organisation"), empty_label=None
    )
    partners = forms.CharField(
        label=_("Other parties"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name in a line, as in the list of organisations. More can come later."),
    )
    field_order = ("own", "partners")

    def __init__(
        self, own: OrganisationQuerySet, *args: Any, officer: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["own"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = own
        field.required = not officer
        if officer:
            field.empty_label = str(_("None: I draft it as an officer"))
            field.widget.choices = field.choices

    def clean_partners(self) -> list[Organisation]:
        """The organisations named."""
        among = Organisation.objects.filter(withdrawn__isnull=True)
        names = [line for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        return [named_organisation(each, among) for each in names]

    def parties(self) -> list[Organisation]:
        """All parties, one's own first."""
        own = self.cleaned_data.get("own")
        return [*([own] if own else []), *self.cleaned_data["partners"]]
