"""Sums, places and quantiles within groups of rows, on NumPy arrays held in memory.

The same figures can be had from window expressions on any engine; here a panel's groups are found
once and its rows never move, which takes a fraction of the time and memory.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Inside = npt.NDArray[np.bool_] | None
"""Which cells of a block are rows; None when all are."""

_BLOCK_CELLS: Final = 1 << 17
"""Cells sorted at a time: a block and its order stay in the processor's cache."""

_SPARSE: Final = 4
"""A table of all possible codes may be this many times as long as the rows."""


def combined(codes: Sequence[Codes], rows: int) -> tuple[Codes, int]:
    """One code for each combination of `codes`, from 0, and how many codes there may be.

    With no codes at all, every one of `rows` has code 0.
    """
    whole, size = np.zeros(rows, dtype=np.int64), 1
    for each in codes:
        length = int(each.max()) + 1 if rows else 1
        if length > _SPARSE * rows + 1:
            distinct, each = np.unique(each, return_inverse=True)
            length = len(distinct)
        whole = whole * length + each if size > 1 else each
        size *= length
        if size > _SPARSE * rows + 1:
            distinct, whole = np.unique(whole, return_inverse=True)
            size = len(distinct)
    return whole, size


class Groups:
    """Rows that share a code, for figures within them; see `combined`."""

    def __init__(self, of_row: Codes, size: int) -> None:
        self.of_row = of_row
        self.size = size

    def sums(self, values: Floats) -> Floats:
        """For each row the sum of its group, NaN counting as nothing."""
        weights = np.where(np.isnan(values), 0.0, values)
        # Without rows, the counts are whole numbers.
        of_group = np.bincount(self.of_row, weights, minlength=self.size).astype(np.float64)
        return of_group[self.of_row]

    def counts(self, present: npt.NDArray[np.bool_]) -> Codes:
        """For each row how many of its group are `present`."""
        return np.bincount(self.of_row[present], minlength=self.size)[self.of_row]

    def places(self, values: Floats) -> Floats:
        """For each row 1 + the number of its group with a greater value; NaN where it is NaN.

        Equal values share the smaller place: 1, 2, 2, 4.
        """
        result = np.empty(len(values))

        def fill(block: Floats, rows: Codes | slice, inside: Inside) -> None:
            order = np.argsort(-block, axis=1)
            ordered = np.take_along_axis(block, order, axis=1)
            first = np.zeros(block.shape)
            steps = np.arange(1.0, block.shape[1])
            np.multiply(ordered[:, 1:] != ordered[:, :-1], steps, out=first[:, 1:])
            np.maximum.accumulate(first, axis=1, out=first)
            first += 1.0
            places = np.empty(block.shape)
            np.put_along_axis(places, order, first, axis=1)
            places[np.isnan(block)] = np.nan
            result[rows] = places.reshape(-1) if inside is None else places[inside]

        self._in_blocks(values, fill)
        return result

    def quantiles(self, values: Floats, levels: Sequence[float]) -> tuple[list[Floats], Codes]:
        """For each row the quantiles of its group's values, and how many values there are.

        Linear between the two nearest values (Hyndman & Fan 1996, type 7), NaN left out; NaN for
        a group without any value.
        """
        of_group = np.full((len(levels), self.size), np.nan)
        counts = np.zeros(self.size, dtype=np.int64)

        def fill(block: Floats, rows: Codes | slice, inside: Inside) -> None:
            ordered = np.sort(block, axis=1)
            known = block.shape[1] - np.isnan(block).sum(axis=1)
            lines = np.arange(len(block))
            firsts = lines * block.shape[1]
            if inside is not None:
                firsts = inside.sum(axis=1).cumsum() - inside.sum(axis=1)
            here = self.of_row[rows][firsts]
            counts[here] = known
            for number, level in enumerate(levels):
                exact = np.maximum(known - 1, 0) * level
                low = np.floor(exact).astype(np.int64)
                below = ordered[lines, low]
                above = ordered[lines, np.minimum(low + 1, np.maximum(known - 1, 0))]
                of_group[number, here] = below + (above - below) * (exact - low)

        self._in_blocks(values, fill)
        return [each[self.of_row] for each in of_group], counts[self.of_row]

    @cached_property
    def _order(self) -> Codes | None:
        """Rows sorted by group, or None where they are."""
        if (self.of_row[1:] >= self.of_row[:-1]).all():
            return None
        # NumPy sorts 16-bit integers by radix, several times faster than wider ones.
        if self.size <= np.iinfo(np.uint16).max:
            return np.argsort(self.of_row.astype(np.uint16), kind="stable")
        return np.argsort(self.of_row, kind="stable")

    @cached_property
    def _lengths(self) -> Codes:
        lengths = np.bincount(self.of_row, minlength=self.size)
        return lengths[lengths > 0]

    def _in_blocks(
        self, values: Floats, fill: Callable[[Floats, Codes | slice, Inside], None]
    ) -> None:
        """Call `fill` with groups as lines of a block, padded with NaN, their rows and places."""
        if not len(values):
            return
        order, lengths = self._order, self._lengths
        starts = np.concatenate([[0], lengths.cumsum()])
        cuts = [0]
        while cuts[-1] < len(lengths):
            lines = max(1, _BLOCK_CELLS // int(lengths[cuts[-1]]))
            cuts.append(min(len(lengths), cuts[-1] + lines))

        def one(first: int, last: int) -> None:
            here = lengths[first:last]
            span = slice(int(starts[first]), int(starts[last]))
            rows = span if order is None else order[span]
            width = int(here.max())
            if int(here.min()) == width:
                fill(values[rows].reshape(len(here), width), rows, None)
                return
            inside = np.arange(width) < here[:, None]
            block = np.full((len(here), width), np.nan)
            block[inside] = values[rows]
            fill(block, rows, inside)

        with ThreadPoolExecutor() as pool:
            list(pool.map(one, cuts[:-1], cuts[1:]))


def earlier(
    values: Floats, cluster: Codes, clusters: int, year: Codes, years: int
) -> tuple[Floats, int | None]:
    """For each row the value of its cluster `years` before, NaN where there is none.

    The second result is a row that repeats the cluster and year of another, None where none does.
    """
    rows = len(values)
    if not rows:
        return values, None
    since = year - year.min()
    span = int(since.max()) + 1
    place = cluster * span + since
    if clusters * span > _SPARSE * rows + 1:
        return _earlier_by_search(values, place, since, years)
    table = np.full((clusters, span), np.nan)
    table.reshape(-1)[place] = values
    before = np.full_like(table, np.nan)
    before[:, years:] = table[:, : max(0, span - years)]
    return before.reshape(-1)[place], _first_repeated(place, clusters * span)


def _first_repeated(place: Codes, size: int) -> int | None:
    taken = np.zeros(size, dtype=np.bool_)
    taken[place] = True
    if np.count_nonzero(taken) == len(place):
        return None
    return int((np.bincount(place)[place] > 1).argmax())


def _earlier_by_search(
    values: Floats, place: Codes, since: Codes, years: int
) -> tuple[Floats, int | None]:
    order = np.argsort(place, kind="stable")
    ordered = place[order]
    again = ordered[1:] == ordered[:-1]
    at = np.minimum(np.searchsorted(ordered, place - years), len(ordered) - 1)
    found = (since >= years) & (ordered[at] == place - years)
    repeated = int(order[1:][again.argmax()]) if again.any() else None
    return np.where(found, values[order[at]], np.nan), repeated
