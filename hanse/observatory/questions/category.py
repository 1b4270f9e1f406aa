"""What is asked of one category: its regions, totals, concentration, industries and relatives."""

import polars as pl

from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.listed import PORTFOLIO, of_category
from hanse.observatory.warehouse import Askable
from hanse.observatory.wholes import CLUSTER_COLUMNS, category_concentration

_EMPLOYED = """
    sum(employment_persons) AS employment_persons,
    count(employment_persons) AS known,
    count(*) FILTER (employment_persons_status = 'estimated') AS estimated,
    count(*) FILTER (employment_persons_status = 'withheld') AS withheld,
    count(*) FILTER (employment_persons_status = 'missing') AS missing
"""
"""A sum over regions, and how its parts were come by."""


def category_regions(edition: Askable, scheme: str, category: str, year: int) -> pl.DataFrame:
    """The clusters of a category in a year: region, `PORTFOLIO`."""
    return of_category(edition, scheme, category, year, PORTFOLIO)


def category_totals(edition: Askable, scheme: str, category: str) -> pl.DataFrame:
    """One row a year: employment in all regions, and how many are known, estimated and so on."""
    table = scheme_years(edition, scheme)
    return table.filter(pl.col("category") == category).drop("category")


@kept(16)
def scheme_years(edition: Askable, scheme: str) -> pl.DataFrame:
    """`category_totals` of every category of a scheme, by category and year."""
    return edition.query(
        f"SELECT category, year, {_EMPLOYED} FROM clusters WHERE scheme = $scheme "
        "GROUP BY category, year ORDER BY category, year",
        {"scheme": scheme},
    )


def concentration_years(edition: Askable, scheme: str, category: str) -> pl.DataFrame:
    """One row a year: `CONCENTRATION` of the category's employment over regions."""
    table = concentrations(edition, scheme)
    return table.filter(pl.col("category") == category).drop("category")


@kept(16)
def concentrations(edition: Askable, scheme: str) -> pl.DataFrame:
    """`concentration_years` of every category, by category and year."""
    of = {"scheme": scheme}
    if "category_concentration" in edition.manifest["tables"]:
        return edition.query(
            "SELECT * EXCLUDE (scheme) FROM category_concentration WHERE scheme = $scheme "
            "ORDER BY category, year",
            of,
        )
    # An edition built before there was this table.
    columns = ", ".join(CLUSTER_COLUMNS)
    clusters = edition.query(f"SELECT {columns} FROM clusters WHERE scheme = $scheme", of)
    totals = edition.query("SELECT region, year, employment_persons FROM region_totals")
    return category_concentration(clusters, totals)


@kept(256)
def scheme_totals(edition: Askable, scheme: str, year: int) -> pl.DataFrame:
    """One row a category of a scheme: its employment in a year, as in `category_totals`.

    With `leader` (the region that employs most; null where nothing is known) and `starred` (how
    many regions have the most stars the rule gives).
    """
    return edition.query(
        f"""
        SELECT category, {_EMPLOYED},
            arg_max(region, employment_persons) AS leader,
            max(stars) AS most_stars,
            count(*) FILTER (stars = $most) AS starred
        FROM clusters WHERE scheme = $scheme AND year = $year GROUP BY category
        """,
        {
            "scheme": scheme,
            "year": year,
            "most": len(edition.manifest["rating"]["criteria"]),
        },
    )


def category_industries(edition: Askable, scheme: str, category: str, year: int) -> pl.DataFrame:
    """The industries of a category: industry, weight, and their employment in all regions."""
    inside = members(edition, scheme, category)
    return inside.join(industry_totals(edition, year), on="industry", how="left").sort(
        "employment_persons", "industry", descending=[True, False], nulls_last=True
    )


def members(edition: Askable, scheme: str, category: str) -> pl.DataFrame:
    """The industries of a category: industry and weight, from 0 to 1."""
    of = (pl.col("scheme") == scheme) & (pl.col("category") == category)
    return all_members(edition).filter(of).select("industry", "weight")


@kept(4)
def all_members(edition: Askable) -> pl.DataFrame:
    """The industries of every category of every scheme, as in `members`."""
    return edition.query("SELECT scheme, category, industry, weight FROM scheme_members")


@kept(40)
def industry_totals(edition: Askable, year: int) -> pl.DataFrame:
    """One row an industry: its employment in all regions in a year, as in `category_totals`."""
    employment, status = pl.col("employment_persons"), pl.col("employment_persons_status")
    return (
        edition.cells.industries.rows(
            ["industry", "employment_persons", "employment_persons_status"], year=year
        )
        .group_by("industry")
        .agg(
            pl.when(employment.count() > 0).then(employment.sum()),
            employment.count().alias("known"),
            *((status == word).sum().alias(word) for word in ("estimated", "withheld", "missing")),
        )
    )


def related_categories(
    edition: Askable, scheme: str, category: str, year: int, most: int = 8
) -> pl.DataFrame:
    """The categories found most in the same regions: category and `proximity`."""
    near = proximities(edition, scheme).filter(pl.col("year") == year)
    first, second = pl.col("category_a"), pl.col("category_b")
    return (
        near.filter((first == category) | (second == category))
        .select(
            pl.when(first == category).then(second).otherwise(first).alias("category"),
            "proximity",
        )
        .sort("proximity", "category", descending=[True, False])
        .head(most)
    )


@kept(16)
def proximities(edition: Askable, scheme: str) -> pl.DataFrame:
    """The known proximities of a scheme's categories: category_a, category_b, year."""
    return edition.query(
        "SELECT category_a, category_b, year, proximity FROM category_proximity "
        "WHERE scheme = $scheme AND proximity IS NOT NULL",
        {"scheme": scheme},
    )


def category_coverage(edition: Askable, scheme: str, category: str, year: int) -> dict[str, float]:
    """Measure -> share of the category's weight that the sources cover."""
    return coverages(edition).get((scheme, category, year), {})


@kept(4)
def coverages(edition: Askable) -> dict[tuple[str, str, int], dict[str, float]]:
    """`category_coverage` of every scheme, category and year: a small table."""
    rows = edition.query("SELECT scheme, category, year, measure, coverage FROM category_coverage")
    found: dict[tuple[str, str, int], dict[str, float]] = {}
    for scheme, category, year, measure, coverage in rows.iter_rows():
        found.setdefault((scheme, category, year), {})[measure] = coverage
    return found
