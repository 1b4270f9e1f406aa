"""The sheet of a map: each region's outline in units, the borders of countries, the land beyond."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from hanse.foundation.cartography import frames
from hanse.foundation.cartography.projection import EUROPE, Points
from hanse.foundation.cartography.simplify import Grid, on_grid, path_of, ring_area, simplified
from hanse.foundation.cartography.topology import Polygon, Topology
from hanse.foundation.geography import countries

_SMALLEST: Final = 6.0
"""Islands smaller than this many square units are left out, unless a region has no larger one."""

_AREA: Final[Mapping[int, float]] = {0: 2.5, 1: 2.5, 2: 2.5, 3: 2.0}
"""How large a triangle of the outline must be to stay, in square units, by NUTS level."""

_WITHOUT_ISO: Final[Mapping[str, str]] = {"Kosovo": "XK", "N. Cyprus": "CY"}
"""Parts of the world that Natural Earth gives a name alone, and the region codes they lie in."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """SVG path data by region code, and the corners of what it covers: left, top, right, bottom.

    borders: between countries. coasts: of regions that meet no other. land: countries that the
    regions leave out. neighbours: the regions each shares a stretch of border with.
    """

    paths: Mapping[str, str]
    corners: Mapping[str, tuple[int, int, int, int]]
    neighbours: Mapping[str, Sequence[str]]
    borders: str
    coasts: str
    land: str


def outlines(topology: Topology, level: int, beyond: Topology | None = None) -> Outlines:
    """Regions drawn on the sheet of `frames`, with arcs that neighbours share drawn the same.

    beyond: countries of the world by ISO code or name; those with regions are left out.
    """
    drawing = _Drawing(topology, _AREA[level])
    paths, corners = {}, {}
    for code, polygons in sorted(topology.regions.items()):
        rings = drawing.rings(polygons)
        if rings:
            paths[code] = path_of(rings, closed=True)
            points = np.concatenate(rings)
            left, top = points.min(axis=0).tolist()
            right, bottom = points.max(axis=0).tolist()
            corners[code] = (left, top, right, bottom)
    borders, coasts = drawing.edges()
    return Outlines(
        paths=paths,
        corners=corners,
        neighbours=drawing.neighbours(),
        borders=path_of(borders, closed=False),
        coasts=path_of(coasts, closed=False),
        land=_land(beyond, _iso_codes(paths)) if beyond else "",
    )


class _Drawing:
    """Arcs of a topology on the sheet, each made once."""

    def __init__(self, topology: Topology, area: float) -> None:
        self._topology = topology
        self._area = area
        self._arcs: dict[tuple[int, int | None], Grid] = {}

    def rings(self, polygons: Sequence[Polygon]) -> list[Grid]:
        """Rings of a region on the sheet, without islands too small to see."""
        found: list[tuple[float, list[Grid]]] = []
        for polygon in polygons:
            shape = self._topology.ring(polygon[0])
            longitude, latitude = ((shape.min(axis=0) + shape.max(axis=0)) / 2).tolist()
            inset = frames.inset_of(longitude, latitude)
            if inset is None and not frames.is_on_sheet(frames.placed(shape, None)):
                continue
            rings = [self._ring(ring, inset) for ring in polygon]
            if len(rings[0]) < 4:
                rings = [_dot(frames.placed(shape, inset))]
            rings = [rings[0], *(ring for ring in rings[1:] if len(ring) >= 4)]
            found.append((ring_area(rings[0]), rings))
        if not found:
            return []
        largest = max(range(len(found)), key=lambda place: found[place][0])
        return [
            ring
            for place, (size, rings) in enumerate(found)
            if place == largest or size >= _SMALLEST
            for ring in rings
        ]

    def _ring(self, arcs: Sequence[int], inset: int | None) -> Grid:
        pieces = []
        for number in arcs:
            arc = self._arc(number if number >= 0 else ~number, inset)
            pieces.append(arc if number >= 0 else arc[::-1])
        ring = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
        kept = np.ones(len(ring), dtype=bool)
        kept[1:] = (np.diff(ring, axis=0) != 0).any(axis=1)
        return ring[kept]

    def _arc(self, number: int, inset: int | None) -> Grid:
        if (number, inset) not in self._arcs:
            line = frames.placed(self._topology.arcs[number], inset)
            self._arcs[number, inset] = on_grid(simplified(line, self._area))
        return self._arcs[number, inset]

    @cached_property
    def _users(self) -> Mapping[int, set[str]]:
        """The regions along each arc."""
        users: dict[int, set[str]] = {}
        for code, polygons in self._topology.regions.items():
            for ring in (ring for polygon in polygons for ring in polygon):
                for number in ring:
                    users.setdefault(number if number >= 0 else ~number, set()).add(code)
        return users

    def neighbours(self) -> dict[str, list[str]]:
        """Region -> the regions it shares an arc with, in the order of their codes."""
        found: dict[str, set[str]] = {}
        for along in self._users.values():
            for code in along:
                found.setdefault(code, set()).update(along - {code})
        return {code: sorted(others) for code, others in sorted(found.items())}

    def edges(self) -> tuple[list[Grid], list[Grid]]:
        """Arcs between two countries, and arcs that one region alone has."""
        users = self._users
        borders, coasts = [], []
        for (number, _), arc in sorted(self._arcs.items(), key=lambda item: item[0][0]):
            if len(arc) < 2:
                continue
            if len({code[:2] for code in users[number]}) > 1:
                borders.append(arc)
            elif len(users[number]) == 1:
                coasts.append(arc)
        return borders, coasts


def _dot(shape: Points) -> Grid:
    """A square for a place too small for an outline."""
    x, y = np.round((shape.min(axis=0) + shape.max(axis=0)) / 2).astype(np.int64).tolist()
    return np.array(
        [(x - 1, y - 1), (x + 2, y - 1), (x + 2, y + 2), (x - 1, y + 2), (x - 1, y - 1)]
    )


def _iso_codes(regions: Iterable[str]) -> frozenset[str]:
    """ISO codes of the countries of some regions."""
    return frozenset(
        countries()[code].iso if code in countries() else code
        for code in {region[:2] for region in regions}
    )


def _land(world: Topology, shown: frozenset[str]) -> str:
    """Land within the sheet of countries that have no regions on it."""
    lines = []
    for code, polygons in sorted(world.regions.items()):
        if _WITHOUT_ISO.get(code, code) in shown:
            continue
        for polygon in polygons:
            shape = world.ring(polygon[0])
            middle = (shape.min(axis=0) + shape.max(axis=0)) / 2
            # Far from Europe the projection folds; nothing of that is on the sheet.
            near = (np.abs(shape - (EUROPE.longitude, EUROPE.latitude)) < (150, 100)).all(axis=1)
            if abs(middle[0] - EUROPE.longitude) > 100 or near.sum() < 3:
                continue
            ring = on_grid(clipped(frames.placed(shape[near], None), 40))
            if len(ring) >= 4:
                lines.append(ring)
    return path_of(lines, closed=True)


def clipped(ring: Points, margin: float) -> Points:
    """A closed ring cut off at the edges of the sheet widened by `margin` (Sutherland-Hodgman)."""
    points = [tuple(point) for point in ring.tolist()]
    limits = (
        (0, -margin, 1),
        (0, frames.WIDTH + margin, -1),
        (1, -margin, 1),
        (1, frames.HEIGHT + margin, -1),
    )
    for axis, limit, side in limits:
        kept: list[tuple[float, ...]] = []
        for before, point in zip([points[-1], *points[:-1]], points, strict=True):
            was, now = (before[axis] - limit) * side >= 0, (point[axis] - limit) * side >= 0
            if was != now:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append(tuple(b + share * (p - b) for b, p in zip(before, point, strict=True)))
            if now:
                kept.append(point)
        if not kept:
            return np.empty((0, 2))
        points = kept
    return np.array([*points, points[0]])
