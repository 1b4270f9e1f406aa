"""The edition's tables of clusters and industries: indicators, stars and relatedness."""

from collections.abc import Collection, Iterable
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hanse.foundation.problems import HanseError
from hanse.observatory import catalogue
from hanse.observatory.edition.panel import (
    totals_by_industry,
    totals_over_industries,
    totals_within_kinds,
    wide_table,
)
from hanse.observatory.imputation.grid import Grid
from hanse.observatory.indicators import relatedness
from hanse.observatory.ratings.rules import (
    RULES,
    US_CLUSTER_MAPPING,
    Condition,
    Rule,
    rule_with,
)
from hanse.observatory.ratings.stars import rate
from hanse.observatory.recipe import Recipe
from hanse.observatory.schemes.aggregate import Categories, Leaves
from hanse.observatory.schemes.loader import Scheme
from hanse.observatory.tables import EMPLOYMENT

_GROWTH: Final = ("employment_growth_cagr", "employment_growth_persons")


def clusters_table(
    recipe: Recipe, rule: Rule, scheme: Scheme, grid: Grid, leaves: Leaves, result: Categories
) -> pl.DataFrame:
    """Every region x category x year of a scheme with its measures, indicators and stars.

    Location quotients, shares and focus are measured against all industries, or, when the rating
    rule says so, against the categories of the same kind. Columns: scheme, category, year,
    region, kind, the measures with flag and status, one column for each indicator, the status of
    growth, and those of the rating rule. The status of another indicator is the worst of its
    inputs: see `catalogue.worst_status`.
    """
    categories = list(scheme.categories)
    kinds = [scheme.categories[code].kind for code in categories]
    table = wide_table(grid, categories, result.values, result.flags, column="category")
    table = table.with_columns(
        scheme=pl.lit(scheme.code),
        kind=pl.col("category").replace_strict(categories, kinds, return_dtype=pl.String),
    )
    by_kind = rule.code == US_CLUSTER_MAPPING.code
    totals = (
        totals_within_kinds(grid, categories, kinds, result)
        if by_kind
        else totals_over_industries(grid, leaves, categories, result)
    )
    table = catalogue.compute(
        table,
        _wanted(recipe, rule),
        base=("kind",) if by_kind else (),
        years=recipe.growth_years,
        region_totals=totals.regions,
        category_totals=totals.categories,
        grand_totals=totals.grand,
    )
    table = _with_growth_status(table, recipe.growth_years)
    table = rate(table, rule, status=f"{EMPLOYMENT}_status")
    leading = ["scheme", "category", "year", "region", "kind"]
    return table.select(*leading, pl.exclude(*leading))


def _with_growth_status(table: pl.DataFrame, years: int) -> pl.DataFrame:
    """`table` with `<growth>_status`: the worst of the employment now and `years` before."""
    growth = [name for name in _GROWTH if name in table.columns]
    if not growth:
        return table
    now = f"{EMPLOYMENT}_status"
    earlier = table.select(
        "category", "region", pl.col("year") + years, pl.col(now).alias("earlier")
    )
    both = table.select("category", "region", "year", now).join(
        earlier, on=["category", "region", "year"], how="left", maintain_order="left"
    )
    order = pl.Enum(list(catalogue.FROM_WORST))
    states = (
        both.select(
            pl.min_horizontal(
                pl.col(now).cast(order).to_physical(),
                pl.col("earlier").fill_null("missing").cast(order).to_physical(),
            ).alias("worst")
        )["worst"]
        .cat.to(order)
        .cast(pl.String)
    )
    return table.with_columns(states.alias(f"{name}_status") for name in growth)


