"""What is asked of one regional cluster: its years, its place, its industries, its like."""

import polars as pl

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
    return edition.query(
        "SELECT * FROM clusters WHERE scheme = $scheme AND category = $category "
        "AND region = $region ORDER BY year",
        {"scheme": scheme, "category": category, "region": region},
    )


def known_counts(
    edition: Askable, scheme: str, category: str, year: int, figures: list[str], rule: Rule
) -> tuple[dict[str, int], dict[tuple[str, float], float | None]]:
    """How many clusters of the category have each figure, and the quantiles that `rule` draws.

    Quantiles are those of the clusters with employment, null with fewer figures than the rule's
    smallest population: as in `ratings.stars`.
    """
    has = lists(edition).columns["clusters"]
    counted = [name for name in figures if name in has]
    drawn = [(column, level) for column, level in quantiles_of(rule) if column in has]
    cuts = ", ".join(
        f"quantile_cont({column}, {level!r}) FILTER ({POPULATION} > 0), "
        f"count({column}) FILTER ({POPULATION} > 0)"
        for column, level in drawn
    )
    row = edition.query(
        f"SELECT {', '.join([*(f'count({name})' for name in counted), cuts or '0'])} "
        "FROM clusters WHERE scheme = $scheme AND category = $category AND year = $year",
        {"scheme": scheme, "category": category, "year": year},
    ).row(0)
    fewest = rule.numbers["smallest_population"].value
    found = row[len(counted) :]
    return dict(zip(counted, row, strict=False)), {
        cut: found[2 * at] if found[2 * at + 1] >= fewest else None for at, cut in enumerate(drawn)
    }


def cluster_industries(
    edition: Askable, scheme: str, category: str, region: str, year: int
) -> pl.DataFrame:
    """The industries of a cluster with their own figures: industry, weight, figures."""
    has = lists(edition).columns["industries"]
    wanted = ", ".join(f"i.{name}" for name in _INSIDE if name in has)
    return edition.query(
        f"""
        SELECT m.industry, m.weight, {wanted}
        FROM scheme_members m LEFT JOIN (
            SELECT * FROM industries WHERE region = $region AND year = $year AND industry IN (
                SELECT industry FROM scheme_members
                WHERE scheme = $scheme AND category = $category
            )
        ) i USING (industry)
        WHERE m.scheme = $scheme AND m.category = $category
        ORDER BY i.employment_persons DESC NULLS LAST, m.industry
        """,
        {"scheme": scheme, "category": category, "region": region, "year": year},
    )


def related_here(
    edition: Askable, scheme: str, category: str, region: str, year: int, most: int = 6
) -> pl.DataFrame:
    """Categories related to one, with their figures in the same region, the nearest first."""
    return edition.query(
        f"""
        SELECT p.other AS category, p.proximity, {_columns(edition)} FROM (
            SELECT CASE WHEN category_a = $category THEN category_b ELSE category_a END AS other,
                proximity
            FROM category_proximity
            WHERE scheme = $scheme AND year = $year AND $category IN (category_a, category_b)
                AND proximity IS NOT NULL
            ORDER BY proximity DESC, other LIMIT $most
        ) p JOIN clusters c ON c.category = p.other
        WHERE c.scheme = $scheme AND c.year = $year AND c.region = $region
        ORDER BY p.proximity DESC, p.other
        """,
        {"scheme": scheme, "category": category, "region": region, "year": year, "most": most},
    )


def clusters_of(
    edition: Askable, scheme: str, category: str, regions: list[str], year: int
) -> pl.DataFrame:
    """The same category in other regions: region and figures."""
    return edition.query(
        f"SELECT c.region, {_columns(edition)} FROM clusters c "
        "WHERE scheme = $scheme AND category = $category AND year = $year "
        "AND list_contains($regions, region)",
        {"scheme": scheme, "category": category, "regions": regions, "year": year},
    )


def _columns(edition: Askable) -> str:
    has = lists(edition).columns["clusters"]
    return ", ".join(f"c.{name}" for name in _COMPARED if name in has)
