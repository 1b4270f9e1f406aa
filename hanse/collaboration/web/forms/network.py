"""Which part of the network a page shows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import OrganisationKind


class NetworkForm(forms.Form):
    """Year, country, category, kind; whether relations that have gone quiet count."""

    year = forms.TypedChoiceField(label=_("At the end of"), required=False, coerce=int)
    country = forms.ChoiceField(label=_("Country"), required=False)
    category = forms.ChoiceField(label=_("Cluster category"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *OrganisationKind.choices],
    )
    quiet = forms.ChoiceField(
        label=_("Relations"),
        required=False,
        choices=[("", _("Active ones")), ("on", _("Quiet ones, too"))],
    )

    def __init__(
        self,
        *args: Any,
        years: Sequence[int],
        countries: Sequence[str],
        categories: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = country_names()
        for name, empty, listed in (
            ("year", _("Today"), [(each, str(each)) for each in years]),
            (
                "country",
                _("All countries"),
                sorted(((code, names.get(code, code)) for code in countries), key=lambda x: x[1]),
            ),
            ("category", _("All categories"), list(categories)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *listed]


class SinceForm(forms.Form):
    """From when changes count, and within how many months something follows."""

    since = forms.DateField(
        label=_("Changes since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    months = forms.IntegerField(
        label=_("What followed within so many months"), required=False, min_value=1, max_value=120
    )
