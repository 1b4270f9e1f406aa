"""Small lines for table cells and tiles: no axes, the last year marked."""

from collections.abc import Sequence
from typing import Final

from hanse.foundation.web.charts.line import Point, broken
from hanse.foundation.web.charts.scales import Scale, covering
from hanse.foundation.web.charts.svg import element, number, words

_WIDTH: Final = 96
_HEIGHT: Final = 28
_EDGE: Final = 4.0


def sparkline(points: Sequence[Point], *, label: str) -> str:
    """A small line as SVG; `label` says in words what it shows."""
    known = [(x, y) for x, y, _status in points if y is not None]
    years = [x for x, _y, _status in points]
    x = Scale(min(years), max(years)) if len(set(years)) > 1 else Scale(0.0, 1.0)
    y = covering([value for _x, value in known], about=2)

    def place(at: tuple[float, float]) -> str:
        across = _EDGE + x.share(at[0]) * (_WIDTH - 2 * _EDGE)
        down = _EDGE + (1 - y.share(at[1])) * (_HEIGHT - 2 * _EDGE)
        return f"{number(across)},{number(down)}"

    path = " ".join("M" + " L".join(map(place, run)) for run in broken(points) if len(run) > 1)
    drawn = [element("title", words(label))]
    if path:
        drawn.append(element("path", d=path, class_="line", fill="none"))
    if known:
        cx, cy = place(known[-1]).split(",")
        drawn.append(element("circle", class_="dot", cx=cx, cy=cy, r=3))
    return element(
        "svg",
        *drawn,
        class_="spark series-1",
        role="img",
        width=_WIDTH,
        height=_HEIGHT,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
    )
