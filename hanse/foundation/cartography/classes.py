"""Classes of a map: where to cut a range of figures, and how to round the cuts honestly.

Cuts c1 < c2 < ... make the classes below c1, from c1 to below c2, ..., from the last cut on. A
figure that equals a cut belongs to the class above it.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Method = Literal["quantiles", "equal", "natural"]

METHODS: Final[tuple[Method, ...]] = ("quantiles", "equal", "natural")

_SLACK: Final = 0.03
"""How far a cut may move, as a share of all figures, to fall on a rounder number."""

_STEPS: Final = (10.0, 5.0, 2.0, 1.0)


def class_of(value: float, cuts: Sequence[float]) -> int:
    """The class of `value`, from 0 for the lowest to `len(cuts)`."""
    return bisect_right(cuts, value)


def cuts_by(method: Method, values: Iterable[float], classes: int) -> tuple[float, ...]:
    """Rounded cuts for at most `classes` classes of `values`, increasing.

    quantiles: as many figures in each class, as far as equal figures and rounding allow. equal:
    classes as wide as each other. natural: figures within a class as close together as can be
    (Fisher 1958, exact). Every class holds a figure, so there are fewer where there are few
    different figures; () for none or one. Raises `ValueError` for fewer than two classes.
    """
    if classes < 2:
        raise ValueError("A map has at least two classes.")
    ordered = np.sort(np.fromiter(values, dtype=np.float64))
    different = np.unique(ordered)
    if len(different) < 2:
        return ()
    if method == "quantiles":
        found = _quantile_cuts(ordered, classes)
    elif method == "equal":
        low, high = float(ordered[0]), float(ordered[-1])
        step = (high - low) / classes
        found = [
            roundest(low + (i - 0.1) * step, low + (i + 0.1) * step) for i in range(1, classes)
        ]
    else:
        starts = _natural_starts(ordered, min(classes, len(different)))
        found = [_between(ordered, start) for start in starts]
    return _without_empty(found, ordered)


def symmetric_cuts(values: Iterable[float], middle: float, a_side: int) -> tuple[float, ...]:
    """Cuts at `middle` and as far below it as above it, at most `a_side` classes on each side.

    The distances are rounded quantiles of how far the figures lie from the middle. Classes at
    the ends may be empty, so that equal shades mean equal distances. () where no figure differs
    from the middle. Raises `ValueError` for fewer than one class a side.
    """
    if a_side < 1:
        raise ValueError("A side of the middle has at least one class.")
    away = [abs(value - middle) for value in values if value != middle]
    if not away:
        return ()
    distances = cuts_by("quantiles", away, a_side) if a_side > 1 else ()
    return (
        *(middle - distance for distance in reversed(distances)),
        middle,
        *(middle + distance for distance in distances),
    )


def roundest(low: float, high: float) -> float:
    """The number from `low` to `high` with the fewest digits; the middle one of several.

    Tens of a magnitude come before fives, fives before twos, twos before ones.
    """
    if low > high:
        low, high = high, low
    if low <= 0 <= high:
        return 0.0
    if low == high:
        return low
    middle = (low + high) / 2
    exponent = math.floor(math.log10(max(abs(low), abs(high)))) + 1
    while exponent > -300:
        for step in _STEPS:
            times = round(middle / (step * 10.0**exponent))
            # A negative power of ten is no exact float; dividing by a positive one rounds once.
            candidate = (
                times * step * 10.0**exponent if exponent >= 0 else times * step / 10.0**-exponent
            )
            if low <= candidate <= high:
                return candidate
        exponent -= 1
    return middle


def _quantile_cuts(ordered: NDArray[np.float64], classes: int) -> list[float]:
    count = len(ordered)
    slack = max(1, int(count * _SLACK))
    found = []
    for wanted in range(1, classes):
        place = count * wanted // classes
        low = ordered[max(place - slack, 0)]
        high = ordered[min(place + slack - 1, count - 1)]
        found.append(roundest(float(low), float(high)))
    return found


def _between(ordered: NDArray[np.float64], start: int) -> float:
    """The roundest number that parts the figures before `start` from those from there on."""
    below, above = float(ordered[start - 1]), float(ordered[start])
    found = roundest(below, above)
    return found if found > below else above


def _without_empty(found: Sequence[float], ordered: NDArray[np.float64]) -> tuple[float, ...]:
    """Cuts in order, each once, without those that would leave a class empty."""
    kept: list[float] = []
    before = 0
    for cut in sorted(set(found)):
        below = int(np.searchsorted(ordered, cut, side="left"))
        if before < below < len(ordered):
            kept.append(cut)
            before = below
    return tuple(kept)


def _natural_starts(ordered: NDArray[np.float64], classes: int) -> list[int]:
    """Where each class but the first starts, for the least sum of squares within classes.

    Dynamic programming over the last class: cost[j] of the first j figures in k classes is the
    least over i of the cost of the first i in k - 1 classes and the spread of figures i to j.
    """
    count = len(ordered)
    shifted = ordered - ordered.mean()  # Sums of squares of large figures lose their small digits.
    sums = np.concatenate([[0.0], np.cumsum(shifted)])
    squares = np.concatenate([[0.0], np.cumsum(shifted**2)])
    start = np.arange(count + 1)[:, None]
    end = np.arange(count + 1)[None, :]
    width = np.maximum(end - start, 1)
    total = sums[None, :] - sums[:, None]
    spread = squares[None, :] - squares[:, None] - total**2 / width
    spread[end <= start] = np.inf
    # A class may not start between equal figures.
    inside = np.concatenate([[False], ordered[1:] == ordered[:-1], [False]])
    spread[inside, :] = np.inf
    cost = spread[0]
    chosen = []
    for _ in range(1, classes):
        every = cost[:, None] + spread
        chosen.append(every.argmin(axis=0))
        cost = every.min(axis=0)
    starts = []
    last = count
    for choice in reversed(chosen):
        last = int(choice[last])
        starts.append(last)
    return sorted(starts)
