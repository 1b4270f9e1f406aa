"""What is asked of one industry: its regions, its years, the categories that hold it."""

import polars as pl

from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Askable

_SUMS = """
    sum(employment_persons) AS employment_persons,
    count(employment_persons) AS known,
    CASE WHEN count(*) FILTER (employment_persons_status IN ('withheld', 'missing')) > 0
        AND count(employment_persons) = 0
        THEN max(employment_persons_status)
        WHEN count(*) FILTER (employment_persons_status <> 'observed') > 0 THEN 'estimated'
        ELSE 'observed' END AS employment_persons_status
"""
"""A sum over industries or regions: not wholly observed makes it an estimate, nothing a gap."""


def leaves_of(edition: Askable, industry: str) -> list[str]:
    """The finest industries that an industry is made of; itself where it is one."""
    known = lists(edition).industries
    parents = {each.parent for each in known.values()}
    found, open_ = [], [industry]
    children: dict[str, list[str]] = {}
    for each in known.values():
        children.setdefault(each.parent, []).append(each.code)
    while open_:
        code = open_.pop()
        if code in parents:
            open_.extend(children[code])
        else:
            found.append(code)
    return sorted(found)


@kept(64)
def industry_regions(edition: Askable, industry: str, year: int) -> pl.DataFrame:
    """Employment of an industry in each region: region, `employment_persons`, status, `known`.

    An industry that has parts is summed from the finest of them; `location_quotient` is there for
    one that has none.
    """
    leaves = leaves_of(edition, industry)
    if leaves == [industry]:
        return edition.query(
            "SELECT region, employment_persons, employment_persons_status, location_quotient, "
            "relatedness_density FROM industries WHERE year = $year AND industry = $industry",
            {"year": year, "industry": industry},
        )
    return edition.query(
        f"SELECT region, {_SUMS} FROM industries "
        "WHERE year = $year AND list_contains($leaves, industry) GROUP BY region ORDER BY region",
        {"year": year, "leaves": leaves},
    )


@kept(64)
def industry_years(edition: Askable, industry: str) -> pl.DataFrame:
    """Employment of an industry in all regions, a row for each year."""
    return edition.query(
        f"SELECT year, {_SUMS} FROM industries "
        "WHERE list_contains($leaves, industry) GROUP BY year ORDER BY year",
        {"leaves": leaves_of(edition, industry)},
    )


def industry_categories(edition: Askable, industry: str) -> pl.DataFrame:
    """The categories that hold an industry or parts of it.

    Columns: scheme, category, weight (null where only parts are held, or with several weights)
    and parts (how many of its finest industries).
    """
    return edition.query(
        """
        SELECT scheme, category,
            CASE WHEN min(weight) = max(weight) THEN min(weight) END AS weight,
            count(*) AS parts
        FROM scheme_members WHERE list_contains($leaves, industry)
        GROUP BY scheme, category ORDER BY scheme, parts DESC, category
        """,
        {"leaves": leaves_of(edition, industry)},
    )


def related_industries(edition: Askable, industry: str, most: int = 8) -> pl.DataFrame:
    """The industries found most in the same regions: industry, `proximity`, year."""
    return edition.query(
        """
        SELECT CASE WHEN industry_a = $industry THEN industry_b ELSE industry_a END AS industry,
            proximity, year
        FROM industry_proximity
        WHERE $industry IN (industry_a, industry_b) AND proximity IS NOT NULL
        ORDER BY proximity DESC, industry LIMIT $most
        """,
        {"industry": industry, "most": most},
    )
