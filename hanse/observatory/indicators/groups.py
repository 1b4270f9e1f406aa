"""Sums, places and quantiles within groups of rows, on NumPy arrays held in memory.

The same figures can be had from window expressions on any engine; here a panel's groups are found
once and its rows never move, which takes a fraction of the time and memory. NaN is a missing
figure: left out of quantiles, and without a place.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

BLOCK_CELLS: Final = 1 << 17
"""Cells sorted at a time: a block and its order stay in the processor's cache."""

WIDE: Final = 600
"""From this width on, lines are parted rather than sorted for `FEW_LEVELS` quantiles."""
FEW_LEVELS: Final = 2

SPARSE: Final = 4
"""A table of all possible codes may be this many times as long as the rows."""
_GREATEST: Final = np.iinfo(np.int64).max


class Groups(Protocol):
    """Groups of rows; every method gives one figure for each row, in the order of the rows.

    In one line, or in an array that has the shape of a lattice and may be a view.
    """

    def sums(self, values: Floats) -> Floats:
        """The sum of the row's group, of values without NaN."""

    def counts(self, present: Flags) -> Floats:
        """How many rows of the group are `present`."""

    def places(self, values: Floats) -> Floats:
        """1 + the number of rows of the group with a greater value: 1, 2, 2, 4."""

    def quantiles(
        self, values: Floats, levels: Sequence[float], fewest: float, among: Floats | None = None
    ) -> list[Floats]:
        """Quantiles of the group, one array a level; NaN with fewer than `fewest` values.

        Linear between the two nearest values (Hyndman & Fan 1996, type 7). among: only rows with
        more than 0 of it count.
        """


def places_of(lines: Floats) -> Floats:
    """For each cell 1 + the number of cells of its line with a greater value."""
    unknown = np.isnan(lines)
    order = _descending(lines, unknown)
    ordered = lines.reshape(-1)[order]
    first = np.zeros(lines.shape)
    np.multiply(ordered[:, 1:] != ordered[:, :-1], np.arange(1.0, lines.shape[1]), out=first[:, 1:])
    np.maximum.accumulate(first, axis=1, out=first)
    first += 1.0
    places = np.empty(lines.shape)
    places.reshape(-1)[order] = first
    places[unknown] = np.nan
    return places


def _descending(lines: Floats, unknown: Flags) -> Codes:
    """Cells of each line from the greatest to the least, NaN last; cells counted over all lines.

    NumPy sorts whole numbers many times faster than it finds an order. So each value's leading
    bits and its place in the line make one number, and lines are sorted again where values differ
    in their last bits only.
    """
    width = lines.shape[1]
    places = (1 << width.bit_length()) - 1
    keys = _rising(-lines, unknown)
    keys &= ~places
    keys |= np.arange(width)
    keys.sort(axis=1)
    keys &= places
    starts = np.arange(0, lines.size, width)[:, None]
    ordered = lines.reshape(-1)[keys + starts]
    wrong = (ordered[:, 1:] > ordered[:, :-1]).any(axis=1)
    if wrong.any():
        keys[wrong] = np.argsort(-lines[wrong], axis=1)
    return keys + starts


def chosen(values: Floats, among: Floats | None) -> Floats:
    """`values` where there is more than 0 of `among`, NaN elsewhere."""
    return values if among is None else np.where(among > 0, values, np.nan)


def quantiles_of(lines: Floats, levels: Sequence[float], fewest: float) -> Floats:
    """Quantiles of each line (levels x lines), NaN where it has fewer than `fewest` values."""
    unknown = np.isnan(lines)
    known = lines.shape[1] - unknown.sum(axis=1)
    last = np.maximum(known - 1, 0)
    each = np.arange(len(lines))
    quantiles = np.empty((len(levels), len(lines)))
    for number, (level, (ordered, start)) in enumerate(
        zip(levels, _ordered_around(lines, unknown, last, levels), strict=True)
    ):
        exact = last * level
        low = np.floor(exact).astype(np.int64)
        below, above = ordered[each, low - start], ordered[each, np.minimum(low + 1, last) - start]
        quantiles[number] = below + (above - below) * (exact - low)
    quantiles[:, known < fewest] = np.nan
    return quantiles


def _ordered_around(
    lines: Floats, unknown: Flags, last: Codes, levels: Sequence[float]
) -> list[tuple[Floats, int]]:
    """For each level those places of the sorted lines that its quantiles lie between.

    last: the place of each line's last value. Beside them is told which place they begin at.
    """
    width = lines.shape[1]
    if width < WIDE or len(levels) > FEW_LEVELS:
        return [(np.sort(lines, axis=1), 0)] * len(levels)
    # A line is not sorted for a few of its places. Parting it there takes time that grows no faster
    # than its width, and half as much with whole numbers.
    spans = [
        (int(last.min() * level), min(int(last.max() * level) + 1, width - 1)) for level in levels
    ]
    keys = _rising(lines, unknown)
    keys.partition(sorted({place for span in spans for place in span}), axis=1)
    parts = [np.sort(keys[:, first : after + 1], axis=1) for first, after in spans]
    return [(_values(part), first) for part, (first, _) in zip(parts, spans, strict=True)]


