"""Lines with fewer points and on a grid, so that a map is light and neighbours still touch."""

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hanse.foundation.cartography.projection import Points

Grid = NDArray[np.int64]


def simplified(line: Points, area: float) -> Points:
    """`line` without the points whose triangle with their neighbours is smaller than `area`.

    The smallest triangle goes first, and its neighbours are measured again (Visvalingam and
    Whyatt 1993). Both ends stay, so that lines which meet there still do; and a closed line
    keeps four points.
    """
    count = len(line)
    closed = count > 2 and bool((line[0] == line[-1]).all())
    least = 4 if closed else 2
    if count <= least:
        return line
    before = list(range(-1, count - 1))
    after = list(range(1, count + 1))
    gone = [False] * count
    xs, ys = line[:, 0].tolist(), line[:, 1].tolist()

    def triangle(point: int) -> float:
        a, b = before[point], after[point]
        size: float = (xs[point] - xs[a]) * (ys[b] - ys[a]) - (xs[b] - xs[a]) * (ys[point] - ys[a])
        return abs(size) / 2

    sizes = [triangle(point) for point in range(1, count - 1)]
    heap = [(size, point) for point, size in enumerate(sizes, 1)]
    heapq.heapify(heap)
    current = [0.0, *sizes, 0.0]
    left = count
    while heap and left > least:
        size, point = heapq.heappop(heap)
        if size >= area:
            break
        if gone[point] or size != current[point]:
            continue
        gone[point] = True
        left -= 1
        a, b = before[point], after[point]
        after[a], before[b] = b, a
        for neighbour in (a, b):
            if 0 < neighbour < count - 1:
                # A point never becomes less important than one that went before it.
                current[neighbour] = max(triangle(neighbour), size)
                heapq.heappush(heap, (current[neighbour], neighbour))
    return line[[not each for each in gone]]


def on_grid(line: Points) -> Grid:
    """Points rounded to whole units, without those that repeat the one before or lie between."""
    points = np.round(line).astype(np.int64)
    kept = np.ones(len(points), dtype=bool)
    kept[1:] = (np.diff(points, axis=0) != 0).any(axis=1)
    points = points[kept]
    if len(points) < 3:
        return points
    steps = np.diff(points, axis=0)
    turn = steps[:-1, 0] * steps[1:, 1] - steps[:-1, 1] * steps[1:, 0]
    onward = (steps[:-1] * steps[1:]).sum(axis=1) > 0
    kept = np.ones(len(points), dtype=bool)
    kept[1:-1] = (turn != 0) | ~onward
    return points[kept]


def ring_area(ring: Grid) -> float:
    """The area inside a closed ring of points, in square units."""
    x, y = ring[:-1].T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def path_of(lines: Sequence[Grid], *, closed: bool) -> str:
    """SVG path data in steps from point to point, one part for each line."""
    parts = []
    for line in lines:
        points = line[:-1] if closed else line
        steps = np.diff(points, axis=0).tolist()
        start = points[0].tolist()
        moves = "".join(_step(x, y, first=place == 0) for place, (x, y) in enumerate(steps))
        parts.append(f"M{start[0]} {start[1]}{'l' if steps else ''}{moves}{'z' if closed else ''}")
    return "".join(parts)


def _step(x: int, y: int, *, first: bool) -> str:
    gap = "" if first or x < 0 else " "
    return f"{gap}{x}{'' if y < 0 else ' '}{y}"
