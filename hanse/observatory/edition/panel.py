"""From dense grids to the wide tables of an edition: one row a region, category and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hanse.observatory.imputation.grid import Grid, flag_texts
from hanse.observatory.schemes.aggregate import Categories, Leaves
from hanse.observatory.tables import status

Cell = TypeVar("Cell", bound=np.generic)


def wide_table(
    grid: Grid,
    columns: Sequence[str],
    values: NDArray[np.float64],
    flags: NDArray[np.uint16],
    *,
    column: str,
    more: Mapping[str, NDArray[np.float64]] | None = None,
    known_alone: bool = False,
) -> pl.DataFrame:
    """Rows sorted by `column`, year and region, with value, flag and status of each measure.

    columns: c codes of the last axis. values, flags: (m, y, g, c), NaN for none. `column` names
    the column that holds these codes ("category" or "industry"). For each measure there is the
    value under the measure's own name (null for none), `<measure>_flag` and `<measure>_status`.
    more: further columns, each (y, g, c), NaN for none. known_alone: leave out rows without a value
    of any measure.
    """
    years, regions = len(grid.years), len(grid.regions)
    keys = pl.DataFrame(
        {
            column: _repeated(columns, years * regions, 1),
            "year": pl.Series(
                np.tile(np.repeat(np.array(grid.years, dtype=np.int32), regions), len(columns))
            ),
            "region": _repeated(grid.regions, 1, len(columns) * years),
        }
    )
    rows = np.ones(keys.height, dtype=bool)
    if known_alone:
        # Before any column is made: a copy of millions of finished rows would take much memory.
        known: NDArray[np.bool_] = ~np.isnan(values)
        rows = _flat(np.logical_or.reduce(known, axis=0))
        keys = keys.filter(pl.Series(rows))
    parts = []
    for at, measure in enumerate(grid.measures):
        parts.extend(
            [
                pl.Series(measure, _flat(values[at])[rows]).fill_nan(None),
                flag_texts(_flat(flags[at])[rows]).alias(f"{measure}_flag"),
            ]
        )
    return keys.hstack(parts).with_columns(
        *(
            status(measure, f"{measure}_flag").alias(f"{measure}_status")
            for measure in grid.measures
        ),
        *(
            pl.Series(name, _flat(figures)[rows]).fill_nan(None)
            for name, figures in (more or {}).items()
        ),
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """What location quotients, shares and focus are measured against, each measure a column.

    Totals count all that is known, also of a category in a region where too little is known for
    a value of its own: otherwise a withheld region would make every other look more specialised.

    regions: region, year. categories: category, year. grand: year. Where totals are taken within
    kinds of category, each also has a column kind.
    """

    regions: pl.DataFrame
    categories: pl.DataFrame
    grand: pl.DataFrame


def region_totals(grid: Grid, leaves: Leaves) -> pl.DataFrame:
    """Known total of each measure by region and year, over all industries: region, year, ..."""
    return _table(grid, {"region": grid.regions}, _known_sum(leaves.values, 3)).sort(
        "region", "year"
    )


def totals_over_industries(
    grid: Grid, leaves: Leaves, categories: Sequence[str], result: Categories
) -> Totals:
    """Totals whose base is all industries, whatever the categories cover or share."""
    everything = _known_sum(leaves.values, 3)
    return Totals(
        regions=_table(grid, {"region": grid.regions}, everything),
        categories=_table(grid, {"category": categories}, _known_sum(result.known, 2)),
        grand=_table(grid, {}, _known_sum(everything, 2)),
    )


def totals_by_industry(grid: Grid, leaves: Leaves) -> Totals:
    """Totals of the leaf industries themselves; the table of categories has a column industry."""
    everything = _known_sum(leaves.values, 3)
    return Totals(
        regions=_table(grid, {"region": grid.regions}, everything),
        categories=_table(grid, {"industry": grid.tree.leaf_codes}, _known_sum(leaves.values, 2)),
        grand=_table(grid, {}, _known_sum(everything, 2)),
    )


def totals_within_kinds(
    grid: Grid, categories: Sequence[str], kinds: Sequence[str], result: Categories
) -> Totals:
    """Totals over the categories of the same kind, for example traded employment.

    kinds: kind of each of the `categories`. So a location quotient compares a traded category
    with traded employment, as the U.S. Cluster Mapping does.
    """
    regions: list[pl.DataFrame] = []
    of_categories: list[pl.DataFrame] = []
    grand: list[pl.DataFrame] = []
    for kind in sorted(set(kinds)):
        inside = [at for at, each in enumerate(kinds) if each == kind]
        values = result.known[..., inside]
        codes = [categories[at] for at in inside]
        everything = _known_sum(values, 3)
        for tables, axis, sums in (
            (regions, {"region": grid.regions}, everything),
            (of_categories, {"category": codes}, _known_sum(values, 2)),
            (grand, {}, _known_sum(everything, 2)),
        ):
            tables.append(_table(grid, axis, sums).with_columns(kind=pl.lit(kind)))
    return Totals(pl.concat(regions), pl.concat(of_categories), pl.concat(grand))


def _known_sum(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Sum over the known values; NaN where none is known.

    NumPy sums in a fixed order; a group-by over threads would change the last digit from one
    machine to the next.
    """
    sums: NDArray[np.float64] = np.nansum(values, axis=axis)
    sums[np.isnan(values).all(axis=axis)] = np.nan
    return sums


def _table(
    grid: Grid, axis: Mapping[str, Sequence[str]], sums: NDArray[np.float64]
) -> pl.DataFrame:
    """(m, y) or (m, y, k) sums as rows of year and the one `axis`, a column for each measure."""
    size = sums[0].size // len(grid.years)
    return pl.DataFrame(
        {
            **{
                name: pl.Series(list(codes) * len(grid.years), dtype=pl.String)
                for name, codes in axis.items()
            },
            "year": np.repeat(np.array(grid.years, dtype=np.int32), size),
            **{
                measure: pl.Series(sums[at].reshape(-1)).fill_nan(None)
                for at, measure in enumerate(grid.measures)
            },
        }
    )


def _flat(cube: NDArray[Cell]) -> NDArray[Cell]:
    """(y, g, c) as rows sorted by the last axis, year and region."""
    return np.moveaxis(cube, -1, 0).reshape(-1)


def _repeated(codes: Sequence[str], each: int, times: int) -> pl.Series:
    positions = np.tile(np.repeat(np.arange(len(codes), dtype=np.uint32), each), times)
    return pl.Series(positions).cat.to(pl.Enum(list(codes)))
