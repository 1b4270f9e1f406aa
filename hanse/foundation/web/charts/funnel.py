"""Groups by size against the limits within which chance alone would leave them: no ranking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import (
    FOOT,
    TOP,
    Chart,
    Key,
    Side,
    bottom_axis,
    figure_words,
    left_axis,
)
from hanse.foundation.web.charts.scales import Scale, covering
from hanse.foundation.web.charts.svg import element, mark, number, percent
from hanse.foundation.web.figures import Kind, shaped
from hanse.foundation.web.tables import Cell, Column, Table

_HEIGHT: Final = 320
_INSET: Final = 0.02
_GRAIN: Final = 1000
_STEPS: Final = 60

Curve = Callable[[int], tuple[float, float]]
"""From the size of a group to its low and high limit."""


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """One group: its name, how many it has, its figure, and whether that lies apart, in words."""

    label: str
    n: int
    value: float
    tone: str = ""
    told: str = ""


def funnel_chart(
    points: Sequence[FunnelGroup],
    *,
    target: float,
    inner: Curve,
    outer: Curve,
    names: tuple[str, str],
    title: str,
    x_label: str,
    y_label: str,
    kind: Kind,
    note: str = "",
) -> Chart:
    """Groups as dots between curves. target: the figure of all. names: of the two limits."""
    sizes = [each.n for each in points]
    x = covering([float(each) for each in sizes], zero=True, about=8)
    first = max(min(sizes, default=1), 2)
    reached = [edge for n in (first, max(sizes, default=2)) for edge in inner(n)]
    y = covering([*(each.value for each in points), target, *reached], about=6)
    left, grid = left_axis(y, kind, height=_HEIGHT, about=6)
    foot = TOP + _HEIGHT
    middle = _down(y, target)
    drawn = [
        grid,
        bottom_axis(x, "count", height=_HEIGHT, label=x_label, inset=_INSET),
        element("line", class_="axis", x1="0", x2="100%", y1=foot, y2=foot),
        _curves(outer, "limit outer", x, y, first),
        _curves(inner, "limit inner", x, y, first),
        element("line", class_="guide", x1="0", x2="100%", y1=middle, y2=middle),
        *(_dot(each, x, y, kind, x_label) for each in sorted(points, key=lambda each: each.n)),
    ]
    return Chart(
        title=title,
        height=TOP + _HEIGHT + FOOT,
        plot="".join(drawn) if points else "",
        left=left,
        right=Side(width=12),
        key=[Key("limit inner", names[0]), Key("limit outer", names[1])],
        y_label=y_label,
        note=note,
        table=Table(
            title,
            [
                Column("label", _("Group")),
                Column("n", x_label, "count"),
                Column("value", y_label, kind),
                Column("told", _("Against chance")),
            ],
            [
                {
                    "label": Cell(each.label),
                    "n": Cell(each.n),
                    "value": Cell(each.value),
                    "told": Cell(each.told),
                }
                for each in points
            ],
        ),
        empty=not points,
    )


def _down(y: Scale, value: float) -> float:
    return TOP + (1 - y.share(value)) * _HEIGHT


def _across(x: Scale, n: float) -> float:
    return _INSET + x.share(n) * (1 - 2 * _INSET)


def _curves(limits: Curve, classes: str, x: Scale, y: Scale, first: int) -> str:
    last = max(round(x.high), first + 1)
    # By ratio, because limits move most where groups are small.
    at = sorted({round(first * (last / first) ** (step / _STEPS)) for step in range(_STEPS + 1)})
    edges = [(n, *limits(n)) for n in at]
    paths = [
        "M"
        + " L".join(
            f"{number(_across(x, edge[0]) * _GRAIN)},{number(_down(y, edge[side]))}"
            for edge in edges
        )
        for side in (1, 2)
    ]
    return element(
        "svg",
        *(
            element("path", d=path, class_=classes, fill="none", vector_effect="non-scaling-stroke")
            for path in paths
        ),
        width="100%",
        height=TOP + _HEIGHT,
        viewBox=f"0 0 {_GRAIN} {TOP + _HEIGHT}",
        preserveAspectRatio="none",
        class_="stretched",
    )


def _dot(point: FunnelGroup, x: Scale, y: Scale, kind: Kind, x_label: str) -> str:
    told = f"{point.label}: {figure_words(point.value, kind)}, {x_label} {shaped(point.n, 'count')}"
    if point.told:
        told += f", {point.told}"
    across, down = percent(_across(x, point.n)), _down(y, point.value)
    return mark(
        told,
        element("circle", class_="hit", cx=across, cy=down, r=11),
        element("circle", class_="dot", cx=across, cy=down, r=5),
        classes=f"series-1 {point.tone}".strip(),
    )
