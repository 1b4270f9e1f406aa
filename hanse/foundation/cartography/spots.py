"""A spot inside each outline, for what is drawn on a region and not over all of it."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.foundation.cartography.boundaries import Sheet, sheet

Spot = tuple[float, float]
"""Units from the left and from the top of the sheet."""

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_RING: Final = re.compile(r"M([^lLzZ]*)(?:l([^zZM]*))?")


def spots_of(drawn: Sheet) -> Mapping[str, Spot]:
    """Region -> a spot well inside the largest part of it."""
    return _spots(drawn.nuts, drawn.level, drawn.name)


@lru_cache(maxsize=8)
def _spots(nuts: int, level: int, _name: str) -> Mapping[str, Spot]:
    drawn = sheet(nuts, level)
    return {code: spot(path) for code, path in drawn.paths.items()} if drawn else {}


def spot(path: str) -> Spot:
    """The middle of the widest stretch at the height of the centroid of the largest ring.

    So it lies inside, also where the centroid does not: in a country like a crescent. path: rings
    as the sheet writes them, `M x y l dx dy ... z`.
    """
    rings = list(_rings(path))
    ring = max(rings, key=lambda each: abs(_area(each)))
    height = _centroid_height(ring)
    crossings = sorted(_crossings(ring, height))
    pairs = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not pairs:
        return float(ring[:, 0].mean()), height
    west, east = max(pairs, key=lambda each: each[1] - each[0])
    return (west + east) / 2, height


def _rings(path: str) -> Iterator[NDArray[np.float64]]:
    """The corners of each ring (n x 2)."""
    for start, steps in _RING.findall(path):
        first = [float(each) for each in _NUMBER.findall(start)]
        along = [float(each) for each in _NUMBER.findall(steps)]
        yield np.cumsum(np.array([*first, *along]).reshape(-1, 2), axis=0)


def _area(ring: NDArray[np.float64]) -> float:
    x, y = ring.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _centroid_height(ring: NDArray[np.float64]) -> float:
    area = _area(ring)
    if not area:
        return float(ring[:, 1].mean())
    x, y = ring.T
    later_x, later_y = np.roll(x, -1), np.roll(y, -1)
    # Between whole units, so that no corner lies on the line.
    middle = float(((y + later_y) * (x * later_y - later_x * y)).sum() / (6 * area))
    return float(np.floor(middle)) + 0.5


def _crossings(ring: NDArray[np.float64], height: float) -> Iterator[float]:
    """Where the edges of the ring cross a height."""
    for (x, y), (other_x, other_y) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if (y <= height) != (other_y <= height):
            yield float(x + (height - y) / (other_y - y) * (other_x - x))
