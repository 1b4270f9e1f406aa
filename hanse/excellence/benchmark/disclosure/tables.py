"""Tables with margins: cells that add up to totals, and which of them may not be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from hanse.excellence.benchmark.disclosure.rules import Rules

Values = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class MarginTable:
    """A table of one, two or more axes with a total at the end of each.

    values: the cells, `len(axis) + 1` along each axis, the last of them the total.
    """

    axes: tuple[tuple[str, ...], ...]
    values: Values

    @classmethod
    def from_cells(cls, axes: Sequence[Sequence[str]], cells: Values) -> Self:
        """The table whose inner cells are `cells`, with all totals computed.

        Raises ValueError when the shape does not fit the axes, or a cell is missing or negative.
        """
        if cells.shape != tuple(len(axis) for axis in axes):
            raise ValueError(f"cells of shape {cells.shape} do not fit the axes")
        if not (np.isfinite(cells).all() and (cells >= 0).all()):
            raise ValueError("cells of a table with margins are known and not negative")
        values = cells.astype(np.float64)
        for axis in range(values.ndim):
            values = np.concatenate([values, values.sum(axis=axis, keepdims=True)], axis=axis)
        return cls(tuple(tuple(axis) for axis in axes), values)

    @cached_property
    def relations(self) -> csr_array:
        """One row for each sum that holds: 1 at its parts and -1 at its total, over the cells.

        Cells are counted in C order (`values.ravel()`), so `relations @ values.ravel()` is zero.
        """
        places = np.arange(self.values.size).reshape(self.values.shape)
        # Along each axis, one line of cells for every choice of the others.
        lines = [
            line
            for axis, length in enumerate(self.values.shape)
            for line in np.moveaxis(places, axis, -1).reshape(-1, length)
        ]
        rows = np.repeat(np.arange(len(lines)), [line.size for line in lines])
        signs = np.concatenate([[*[1.0] * (line.size - 1), -1.0] for line in lines])
        columns = np.concatenate(lines)
        shape = (len(lines), self.values.size)
        return csr_array((signs, (rows, columns)), shape=shape)

    @cached_property
    def totals(self) -> Mask:
        """Which cells are totals, in the shape of `values`."""
        mask = np.zeros(self.values.shape, dtype=bool)
        for axis in range(mask.ndim):
            mask[(slice(None),) * axis + (-1,)] = True
        return mask


@dataclass(frozen=True, eq=False)
class Needs:
    """How uncertain an onlooker must stay about each cell, in the shape of the table.

    primary: cells that may not be shown. The interval that can be deduced for such a cell must
    reach `below` under its value and `above` over it, and be at least `width` wide.
    """

    primary: Mask
    below: Values
    above: Values
    width: Values


def count_needs(table: MarginTable, rules: Rules) -> Needs:
    """Needs of a table of counts: no count from 1 to below the threshold is shown.

    What can be deduced of it must span as many whole numbers as the threshold. An empty cell is
    shown: that nobody is there says nothing about anybody's answers.
    """
    primary = (table.values > 0) & (table.values < rules.threshold)
    none = np.zeros(table.values.shape)
    return Needs(primary, none, none, np.where(primary, float(rules.threshold - 1), 0.0))


def amount_needs(
    table: MarginTable, contributions: Sequence[tuple[tuple[int, ...], float]], rules: Rules
) -> Needs:
    """Needs of a table of totals, from the amount of each contributor and its inner cell.

    A cell is not shown when it has fewer contributors than the threshold, or is dominated. Its
    interval must then reach p x1 - (X - x1 - x2) above and below by the p % rule, and
    (x1 + ... + xn) / k - X by the (n, k) rule (Hundepool et al. 2012, table 4.2); by the threshold
    it must be `spread` of the total wide.
    """
    shape = table.values.shape
    members: dict[tuple[int, ...], list[float]] = {}
    for cell, amount in contributions:
        ends = [(at, size - 1) for at, size in zip(cell, shape, strict=True)]
        for place in product(*ends):
            members.setdefault(place, []).append(amount)
    primary = np.zeros(shape, dtype=bool)
    reach = np.zeros(shape)
    width = np.zeros(shape)
    for place, amounts in members.items():
        ordered = np.sort(np.array(amounts))[::-1]
        total = float(ordered.sum())
        if total <= 0:
            continue
        by_ratio = rules.ratio * ordered[0] - ordered[2:].sum()
        by_dominance = ordered[: rules.dominant].sum() / rules.dominance - total
        reach[place] = max(by_ratio, by_dominance, 0.0)
        if ordered.size < rules.threshold:
            width[place] = rules.spread * total
        primary[place] = ordered.size < rules.threshold or reach[place] > 0
    return Needs(primary, reach, reach, np.where(primary, np.maximum(width, 2 * reach), 0.0))
