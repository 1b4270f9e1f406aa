"""Where labels stand: beside what they name, without covering one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]

LETTER: Final = 6.6
"""Mean width of a letter of 13 px, in px."""
LINE: Final = 16.0
"""Height of a line of such text, in px."""
NARROW: Final = 0.7
"""How much smaller discs are at the narrowest width; charts.css scales them so."""


@dataclass(frozen=True, slots=True)
class Disc:
    """What may be named: a centre as a share of the width and px from the top, a radius in px."""

    across: float
    down: float
    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class Label:
    """A label of disc number `disc`, shifted `dx`, `dy` px from its centre.

    level: the place in the list of widths from which there is room for it.
    """

    disc: int
    dx: float
    dy: float
    anchor: Anchor
    level: int


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom: plain, as thousands are compared."""


def label_width(text: str) -> float:
    """About how wide `text` is, in px."""
    return len(text) * LETTER


def shortened(text: str, most: int) -> str:
    """`text` in at most `most` letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def placed(
    discs: Sequence[Disc], *, widths: Sequence[float], most: Sequence[int], height: float
) -> list[Label]:
    """Labels for discs in their order, the first ones first, at each width as many as fit.

    What has room at a narrow width keeps its place at wider ones. most: labels at each width.
    """
    labels: list[Label] = []
    for level, (width, limit) in enumerate(zip(widths, most, strict=True)):
        taken = [_box(discs[each.disc], each.dx, each.dy, each.anchor, width) for each in labels]
        named = {each.disc for each in labels}
        circles = [_circle(disc, width, NARROW if level == 0 else 1.0) for disc in discs]
        frame = (-8.0, 0.0, width + 8.0, height)
        for number, disc in enumerate(discs):
            if len(labels) >= limit:
                break
            if number in named or not disc.label:
                continue
            for dx, dy, anchor in _choices(disc):
                box = _box(disc, dx, dy, anchor, width)
                if (
                    _inside(box, frame)
                    and not _meets_any(box, taken)
                    and not _meets_any(box, circles[:number])
                    and not _meets_any(box, circles[number + 1 :])
                ):
                    labels.append(Label(number, dx, dy, anchor, level))
                    taken.append(box)
                    break
    return labels


def apart(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Heights near the `wanted` ones, in their order, at least `gap` apart where there is room."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    found = [min(max(wanted[at], low), high) for at in order]
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + gap)
    if found and found[-1] > high:
        found[-1] = high
        for at in range(len(found) - 2, -1, -1):
            found[at] = min(found[at], found[at + 1] - gap)
    places = [0.0] * len(wanted)
    for at, place in zip(order, found, strict=True):
        places[at] = place
    return places


def _choices(disc: Disc) -> Iterable[tuple[float, float, Anchor]]:
    beside = disc.radius + 4
    yield beside, 4.0, "start"
    yield -beside, 4.0, "end"
    yield 0.0, -beside, "middle"
    yield 0.0, beside + 10, "middle"


def _box(disc: Disc, dx: float, dy: float, anchor: Anchor, width: float) -> _Box:
    long = label_width(disc.label)
    start = {"start": 0.0, "middle": long / 2, "end": long}[anchor]
    left = disc.across * width + dx - start
    base = disc.down + dy
    return (left, base - LINE * 0.75, left + long, base + LINE * 0.25)


def _circle(disc: Disc, width: float, size: float) -> _Box:
    x, r = disc.across * width, disc.radius * size * 0.85
    return (x - r, disc.down - r, x + r, disc.down + r)


def _inside(box: _Box, frame: _Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meets_any(box: _Box, others: Iterable[_Box]) -> bool:
    left, top, right, bottom = box
    for other in others:
        if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
            return True
    return False
