"""The lists an edition carries so that it can be read alone: regions, categories, industries."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from hanse.foundation import geography, sectors
from hanse.foundation.problems import HanseError
from hanse.observatory.imputation.grid import Grid
from hanse.observatory.recipe import Recipe
from hanse.observatory.schemes.aggregate import Categories
from hanse.observatory.schemes.loader import Scheme


def regions_table(recipe: Recipe, grid: Grid, names: Mapping[str, str]) -> pl.DataFrame:
    """The edition's regions: code, name, level, parent, country.

    Regions of the user's own have no parent and no country, and are called what `names` says
    (code -> name), otherwise by their code.
    """
    if recipe.nuts is not None:
        every = geography.regions_table(recipe.nuts, recipe.level)
        kept = every.filter(pl.col("code").is_in(list(grid.regions)))
        return kept.select("code", "name", "level", "parent", "country").sort("code")
    return pl.DataFrame(
        {
            "code": sorted(grid.regions),
            "name": [names.get(code, code) for code in sorted(grid.regions)],
            "level": pl.Series([recipe.level] * len(grid.regions), dtype=pl.Int32),
            "parent": [""] * len(grid.regions),
            "country": [""] * len(grid.regions),
        }
    )


def categories_table(schemes: Sequence[Scheme]) -> pl.DataFrame:
    """The categories of all schemes: scheme, scheme_title, category, label, kind."""
    return pl.DataFrame(
        [
            (scheme.code, scheme.title, category.code, category.label, category.kind)
            for scheme in schemes
            for category in scheme.categories.values()
        ],
        schema=["scheme", "scheme_title", "category", "label", "kind"],
        orient="row",
    )


def members_table(schemes: Sequence[Scheme], tree: sectors.Classification) -> pl.DataFrame:
    """Which leaf industry counts towards which category: scheme, industry, category, weight."""
    return pl.concat(
        scheme.leaf_members(tree)
        .select(
            pl.lit(scheme.code).alias("scheme"),
            pl.col("industry").cast(pl.String),
            pl.col("category").cast(pl.String),
            pl.col("weight").cast(pl.Float64),
        )
        .sort("category", "industry")
        for scheme in schemes
    )


def labels_table(tree: sectors.Classification) -> pl.DataFrame:
    """Every industry of the classification: industry, label, level, parent."""
    return pl.DataFrame(
        [(item.code, item.label, item.level, item.parent) for item in tree.items.values()],
        schema={
            "industry": pl.String,
            "label": pl.String,
            "level": pl.Int32,
            "parent": pl.String,
        },
        orient="row",
    )


def coverage_table(scheme: Scheme, grid: Grid, result: Categories) -> pl.DataFrame:
    """Share of each category's weight that the sources cover: scheme, measure, year, category."""
    shape = result.coverage.shape
    measure, year, category = (axis.reshape(-1) for axis in np.indices(shape))
    return pl.DataFrame(
        {
            "scheme": pl.repeat(scheme.code, measure.size, eager=True),
            "measure": pl.Series(grid.measures).gather(measure),
            "year": pl.Series(grid.years, dtype=pl.Int32).gather(year),
            "category": pl.Series(list(scheme.categories)).gather(category),
            "coverage": result.coverage.reshape(-1),
        }
    )


def own_names(path: Path) -> dict[str, str]:
    """Code -> name of the user's own regions, from a CSV with these two columns.

    Raises `HanseError` for a file that cannot be read, or has other columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"code", "name"} <= set(rows.fieldnames or ()):
                raise HanseError(
                    "The list of regions needs the columns code and name.",
                    where=f"{path}, line 1",
                )
            return {row["code"]: row["name"] for row in rows}
    except OSError as error:
        raise HanseError(
            "The list of regions cannot be read.", where=str(path), why=error.strerror or ""
        ) from error
    except UnicodeDecodeError as error:
        raise HanseError(
            "The list of regions is not UTF-8 text.", where=str(path), remedy="Save it as UTF-8."
        ) from error
