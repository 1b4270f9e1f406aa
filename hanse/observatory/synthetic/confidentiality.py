"""Which cells of the synthetic statistics are withheld, and which further cells protect them."""

from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hanse.observatory.synthetic.trees import Tree

Mask = NDArray[np.bool_]

FEWEST_UNITS: Final = 3
"""Below this number of local units a figure would speak of a single firm."""

_NEVER: Final = np.iinfo(np.int64).max


def primary(units: NDArray[np.int64], spread: float, rng: Generator) -> Mask:
    """Cells whose local units are too few to publish.

    `units` has shape (industries, regions, years), and so has the result. The rule is fewer
    than three local units. Offices also withhold larger cells that one or two firms dominate;
    that stands here as a higher threshold in some cells, log-normal with standard deviation
    `spread`, the same in all years of a cell but for a little movement.
    """
    shape = units.shape
    strict = np.maximum(0.0, rng.normal(0.0, spread, shape[:2]))
    movement = rng.normal(0.0, 0.1, (shape[0], 1, shape[2]))
    threshold = FEWEST_UNITS * np.exp(strict[:, :, None] * (1 + movement))
    return (units > 0) & (units < threshold)


def secondary(persons: NDArray[np.int64], blank: Mask, industry: Tree, region: Tree) -> Mask:
    """`blank` and as many more cells as it takes that no withheld figure can be subtracted.

    A total and its parts hide nothing when exactly one of them is withheld. In each such sum
    the smallest other part that is not zero is withheld too, over and over, through both
    hierarchies; where there is no such part the total is withheld with its only part.
    """
    blank = blank.copy()
    changed = True
    while changed:
        changed = False
        for tree, axis in ((industry, 0), (region, 1)):
            for depth in reversed(range(len(tree.starts))):
                above: list[slice] = [slice(None)] * 3
                below: list[slice] = [slice(None)] * 3
                above[axis], below[axis] = tree.levels[depth], tree.levels[depth + 1]
                if _protect(
                    persons[tuple(below)],
                    blank[tuple(below)],
                    blank[tuple(above)],
                    tree.starts[depth],
                    axis,
                ):
                    changed = True
    return blank


def _protect(
    persons: NDArray[np.int64], parts: Mask, totals: Mask, starts: NDArray[np.intp], axis: int
) -> bool:
    """Withhold a second figure in every sum that has exactly one; whether there was any."""
    withheld = np.add.reduceat(parts, starts, axis=axis, dtype=np.int16) + totals
    alone = withheld == 1
    if not alone.any():
        return False
    counts = np.diff(np.append(starts, parts.shape[axis]))
    price = np.where(parts | (persons == 0), _NEVER, persons)
    cheapest = np.minimum.reduceat(price, starts, axis=axis)
    helpful = alone & (cheapest < _NEVER)
    chosen = np.where(helpful, cheapest, -1)
    parts |= price == np.repeat(chosen, counts, axis=axis)
    totals |= alone & ~helpful
    return True
