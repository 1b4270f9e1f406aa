"""Region boundaries as arcs that neighbours share, read from TopoJSON or GeoJSON in degrees."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from hanse.foundation.cartography.projection import Points
from hanse.foundation.problems import HanseError

Polygon = Sequence[Sequence[int]]
"""Rings, the outer one first, each the arcs along it; `~n` is arc n backwards."""

_PREFIX: Final = "export default "
_Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs, each an array of longitudes and latitudes, and the polygons of each region by code."""

    arcs: Sequence[Points]
    regions: Mapping[str, Sequence[Polygon]]

    def ring(self, arcs: Sequence[int]) -> Points:
        """The points of a ring, the first one again at the end."""
        pieces = [self.arcs[n] if n >= 0 else self.arcs[~n][::-1] for n in arcs]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def read_boundaries(path: Path, level: int | None = None) -> Topology:
    """The regions of one NUTS level in a file, or all of a file that does not tell levels.

    TopoJSON or GeoJSON in degrees (EPSG:4326), as JSON or as a JavaScript module, plain or
    gzipped. A region's code is its property NUTS_ID, ISO_A2 or its id. Raises `HanseError` for a
    file that is none of these, or that holds no region of that level.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
        content = json.loads(text.strip().removeprefix(_PREFIX).rstrip(";"))
    except (OSError, EOFError, ValueError) as error:
        raise _unreadable(path, f"It cannot be read as JSON: {error}.") from error
    try:
        if content["type"] == "Topology":
            found = _from_topojson(content, level)
        elif content["type"] == "FeatureCollection":
            found = _from_geojson(content, level)
        else:
            raise _unreadable(path, f"It is a {content['type']}.")
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise _unreadable(path, f"Its contents do not fit together: {error!r}.") from error
    if not found.regions:
        raise _unreadable(path, f"It has no region{'' if level is None else f' of level {level}'}.")
    for arc in found.arcs:
        if not (np.abs(arc) <= (181, 91)).all():
            raise _unreadable(path, "Its coordinates are not degrees of longitude and latitude.")
    return found


def _unreadable(path: Path, why: str) -> HanseError:
    return HanseError(
        "This is no file of region boundaries.",
        where=str(path),
        why=why,
        remedy="Give a GISCO file of NUTS regions (RG) in EPSG:4326, as TopoJSON or GeoJSON.",
    )


def _code(feature: Mapping[str, Any], level: int | None) -> str:
    """The region's code; "" for one without, or of another level."""
    properties = feature.get("properties") or {}
    told = properties.get("LEVL_CODE")
    if level is not None and told is not None and int(told) != level:
        return ""
    return str(
        properties.get("NUTS_ID")
        or properties.get("iso_a2")
        or properties.get("name")
        or feature.get("id")
        or ""
    )


def _from_topojson(content: Mapping[str, Any], level: int | None) -> Topology:
    transform = content.get("transform")
    arcs = []
    for each in content["arcs"]:
        points = np.array(each, dtype=np.float64)[:, :2]
        if transform:
            points = points.cumsum(axis=0) * transform["scale"] + transform["translate"]
        arcs.append(points)
    regions: dict[str, list[Polygon]] = {}
    for member in content["objects"].values():
        for geometry in member.get("geometries", []):
            if geometry["type"] not in {"Polygon", "MultiPolygon"}:
                continue
            code = _code(geometry, level)
            polygons = geometry["arcs"]
            if code and code not in regions:
                regions[code] = [polygons] if geometry["type"] == "Polygon" else polygons
    for polygons in regions.values():
        for ring in (ring for polygon in polygons for ring in polygon):
            if not all(-len(arcs) <= arc < len(arcs) for arc in ring):
                raise ValueError("a ring names an arc that is not there")
    return Topology(arcs, regions)


def _from_geojson(content: Mapping[str, Any], level: int | None) -> Topology:
    rings: dict[str, list[list[list[_Place]]]] = {}
    for feature in content["features"]:
        code, geometry = _code(feature, level), feature["geometry"]
        if code and geometry and geometry["type"] in {"Polygon", "MultiPolygon"}:
            polygons = geometry["coordinates"]
            rings[code] = [
                [[(float(point[0]), float(point[1])) for point in ring[:-1]] for ring in polygon]
                for polygon in ([polygons] if geometry["type"] == "Polygon" else polygons)
            ]
    every = [ring for polygons in rings.values() for polygon in polygons for ring in polygon]
    junctions = _junctions(every)
    numbers: dict[tuple[_Place, ...], int] = {}
    regions = {
        code: [[list(_numbered(ring, junctions, numbers)) for ring in polygon] for polygon in held]
        for code, held in rings.items()
    }
    return Topology([np.array(arc, dtype=np.float64) for arc in numbers], regions)


def _junctions(rings: Iterable[Sequence[_Place]]) -> frozenset[_Place]:
    """Points where rings meet or part: their neighbours differ from ring to ring."""
    seen: dict[_Place, frozenset[_Place]] = {}
    found = set()
    for ring in rings:
        for before, point, after in zip(
            (ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True
        ):
            beside = frozenset((before, after))
            if seen.setdefault(point, beside) != beside:
                found.add(point)
    return frozenset(found)


def _numbered(
    ring: Sequence[_Place],
    junctions: frozenset[_Place],
    numbers: dict[tuple[_Place, ...], int],
) -> Iterator[int]:
    """The arcs of a ring by number; an arc met before, in either direction, keeps its number."""
    cuts = [place for place, point in enumerate(ring) if point in junctions]
    if not cuts:
        # A ring that shares nothing, or all of itself: it starts at its least point.
        cuts = [min(range(len(ring)), key=ring.__getitem__)]
    turned = [*ring[cuts[0] :], *ring[: cuts[0]], ring[cuts[0]]]
    ends = [*(cut - cuts[0] for cut in cuts), len(ring)]
    for start, end in pairwise(ends):
        arc = tuple(turned[start : end + 1])
        backwards = arc[::-1]
        if backwards in numbers:
            yield ~numbers[backwards]
        else:
            yield numbers.setdefault(arc, len(numbers))
