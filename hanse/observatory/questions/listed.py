"""Clusters that pages list: those of a category, and those of a region, with the usual figures."""

from collections.abc import Sequence
from typing import Final

import polars as pl

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


def of_category(
    edition: Askable, scheme: str, category: str, year: int, wanted: Sequence[str]
) -> pl.DataFrame:
    """Its clusters: region, and those of the figures `wanted` that there are."""
    names = ["region", *(name for name in wanted if name in edition.cells.clusters.columns)]
    return edition.cells.clusters.rows(names, scheme=scheme, categories=[category], year=year)


def of_region(
    edition: Askable, scheme: str, region: str, year: int, wanted: Sequence[str]
) -> pl.DataFrame:
    """Its clusters: category, and those of the figures `wanted` that there are."""
    names = ["category", *(name for name in wanted if name in edition.cells.clusters.columns)]
    return edition.cells.clusters.rows(names, scheme=scheme, regions=[region], year=year)
