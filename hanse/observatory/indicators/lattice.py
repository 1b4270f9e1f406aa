"""Panels with one row for each combination of their keys, in order: groups without a search.

Editions are laid out like this, and so are most files. Rows are then the cells of an array with an
axis for each key, and a group is a slice of it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from hanse.observatory.indicators.groups import (
    BLOCK_CELLS,
    Flags,
    Floats,
    chosen,
    in_threads,
    places_of,
    quantiles_of,
)

Integers: TypeAlias = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Lattice:
    """The axes of such a panel, in their order.

    axes: the place of each key. shape: the length of each axis; one without a key stands for rows
    that the keys do not tell apart. lines: the codes of each key along its axis.
    """

    axes: Mapping[str, int]
    shape: tuple[int, ...]
    lines: Mapping[str, Integers]

    def groups(self, by: Sequence[str]) -> "Slices":
        """The groups that share the keys `by`."""
        return Slices(self.shape, tuple(self.axes[key] for key in by))

    def tells_apart(self, keys: Iterable[str]) -> bool:
        """Whether each row has `keys` of its own."""
        lengths = [self.shape[self.axes[key]] for key in keys if key in self.axes]
        return math.prod(lengths) == math.prod(self.shape)

    def stride(self, key: str) -> int:
        """How many rows lie between two neighbours on the axis of `key`."""
        return math.prod(self.shape[self.axes[key] + 1 :])

    def goes_by_one(self, key: str) -> bool:
        """Whether the codes of `key` rise by 1 along its axis."""
        return key in self.axes and bool((np.diff(self.lines[key].astype(np.int64)) == 1).all())

    @property
    def front(self) -> int:
        """The axis that changes slowest: the first that is longer than 1."""
        return next((at for at, length in enumerate(self.shape) if length > 1), 0)

    def cuts(self, rows: int) -> list[int]:
        """Where to cut the rows across the front axis into stretches of about so many `rows`."""
        whole = math.prod(self.shape)
        inside = whole // self.shape[self.front]
        return [*range(0, whole, max(1, rows // inside) * inside), whole]

    def part(self, figures: Floats, first: int, last: int) -> Floats:
        """Those of the rows of a stretch, in one line; `figures` has the shape of the lattice."""
        inside = math.prod(self.shape) // self.shape[self.front]
        cells = (slice(None),) * self.front + (slice(first // inside, last // inside),)
        return np.ascontiguousarray(figures[cells]).reshape(-1)

    def earlier(self, values: Floats, year: str, years: int, first: int, last: int) -> Floats:
        """For each row of a stretch the value so many steps before along `year`.

        NaN where there is none. values: of all rows, in one line.
        """
        axis = self.axes[year]
        rows_apart = years * self.stride(year)
        before = values[max(0, first - rows_apart) : max(0, last - rows_apart)]
        result = np.full(last - first, np.nan)
        result[len(result) - len(before) :] = before
        if axis > self.front:
            # Without these, the first years of a cluster would have the last ones of another.
            cells = result.reshape(-1, self.shape[axis], self.stride(year))
            cells[:, :years] = np.nan
        return result


def lattice_of(codes: Mapping[str, Integers]) -> Lattice | None:
    """The lattice that rows with these key `codes` make up; None where they do not."""
    rows = len(next(iter(codes.values()))) if codes else 0
    if not rows:
        return None
    # How many rows pass before a key changes says which axes lie inside its own.
    strides = {key: int((each != each[0]).argmax()) for key, each in codes.items()}
    changing = sorted((key for key in codes if strides[key]), key=lambda key: strides[key])
    named: list[tuple[str, int]] = []  # from the axis that changes fastest to the slowest
    size = 1
    for key in changing:
        if strides[key] % size:
            return None
        if strides[key] > size:
            named.append(("", strides[key] // size))
        steps = codes[key][:: strides[key]]
        again = steps[1:] == steps[0]
        length = int(again.argmax()) + 1 if again.any() else len(steps)
        named.append((key, length))
        size = strides[key] * length
    if rows % size:
        return None
    if rows > size:
        named.append(("", rows // size))
    named += [(key, 1) for key in codes if not strides[key]]
    named.reverse()
    shape = tuple(length for _, length in named)
    axes = {key: axis for axis, (key, _) in enumerate(named) if key}
    lines = {}
    for key, axis in axes.items():
        cells = codes[key].reshape(shape)
        line = cells[tuple(slice(None) if at == axis else slice(1) for at in range(len(shape)))]
        if len(set(line.flat)) < line.size or not (cells == line).all():
            return None
        lines[key] = line.reshape(-1)
    return Lattice(axes, shape, lines)


class Slices:
    """Rows that share their place on the axes `kept` of a lattice; see `groups.Groups`."""

    def __init__(self, shape: tuple[int, ...], kept: tuple[int, ...]) -> None:
        # The group of all rows keeps an axis too: one of length 1.
        self._shape = (1, *shape)
        front = tuple(axis + 1 for axis in kept) or (0,)
        self._others = tuple(axis for axis in range(len(self._shape)) if axis not in front)
        self._front = (*front, *self._others)
        self._lengths = [self._shape[axis] for axis in front]

    def sums(self, values: Floats) -> Floats:
        return self._totals(values)

    def counts(self, present: Flags) -> Floats:
        return self._totals(present)

    def places(self, values: Floats) -> Floats:
        # Half the memory is enough for whole numbers up to 2^24.
        kind = np.float32 if self._width < 1 << 24 else np.float64
        cells, result = self._turned(values), np.empty(self._shape, dtype=kind)
        turned = result.transpose(self._front)

        def work(first: int, last: int) -> None:
            block = cells[first:last]
            lines = block.reshape(-1, self._width)
            turned[first:last] = places_of(lines).reshape(block.shape)

        in_threads(work, self._cuts(len(cells)))
        rows: Floats = result[0]
        return rows

    def quantiles(
        self, values: Floats, levels: Sequence[float], fewest: float, among: Floats | None = None
    ) -> list[Floats]:
        cells = self._turned(values)
        others = None if among is None else self._turned(among)
        of_group = np.empty((len(levels), *self._lengths))

        def work(first: int, last: int) -> None:
            lines = chosen(cells[first:last], None if others is None else others[first:last])
            lines = lines.reshape(-1, self._width)
            here = of_group[:, first:last]
            here[...] = quantiles_of(lines, levels, fewest).reshape(here.shape)

        in_threads(work, self._cuts(len(cells)))
        return [self._rows(each) for each in of_group]

    @property
    def _width(self) -> int:
        return math.prod(self._shape[axis] for axis in self._others)

    def _cuts(self, length: int) -> list[int]:
        step = max(1, BLOCK_CELLS * length // math.prod(self._shape))
        return [*range(0, length, step), length]

    def _turned(self, values: Floats) -> Floats:
        """The cells with the kept axes first."""
        return values.reshape(self._shape).transpose(self._front)

    def _totals(self, values: Floats | Flags) -> Floats:
        """For each row the sum of `values` over its group."""
        cells = values.reshape(self._shape)
        sums: Floats = cells.sum(axis=self._others, keepdims=True, dtype=np.float64)
        return np.broadcast_to(sums[0], self._shape[1:])

    def _rows(self, of_group: Floats) -> Floats:
        """For each row the figure of its group, given with the kept axes in their order."""
        lengths = [1 if axis in self._others else n for axis, n in enumerate(self._shape)]
        turned = of_group.reshape([lengths[axis] for axis in self._front])
        line = turned.transpose(np.argsort(self._front))
        return np.broadcast_to(line[0], self._shape[1:])