def with_relatedness(
    recipe: Recipe, table: pl.DataFrame, grid: Grid, scheme: Scheme
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`table` with `relatedness_density`, and the proximities of the scheme's categories.

    table: from `clusters_table`, in its row order. Specialisation is a location quotient of at
    least the recipe's `specialisation_threshold`.
    """
    categories = list(scheme.categories)
    shape = (len(categories), len(grid.years), len(grid.regions))
    quotients = table["location_quotient"].fill_null(float("nan")).to_numpy().reshape(shape)
    cube = np.ascontiguousarray(np.moveaxis(quotients, 0, -1))
    specialised, known = relatedness.specialisations_from_quotients(
        cube, threshold=recipe.specialisation_threshold
    )
    near = relatedness.proximity(specialised, known)
    density = relatedness.relatedness_density(specialised, known, near)
    flat = np.moveaxis(density, -1, 0).reshape(-1)
    table = table.with_columns(pl.Series("relatedness_density", flat).fill_nan(None))
    pairs = proximity_table(near, grid.years, categories, column="category")
    return table, pairs.with_columns(scheme=pl.lit(scheme.code))


def industries_table(
    recipe: Recipe, grid: Grid, leaves: Leaves
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every industry with its measures, location quotient and relatedness density; proximities.

    Location quotients rest on the industries alone. Proximities are those of the last year in
    which any region is specialised in anything. Rows without any figure are left out.
    """
    codes = list(grid.tree.leaf_codes)
    employment = leaves.values[grid.measures.index(EMPLOYMENT)]
    specialised, known = relatedness.specialisations(
        employment, threshold=recipe.specialisation_threshold
    )
    near = relatedness.proximity(specialised, known)
    density = relatedness.relatedness_density(specialised, known, near)
    last = max((at for at in range(len(grid.years)) if specialised[at].any()), default=0)
    table = wide_table(
        grid,
        codes,
        leaves.values,
        leaves.flags,
        column="industry",
        more={"relatedness_density": density},
        known_alone=True,
    )
    totals = totals_by_industry(grid, leaves)
    table = catalogue.compute(
        table,
        ["location_quotient"],
        category="industry",
        region_totals=totals.regions,
        category_totals=totals.categories,
        grand_totals=totals.grand,
    )
    pairs = proximity_table(
        near[last : last + 1], grid.years[last : last + 1], codes, column="industry"
    )
    return table, pairs.filter(pl.col("proximity") > 0)


def proximity_table(
    near: NDArray[np.float64], years: tuple[int, ...], codes: list[str], *, column: str
) -> pl.DataFrame:
    """Pairs of codes, each once: year, `<column>_a`, `<column>_b`, proximity (null: undefined)."""
    first, second = np.triu_indices(len(codes), k=1)
    names = pl.Enum(codes)
    return pl.concat(
        pl.DataFrame(
            {
                "year": pl.repeat(year, first.size, dtype=pl.Int32, eager=True),
                f"{column}_a": pl.Series(first.astype(np.uint32)).cat.to(names),
                f"{column}_b": pl.Series(second.astype(np.uint32)).cat.to(names),
                "proximity": pl.Series(near[at][first, second]).fill_nan(None),
            }
        )
        for at, year in enumerate(years)
    )


def rule_of(recipe: Recipe) -> Rule:
    """The recipe's rating rule with its numbers. Raises `HanseError` for a rule unknown."""
    if recipe.rating not in RULES:
        raise HanseError(
            f"There is no rating rule {recipe.rating}.",
            where=f"recipe {recipe.name}, field rating",
            remedy=f"Use one of {', '.join(RULES)}.",
        )
    return rule_with(RULES[recipe.rating], recipe.rating_parameters)


def rule_for(recipe: Recipe, measures: Collection[str]) -> Rule:
    """The recipe's rule with the criteria that sources with these `measures` can judge.

    Raises `HanseError` when they cannot tell which clusters are eligible, or judge none.
    """
    rule = rule_of(recipe)
    possible = {each.code for each in catalogue.indicators_for(measures)}

    def absent(conditions: Iterable[Condition]) -> list[str]:
        return [each.column for each in conditions if each.column not in possible]

    lacking = absent(rule.floors)
    judged = [each.code for each in rule.criteria if not absent(each.conditions)]
    if lacking or not judged:
        wanted = lacking or [column for each in rule.criteria for column in absent(each.conditions)]
        raise HanseError(
            f"The rating rule {rule.code} cannot be used with these sources.",
            where=f"recipe {recipe.name}, field rating",
            why=f"They do not give {', '.join(dict.fromkeys(wanted))}.",
            remedy=f"Add a source, or use one of {', '.join(RULES)}.",
        )
    return rule_with(rule, criteria=judged)


def not_judged(recipe: Recipe, rule: Rule) -> list[str]:
    """Labels of the criteria of the recipe's rule that `rule` does without."""
    kept = {each.code for each in rule.criteria}
    return [each.label for each in rule_of(recipe).criteria if each.code not in kept]


def check_requests(recipe: Recipe) -> None:
    """Raises `HanseError` for a rule, a number of it, or an indicator that does not exist."""
    rule_of(recipe)
    for code in recipe.indicators:
        catalogue.entry(code)


def _wanted(recipe: Recipe, rule: Rule) -> list[str] | None:
    """Codes to compute: those asked for, and those that stars and relatedness rest on."""
    if not recipe.indicators:
        return None
    asked = [code for code in recipe.indicators if not catalogue.entry(code).is_of_the_whole]
    return list(dict.fromkeys([*asked, "location_quotient", *rule.columns]))
