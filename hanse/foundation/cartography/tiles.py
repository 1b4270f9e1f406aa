"""A map without boundaries: one square a region, countries roughly where they lie."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, linprog

from hanse.foundation.cartography.projection import EUROPE
from hanse.foundation.reference import reference_path

SIDE: Final = 2
"""Sides of a square, in the units of the layout; countries lie at least one unit apart."""

_HEADING: Final = 1
_GAP: Final = 1
_ROOM: Final = 1.7
"""How many times the room of all squares the frame offers before it is cut to what is used."""

_WIDEST: Final = 1.9


@dataclass(frozen=True, slots=True)
class Tiles:
    """Squares by region code and headings by country code, each the left upper corner.

    width, height: of all, in units of which a square has `SIDE`.
    """

    width: int
    height: int
    squares: Mapping[str, tuple[int, int]]
    headings: Mapping[str, tuple[int, int]]


def tiles(codes: Iterable[str]) -> Tiles:
    """A layout of regions of one level: the same codes in any order give the same layout.

    Regions of a country make one block; within it they lie by the rough places of their NUTS 1
    regions, then by code. Countries without a known place go below the others.
    """
    return _tiles(tuple(sorted(set(codes))))


@lru_cache(maxsize=16)
def _tiles(codes: tuple[str, ...]) -> Tiles:
    if not codes:
        return Tiles(0, 0, MappingProxyType({}), MappingProxyType({}))
    anchors = _anchors()
    members: dict[str, list[str]] = {}
    for code in codes:
        members.setdefault(code[:2], []).append(code)
    blocks = {country: _block(country, listed) for country, listed in members.items()}
    known = [each for each in members if each in anchors]
    corners: dict[str, tuple[int, int]] = {}
    if known:
        sizes = np.array([blocks[country][:2] for country in known], dtype=np.float64)
        pitch = 5.0e6 / (SIDE * math.sqrt(sum(len(members[each]) for each in known) * _ROOM))
        wanted = np.array([anchors[each] for each in known]) * (1, -1) / pitch
        for country, (column, row) in zip(known, _apart(wanted, sizes), strict=True):
            corners[country] = (int(column), int(row))
    corners.update(_below(corners, {each: blocks[each][:2] for each in members}))
    left = min(column for column, _ in corners.values())
    top = min(row for _, row in corners.values())
    squares: dict[str, tuple[int, int]] = {}
    headings: dict[str, tuple[int, int]] = {}
    for country, (column, row) in corners.items():
        headings[country] = (column - left, row - top)
        for code, (across, down) in blocks[country][2].items():
            squares[code] = (
                column - left + across * SIDE,
                row - top + _HEADING + down * SIDE,
            )
    width = max(corners[each][0] + blocks[each][0] for each in corners) - left
    height = max(corners[each][1] + blocks[each][1] for each in corners) - top
    return Tiles(
        width,
        height,
        MappingProxyType(dict(sorted(squares.items()))),
        MappingProxyType(dict(sorted(headings.items()))),
    )


def _below(
    corners: Mapping[str, tuple[int, int]], sizes: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Corners of the blocks that have none, in lines below the others, about as wide as they."""
    left = min((column for column, _ in corners.values()), default=0)
    right = max((corners[each][0] + sizes[each][0] for each in corners), default=0)
    top = max((corners[each][1] + sizes[each][1] for each in corners), default=-_GAP) + _GAP
    spare = [each for each in sizes if each not in corners]
    room = sum((sizes[each][0] + _GAP) * (sizes[each][1] + _GAP) for each in spare)
    end = left + max(right - left, math.ceil(math.sqrt(room)))
    placed, column, height = {}, left, 0
    for each in spare:
        across, down = sizes[each]
        if column > left and column + across > end:
            column, top, height = left, top + height + _GAP, 0
        placed[each] = (column, top)
        column, height = column + across + _GAP, max(height, down)
    return placed


