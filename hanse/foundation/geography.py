"""NUTS and statistical regions: codes, names, levels and parents in each vintage, and countries."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

VINTAGES: Final = (2003, 2006, 2010, 2013, 2016, 2021, 2024)
"""Years of the NUTS regulations whose regions Hanse knows."""

LEVELS: Final = (0, 1, 2, 3)

_EXTRA_REGIO: Final = re.compile(r"([A-Z]{2})Z{1,3}")


@dataclass(frozen=True, slots=True)
class Country:
    """A country as Eurostat codes it: Greece is EL (GR until 2006), the United Kingdom UK.

    iso: ISO 3166-1 alpha-2. standing: EU, EFTA, candidate, potential candidate or other.
    """

    code: str
    name: str
    iso: str
    standing: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region of one vintage. Level 0 is a country, and its parent is ""."""

    code: str
    name: str
    level: int
    parent: str
    country: str
    vintage: int
    extra_regio: bool


@dataclass(frozen=True, slots=True)
class VintageMatch:
    """Which vintage knows most of some codes.

    vintage: the newest of the best, None when no vintage knows any code. tied: every vintage
    that knows as many. known: vintage -> number of codes it knows, of `codes` different ones.
    outside: the codes that `vintage` does not know, sorted.
    """

    vintage: int | None
    tied: tuple[int, ...]
    known: Mapping[int, int]
    codes: int
    outside: tuple[str, ...]

    @property
    def mixed(self) -> bool:
        """Whether some code outside the best vintage belongs to another one."""
        return any(vintages_of(code) for code in self.outside)


@cache
def countries() -> Mapping[str, Country]:
    """Code -> country, sorted by code; all that occur in any vintage."""
    rows = _read("nuts/countries.csv").iter_rows()
    return MappingProxyType({row[0]: Country(*row) for row in rows})


@cache
def regions(vintage: int) -> Mapping[str, Region]:
    """Code -> region of `vintage`, levels 0 to 3, sorted by code, extra-regio included.

    Names are in Latin letters as published, countries in English. Every country has one
    extra-regio code at levels 1 to 3 (DEZ, DEZZ, DEZZZ) for what lies in no region: embassies,
    oil fields at sea, unknown addresses. Source: Eurostat, see data/nuts/SOURCES.md.
    Raises `HanseError` for a vintage Hanse does not know.
    """
    _check_vintage(vintage)
    found: dict[str, Region] = {}
    for code, name, level, parent, country, vintages in _read("nuts/regions.csv").iter_rows():
        if str(vintage) not in vintages.split():
            continue
        found[code] = Region(code, name, int(level), parent, country, vintage, False)
        if level == "0":
            for depth in (1, 2, 3):
                above = country + "Z" * (depth - 1)
                found[above + "Z"] = Region(
                    above + "Z", f"Extra-regio, {name}", depth, above, country, vintage, True
                )
    return MappingProxyType(dict(sorted(found.items())))


@cache
def regions_table(vintage: int, level: int | None = None) -> pl.DataFrame:
    """Regions of `vintage` as a table sorted by code, all levels or one.

    Columns code, name, level (Int32), parent ("" at level 0), country, extra_regio (Boolean).
    Raises `HanseError` for an unknown vintage or level.
    """
    if level is not None and level not in LEVELS:
        raise HanseError(f"There is no NUTS level {level}.", remedy="Levels are 0, 1, 2 and 3.")
    columns = ("code", "name", "level", "parent", "country", "extra_regio")
    wanted = [
        {column: getattr(region, column) for column in columns}
        for region in regions(vintage).values()
        if level is None or region.level == level
    ]
    return pl.DataFrame(wanted, schema_overrides={"level": pl.Int32})


def is_extra_regio(code: str) -> bool:
    """Whether `code` stands for what lies in no region of a country Hanse knows: DEZ, FRZZ."""
    match = _EXTRA_REGIO.fullmatch(code)
    return match is not None and match[1] in countries()


def vintages_of(code: str) -> tuple[int, ...]:
    """Vintages that have `code`, oldest first; () when none has."""
    return tuple(vintage for vintage in VINTAGES if code in regions(vintage))


def explain_code(code: str, vintage: int) -> str:
    """Why `code` is not a region of `vintage`, in a phrase without full stop; "" when it is.

    Raises `HanseError` for a vintage Hanse does not know.
    """
    if code in regions(vintage):
        return ""
    if not code.strip():
        return "the region code is empty"
    tidy = code.strip().upper()
    if tidy != code and vintages_of(tidy):
        return f"region codes are in capitals without blanks: {tidy}, not '{code}'"
    home = next((home for home in countries().values() if code[:2] in (home.code, home.iso)), None)
    if home is not None and code[:2] not in regions(vintage):
        own = {"GR": "EL", "EL": "GR", "GB": "UK"}.get(code[:2], "")
        if own in regions(vintage):
            return f"{home.name} is {own} in NUTS {vintage}, not {code[:2]}"
        return f"{home.name} has no regions in NUTS {vintage}{_belongs(code, '; ')}"
    return _belongs(code, "", vintage) or f"unknown region code {code}"


def best_vintage(codes: Iterable[str]) -> VintageMatch:
    """Which vintage knows most of `codes`, each counted once; the newest of equals.

    Serves to tell the vintage of a file, and whether it mixes several.
    """
    different = set(codes)
    known = Counter({vintage: len(different & regions(vintage).keys()) for vintage in VINTAGES})
    most = max(known.values())
    tied = tuple(vintage for vintage in VINTAGES if most and known[vintage] == most)
    best = tied[-1] if tied else None
    outside = different - regions(best).keys() if best else different
    return VintageMatch(
        best, tied, MappingProxyType(dict(known)), len(different), tuple(sorted(outside))
    )


def _belongs(code: str, before: str, instead: int | None = None) -> str:
    """Phrase naming the vintages that have `code`; "" when none has."""
    years = [str(vintage) for vintage in vintages_of(code)]
    if not years:
        return ""
    listed = " and ".join(filter(None, (", ".join(years[:-1]), years[-1])))
    refused = f", not {instead}" if instead else ""
    return f"{before}{code} belongs to NUTS {listed}{refused}"


def _check_vintage(vintage: int) -> None:
    if vintage not in VINTAGES:
        raise HanseError(
            f"There is no NUTS vintage {vintage}.",
            remedy=f"Use one of {', '.join(map(str, VINTAGES))}.",
        )


def _read(name: str) -> pl.DataFrame:
    return pl.read_csv(reference_path(name), infer_schema=False).fill_null("")
