"""What organisers say of a mission, and what its list is asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.forms.consortia import by_name
from hanse.collaboration.web.mission_words import STATE_CHOICES
from hanse.collaboration.web.offer_words import category_names
from hanse.foundation.web.countries import country_names


class MissionFilterForm(forms.Form):
    """Which missions. Choices are those there are."""

    state = forms.ChoiceField(label=_("State"), required=False)
    country = forms.ChoiceField(label=_("Host country"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)

    def __init__(self, there: Iterable[tuple[str, list[str]]], *args: Any, **kwargs: Any) -> None:
        """there: host country and sectors of each mission that the reader sees."""
        super().__init__(*args, **kwargs)
        known = list(there)
        places, categories = country_names(), category_names()
        offered: dict[str, list[tuple[str, Any]]] = {
            "state": list(STATE_CHOICES),
            "country": by_name({code: places.get(code, code) for code, _sectors in known}),
            "sector": by_name(
                {code: categories.get(code, code) for _code, codes in known for code in codes}
            ),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]