def _rising(lines: Floats, unknown: Flags) -> Codes:
    """Whole numbers in the order of the values, and the greatest for those unknown."""
    keys: Codes = lines.view(np.int64)
    # The bits of negative floats fall as the floats rise: turn them.
    keys = keys ^ ((keys >> 63) & _GREATEST)
    keys[unknown] = _GREATEST
    return keys


def _values(keys: Codes) -> Floats:
    """The values that `_rising` made `keys` of."""
    return (keys ^ ((keys >> 63) & _GREATEST)).view(np.float64)


def in_threads(
    work: Callable[[int, int], None], cuts: Sequence[int], most: int | None = None
) -> None:
    """Call `work` on each stretch between two neighbours in `cuts`, on all cores or at `most`."""
    with ThreadPoolExecutor(most) as pool:
        consumed: Iterable[None] = pool.map(work, cuts[:-1], cuts[1:])
        list(consumed)


def combined(codes: Sequence[Codes], rows: int) -> tuple[Codes, int]:
    """One code for each combination of `codes`, from 0, and how many codes there may be.

    With no codes at all, every one of `rows` has code 0.
    """
    whole, size = np.zeros(rows, dtype=np.int64), 1
    for each in codes:
        length = int(each.max()) + 1 if rows else 1
        if length > SPARSE * rows + 1:
            distinct, each = np.unique(each, return_inverse=True)
            length = len(distinct)
        whole = whole * length + each if size > 1 else each
        size *= length
        if size > SPARSE * rows + 1:
            distinct, whole = np.unique(whole, return_inverse=True)
            size = len(distinct)
    return whole, size


class CodedGroups:
    """Rows that share a code, wherever they are; see `combined`."""

    def __init__(self, of_row: Codes, size: int) -> None:
        self.of_row = of_row
        self.size = size

    def sums(self, values: Floats) -> Floats:
        # Without rows, the sums are whole numbers.
        of_group = np.bincount(self.of_row, values, minlength=self.size).astype(np.float64)
        return of_group[self.of_row]

    def counts(self, present: Flags) -> Floats:
        of_group = np.bincount(self.of_row[present], minlength=self.size).astype(np.float64)
        return of_group[self.of_row]

    def places(self, values: Floats) -> Floats:
        result = np.empty(len(values))

        def work(first: int, last: int) -> None:
            rows, inside = self._lines(first, last)
            lines = np.full(inside.shape, np.nan)
            lines[inside] = values[rows]
            result[rows] = places_of(lines)[inside]

        in_threads(work, self._cuts)
        return result

    def quantiles(
        self, values: Floats, levels: Sequence[float], fewest: float, among: Floats | None = None
    ) -> list[Floats]:
        of_group = np.full((len(levels), self.size), np.nan)

        def work(first: int, last: int) -> None:
            rows, inside = self._lines(first, last)
            lines = np.full(inside.shape, np.nan)
            lines[inside] = chosen(values[rows], None if among is None else among[rows])
            of_group[:, self._present[first:last]] = quantiles_of(lines, levels, fewest)

        in_threads(work, self._cuts)
        return [each[self.of_row] for each in of_group]

    def _lines(self, first: int, last: int) -> tuple[Codes, Flags]:
        """The rows of some groups, and which cells of a block with a line each they fill."""
        lengths = self._lengths[first:last]
        rows = self._order[self._starts[first] : self._starts[last]]
        return rows, np.arange(lengths.max()) < lengths[:, None]

    @cached_property
    def _order(self) -> Codes:
        """Rows sorted by group."""
        # NumPy sorts 16-bit integers by radix, several times faster than wider ones.
        narrow = self.size <= np.iinfo(np.uint16).max
        return np.argsort(self.of_row.astype(np.uint16) if narrow else self.of_row, kind="stable")

    @cached_property
    def _present(self) -> Codes:
        """The codes that rows have."""
        return np.flatnonzero(np.bincount(self.of_row, minlength=self.size))

    @cached_property
    def _lengths(self) -> Codes:
        return np.bincount(self.of_row, minlength=self.size)[self._present]

    @cached_property
    def _starts(self) -> Codes:
        return np.concatenate([[0], self._lengths.cumsum()])

    @cached_property
    def _cuts(self) -> list[int]:
        cuts = [0]
        while cuts[-1] < len(self._lengths):
            lines = max(1, BLOCK_CELLS // int(self._lengths[cuts[-1]]))
            cuts.append(min(len(self._lengths), cuts[-1] + lines))
        return cuts


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
    if clusters * span > SPARSE * rows + 1:
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