def _block(country: str, codes: list[str]) -> tuple[int, int, dict[str, tuple[int, int]]]:
    """Width and height in units with the heading, and column and row of each code."""
    anchors = _anchors()
    places = np.array([anchors.get(code[:3], (math.nan, math.nan)) for code in codes])
    centre = np.array(anchors.get(country, (0.0, 0.0)))
    places = np.where(np.isnan(places), centre, places)
    spread = places.std(axis=0)
    flat = not spread.any()
    shape = 1.0 if flat else float((spread[0] + 5e4) / (spread[1] + 5e4))
    shape = min(max(shape, 1 / _WIDEST), _WIDEST)
    columns = max(1, min(len(codes), round(math.sqrt(len(codes) * shape))))
    rows = math.ceil(len(codes) / columns)
    cells = np.array([(column, row) for row in range(rows) for column in range(columns)])
    if flat:
        chosen = list(range(len(codes)))
    else:
        # Ranks, so that regions crowded around a capital fill the block as evenly as others.
        across = _even(places[:, 0]) * (columns - 1)
        down = _even(-places[:, 1]) * (rows - 1)
        cost = (cells[None, :, 0] - across[:, None]) ** 2 + (cells[None, :, 1] - down[:, None]) ** 2
        order = np.arange(len(codes))[:, None] * np.arange(len(cells))[None, :]
        chosen = linear_sum_assignment(cost - order * 1e-6)[1].tolist()
    placed = {
        code: (int(cells[cell][0]), int(cells[cell][1]))
        for code, cell in zip(codes, chosen, strict=True)
    }
    return columns * SIDE, rows * SIDE + _HEADING, placed


def _even(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean ranks of `values` from 0 to 1; half for all where they are all the same."""
    below = (values[None, :] < values[:, None]).sum(axis=1)
    same = (values[None, :] == values[:, None]).sum(axis=1)
    middle: NDArray[np.float64] = (below + (same - 1) / 2) / max(len(values) - 1, 1)
    return middle


def _apart(centres: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Upper left corners of blocks that lie a unit apart, the least distance from `centres`.

    Each pair is parted along the axis on which it lies further apart, measured in its own sizes,
    and keeps its order on it. So a linear programme for each axis always has a solution, and a
    whole one, as it only bounds differences of two unknowns.
    """
    count = len(centres)
    one, other = np.triu_indices(count, 1)
    room = (sizes[one] + sizes[other]) / 2 + _GAP
    ratio = np.abs(centres[one] - centres[other]) / room
    axis = ratio.argmax(axis=1)
    corners = np.zeros((count, 2), dtype=np.int64)
    for along in (0, 1):
        start = np.round(centres[:, along] - sizes[:, along] / 2)
        pairs = [
            (int(a), int(b)) for a, b in zip(one[axis == along], other[axis == along], strict=True)
        ]
        ordered = [
            (a, b) if (centres[a, along], a) <= (centres[b, along], b) else (b, a) for a, b in pairs
        ]
        # Unknowns: the corners, then how far each lies from its wanted place.
        unit = np.eye(count)
        parts = np.zeros((len(ordered), 2 * count))
        limits = np.zeros(len(ordered))
        for row, (before, after) in enumerate(ordered):
            parts[row, before], parts[row, after] = 1, -1
            limits[row] = -(sizes[before, along] + _GAP)
        found = linprog(
            np.concatenate([np.zeros(count), np.ones(count)]),
            A_ub=np.vstack([np.hstack([unit, -unit]), np.hstack([-unit, -unit]), parts]),
            b_ub=np.concatenate([start, -start, limits]),
            bounds=(None, None),
            method="highs-ds",
        )
        corners[:, along] = np.round(np.asarray(found.x)[:count]).astype(np.int64)
    return corners


@lru_cache(maxsize=1)
def _anchors() -> Mapping[str, tuple[float, float]]:
    """Rough eastings and northings in metres of countries and NUTS 1 regions."""
    rows = pl.read_csv(reference_path("nuts/tile_anchors.csv"))
    points = EUROPE.project(rows.select("longitude", "latitude").cast(pl.Float64).to_numpy())
    return MappingProxyType(
        {code: (float(x), float(y)) for code, (x, y) in zip(rows["code"], points, strict=True)}
    )
