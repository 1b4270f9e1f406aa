"""A panel held in memory while a plan runs: Polars columns that stay in place, groups in NumPy."""

from collections.abc import Mapping, Sequence
from typing import cast

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoLazyFrame

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.groups import (
    CodedGroups,
    Codes,
    Floats,
    Groups,
    combined,
    earlier,
)
from hanse.observatory.indicators.lattice import Integers, lattice_of
from hanse.observatory.indicators.windows import Lazy


class Held:
    """Rows in memory, in a fraction of the time of joins and windows; see `windows.Rows`.

    Rows are never moved or added, and no key is empty. The groups that `by` makes are found once.
    axes: the keys that rows may be laid out by, see `lattice`.
    """

    def __init__(self, table: pl.DataFrame, axes: Sequence[str]) -> None:
        self._table = table
        self._ahead = _lazy(table)
        self._waiting = False
        self._lattice = lattice_of({name: _physical(table[name]) for name in axes})
        # Measures are read often and never replaced.
        self._began = frozenset(table.columns)
        self._measures: dict[str, Floats] = {}
        self._filled: dict[str, Floats] = {}  # with 0 for null, for sums
        self._codes: dict[str, Codes] = {}
        self._groups: dict[tuple[str, ...], Groups] = {}

    def kind(self, column: str) -> nw.dtypes.DType:
        return nw.from_native(self.table).schema[column]

    def add_columns(self, *expressions: nw.Expr) -> None:
        self._ahead = self._ahead.with_columns(*expressions)
        self._waiting = True

    def results(self, expressions: Sequence[nw.Expr]) -> pl.DataFrame:
        """What `expressions` give, one column each."""
        return _collected(self._ahead.select(*expressions))

    @property
    def table(self) -> pl.DataFrame:
        """The columns there are so far. Expressions are computed when one of them is wanted."""
        if self._waiting:
            self.table = _collected(self._ahead)
        return self._table

    @table.setter
    def table(self, table: pl.DataFrame) -> None:
        self._table = table
        self._ahead = _lazy(table)
        self._waiting = False

    def add_joined(self, other: Lazy, by: Sequence[str]) -> None:
        # The streaming engine adds up in no fixed order, windows included; see `sums_by`.
        small = cast(pl.DataFrame, other.collect("polars", engine="in-memory").to_native())
        self.table = self.table.join(small, on=list(by), how="left", maintain_order="left")

    def add_sums(self, name: str, of: str, by: Sequence[str]) -> None:
        if of not in self._filled:
            floats = self._floats(of)
            self._filled[of] = np.where(np.isnan(floats), 0.0, floats)
        self._add(name, self._of(by).sums(self._filled[of]), may_be_null=False)

    def add_counts(self, name: str, of: str, by: Sequence[str]) -> None:
        self._add(name, self._of(by).counts(self._floats(of) > 0), may_be_null=False)

    def add_places(self, name: str, of: str, by: Sequence[str]) -> None:
        self._add(name, self._of(by).places(self._floats(of)))

    def add_quantiles(
        self, levels: Mapping[str, float], of: str, by: Sequence[str], *, where: str, fewest: float
    ) -> None:
        figures = np.where(self._floats(where) > 0, self._floats(of), np.nan)
        quantiles = self._of(by).quantiles(figures, list(levels.values()), fewest)
        for name, quantile in zip(levels, quantiles, strict=True):
            self._add(name, quantile)

    def add_earlier(
        self, names: Mapping[str, str], cluster: Sequence[str], year: str, years: int
    ) -> None:
        """As in `windows.Rows`. Raises `HanseError` when rows share their cluster and year."""
        lattice = self._lattice
        if (
            lattice is not None
            and lattice.goes_by_one(year)
            and lattice.tells_apart([*cluster, year])
        ):
            for name, of in names.items():
                self._add(name, lattice.earlier(self._floats(of), year, years))
            return
        codes, since = self._combined(cluster), self._codes_of(year)
        for name, of in names.items():
            values, repeated = earlier(self._floats(of), *codes, since, years)
            if repeated is not None:
                raise HanseError(
                    "Two rows of the panel share their region, category and year.",
                    where=f"row {repeated + 1}",
                    why="Every regional cluster has one row a year.",
                    remedy="Sum the rows, or keep one of them.",
                )
            self._add(name, values)

    def _add(self, name: str, values: Floats, *, may_be_null: bool = True) -> None:
        self.table = self.table.with_columns(pl.Series(name, values, nan_to_null=may_be_null))

    def _floats(self, name: str) -> Floats:
        if name not in self._began:
            return _floats(self.table[name])
        if name not in self._measures:
            self._measures[name] = _floats(self.table[name])
        return self._measures[name]

    def _of(self, by: Sequence[str]) -> Groups:
        key = tuple(by)
        if key not in self._groups:
            lattice = self._lattice
            if lattice is not None and lattice.axes.keys() >= set(by):
                self._groups[key] = lattice.groups(by)
            else:
                self._groups[key] = CodedGroups(*self._combined(by))
        return self._groups[key]

    def _combined(self, by: Sequence[str]) -> tuple[Codes, int]:
        return combined([self._codes_of(name) for name in by], self.table.height)

    def _codes_of(self, name: str) -> Codes:
        """A whole number for each value of a key column, from 0; differences of years are kept."""
        if name not in self._codes:
            self._codes[name] = _codes(self.table[name])
        return self._codes[name]


def _lazy(table: pl.DataFrame) -> Lazy:
    return nw.from_native(cast(IntoLazyFrame, table.lazy()))


def _collected(frame: Lazy) -> pl.DataFrame:
    # Expressions only, no sums: working piece by piece gives the same bits and takes less memory.
    return cast(pl.DataFrame, frame.collect("polars", engine="streaming").to_native())


def _floats(column: pl.Series) -> Floats:
    """The figures of `column`, NaN where it is null."""
    floats: Floats = column.cast(pl.Float64).to_numpy()
    return floats


def _physical(column: pl.Series) -> Integers:
    """A whole number for each value of a key column; differences of years are kept."""
    if isinstance(column.dtype, pl.Enum | pl.Categorical):
        column = column.to_physical()
    elif not column.dtype.is_integer():
        column = column.cast(pl.String).cast(pl.Categorical).to_physical()
    numbers: Integers = column.to_numpy()
    return numbers


def _codes(column: pl.Series) -> Codes:
    """The same from 0."""
    codes = _physical(column).astype(np.int64)
    return codes - codes.min() if len(codes) else codes
