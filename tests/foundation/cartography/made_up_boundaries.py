"""Boundaries of our own for tests: a field of jagged cells under the codes of real regions."""

import json
import math
import random
from pathlib import Path

from hanse.foundation.geography import regions

Place = tuple[float, float]


def codes(nuts: int, level: int) -> list[str]:
    """Region codes of a vintage and level, without extra-regio."""
    return [
        code
        for code, region in regions(nuts).items()
        if region.level == level and not region.extra_regio
    ]


def jagged(one: Place, other: Place, points: int) -> list[Place]:
    """A line between two places that wanders, the same in both directions."""
    low, high = sorted((one, other))
    rng = random.Random(repr((low, high)))
    length = math.dist(low, high)
    line = [
        (
            low[0] + (high[0] - low[0]) * step / points + rng.uniform(-0.1, 0.1) * length,
            low[1] + (high[1] - low[1]) * step / points + rng.uniform(-0.1, 0.1) * length,
        )
        for step in range(1, points)
    ]
    whole = [low, *line, high]
    return whole if (one, other) == (low, high) else whole[::-1]


def geojson(nuts: int = 2021, level: int = 2, points: int = 60) -> str:
    """Every region of a vintage and level as a cell between Portugal and the Caspian Sea."""
    every = codes(nuts, level)
    across = math.ceil(math.sqrt(len(every)))
    features = []
    for place, code in enumerate(every):
        row, column = divmod(place, across)

        def corner(x: int, y: int) -> Place:
            return (-8 + 46 * x / across, 37 + 28 * y / across)

        corners = [
            corner(column, row),
            corner(column + 1, row),
            corner(column + 1, row + 1),
            corner(column, row + 1),
        ]
        ring: list[Place] = []
        for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
            ring.extend(jagged(one, other, points)[:-1])
        ring.append(ring[0])
        features.append(
            {
                "type": "Feature",
                "properties": {"NUTS_ID": code, "LEVL_CODE": level, "CNTR_CODE": code[:2]},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features})


def written(folder: Path, nuts: int = 2021, level: int = 2) -> Path:
    """That field as a file."""
    path = folder / f"made_up_{nuts}_{level}.geojson"
    path.write_text(geojson(nuts, level), "utf-8")
    return path
