"""What is asked of one regional cluster: its years, its place, its industries, its like."""

from typing import Any

import polars as pl

from hanse.observatory.questions.category import members, related_categories
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.listed import of_category, of_region
from hanse.observatory.questions.lists import lists
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
    cells = edition.cells
    return cells.rows(cells.columns, scheme=scheme, categories=[category], regions=[region])


def known_counts(
    edition: Askable, scheme: str, category: str, year: int, figures: list[str], rule: Rule
) -> tuple[dict[str, int], dict[tuple[str, float], float | None]]:
    """How many clusters of the category have each figure, and the quantiles that `rule` draws.

    Quantiles are those of the clusters with employment, null with fewer figures than the rule's
    smallest population: as in `ratings.stars`.
    """
    has = lists(edition).columns["clusters"]
    counted = tuple(name for name in figures if name in has)
    drawn = tuple((column, level) for column, level in quantiles_of(rule) if column in has)
    nothing = (0,) * len(counted) + (None, 0) * len(drawn)
    row = known_of_scheme(edition, scheme, year, counted, drawn).get(category, nothing)
    fewest = rule.numbers["smallest_population"].value
    found = row[len(counted) :]
    return dict(zip(counted, row, strict=False)), {
        cut: found[2 * at] if found[2 * at + 1] >= fewest else None for at, cut in enumerate(drawn)
    }


@kept(256)
def known_of_scheme(
    edition: Askable,
    scheme: str,
    year: int,
    counted: tuple[str, ...],
    drawn: tuple[tuple[str, float], ...],
) -> dict[str, tuple[Any, ...]]:
    """Category -> the count of each column, then each quantile with the count it rests on."""
    cuts = [
        f"quantile_cont({column}, {level!r}) FILTER ({POPULATION} > 0), "
        f"count({column}) FILTER ({POPULATION} > 0)"
        for column, level in drawn
    ]
    columns = ", ".join(["category", *(f"count({name})" for name in counted), *cuts])
    rows = edition.query(
        f"SELECT {columns} FROM clusters WHERE scheme = $scheme AND year = $year GROUP BY category",
        {"scheme": scheme, "year": year},
    )
    return {category: tuple(figures) for category, *figures in rows.iter_rows()}


def cluster_industries(
    edition: Askable, scheme: str, category: str, region: str, year: int
) -> pl.DataFrame:
    """The industries of a cluster with their own figures: industry, weight, figures."""
    has = lists(edition).columns["industries"]
    inside = members(edition, scheme, category)
    # Named one by one, so that the store skips the rows of all others.
    codes = {f"code_{at}": code for at, code in enumerate(inside["industry"])}
    figures = edition.query(
        f"""
        SELECT {", ".join(["industry", *(name for name in _INSIDE if name in has)])}
        FROM industries WHERE region = $region AND year = $year
            AND industry IN ({", ".join(f"${name}" for name in codes) or "NULL"})
        """,
        {"region": region, "year": year, **codes},
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
