"""What is asked of one region: its categories, how they went, its structure and its peers."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hanse.observatory.indicators.concentration import (
    herfindahl_index,
    krugman_index,
    locational_gini,
)
from hanse.observatory.indicators.shift_share import COMPONENTS, shift_share
from hanse.observatory.indicators.similarity import Floats, similarity_of_rows
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists
from hanse.observatory.questions.scheme_year import of_region
from hanse.observatory.warehouse import Askable

PORTFOLIO = (
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
"""Columns of `portfolio`, those that the edition has."""

STRUCTURE = ("krugman_index", "locational_gini", "herfindahl_index")
"""The figures of `region_structure` on how a region is specialised."""


def portfolio(edition: Askable, region: str, year: int) -> pl.DataFrame:
    """The clusters of a region in a year, of all schemes: scheme, category, `PORTFOLIO`."""
    return pl.concat(
        of_region(edition, scheme, region, year, PORTFOLIO).select(
            pl.lit(scheme).alias("scheme"), pl.all()
        )
        for scheme in lists(edition).schemes
    )


def region_years(edition: Askable, region: str) -> pl.DataFrame:
    """The region's own totals: a row for each year, with every measure."""
    return all_region_totals(edition).filter(pl.col("region") == region).drop("region")


@kept(4)
def all_region_totals(edition: Askable) -> pl.DataFrame:
    """`region_years` of every region, by region and year."""
    return edition.query("SELECT * FROM region_totals ORDER BY region, year")


def category_years(edition: Askable, region: str, scheme: str) -> pl.DataFrame:
    """Employment of each category of a region in each year, with its status and the region."""
    return edition.query(
        "SELECT region, category, year, employment_persons, employment_persons_status "
        "FROM clusters WHERE region = $region AND scheme = $scheme ORDER BY category, year",
        {"region": region, "scheme": scheme},
    )


def region_structure(edition: Askable, scheme: str, year: int) -> pl.DataFrame:
    """One row a region: `STRUCTURE` and the components of shift-share over the growth years.

    Krugman index and Gini compare with all regions of the edition together; with `<code>_rank`,
    1 for the most specialised. Components are null in years too early for them.
    """
    table = region_structures(edition, scheme)
    return table.filter(pl.col("year") == year).drop("year")


@kept(16)
def region_structures(edition: Askable, scheme: str) -> pl.DataFrame:
    """`region_structure` of every year, by year and region: as quick as that of a few years."""
    panel = edition.query(
        "SELECT region, category, year, employment_persons FROM clusters WHERE scheme = $scheme",
        {"scheme": scheme},
    )
    table = panel.select("year", "region").unique()
    for figure in (krugman_index, locational_gini, herfindahl_index):
        table = table.join(figure(panel, "region"), on=["region", "year"], how="left")
    table = table.with_columns(
        pl.col(name).rank("min", descending=True).over("year").alias(f"{name}_rank")
        for name in STRUCTURE
    )
    parts = shift_share(panel, years=growth_years(edition))
    return table.join(
        parts.select("region", "year", *COMPONENTS.values()), on=["region", "year"], how="left"
    ).sort("year", "region")


@dataclass(frozen=True, slots=True)
class Employment:
    """Employment of a scheme's categories in a year, regions x categories, NaN where not known.

    places: the row of each region, by code.
    """

    places: Mapping[str, int]
    persons: Floats


@kept(128)
def employment(edition: Askable, scheme: str, year: int) -> Employment:
    """The employment that regions are compared by."""
    table = edition.query(
        "SELECT region, category, employment_persons FROM clusters "
        "WHERE scheme = $scheme AND year = $year",
        {"scheme": scheme, "year": year},
    ).pivot("category", index="region", values="employment_persons")
    table = table.sort("region")
    figures = table.drop("region").cast(pl.Float64).fill_null(float("nan"))
    places = {code: at for at, code in enumerate(table["region"])}
    return Employment(places, figures.to_numpy())


@kept(256)
def peers(edition: Askable, region: str, scheme: str, year: int, most: int = 8) -> pl.DataFrame:
    """The regions most alike in their categories: region and `structural_similarity`."""
    held = employment(edition, scheme, year)
    if region not in held.places:
        return pl.DataFrame(schema={"region": pl.String, "structural_similarity": pl.Float64})
    alike = similarity_of_rows(held.persons, held.persons[held.places[region]])
    table = pl.DataFrame({"region": list(held.places), "structural_similarity": alike})
    return (
        table.filter((pl.col("region") != region) & pl.col("structural_similarity").is_not_nan())
        .sort("structural_similarity", "region", descending=[True, False])
        .head(most)
    )


def growth_years(edition: Askable) -> int:
    """The years over which growth is measured in the edition."""
    return int(edition.manifest["recipe"]["growth_years"])
