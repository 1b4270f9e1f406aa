"""What is asked of one industry: its regions, its years, the categories that hold it."""

import polars as pl

from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Askable

_EMPLOYMENT, _STATUS = pl.col("employment_persons"), pl.col("employment_persons_status")


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


def industry_regions(edition: Askable, industry: str, year: int) -> pl.DataFrame:
    """Employment of an industry in each region: region, `employment_persons`, status, `known`.

    An industry that has parts is summed from the finest of them; `location_quotient` is there for
    one that has none.
    """
    leaves = leaves_of(edition, industry)
    columns = ["region", "employment_persons", "employment_persons_status"]
    if leaves == [industry]:
        columns += ["location_quotient", "relatedness_density"]
        return edition.cells.industries.rows(columns, industries=leaves, year=year)
    return _summed(edition.cells.industries.rows(columns, industries=leaves, year=year), "region")


@kept(64)
def industry_years(edition: Askable, industry: str) -> pl.DataFrame:
    """Employment of an industry in all regions, a row for each year."""
    columns = ["year", "employment_persons", "employment_persons_status"]
    leaves = leaves_of(edition, industry)
    return _summed(edition.cells.industries.rows(columns, industries=leaves), "year")


def _summed(cells: pl.DataFrame, by: str) -> pl.DataFrame:
    """Employment summed over industries or regions, by region or year, with status and `known`.

    Not wholly observed makes it an estimate, nothing known a gap.
    """
    known, none_known = _EMPLOYMENT.count(), _EMPLOYMENT.count() == 0
    lacking = _STATUS.is_in(["withheld", "missing"]).any()
    return (
        cells.group_by(by)
        .agg(
            pl.when(known > 0).then(_EMPLOYMENT.sum()).alias("employment_persons"),
            known.alias("known"),
            pl.when(none_known & lacking)
            .then(_STATUS.max())
            .when((_STATUS != "observed").any())
            .then(pl.lit("estimated"))
            .otherwise(pl.lit("observed"))
            .alias("employment_persons_status"),
        )
        .sort(by)
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
