"""What an edition holds, and the clusters to open it with."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from hanse.observatory.questions.columns import clusters_with
from hanse.observatory.warehouse import Askable


@dataclass(frozen=True, slots=True)
class Contents:
    """How much an edition holds of one scheme in one year.

    clusters: that have employment. rated: that could be rated. top: that have every star.
    observed: share of the clusters with employment whose employment was observed, None for none.
    """

    regions: int
    countries: int
    categories: int
    clusters: int
    rated: int
    starred: int
    top: int
    observed: float | None


def contents(edition: Askable, *, scheme: str, year: int, of: int) -> Contents:
    """How much the edition holds. of: how many stars there are."""
    row = edition.query(
        """
        SELECT (SELECT count(*) FROM regions) AS regions,
               (SELECT count(DISTINCT country) FROM regions WHERE country <> '') AS countries,
               (SELECT count(*) FROM categories WHERE scheme = $scheme) AS categories,
               count(*) FILTER (employment_persons > 0) AS clusters,
               count(stars) AS rated,
               count(*) FILTER (stars > 0) AS starred,
               count(*) FILTER (stars = $of) AS top,
               count(*) FILTER (employment_persons > 0
                                AND employment_persons_status = 'observed') AS observed
        FROM clusters WHERE scheme = $scheme AND year = $year
        """,
        {"scheme": scheme, "year": year, "of": of},
    ).row(0, named=True)
    known = row["clusters"]
    return Contents(**{**row, "observed": row["observed"] / known if known else None})


def leading(edition: Askable, *, scheme: str, year: int, limit: int = 6) -> pl.DataFrame:
    """Clusters with the most stars, the one with most employment of each category, then region.

    A region and a category come once each, so that the list shows how much there is to see.
    Columns as in `risers`.
    """
    return edition.query(
        f"""
        WITH starred AS (
            SELECT {_COLUMNS} {_rated(edition)}
            QUALIFY row_number() OVER (
                PARTITION BY c.category ORDER BY c.stars DESC, c.employment_persons DESC, c.region
            ) = 1
        )
        SELECT * FROM starred
        QUALIFY row_number() OVER (
            PARTITION BY region ORDER BY stars DESC, location_quotient DESC, category
        ) = 1
        ORDER BY stars DESC, location_quotient DESC, region LIMIT $limit
        """,
        {"scheme": scheme, "year": year, "limit": limit},
    )


def risers(
    edition: Askable, *, scheme: str, year: int, least_persons: int = 1000, limit: int = 6
) -> pl.DataFrame:
    """Clusters whose employment grew most a year, of those with a star and `least_persons`.

    A region and a category come once each. Columns region, name, country, category, label, stars,
    employment_persons and its status, location_quotient, employment_growth_cagr and its status.
    """
    return edition.query(
        f"""
        WITH grown AS (
            SELECT {_COLUMNS} {_rated(edition)}
              AND c.stars > 0 AND c.employment_growth_cagr > 0
              AND c.employment_persons >= $least
            QUALIFY row_number() OVER (
                PARTITION BY c.category ORDER BY c.employment_growth_cagr DESC, c.region
            ) = 1
        )
        SELECT * FROM grown
        QUALIFY row_number() OVER (
            PARTITION BY region ORDER BY employment_growth_cagr DESC, category
        ) = 1
        ORDER BY employment_growth_cagr DESC, region LIMIT $limit
        """,
        {"scheme": scheme, "year": year, "least": least_persons, "limit": limit},
    )


def star_table(edition: Askable, *, scheme: str) -> pl.DataFrame:
    """Region, category, year, stars and employment_persons of every cluster: for `changes`."""
    return edition.query(
        "SELECT region, category, year, stars, employment_persons FROM clusters "
        "WHERE scheme = $scheme",
        {"scheme": scheme},
    )


_COLUMNS: Final = """c.region, r.name, r.country, c.category, k.label, c.stars,
                   c.employment_persons, c.employment_persons_status, c.location_quotient,
                   c.employment_growth_cagr, c.employment_growth_cagr_status"""


def _rated(edition: Askable) -> str:
    needed = ("location_quotient", "employment_growth_cagr", "employment_growth_cagr_status")
    return f"""FROM {clusters_with(edition, needed)} c
            JOIN regions r ON r.code = c.region
            JOIN categories k USING (scheme, category)
            WHERE c.scheme = $scheme AND c.year = $year AND c.stars IS NOT NULL"""
