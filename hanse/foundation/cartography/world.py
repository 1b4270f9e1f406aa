"""The countries of the world as squares of one size, roughly where they lie: a map without borders.

On a map of Europe partners elsewhere do not show, and on a map of the world small countries do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl
from scipy.optimize import linear_sum_assignment

from hanse.foundation.reference import reference_path

COLUMNS: Final = 34
ROWS: Final = 19
_WEST, _EAST = -125.0, 180.0
_NORTH, _SOUTH = 68.0, -46.0
_PACIFIC: Final = -130.0
"""Places west of here lie east of New Zealand on the sheet."""
_CROWDED: Final = ((-12.0, 42.0, 1.9), (42.0, 66.0, 1.9))
"""Degrees of longitude, and of latitude, that are drawn wider: Europe has many small countries."""


@dataclass(frozen=True, slots=True)
class Square:
    """A country on the grid: its continent in English, column and row from 0 at the top left."""

    code: str
    continent: str
    column: int
    row: int


@cache
def world_squares() -> Mapping[str, Square]:
    """Code -> square of every country; no two in one place, and always the same.

    Each lies as near to where it lies on a map as the others leave room for: the assignment with
    the least sum of squared distances. Source: data/world/SOURCES.md.
    """
    table = pl.read_csv(reference_path("world/countries.csv"), schema_overrides={"code": pl.String})
    wanted = np.array(
        [_place(lat, lon) for lat, lon in table.select("latitude", "longitude").iter_rows()]
    )
    columns, rows = np.meshgrid(np.arange(COLUMNS), np.arange(ROWS))
    cells = np.column_stack([columns.ravel(), rows.ravel()])
    distance = ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    chosen = linear_sum_assignment(distance)[1]
    return MappingProxyType(
        {
            code: Square(code, continent, int(cells[at, 0]), int(cells[at, 1]))
            for (code, continent), at in zip(
                table.select("code", "continent").iter_rows(), chosen, strict=True
            )
        }
    )


def _place(latitude: float, longitude: float) -> tuple[float, float]:
    around = longitude + 360 if longitude < _PACIFIC else longitude
    (west, east, wider), (south, north, taller) = _CROWDED
    across = _stretched(around, _WEST, _EAST + 20, west, east, wider)
    up = _stretched(latitude, _SOUTH, _NORTH, south, north, taller)
    return across * (COLUMNS - 1), (1 - up) * (ROWS - 1)


def _stretched(
    value: float, least: float, most: float, begin: float, end: float, times: float
) -> float:
    """The share of the way from `least` to `most`, on which begin to end counts several times."""

    def length(to: float) -> float:
        inside = min(max(to - begin, 0.0), end - begin)
        return (to - least) + (times - 1) * inside

    return min(max(length(value) / length(most), 0.0), 1.0)
