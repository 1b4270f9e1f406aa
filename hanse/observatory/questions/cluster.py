"""What is asked of one regional cluster: its years, its place, its industries, its like."""

import polars as pl

from hanse.observatory.questions.category import members, related_categories
from hanse.observatory.questions.listed import of_category, of_region
from hanse.observatory.ratings.explained import quantiles_of
from hanse.observatory.ratings.rules import POPULATION, Rule
from hanse.observatory.warehouse import Askable

_INSIDE = (
    "employment_persons",
    "employment_persons_status",
    "establishments_count",
    "establishments_count_status",
    "location_quotient",
    "relatedness_density",
)
_COMPARED = (
    "employment_persons",
    "employment_persons_status",
    "location_quotient",
    "employment_growth_cagr",
    "employment_growth_cagr_status",
    "relatedness_density",
    "stars",
    "stars_reason",
)


def cluster_history(edition: Askable, scheme: str, category: str, region: str) -> pl.DataFrame:
    """Every column of the cluster, a row for each year."""
    cells = edition.cells.clusters
    return cells.rows(cells.columns, scheme=scheme, categories=[category], regions=[region])


def known_counts(
    edition: Askable, scheme: str, category: str, year: int, figures: list[str], rule: Rule
) -> tuple[dict[str, int], dict[tuple[str, float], float | None]]:
    """How many clusters of the category have each figure, and the quantiles that `rule` draws.

    Quantiles are those of the clusters with employment, null with fewer figures than the rule's
    smallest population: as in `ratings.stars`.
    """
    cells = edition.cells.clusters
    has = cells.columns
    counted = [name for name in figures if name in has]
    drawn = [(column, level) for column, level in quantiles_of(rule) if column in has]
    columns = dict.fromkeys([POPULATION, *counted, *(column for column, _ in drawn)])
    table = cells.rows(list(columns), scheme=scheme, categories=[category], year=year)
    rated = table.filter(pl.col(POPULATION) > 0)
    fewest = rule.numbers["smallest_population"].value
    return {name: table[name].count() for name in counted}, {
        (column, level): rated[column].quantile(level, "linear")
        if rated[column].count() >= fewest
        else None
        for column, level in drawn
    }


def cluster_industries(
    edition: Askable, scheme: str, category: str, region: str, year: int
) -> pl.DataFrame:
    """The industries of a cluster with their own figures: industry, weight, figures."""
    cells = edition.cells.industries
    inside = members(edition, scheme, category)
    figures = cells.rows(
        ["industry", *(name for name in _INSIDE if name in cells.columns)],
        industries=inside["industry"].to_list(),
        regions=[region],
        year=year,
    )
    return inside.join(figures, on="industry", how="left").sort(
        "employment_persons", "industry", descending=[True, False], nulls_last=True
    )


def related_here(
    edition: Askable, scheme: str, category: str, region: str, year: int, most: int = 6
) -> pl.DataFrame:
    """Categories related to one, with their figures in the same region, the nearest first."""
    near = related_categories(edition, scheme, category, year, most)
    here = of_region(edition, scheme, region, year, _COMPARED)
    return near.join(here, on="category", maintain_order="left")


def clusters_of(
    edition: Askable, scheme: str, category: str, regions: list[str], year: int
) -> pl.DataFrame:
    """The same category in other regions: region and figures."""
    return of_category(edition, scheme, category, year, _COMPARED).filter(
        pl.col("region").is_in(regions)
    )
