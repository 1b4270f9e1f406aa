"""All clusters of a scheme in a year, held ready: most pages show some of them."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Askable

PORTFOLIO: Final = (
    "employment_persons",
    "employment_persons_status",
    "establishments_count",
    "establishments_count_status",
    "location_quotient",
    "focus",
    "share",
    "productivity_eur",
    "value_added_eur_status",
    "employment_growth_cagr",
    "employment_growth_cagr_status",
    "employment_growth_persons",
    "relatedness_density",
    "stars",
    "stars_reason",
)
"""The figures that the pages of a region and of a category list, those that the edition has."""

SHOWN: Final = (*PORTFOLIO, "average_wage_eur")
"""The figures of a cluster that any list of clusters shows."""


@kept(40)
def scheme_year(edition: Askable, scheme: str, year: int) -> pl.DataFrame:
    """The clusters of a scheme in a year: region, category, and those of `SHOWN` that there are."""
    has = lists(edition).columns["clusters"]
    figures = ", ".join(name for name in SHOWN if name in has)
    return edition.query(
        f"SELECT region, category, {figures} FROM clusters WHERE scheme = $scheme AND year = $year",
        {"scheme": scheme, "year": year},
    )


def of_category(
    edition: Askable, scheme: str, category: str, year: int, wanted: Sequence[str]
) -> pl.DataFrame:
    """Its clusters: region, and those of the figures `wanted` that there are."""
    table = scheme_year(edition, scheme, year)
    names = ["region", *(name for name in wanted if name in table.columns)]
    return table.filter(pl.col("category") == category).select(names)


def of_region(
    edition: Askable, scheme: str, region: str, year: int, wanted: Sequence[str]
) -> pl.DataFrame:
    """Its clusters: category, and those of the figures `wanted` that there are."""
    table = scheme_year(edition, scheme, year)
    names = ["category", *(name for name in wanted if name in table.columns)]
    return table.filter(pl.col("region") == region).select(names)
