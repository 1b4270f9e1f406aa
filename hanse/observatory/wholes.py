"""Figures of whole categories and of whole regions, from the clusters of a scheme."""

from typing import Final

import polars as pl

from hanse.observatory.indicators.concentration import (
    herfindahl_index,
    hoover_index,
    krugman_index,
    locational_gini,
    top_ten_share,
)
from hanse.observatory.indicators.shift_share import COMPONENTS, shift_share

CONCENTRATION: Final = ("top_ten_share", "herfindahl_index", "hoover_index", "locational_gini")
"""How a category's employment is spread over regions."""

STRUCTURE: Final = ("krugman_index", "locational_gini", "herfindahl_index")
"""How a region is specialised in categories."""

CLUSTER_COLUMNS: Final = ("region", "category", "year", "employment_persons")
"""What both tables are made of."""


def category_concentration(clusters: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """`CONCENTRATION` of each category and year, a row each, in their order.

    clusters: `CLUSTER_COLUMNS` of one scheme. totals: region, year and employment_persons of whole
    regions, with which the Hoover index and the Gini coefficient compare.
    """
    table = clusters.select("category", "year").unique()
    for found in (
        top_ten_share(clusters),
        herfindahl_index(clusters),
        hoover_index(clusters, totals=totals),
        locational_gini(clusters, totals=totals),
    ):
        table = table.join(found, on=["category", "year"], how="left")
    return table.sort("category", "year")


def region_structure(clusters: pl.DataFrame, growth_years: int) -> pl.DataFrame:
    """`STRUCTURE` and the parts of growth of each region and year, a row each, by year and region.

    clusters: `CLUSTER_COLUMNS` of one scheme. Krugman index and Gini coefficient compare with all
    regions together; with `<code>_rank`, 1 for the most specialised of the year. Components of
    shift-share over `growth_years` are null in years too early for them.
    """
    table = clusters.select("year", "region").unique()
    for figure in (krugman_index, locational_gini, herfindahl_index):
        table = table.join(figure(clusters, "region"), on=["region", "year"], how="left")
    table = table.with_columns(
        pl.col(name).rank("min", descending=True).over("year").alias(f"{name}_rank")
        for name in STRUCTURE
    )
    parts = shift_share(clusters, years=growth_years)
    return table.join(
        parts.select("region", "year", *COMPONENTS.values()), on=["region", "year"], how="left"
    ).sort("year", "region")
