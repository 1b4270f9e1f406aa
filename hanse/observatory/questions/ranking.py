"""What rankings are made of: figures of whole regions, countries and categories, for two years."""

import polars as pl

from hanse.observatory.questions.kept import kept
from hanse.observatory.warehouse import Askable


@kept(64)
def region_stars(
    edition: Askable, *, scheme: str, years: tuple[int, ...], kind: str = "", least: int = 3
) -> pl.DataFrame:
    """Stars of each region and year: all of them, and clusters with at least `least` of them.

    Columns region, name, country, year, stars, star_clusters, rated (clusters that could be
    rated), estimated (whether employment of a cluster with stars was estimated). Null where no
    cluster of the region was rated.
    """
    return edition.query(
        """
        SELECT c.region, r.name, r.country, c.year,
               sum(c.stars)::DOUBLE AS stars,
               CASE WHEN count(c.stars) > 0
                    THEN count(*) FILTER (c.stars >= $least) END AS star_clusters,
               count(c.stars) AS rated,
               coalesce(bool_or(c.employment_persons_status <> 'observed')
                        FILTER (c.stars > 0), false) AS estimated
        FROM clusters c JOIN regions r ON r.code = c.region
        WHERE c.scheme = $scheme AND list_contains($years, c.year) AND $kind IN ('', c.kind)
        GROUP BY ALL ORDER BY c.region, c.year
        """,
        {"scheme": scheme, "years": list(years), "kind": kind, "least": least},
    )


@kept(64)
def country_stars(
    edition: Askable, *, scheme: str, years: tuple[int, ...], kind: str = "", least: int = 3
) -> pl.DataFrame:
    """As `region_stars`, of each country; regions: how many it has that were rated."""
    return edition.query(
        """
        SELECT r.country, c.year,
               sum(c.stars)::DOUBLE AS stars,
               CASE WHEN count(c.stars) > 0
                    THEN count(*) FILTER (c.stars >= $least) END AS star_clusters,
               count(c.stars) AS rated,
               count(DISTINCT c.region) FILTER (c.stars IS NOT NULL) AS regions,
               coalesce(bool_or(c.employment_persons_status <> 'observed')
                        FILTER (c.stars > 0), false) AS estimated
        FROM clusters c JOIN regions r ON r.code = c.region
        WHERE c.scheme = $scheme AND list_contains($years, c.year) AND $kind IN ('', c.kind)
        GROUP BY ALL ORDER BY r.country, c.year
        """,
        {"scheme": scheme, "years": list(years), "kind": kind, "least": least},
    )


@kept(64)
def category_totals(
    edition: Askable, *, scheme: str, years: tuple[int, ...], kind: str = "", least: int = 3
) -> pl.DataFrame:
    """Employment of each category and year over all regions, and its clusters with stars.

    Columns category, label, kind, year, employment_persons, matched_persons (in the regions where
    it is known in all `years`, so that two years can be compared), star_clusters, regions (with
    employment), gaps (regions whose employment is not known), estimated.
    """
    return edition.query(
        """
        WITH cells AS (
            SELECT *, count(employment_persons) OVER (PARTITION BY category, region) = $n AS matched
            FROM (SELECT category, region, year, employment_persons, employment_persons_status,
                         stars
                  FROM clusters WHERE scheme = $scheme AND list_contains($years, year))
        )
        SELECT c.category, k.label, k.kind, c.year,
               sum(c.employment_persons) AS employment_persons,
               sum(c.employment_persons) FILTER (c.matched) AS matched_persons,
               CASE WHEN count(c.stars) > 0
                    THEN count(*) FILTER (c.stars >= $least) END AS star_clusters,
               count(*) FILTER (c.employment_persons > 0) AS regions,
               count(*) FILTER (c.employment_persons IS NULL) AS gaps,
               coalesce(bool_or(c.employment_persons_status = 'estimated'), false) AS estimated
        FROM cells c JOIN categories k ON k.scheme = $scheme AND k.category = c.category
        WHERE $kind IN ('', k.kind)
        GROUP BY ALL ORDER BY c.category, c.year
        """,
        {
            "scheme": scheme,
            "years": list(years),
            "n": len(set(years)),
            "kind": kind,
            "least": least,
        },
    )
