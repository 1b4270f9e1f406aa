"""Which categories of one scheme draw on the industries of another's, by employment."""

import polars as pl

from hanse.observatory.questions.kept import kept
from hanse.observatory.warehouse import Askable


def overlaps(edition: Askable, *, scheme: str, other: str, year: int) -> pl.DataFrame:
    """How the employment of each category of `scheme` divides over the categories of `other`.

    Columns category, other, label (of the other), employment_persons and share: an industry's
    known employment in all regions, times its weight in both schemes, summed over the industries
    the two have in common; as a share of the category's own weighted employment. The largest
    first. What belongs to no category of `other` has no row, so shares may add up to less than 1,
    and to more where the other scheme's categories overlap.
    """
    return _of_every_year(edition, scheme, other).filter(pl.col("year") == year).drop("year")


@kept(8)
def _of_every_year(edition: Askable, scheme: str, other: str) -> pl.DataFrame:
    # The industries are read once for all years: nearly all of the time goes there.
    return edition.query(
        """
        WITH people AS (
            SELECT year, industry, sum(employment_persons) AS employment_persons
            FROM industries GROUP BY year, industry
        ),
        own AS (
            SELECT p.year, m.category, m.industry,
                   m.weight * p.employment_persons AS employment_persons
            FROM scheme_members m JOIN people p USING (industry) WHERE m.scheme = $scheme
        ),
        whole AS (
            SELECT year, category, sum(employment_persons) AS employment_persons FROM own
            GROUP BY year, category
        )
        SELECT o.year, o.category, t.category AS other, k.label, k.kind,
               sum(o.employment_persons * t.weight) AS employment_persons,
               sum(o.employment_persons * t.weight)
                   / nullif(any_value(w.employment_persons), 0) AS share
        FROM own o
        JOIN scheme_members t ON t.industry = o.industry AND t.scheme = $other
        JOIN categories k ON k.scheme = t.scheme AND k.category = t.category
        JOIN whole w ON w.year = o.year AND w.category = o.category
        GROUP BY o.year, o.category, t.category, k.label, k.kind
        HAVING sum(o.employment_persons * t.weight) > 0
        ORDER BY o.year, o.category, share DESC, other
        """,
        {"scheme": scheme, "other": other},
    )


@kept(8)
def members(edition: Askable, *, scheme: str) -> pl.DataFrame:
    """How many industries each category of `scheme` has, and how many of them wholly.

    Columns category, industries, core (those of weight 1).
    """
    return edition.query(
        """
        SELECT category, count(*) AS industries, count(*) FILTER (weight = 1) AS core
        FROM scheme_members WHERE scheme = $scheme GROUP BY category ORDER BY category
        """,
        {"scheme": scheme},
    )
