"""What the composer is asked: who is there already, what is wished for, how many are to come."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.forms.consortia import by_name, call_choices
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.numbers import number_sent


class OrganisationsField(forms.ModelMultipleChoiceField[Organisation]):
    """Several organisations. Numbers that no key can be are no choice, as any others."""

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if number_sent(str(each)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": each},
                )
        return super().clean(value)


class ComposeForm(forms.Form):
    """The core, the wishes and the limits."""

    lead = forms.ModelChoiceField(
        label=_("Your organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    core = OrganisationsField(
        label=_("Others who are in already"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    wishes = forms.MultipleChoiceField(
        label=_("Capabilities you wish for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries you wish for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    fewest = forms.IntegerField(label=_("New partners, at least"), min_value=1, max_value=10)
    most = forms.IntegerField(label=_("New partners, at most"), min_value=1, max_value=10)
    call = forms.ChoiceField(label=_("For the call"), required=False)
    clusters_only = forms.BooleanField(label=_("Ask cluster organisations only"), required=False)

    def __init__(
        self,
        own: Sequence[Organisation],
        candidates: Sequence[Organisation],
        capabilities: dict[str, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("lead", own), ("core", candidates)):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ModelChoiceField)
            chosen.queryset = Organisation.objects.filter(pk__in=[each.pk for each in listed])
        names = country_names()
        there = {each.country: names.get(each.country, each.country) for each in candidates}
        offered = {
            "wishes": by_name(capabilities),
            "countries": by_name(there),
            "call": call_choices(),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a range that is none, and no wish at all."""
        said: dict[str, Any] = super().clean() or {}
        if (said.get("fewest") or 1) > (said.get("most") or 10):
            self.add_error("most", _("At most is fewer than at least."))
        return said
