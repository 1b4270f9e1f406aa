"""Groupings of countries that stand in for one country where it has too few peers."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from hanse.foundation.geography import countries
from hanse.foundation.reference import reference_path


@dataclass(frozen=True, slots=True)
class MacroRegion:
    """A grouping of countries: a sub-region of the United Nations' M49 list."""

    code: str
    m49: str
    name: str
    countries: tuple[str, ...]


@cache
def macro_regions() -> Mapping[str, MacroRegion]:
    """Code -> macro-region, in the order of the file."""
    path = reference_path("excellence/benchmark/macro_regions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            MacroRegion(row["code"], row["m49"], row["name"], tuple(row["countries"].split()))
            for row in csv.DictReader(file)
        ]
    return MappingProxyType({each.code: each for each in rows})


@cache
def _by_country() -> Mapping[str, str]:
    return MappingProxyType(
        {country: each.code for each in macro_regions().values() for country in each.countries}
    )


def macro_region_of(country: str) -> str:
    """The code of a country's macro-region; "" for a code that is in none, such as Antarctica."""
    known = _by_country()
    if country in known:
        return known[country]
    # Greece is GR in some vintages of NUTS and EL in others.
    home = countries().get(country)
    same = [code for code, other in countries().items() if home and other.iso == home.iso]
    return next((known[code] for code in same if code in known), "")
