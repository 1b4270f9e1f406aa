"""What is asked of one region: its categories, how they went, its structure and its peers."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hanse.observatory import wholes
from hanse.observatory.indicators.similarity import Floats, similarity_of_rows
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.listed import PORTFOLIO, of_region
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Askable
from hanse.observatory.wholes import CLUSTER_COLUMNS


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
    columns = ("region", "category", "year", "employment_persons", "employment_persons_status")
    return edition.cells.clusters.rows(columns, scheme=scheme, regions=[region])


def region_structure(edition: Askable, scheme: str, year: int) -> pl.DataFrame:
    """One row a region, as in `wholes.region_structure`, over the edition's growth years."""
    table = region_structures(edition, scheme)
    return table.filter(pl.col("year") == year).drop("year")


@kept(16)
def region_structures(edition: Askable, scheme: str) -> pl.DataFrame:
    """`region_structure` of every year, by year and region."""
    of = {"scheme": scheme}
    if "region_structure" in edition.manifest["tables"]:
        return edition.query(
            "SELECT * EXCLUDE (scheme) FROM region_structure WHERE scheme = $scheme "
            "ORDER BY year, region",
            of,
        )
    # An edition built before there was this table.
    columns = ", ".join(CLUSTER_COLUMNS)
    clusters = edition.query(f"SELECT {columns} FROM clusters WHERE scheme = $scheme", of)
    return wholes.region_structure(clusters, growth_years(edition))


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
    columns = ("region", "category", "employment_persons")
    table = edition.cells.clusters.rows(columns, scheme=scheme, year=year).pivot(
        "category", index="region", values="employment_persons"
    )
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
