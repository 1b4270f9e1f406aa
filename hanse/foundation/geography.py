"""NUTS and statistical regions of each vintage, countries, and conversion between vintages."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import polars as pl

from hanse.foundation.apportioning import (
    EXACT,
    checked_cells,
    checked_shares,
    moved,
    summed,
    with_kinds,
)
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

VINTAGES: Final = (2003, 2006, 2010, 2013, 2016, 2021, 2024)
"""Years of the NUTS regulations whose regions Hanse knows."""

LEVELS: Final = (0, 1, 2, 3)

_EXTRA_REGIO: Final = re.compile(r"([A-Z]{2})Z{1,3}")
_NEGLIGIBLE: Final = 0.001


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


@dataclass(frozen=True, slots=True)
class ConversionReport:
    """What happened to the observations; `read` is the sum of the five counts that follow it.

    unchanged, recoded, merged, estimated: observations read, by what became of their region.
    impossible: observations left out because their region has no successor.
    written: observations in the result. incomplete: those without value because a part of
    their region has none or no row. reasons: sentence -> number of observations, for the last two.
    """

    source: int
    target: int
    level: int
    read: int
    unchanged: int
    recoded: int
    merged: int
    estimated: int
    impossible: int
    written: int
    incomplete: int
    reasons: Mapping[str, int]

    def __str__(self) -> str:
        return (
            f"NUTS {self.source} to {self.target}, level {self.level}: {self.read} observations "
            f"read ({self.unchanged} unchanged, {self.recoded} recoded, {self.merged} merged, "
            f"{self.estimated} estimated, {self.impossible} without successor), {self.written} "
            f"written ({self.incomplete} empty because a part is missing)"
        )


@dataclass(frozen=True, slots=True)
class Conversion:
    """A table in another vintage, and the report on how it came about."""

    table: pl.DataFrame
    report: ConversionReport


@cache
def conversion_weights(source: int, target: int, level: int) -> pl.DataFrame:
    """How regions of one level and vintage become those of another.

    Columns source, target, weight, kind (`apportioning.WEIGHTS`), one row for each pair that
    shares territory, sorted; the weights of a source add up to 1. A weight is the share of the
    source's people who live in the target, an estimate for 2021: see data/nuts/SOURCES.md. kind:
    see `apportioning.with_kinds`. Regions with no successor have no row. Extra-regio regions
    pass to the same country's, and never mix with others.
    Raises `HanseError` for an unknown vintage or level.
    """
    return with_kinds(*_shares(source, target, level))


@cache
def _shares(
    source: int, target: int, level: int
) -> tuple[pl.DataFrame, frozenset[str], frozenset[str]]:
    """Weights; source regions that partly leave the list; target regions that partly enter it."""
    ours, theirs = regions_table(source, level), regions_table(target, level)
    if source == target:
        same = ours.select(source="code", target="code", weight=1.0)
        return same, frozenset(), frozenset()
    greece = "EL" if "EL" in regions(target) else "GR"
    apart = (
        ours.filter("extra_regio")
        .select(source="code", target=pl.col("code").str.replace("^(GR|EL)", greece), weight=1.0)
        .filter(pl.col("target").is_in(theirs["code"].implode()))
    )
    flows = (
        _read("nuts/pieces.csv")
        .select(
            source=_at_level(f"n{source}", source, level),
            target=_at_level(f"n{target}", target, level),
            people=pl.col("people").cast(pl.Float64),
        )
        .group_by("source", "target")
        .agg(pl.col("people").sum())
    )
    listed = (pl.col("source") != "") & (pl.col("target") != "")
    weights = flows.filter(listed).select(
        "source", "target", weight=pl.col("people") / pl.col("people").sum().over("source")
    )
    # A country remains itself when a part of it enters the list; and a sliver such as Svalbard
    # does not redraw the rest of its region.
    leaving, joining = (
        frozenset(
            flows.with_columns(share=pl.col("people") / pl.col("people").sum().over(side)).filter(
                ~listed, pl.col(side) != "", pl.col("share") > _NEGLIGIBLE, level > 0
            )[side]
        )
        for side in ("source", "target")
    )
    return pl.concat([weights, apart]), leaving, joining


def convert(
    observations: pl.DataFrame,
    *,
    source: int,
    target: int,
    level: int,
    weights: pl.DataFrame | None = None,
) -> Conversion:
    """Observations of regions of one level, from NUTS `source` to NUTS `target`.

    Takes and returns the columns region, industry, year, measure, value, flag; each region,
    industry, year and measure once; rows come back in no particular order. Values must be
    amounts that add up (persons, euros), never shares or rates.

    Unchanged and recoded regions keep value and flag. Merged regions are exact sums, with the
    flags of all parts. Split and redrawn regions are sums weighted by `conversion_weights`, with
    the flag `e` (estimated) added. A value is null when a part of the region has no value or
    no row: a partial sum never passes for the whole. Regions with no successor are left out
    and counted.

    `weights`: your own table of source, target, weight for some source regions; it replaces the
    built-in weights of those regions. The weights of each source add up to 1.
    Raises `HanseError` for a column too few or too many, an empty key, regions not of that
    vintage and level, duplicates, bad weights.
    """
    observations = checked_cells(observations)
    table = conversion_weights(source, target, level)
    if weights is not None:
        table = _with_own(weights, source, target, level)
    counts = dict(observations.group_by("region").len().sort("region").iter_rows())
    _check_regions(list(counts), source, level)
    kinds = dict(table.select("source", "kind").iter_rows())
    seen = Counter[str]()
    reasons: dict[str, int] = {}
    for code, rows in counts.items():
        kind = kinds.get(code, "impossible")
        seen[kind if kind in (*EXACT, "impossible") else "estimated"] += rows
        if kind == "impossible":
            gone = code if code[:2] in regions(target) else regions(source)[code[:2]].name
            reason = f"{gone} is not in NUTS {target}"
            reasons[reason] = reasons.get(reason, 0) + rows
    sums = summed(observations, table)
    parts = dict(table.group_by("target").agg(pl.col("source").sort()).iter_rows())
    gaps = sums.filter(pl.col("value").is_null()).group_by("region").len().sort("region")
    for code, rows in gaps.iter_rows():
        reasons[f"{code} is empty where {' or '.join(parts[code])} is"] = rows
    result = pl.concat([moved(observations, table), sums])
    report = ConversionReport(
        source=source,
        target=target,
        level=level,
        read=observations.height,
        unchanged=seen["unchanged"],
        recoded=seen["recoded"],
        merged=seen["merged"],
        estimated=seen["estimated"],
        impossible=seen["impossible"],
        written=result.height,
        incomplete=int(gaps["len"].sum()),
        reasons=MappingProxyType(reasons),
    )
    return Conversion(result, report)


def _at_level(column: str, vintage: int, level: int) -> pl.Expr:
    """The ancestor at `level` of the level-3 codes in `column`; "" stays ""."""
    known = regions(vintage)
    above = {"": ""}
    for code, region in known.items():
        if region.level == 3:
            while region.level > level:
                region = known[region.parent]
            above[code] = region.code
    return pl.col(column).replace_strict(above)


def _with_own(weights: pl.DataFrame, source: int, target: int, level: int) -> pl.DataFrame:
    """Built-in weights with those of the user in the place of the source regions they name."""
    own = checked_shares(weights)
    _check_regions(sorted(own["source"].unique()), source, level)
    _check_regions(sorted(own["target"].unique()), target, level)
    built_in, leaving, joining = _shares(source, target, level)
    kept = built_in.filter(~pl.col("source").is_in(own["source"].unique().implode()))
    return with_kinds(pl.concat([kept, own]), leaving - set(own["source"]), joining)


def _check_regions(codes: list[str], vintage: int, level: int) -> None:
    """Refuse regions that are not of this vintage and level."""
    known = regions(vintage)
    wrong = [code for code in codes if code not in known or known[code].level != level]
    if wrong:
        first = wrong[0]
        why = explain_code(first, vintage) or f"{first} is at level {known[first].level}"
        raise HanseError(
            f"{len(wrong)} codes are not regions of NUTS {vintage} at level {level}.",
            where=", ".join(wrong[:10]),
            why=f"{why}.",
            remedy="Convert one vintage and one level at a time.",
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
