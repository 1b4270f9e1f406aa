"""Regions side by side, and categories side by side."""

from math import isnan

import polars as pl

from hanse.observatory.completeness import left_out
from hanse.observatory.indicators.similarity import similarity_of_rows
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.region import employment
from hanse.observatory.warehouse import Askable


@kept(64)
def regions_compared(
    edition: Askable, regions: tuple[str, ...], *, scheme: str, year: int, least: int = 3
) -> pl.DataFrame:
    """Key figures of each region in `year`, in the order given.

    Columns region, name, country, employment_persons, establishments_count, wages_eur,
    value_added_eur (of the whole region), stars, star_clusters, specialised (categories with a
    location quotient of 1 or more), rated, estimated (whether a cluster's employment was).
    """
    return edition.query(
        """
        WITH asked AS (SELECT unnest($regions) AS region, generate_subscripts($regions, 1) AS at),
        rated AS (
            SELECT region, sum(stars)::DOUBLE AS stars, count(stars) AS rated,
                   CASE WHEN count(stars) > 0
                        THEN count(*) FILTER (stars >= $least) END AS star_clusters,
                   count(*) FILTER (location_quotient >= 1) AS specialised,
                   coalesce(bool_or(employment_persons_status = 'estimated'), false) AS estimated
            FROM clusters
            WHERE scheme = $scheme AND year = $year AND list_contains($regions, region)
            GROUP BY region
        )
        SELECT a.region, r.name, r.country, t.employment_persons, t.establishments_count,
               t.wages_eur, t.value_added_eur, s.stars, s.star_clusters, s.specialised, s.rated,
               coalesce(s.estimated, false) AS estimated
        FROM asked a JOIN regions r ON r.code = a.region
        LEFT JOIN rated s USING (region)
        LEFT JOIN region_totals t ON t.region = a.region AND t.year = $year
        ORDER BY a.at
        """,
        {"regions": list(regions), "scheme": scheme, "year": year, "least": least},
    )


@kept(64)
def region_trends(edition: Askable, regions: tuple[str, ...], *, scheme: str) -> pl.DataFrame:
    """Employment of each whole region and year, and what the categories of `scheme` say of it.

    Columns region, year, employment_persons, estimated (whether a category's employment is not
    observed), left_out (see `completeness.left_out`).
    """
    asked = {"regions": list(regions)}
    cells = edition.query(
        """
        SELECT region, category, year, employment_persons, employment_persons_status FROM clusters
        WHERE scheme = $scheme AND list_contains($regions, region)
        """,
        {**asked, "scheme": scheme},
    )
    told = cells.group_by("region", "year").agg(
        (pl.col("employment_persons_status") != "observed").any().alias("estimated")
    )
    totals = edition.query(
        """
        SELECT region, year, employment_persons FROM region_totals
        WHERE list_contains($regions, region) ORDER BY region, year
        """,
        asked,
    )
    for each in (told, left_out(cells)):
        totals = totals.join(each, on=["region", "year"], how="left", maintain_order="left")
    return totals


@kept(64)
def portfolios(
    edition: Askable, regions: tuple[str, ...], *, scheme: str, year: int
) -> pl.DataFrame:
    """Every cluster of these regions: the cells that portfolios are compared by.

    Columns region, category, label, kind, year, employment_persons and its status,
    location_quotient, stars.
    """
    return edition.query(
        """
        SELECT c.region, c.category, k.label, k.kind, c.year, c.employment_persons,
               c.employment_persons_status, c.location_quotient, c.stars
        FROM clusters c JOIN categories k USING (scheme, category)
        WHERE c.scheme = $scheme AND c.year = $year AND list_contains($regions, c.region)
        ORDER BY k.label, c.region
        """,
        {"regions": list(regions), "scheme": scheme, "year": year},
    )


@kept(128)
def category_trends(edition: Askable, categories: tuple[str, ...], *, scheme: str) -> pl.DataFrame:
    """Employment of each category and year, in the regions where it is known in every year.

    So that a region which withholds its figure in one year does not look like a fall. Columns
    category, year, employment_persons, regions (how many those are), estimated (whether part of
    it was).
    """
    return edition.query(
        """
        WITH known AS (
            SELECT category, region FROM clusters
            WHERE scheme = $scheme AND list_contains($categories, category)
            GROUP BY category, region
            HAVING count(employment_persons) = (
                SELECT count(DISTINCT year) FROM clusters WHERE scheme = $scheme)
        )
        SELECT category, year, sum(employment_persons) AS employment_persons,
               count(*) AS regions,
               coalesce(bool_or(employment_persons_status = 'estimated'), false) AS estimated
        FROM clusters JOIN known USING (category, region)
        WHERE scheme = $scheme
        GROUP BY ALL ORDER BY category, year
        """,
        {"categories": list(categories), "scheme": scheme},
    )


@kept(64)
def category_cells(
    edition: Askable, categories: tuple[str, ...], *, scheme: str, year: int
) -> pl.DataFrame:
    """Every cluster of these categories, most employment first.

    Columns category, region, name, country, employment_persons and its status,
    location_quotient, stars.
    """
    return edition.query(
        """
        SELECT c.category, c.region, r.name, r.country, c.year, c.employment_persons,
               c.employment_persons_status, c.location_quotient, c.stars
        FROM clusters c JOIN regions r ON r.code = c.region
        WHERE c.scheme = $scheme AND c.year = $year AND list_contains($categories, c.category)
        ORDER BY c.category, c.employment_persons DESC NULLS LAST, c.region
        """,
        {"categories": list(categories), "scheme": scheme, "year": year},
    )


@kept(64)
def proximities(
    edition: Askable, categories: tuple[str, ...], *, scheme: str, year: int
) -> pl.DataFrame:
    """Proximity of each two of these categories: category_a, category_b, proximity."""
    return edition.query(
        """
        SELECT category_a, category_b, proximity FROM category_proximity
        WHERE scheme = $scheme AND year = $year
          AND list_contains($categories, category_a) AND list_contains($categories, category_b)
        """,
        {"categories": list(categories), "scheme": scheme, "year": year},
    )


@kept(64)
def similarities(
    edition: Askable, regions: tuple[str, ...], *, scheme: str, year: int
) -> dict[tuple[str, str], float | None]:
    """Structural similarity of each two of these regions, each pair both ways round."""
    held = employment(edition, scheme, year)
    known = [each for each in regions if each in held.places]
    persons = held.persons[[held.places[each] for each in known]]
    return {
        (one, other): None if isnan(alike) else float(alike)
        for one, own in zip(known, persons, strict=True)
        for other, alike in zip(known, similarity_of_rows(persons, own), strict=True)
    }
