"""Clusters of a region, of a category, over time, and the top of them all."""

import polars as pl

from hanse.observatory.questions.naming import CategoryNamed, check_word
from hanse.observatory.warehouse import Askable


def region_clusters(
    edition: Askable, region: str, *, scheme: str, year: int, limit: int = 20
) -> pl.DataFrame:
    """Clusters of a region, most stars first, then by location quotient."""
    return edition.query(
        """
        SELECT k.label, c.* FROM clusters c
        JOIN categories k USING (scheme, category)
        WHERE c.region = $region AND c.scheme = $scheme AND c.year = $year
        ORDER BY c.stars DESC NULLS LAST, c.location_quotient DESC NULLS LAST, c.category
        LIMIT $limit
        """,
        {"region": region, "scheme": scheme, "year": year, "limit": limit},
    )


def category_regions(
    edition: Askable, category: CategoryNamed, *, year: int, limit: int = 20
) -> pl.DataFrame:
    """Regions of a category, most stars first, then by employment."""
    return edition.query(
        """
        SELECT r.name, r.country, c.* FROM clusters c
        JOIN regions r ON r.code = c.region
        WHERE c.category = $category AND c.scheme = $scheme AND c.year = $year
        ORDER BY c.stars DESC NULLS LAST, c.employment_persons DESC NULLS LAST, c.region
        LIMIT $limit
        """,
        {"category": category.code, "scheme": category.scheme, "year": year, "limit": limit},
    )


def cluster_years(edition: Askable, region: str, category: CategoryNamed) -> pl.DataFrame:
    """One cluster over time: a row for each year of the edition."""
    return edition.query(
        """
        SELECT * FROM clusters
        WHERE region = $region AND category = $category AND scheme = $scheme
        ORDER BY year
        """,
        {"region": region, "category": category.code, "scheme": category.scheme},
    )


def top_clusters(
    edition: Askable, *, scheme: str, year: int, kind: str = "", country: str = "", limit: int = 20
) -> pl.DataFrame:
    """Clusters with the most stars, then the highest location quotient.

    kind: categories of this kind only, such as traded. country: regions of this country only.
    Raises `HanseError` for a kind or a country that the edition does not have.
    """
    check_word(edition, kind, "kind", "categories")
    check_word(edition, country, "country", "regions")
    return edition.query(
        """
        SELECT r.name, r.country, k.label, c.* FROM clusters c
        JOIN regions r ON r.code = c.region
        JOIN categories k USING (scheme, category)
        WHERE c.scheme = $scheme AND c.year = $year AND c.stars IS NOT NULL
          AND $kind IN ('', k.kind) AND $country IN ('', r.country)
        ORDER BY c.stars DESC, c.location_quotient DESC NULLS LAST, c.region, c.category
        LIMIT $limit
        """,
        {"scheme": scheme, "year": year, "kind": kind, "country": country, "limit": limit},
    )
