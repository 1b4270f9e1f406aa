"""The synthetic data set as a whole: real codes, invented figures, four files and their story."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hanse.foundation.geography import regions_table
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification
from hanse.observatory.sources.reading import Layout, MeasureRule
from hanse.observatory.synthetic import writing
from hanse.observatory.synthetic.confidentiality import Mask, primary, secondary
from hanse.observatory.synthetic.economy import (
    Counts,
    Industries,
    Places,
    Truth,
    complete,
    employment_paths,
    industries_of,
    places_of,
)
from hanse.observatory.synthetic.planting import (
    HIGHEST_QUOTIENT,
    LOWEST_QUOTIENT,
    Plant,
    choose,
    divisions_as_groups,
    plant,
)
from hanse.observatory.synthetic.story import CellCount, PlantedCluster, SyntheticStory
from hanse.observatory.synthetic.trees import INDUSTRY_WIDTHS, REGION_WIDTHS, Tree, build_tree

DATASET: Final = "hanse_synthetic_r2"
TITLE: Final = "Synthetic regional business statistics by NUTS 2 region and NACE Rev. 2 class"
SOURCE: Final = "Hanse, invented figures: they say nothing about any real place"
LICENCE: Final = "CC0-1.0"
NUTS_VINTAGE: Final = 2021
CLASSIFICATION: Final = "nace_rev2"

INDICATORS: Final = {
    "EMP_LOC_NR": MeasureRule("employment_persons"),
    "LOC_NR": MeasureRule("establishments_count"),
    "WAGE_LOC_KEUR": MeasureRule("wages_eur", 1000.0),
    "AV_LOC_KEUR": MeasureRule("value_added_eur", 1000.0),
}
"""Code in `indic_sbs` -> measure. Money is in thousand euro, in whole numbers."""

LAYOUT: Final = Layout(
    region="geo",
    industry="nace_r2",
    measure="indic_sbs",
    measures=INDICATORS,
    nuts=NUTS_VINTAGE,
    classification=CLASSIFICATION,
)
"""How the readers take the files."""

_LEVELS: Final = ("section", "division", "group", "class")
_DOMINANCE_SPREAD: Final = 0.85
_NOT_DELIVERED_SHARE: Final = 0.01


def write_synthetic(
    into: Path,
    *,
    seed: int,
    years: tuple[int, int] = (2008, 2024),
    regions: Sequence[str] | None = None,
    industries: Sequence[str] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    planted: int = 60,
) -> SyntheticStory:
    """Write the synthetic statistics into the folder `into`; the story of what is in them.

    One gzip TSV a measure, `hanse_synthetic_r2.<INDICATOR>.tsv.gz`, and the story as
    `hanse_synthetic_r2.json`. The same arguments give the same bytes.

    years: first and last, both included.
    regions: beginnings of the NUTS 2021 level-2 codes wanted (AT, DE1); all when None.
    industries: beginnings of the NACE Rev. 2 class codes wanted (C, C29); all when None.
    groups: name -> classes of the groups that clusters are planted in, for example the
    categories of a scheme; divisions of traded sections when None. Classes outside
    `industries` are passed over.
    planted: how many clusters; fewer when there is no room for so many.

    Every level of both hierarchies is published, and the true figures add up exactly. Local
    units are never confidential; employment, wages and value added are withheld together.
    Raises `HanseError` when years run backwards or a selection leaves nothing.
    """
    span = np.arange(years[0], years[1] + 1)
    if not len(span):
        raise HanseError(
            f"The years run from {years[0]} to {years[1]}.", remedy="Name the first year first."
        )
    known = regions_table(NUTS_VINTAGE, 2)
    names = dict(zip(known["code"], known["name"], strict=True))
    where = places_of(_chosen(sorted(names), regions, "regions"))
    leaves = classification(CLASSIFICATION).leaves()
    what = industries_of(_chosen(sorted(leaves), industries, "industries"))
    truth, plants = _truth(where, what, span, groups, planted, seed)

    industry = build_tree(what.codes, INDUSTRY_WIDTHS)
    region = build_tree(where.codes, REGION_WIDTHS)
    figures = {
        "EMP_LOC_NR": truth.employment_persons,
        "LOC_NR": truth.establishments_count,
        "WAGE_LOC_KEUR": truth.wages_keur,
        "AV_LOC_KEUR": truth.value_added_keur,
    }

    def published(leaves: Counts) -> Counts:
        return region.totals(industry.totals(leaves, axis=0), axis=1)

    rng = _stream(seed, "cells")
    totals = {indicator: published(leaves) for indicator, leaves in figures.items()}
    units = totals["LOC_NR"]
    blank = _withheld(totals["EMP_LOC_NR"], units, industry, region, rng)
    marks = _flags(units, span, industry, region, rng)
    cells = {
        indicator: np.where(
            (marks == writing.NOT_DELIVERED) | (indicator == "LOC_NR") | ~blank,
            marks,
            np.uint8(writing.CONFIDENTIAL),
        )
        for indicator in figures
    }
    # A territory without land has few industries: its empty rows are left out of the files.
    offshore = np.array([code.endswith("Z") for code in region.codes])
    rows = totals["EMP_LOC_NR"].any(axis=2) | ~offshore
    into.mkdir(parents=True, exist_ok=True)
    files = {indicator: f"{DATASET}.{indicator}.tsv.gz" for indicator in figures}
    with ThreadPoolExecutor(2) as pool:
        for done in [
            pool.submit(
                writing.write_tsv,
                into / files[indicator],
                indicator,
                totals[indicator],
                cells[indicator],
                rows,
                span,
                industry,
                region,
            )
            for indicator in figures
        ]:
            done.result()
    told = [_told(one, truth.employment_persons, where, what, names, span) for one in plants]
    story = SyntheticStory(
        dataset=DATASET,
        title=TITLE,
        source=SOURCE,
        licence=LICENCE,
        seed=seed,
        first_year=years[0],
        last_year=years[1],
        nuts_vintage=NUTS_VINTAGE,
        classification=CLASSIFICATION,
        regions=len(where.codes),
        classes=len(what.codes),
        files=tuple(files.values()),
        planted=tuple(
            one for one in told if LOWEST_QUOTIENT <= one.location_quotient <= HIGHEST_QUOTIENT
        ),
        cell_counts=tuple(
            count
            for indicator in figures
            for count in _counts(
                INDICATORS[indicator].measure, cells[indicator], rows, industry, region
            )
        ),
    )
    story.write(into / f"{DATASET}.json")
    return story


def _chosen(codes: Sequence[str], wanted: Sequence[str] | None, what: str) -> tuple[str, ...]:
    if wanted is None:
        return tuple(codes)
    for start in wanted:
        if not any(code.startswith(start) for code in codes):
            raise HanseError(
                f"No code begins with '{start}'.",
                where=what,
                remedy=f"Codes look like {codes[0]} and {codes[-1]}.",
            )
    chosen = tuple(code for code in codes if code.startswith(tuple(wanted)))
    if not chosen:
        raise HanseError("The selection is empty.", where=what)
    return chosen


def _stream(seed: int, purpose: str) -> Generator:
    """A random stream for one purpose, so that one part can change without moving the others."""
    return np.random.default_rng([seed, *purpose.encode()])


def _truth(
    where: Places,
    what: Industries,
    years: NDArray[np.int64],
    groups: Mapping[str, Sequence[str]] | None,
    planted: int,
    seed: int,
) -> tuple[Truth, list[Plant]]:
    place = {code: index for index, code in enumerate(what.codes)}
    if groups is None:
        members = divisions_as_groups(what)
    else:
        members = {
            name: np.array(sorted(place[code] for code in codes if code in place), dtype=np.intp)
            for name, codes in groups.items()
        }
        members = {name: inside for name, inside in members.items() if len(inside)}
    employment = employment_paths(where, what, years, _stream(seed, "economy"))
    plants = choose(employment, where, members, years, planted, _stream(seed, "choice"))
    plant(employment, plants, years, _stream(seed, "growth"))
    return complete(employment, where, what, years, _stream(seed, "figures")), plants


def _withheld(persons: Counts, units: Counts, industry: Tree, region: Tree, rng: Generator) -> Mask:
    """Primary and secondary suppression; years do not touch each other, so they share the work."""
    first = primary(units, _DOMINANCE_SPREAD, rng)
    cut = (persons.shape[2] + 1) // 2
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(
            lambda part: secondary(
                np.ascontiguousarray(persons[:, :, part]),
                np.ascontiguousarray(first[:, :, part]),
                industry,
                region,
            ),
            (slice(0, cut), slice(cut, None)),
        )
        return np.concatenate(list(halves), axis=2)


def _flags(
    units: Counts, years: NDArray[np.int64], industry: Tree, region: Tree, rng: Generator
) -> NDArray[np.uint8]:
    """Cell codes without confidentiality: a few of each flag, and sections not delivered.

    A country may fail to deliver a section's regional figures for a year; its own total stands.
    """
    country = region.ancestors(0)
    section = industry.ancestors(0)
    division = industry.ancestors(1)
    countries = region.levels[0].stop
    sections = industry.levels[0].stop
    divisions = industry.levels[1].stop - industry.levels[1].start
    n_regions, n_years = len(region.codes), len(years)

    marks = np.zeros(units.shape, dtype=np.uint8)
    small = (units >= 3) & (units <= 5)
    marks[small & (rng.random(units.shape, dtype=np.float32) < 0.05)] = writing.UNRELIABLE
    estimated = rng.random((divisions + 1, n_regions, n_years)) < 0.012
    estimated[divisions] = False  # sections, which lie under no division
    marks[estimated[division]] = writing.ESTIMATED
    definition = rng.random((sections, countries)) < 0.015
    marks[definition[np.ix_(section, country)]] = writing.DEFINITION
    broken = rng.random((countries, n_years)) < 0.01
    marks[:, broken[country]] = writing.BREAK
    provisional = rng.random(countries) < 0.5
    marks[:, provisional[country], -1] = writing.PROVISIONAL
    absent = rng.random((sections, countries, n_years)) < _NOT_DELIVERED_SHARE
    below = np.arange(n_regions) >= countries
    marks[absent[np.ix_(section, country)] & below[None, :, None]] = writing.NOT_DELIVERED
    return marks


def _told(
    one: Plant,
    persons: Counts,
    where: Places,
    what: Industries,
    names: Mapping[str, str],
    years: NDArray[np.int64],
) -> PlantedCluster:
    size = persons[one.classes, one.region].sum(axis=0)
    share = size / persons[:, one.region].sum(axis=0)
    quotient = share / (persons[one.classes].sum(axis=(0, 1)) / persons.sum(axis=(0, 1)))
    code = where.codes[one.region]
    return PlantedCluster(
        region=code,
        region_name=names[code],
        group=one.group,
        classes=tuple(what.codes[index] for index in one.classes),
        kind=one.kind,
        promised_year=int(years[one.promised]),
        location_quotient=float(quotient[one.promised]),
        first_year_quotient=float(quotient[0]),
        last_year_quotient=float(quotient[-1]),
        employment_first_year_persons=int(size[0]),
        employment_lowest_persons=int(size.min()),
        employment_last_year_persons=int(size[-1]),
    )


def _counts(
    measure: str, cells: NDArray[np.uint8], rows: Mask, industry: Tree, region: Tree
) -> list[CellCount]:
    found: list[CellCount] = []
    for level, part in zip(_LEVELS, industry.levels, strict=True):
        for depth, columns in enumerate(region.levels):
            there = cells[part, columns][rows[part, columns]]
            times = np.bincount(there.ravel(), minlength=len(writing.CELL_FLAGS))
            confidential = int(times[writing.CONFIDENTIAL])
            absent = int(times[writing.NOT_DELIVERED])
            cell_number = int(times.sum())
            found.append(
                CellCount(
                    measure=measure,
                    region_level=depth,
                    industry_level=level,
                    cells=cell_number,
                    confidential=confidential,
                    not_delivered=absent,
                    flagged=cell_number - confidential - absent - int(times[0]),
                )
            )
    return found
