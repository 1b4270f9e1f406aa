"""What a plan does with a panel's rows, and how a lazy frame of any engine does it.

Joins and window expressions do it on any engine; `held.Held` does the same to rows in memory.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import narwhals as nw
from narwhals.typing import IntoLazyFrame

Lazy: TypeAlias = nw.LazyFrame[IntoLazyFrame]


def sums_by(table: Lazy, sums: Mapping[str, str], by: Sequence[str]) -> Lazy:
    """One row for each `by`: sums of the columns of `table` that `sums` gives for each name.

    By windows, which add up row after row. Groups of a lazy Polars frame add up in no fixed
    order, and the last bit of a sum would vary.
    """
    each = (nw.col(of).sum().over(*by).alias(name) for name, of in sums.items())
    return table.select(*by, *each).unique(list(by), keep="any")


class Rows(Protocol):
    """Rows of a panel while a plan runs; each method adds columns.

    by: the columns that rows of one group share. Nulls are left out of sums, counts and
    quantiles, and have no place.
    """

    def kind(self, column: str) -> nw.dtypes.DType:
        """The type of `column`."""

    def add_columns(self, *expressions: nw.Expr) -> None:
        """Adds what `expressions` give."""

    def add_joined(self, other: Lazy, by: Sequence[str]) -> None:
        """Adds the columns of `other`, a small table with one row for each `by`."""

    def add_sums(self, name: str, of: str, by: Sequence[str]) -> None:
        """Adds the sum of `of` in the group; `of` is a column the rows began with."""

    def add_counts(self, name: str, of: str, by: Sequence[str]) -> None:
        """Adds how many rows of the group have some of `of`, more than 0."""

    def add_places(self, name: str, of: str, by: Sequence[str]) -> None:
        """Adds 1 + the number of rows of the group with more of `of`."""

    def add_quantiles(
        self, levels: Mapping[str, float], of: str, by: Sequence[str], *, where: str, fewest: float
    ) -> None:
        """Adds quantiles of `of`, linear between the two nearest figures, of the group's rows.

        Of those rows that have some of `where`, more than 0; null with fewer than `fewest`
        figures. levels: the level of each column to be added.
        """

    def add_earlier(
        self, names: Mapping[str, str], cluster: Sequence[str], year: str, years: int
    ) -> None:
        """Adds columns `names`: each what its column was so many `years` before.

        In the row of the same `cluster`, by the year itself: a gap in the years gives null.
        """


class Planned:
    """A lazy frame of any engine: figures over groups by joins and window expressions."""

    def __init__(self, frame: Lazy) -> None:
        self.frame = frame
        # Sums and earlier figures are taken from the rows as they were, before any join.
        self._start = frame

    def kind(self, column: str) -> nw.dtypes.DType:
        return self.frame.collect_schema()[column]

    def add_columns(self, *expressions: nw.Expr) -> None:
        self.frame = self.frame.with_columns(*expressions)

    def add_joined(self, other: Lazy, by: Sequence[str]) -> None:
        self.frame = self.frame.join(other, on=list(by), how="left")

    def add_sums(self, name: str, of: str, by: Sequence[str]) -> None:
        self.add_joined(self._start.group_by(*by).agg(nw.col(of).sum().alias(name)), by)

    def add_counts(self, name: str, of: str, by: Sequence[str]) -> None:
        some = nw.when(nw.col(of) > 0).then(nw.col(of))
        self.add_columns(some.count().over(*by).alias(name))

    def add_places(self, name: str, of: str, by: Sequence[str]) -> None:
        self.add_columns(nw.col(of).rank("min", descending=True).over(*by).alias(name))

    def add_quantiles(
        self, levels: Mapping[str, float], of: str, by: Sequence[str], *, where: str, fewest: float
    ) -> None:
        count = f"{of}_count"
        cuts = (
            self.frame.filter(nw.col(where) > 0)
            .group_by(*by)
            .agg(
                nw.col(of).count().alias(count),
                *(
                    nw.col(of).quantile(level, interpolation="linear").alias(name)
                    for name, level in levels.items()
                ),
            )
            .with_columns(
                nw.when(nw.col(count) >= fewest).then(nw.col(name)).alias(name) for name in levels
            )
        )
        self.add_joined(cuts.select(*by, *levels), by)

    def add_earlier(
        self, names: Mapping[str, str], cluster: Sequence[str], year: str, years: int
    ) -> None:
        before = self._start.select(
            *cluster,
            (nw.col(year) + years).alias(year),
            *(nw.col(of).alias(name) for name, of in names.items()),
        )
        self.add_joined(before, [*cluster, year])
