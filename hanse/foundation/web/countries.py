"""Countries and regions as forms and pages offer and name them."""

from functools import cache
from typing import Final

from django.utils.translation import gettext_lazy as _

from hanse.foundation.beyond_nuts import other_countries
from hanse.foundation.geography import countries, regions

VINTAGE: Final = 2024
"""The NUTS vintage that organisations are placed in."""


@cache
def country_names() -> dict[str, str]:
    """Code -> English name of every country; one code each, so EL and not GR."""
    standing = regions(VINTAGE)
    by_iso: dict[str, str] = {}
    for code, country in countries().items():
        if code in standing or country.iso not in by_iso:
            by_iso[country.iso] = code
    ours = {code: countries()[code].name for code in by_iso.values()}
    return {**dict(sorted(ours.items(), key=lambda each: each[1])), **other_countries()}


@cache
def country_choices() -> list[tuple[object, list[tuple[str, str]]]]:
    """Countries for a choice, those with NUTS or statistical regions first."""
    names = country_names()
    return [
        (_("Europe"), [(code, name) for code, name in names.items() if code in countries()]),
        (
            _("Other countries"),
            [(code, name) for code, name in names.items() if code not in countries()],
        ),
    ]


def region_name(code: str) -> str:
    """The name of a NUTS region; "" for a code there is not."""
    region = regions(VINTAGE).get(code)
    return region.name if region else ""


def why_not_region(code: str, country: str) -> str:
    """Why `code` is no region of `country`, in words for people; "" when it is."""
    region = regions(VINTAGE).get(code)
    if region is None or region.extra_regio or region.level == 0:
        return str(_("There is no such region in NUTS %(vintage)s.") % {"vintage": VINTAGE})
    if region.country != country:
        name = country_names().get(region.country, region.country)
        return str(_("This region lies in %(country)s.") % {"country": name})
    return ""


@cache
def region_choices() -> list[tuple[str, str]]:
    """Code and name of the regions of level 2, to be suggested."""
    return [
        (code, region.name)
        for code, region in regions(VINTAGE).items()
        if region.level == 2 and not region.extra_regio
    ]
