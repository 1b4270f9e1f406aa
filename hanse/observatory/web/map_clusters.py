"""Circles that count what lies where on a map; those that would lie over each other are one."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

_FIGURE_EMS: Final = 1.7
"""Half the room of a figure in a circle, in em of the map, and of each digit after the first."""
_DIGIT_EMS: Final = 0.8
_GROWTH_EMS: Final = 0.25
_GAP: Final = 0.9
"""Two circles may be so near each other, as a part of the sum of their radii."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """So many things at a spot; radius: in units of the drawing, 0 where not known yet."""

    x: float
    y: float
    count: float
    radius: float = 0.0


def clustered(points: Iterable[Cluster], em: float) -> list[Cluster]:
    """`points` as circles, the largest first; two that would overlap become one between them.

    em: units of the drawing. The nearest two by their circles are joined again and again, in the
    middle that their counts give (agglomerative clustering).
    """
    found = [_sized(each, em) for each in points]
    while len(found) > 1:
        one, other = min(combinations(range(len(found)), 2), key=lambda at: _apart(found, *at))
        if _apart(found, one, other) >= _GAP:
            break
        both = _joined(found[one], found[other])
        found = [each for at, each in enumerate(found) if at not in (one, other)]
        found.append(_sized(both, em))
    return sorted(found, key=lambda each: (-each.count, each.x, each.y))


def _sized(each: Cluster, em: float) -> Cluster:
    digits = len(f"{each.count:.0f}") - 1
    ems = _FIGURE_EMS + _DIGIT_EMS * digits + _GROWTH_EMS * math.log2(max(each.count, 1.0))
    return Cluster(each.x, each.y, each.count, ems * em)


def _apart(found: list[Cluster], one: int, other: int) -> float:
    """How far two circles are apart, as a part of the sum of their radii; below 1 they overlap."""
    a, b = found[one], found[other]
    return math.hypot(a.x - b.x, a.y - b.y) / (a.radius + b.radius)


def _joined(one: Cluster, other: Cluster) -> Cluster:
    count = one.count + other.count
    share = other.count / count
    return Cluster(one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share, count)
