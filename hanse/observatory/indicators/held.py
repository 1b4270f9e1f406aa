"""A panel held in memory while a plan runs: groups in NumPy, expressions stretch by stretch.

Fresh memory costs more time than what is done with it. So only measures that groups are made of
and what the plan is asked for are columns of full length; all else is there for one stretch of
rows at a time, in memory that the stretch before has used.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoLazyFrame

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.columns import (
    Values,
    Written,
    floats_in_place,
    numbered,
    physical,
    series_of,
)
from hanse.observatory.indicators.groups import (
    CodedGroups,
    Codes,
    Floats,
    Groups,
    combined,
    earlier,
    in_threads,
)
from hanse.observatory.indicators.lattice import Lattice
from hanse.observatory.indicators.windows import Lazy

STRETCH_ROWS: Final = 1 << 18
"""About how many rows a stretch has: a few columns of them fit into the processor's cache."""

STRETCHES_AT_ONCE: Final = 2
"""More would take more memory; the columns of each are computed on all cores."""


class Held:
    """Rows in memory, in a fraction of the time of joins and windows; see `windows.Rows`.

    Rows are never moved or added, and no key is empty. The groups that `by` makes are found once.
    start: the columns of `table` as plans see them. names: what each is called in `table`.
    lattice: what the rows make up, if anything. row_by_row: whether expressions need to see but
    one row at a time.
    """

    def __init__(
        self,
        table: pl.DataFrame,
        start: Lazy,
        names: Mapping[str, str],
        *,
        lattice: Lattice | None,
        row_by_row: bool,
    ) -> None:
        self._table = table
        self._start = start
        self._names = names
        self._lattice = lattice
        step = STRETCH_ROWS if row_by_row else max(1, table.height)
        rows = table.height
        self._cuts = lattice.cuts(step) if lattice else [0, *range(step, rows, step), rows]
        # What plans add: by figures of groups, by small tables, by expressions yet to be computed,
        # and by those that were.
        self._figures: dict[str, Callable[[int, int], Floats]] = {}
        self._joined: list[tuple[pl.DataFrame, list[str]]] = []
        self._ahead: list[tuple[nw.Expr, ...]] = []
        self._computed: dict[str, pl.Series] = {}
        self._floats_of: dict[str, Floats] = {}
        # The measure whose sums are taken, with 0 for null.
        self._filled = ("", np.empty(0))
        self._codes: dict[str, Codes] = {}
        self._groups: dict[tuple[str, ...], Groups] = {}

    def kind(self, column: str) -> nw.dtypes.DType:
        return self._start.collect_schema()[column]

    def add_columns(self, *expressions: nw.Expr) -> None:
        self._ahead.append(expressions)

    def add_joined(self, other: Lazy, by: Sequence[str]) -> None:
        # The streaming engine adds up in no fixed order, windows included; see `sums_by`.
        small = cast(pl.DataFrame, other.collect("polars", engine="in-memory").to_native())
        self._joined.append((small, list(by)))

    def add_sums(self, name: str, of: str, by: Sequence[str]) -> None:
        self._add(name, self._of(by).sums(self._summands(of)))

    def add_counts(self, name: str, of: str, by: Sequence[str]) -> None:
        self._add(name, self._of(by).counts(self._floats(of) > 0))

    def add_places(self, name: str, of: str, by: Sequence[str]) -> None:
        self._add(name, self._of(by).places(self._floats(of)))

    def add_quantiles(
        self, levels: Mapping[str, float], of: str, by: Sequence[str], *, where: str, fewest: float
    ) -> None:
        quantiles = self._of(by).quantiles(
            self._floats(of), list(levels.values()), fewest, self._floats(where)
        )
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
                self._figures[name] = partial(lattice.earlier, self._floats(of), year, years)
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

    def results(self, wanted: Mapping[str, tuple[str, nw.dtypes.DType]]) -> pl.DataFrame:
        """Columns of the names, each made of a column there is by now and of the type given."""
        there = {}
        for name, (of, kind) in wanted.items():
            if of in self._figures:
                there[name] = self._spread(of, kind).alias(name)
            elif of in self._computed:
                there[name] = _cast(self._computed[of], kind).alias(name)
        others = [
            nw.col(of).cast(kind).alias(name)
            for name, (of, kind) in wanted.items()
            if name not in there
        ]
        if others:
            there |= self._evaluated(others)
        return pl.DataFrame([there[name] for name in wanted])

    def _spread(self, name: str, kind: nw.dtypes.DType) -> pl.Series:
        """The figures of groups as a column of full length."""

        def part(first: int, last: int) -> list[pl.Series]:
            return [_cast(series_of(name, self._figures[name](first, last)), kind)]

        return self._written(part)[name]

    def _add(self, name: str, figures: Floats) -> None:
        lattice = self._lattice
        if lattice is None:
            self._figures[name] = lambda first, last: figures[first:last]
        else:
            self._figures[name] = partial(lattice.part, figures.reshape(lattice.shape))

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
        return combined([self._codes_of(name) for name in by], self._table.height)

    def _codes_of(self, name: str) -> Codes:
        if name not in self._codes:
            self._codes[name] = _codes(self._table[self._names[name]])
        return self._codes[name]

    def _floats(self, name: str) -> Floats:
        """The figures of all rows, NaN where there is none."""
        if name not in self._floats_of:
            if name not in self._names and name not in self._computed:
                self._compute()
            column = self._computed.get(name)
            if column is None:
                column = self._table[self._names[name]]
            floats = floats_in_place(column)
            self._floats_of[name] = self._collected_floats(name) if floats is None else floats
        return self._floats_of[name]

    def _collected_floats(self, name: str) -> Floats:
        floats = np.empty(self._table.height)
        for first in range(0, len(floats), STRETCH_ROWS):
            if name in self._computed:
                part = self._computed[name].slice(first, STRETCH_ROWS).cast(pl.Float64)
            else:
                part = self._started(first, STRETCH_ROWS, [name])[name]
            floats[first : first + len(part)] = part.fill_null(np.nan).to_numpy()
        return floats

    def _summands(self, name: str) -> Floats:
        """The same with 0 where there is none."""
        if self._filled[0] != name:
            floats = self._floats(name)
            filled = np.empty(len(floats))
            for first in range(0, len(floats), STRETCH_ROWS):
                part = floats[first : first + STRETCH_ROWS]
                filled[first : first + STRETCH_ROWS] = np.where(np.isnan(part), 0.0, part)
            self._filled = (name, filled)
        return self._filled[1]

    def _compute(self) -> None:
        """Computes the columns of all expressions that wait."""
        self._computed |= self._evaluated(None)
        self._ahead.clear()

    def _evaluated(self, wanted: Sequence[nw.Expr] | None) -> dict[str, pl.Series]:
        """Columns of full length: those `wanted`, or all that expressions ahead give."""

        def part(first: int, last: int) -> list[pl.Series]:
            rows = self._part(first, last)
            frame = _lazy(rows)
            for expressions in self._ahead:
                frame = frame.with_columns(*expressions)
            new = wanted
            if new is None:
                names = frame.collect_schema().names()
                new = [nw.col(name) for name in names if name not in rows.columns]
            return _collected(frame.select(*new)).get_columns()

        return self._written(part)

    def _written(self, part: Callable[[int, int], list[pl.Series]]) -> dict[str, pl.Series]:
        """Columns of full length, of which `part` gives any stretch of rows."""
        start = part(*self._cuts[:2])
        if len(self._cuts) == 2:
            return {column.name: column for column in start}
        columns = [Written(column, self._room(physical(column))) for column in start]

        def work(first: int, last: int) -> None:
            for column, rows in zip(columns, part(first, last), strict=True):
                column.put(rows, first)

        for column, rows in zip(columns, start, strict=True):
            column.put(rows, 0)
        in_threads(work, self._cuts[1:], STRETCHES_AT_ONCE)
        return {
            rows.name: column.series(rows.name) for column, rows in zip(columns, start, strict=True)
        }

    def _started(self, first: int, length: int, names: list[str]) -> pl.DataFrame:
        """Columns the rows began with."""
        # One plan for all stretches: making one takes longer than carrying it out.
        start = cast(pl.LazyFrame, self._start.to_native())
        return start.slice(first, length).select(names).collect(engine="in-memory")

    def _part(self, first: int, last: int) -> pl.DataFrame:
        """The rows of a stretch, without what expressions ahead give."""
        rows = self._started(first, last - first, list(self._names)).with_columns(
            *(series_of(name, figures(first, last)) for name, figures in self._figures.items()),
            *(column.slice(first, last - first) for column in self._computed.values()),
        )
        for small, by in self._joined:
            rows = rows.join(small, on=by, how="left", maintain_order="left")
        return rows

    def _room(self, kind: np.dtype[Any]) -> Values:
        """An array for a column. What sums were taken of is not needed any more."""
        _, filled = self._filled
        if kind.itemsize != filled.itemsize or not filled.size:
            return np.empty(self._table.height, dtype=kind)
        self._filled = ("", np.empty(0))
        return filled.view(kind)


def _lazy(table: pl.DataFrame) -> Lazy:
    return nw.from_native(cast(IntoLazyFrame, table.lazy()))


def _cast(column: pl.Series, kind: nw.dtypes.DType) -> pl.Series:
    return nw.from_native(column, series_only=True).cast(kind).to_native()


def _collected(frame: Lazy) -> pl.DataFrame:
    return cast(pl.DataFrame, frame.collect("polars", engine="in-memory").to_native())


def _codes(column: pl.Series) -> Codes:
    """A whole number from 0 for each value of a key column; differences of years are kept."""
    codes = numbered(column).astype(np.int64)
    return codes - codes.min() if len(codes) else codes
