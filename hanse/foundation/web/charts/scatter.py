"""Bubbles between two axes, the biggest with their names, with guides such as LQ 1 and growth 0."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanse.foundation.web.charts.chart import (
    FOOT,
    TOP,
    Chart,
    Key,
    Side,
    bottom_axis,
    colour,
    figure_words,
    left_axis,
)
from hanse.foundation.web.charts.placing import Disc, placed, shortened
from hanse.foundation.web.charts.scales import Scale, covering
from hanse.foundation.web.charts.svg import element, mark, percent, words
from hanse.foundation.web.figures import Kind, writing_now
from hanse.foundation.web.tables import Cell, Column, Table

_HEIGHT: Final = 400
_INSET: Final = 0.03
_SMALLEST: Final = 4.0
_LARGEST: Final = 26.0
_LONGEST: Final = 30
_WIDTHS: Final = (260.0, 480.0, 860.0, 1030.0)
_LABELS: Final = (6, 12, 22, 28)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One bubble: its place, its size, its name, the page it leads to, its group and its stars."""

    x: float
    y: float
    size: float
    label: str
    address: str = ""
    group: str = ""
    stars: int | None = None


def scatter_chart(
    bubbles: Sequence[Bubble],
    *,
    title: str,
    x_label: str,
    y_label: str,
    x_kind: Kind,
    y_kind: Kind,
    x_guide: float | None = None,
    y_guide: float | None = None,
    x_log: bool = False,
    y_log: bool = False,
    size_label: str = "",
    size_kind: Kind = "count",
    note: str = "",
    downloads: Sequence[tuple[str, str]] = (),
    definitions: Sequence[tuple[str, str]] = (),
) -> Chart:
    """Bubbles whose area is their size; the biggest are named as far as there is room.

    x_guide, y_guide: levels to compare with. x_log, y_log: an axis by ratio; bubbles at or below
    zero are then only in the table, and the note says how many.
    """
    shown = [each for each in bubbles if (each.x > 0 or not x_log) and (each.y > 0 or not y_log)]
    shown.sort(key=lambda each: (-each.size, each.label))
    x = covering([*(each.x for each in shown), x_guide if shown else None], log=x_log, about=8)
    y = covering([*(each.y for each in shown), y_guide if shown else None], log=y_log, about=6)
    groups = list(dict.fromkeys(each.group for each in bubbles if each.group))
    largest = max((each.size for each in shown), default=0.0)
    left, grid = left_axis(y, y_kind, height=_HEIGHT, about=6)
    discs = [_disc(each, x, y, largest) for each in shown]
    marks = [
        _drawn(
            each, disc, groups, _told(each, x_label, y_label, x_kind, y_kind, size_label, size_kind)
        )
        for each, disc in zip(shown, discs, strict=True)
    ]
    foot = TOP + _HEIGHT
    plot = [
        grid,
        bottom_axis(x, x_kind, height=_HEIGHT, label=x_label, inset=_INSET),
        element("line", class_="axis", x1="0", x2="100%", y1=foot, y2=foot),
        _guides(x, y, x_guide if shown else None, y_guide if shown else None),
        *marks,
        element("g", _labels(discs), class_="labels", aria_hidden="true"),
    ]
    return Chart(
        title=title,
        height=TOP + _HEIGHT + FOOT,
        plot="".join(plot),
        left=left,
        right=Side(width=12),
        key=[Key(colour(at), group) for at, group in enumerate(groups)],
        y_label=y_label,
        note=_noted(note, len(bubbles) - len(shown)),
        table=_twin(bubbles, title, x_label, y_label, x_kind, y_kind, size_label, size_kind),
        downloads=downloads,
        definitions=definitions,
        empty=not shown,
    )


def radius(size: float, largest: float) -> float:
    """Radius in px of a bubble whose area, above a smallest one, is its share of the largest."""
    share = min(max(size / largest, 0.0), 1.0) if largest > 0 else 0.0
    return _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(share)


def _disc(bubble: Bubble, x: Scale, y: Scale, largest: float) -> Disc:
    return Disc(
        across=_INSET + x.share(bubble.x) * (1 - 2 * _INSET),
        down=TOP + (1 - y.share(bubble.y)) * _HEIGHT,
        radius=radius(bubble.size, largest),
        label=shortened(bubble.label, _LONGEST),
    )


def _drawn(bubble: Bubble, disc: Disc, groups: Sequence[str], told: str) -> str:
    kind = colour(groups.index(bubble.group)) if bubble.group else colour(0)
    circle = element(
        "circle", class_="bubble", cx=percent(disc.across), cy=disc.down, r=disc.radius
    )
    return mark(told, circle, address=bubble.address, classes=kind)


def _told(
    bubble: Bubble,
    x_label: str,
    y_label: str,
    x_kind: Kind,
    y_kind: Kind,
    size_label: str,
    size_kind: Kind,
) -> str:
    writing = writing_now()
    parts = [
        f"{x_label}: {figure_words(bubble.x, x_kind, writing)}",
        f"{y_label}: {figure_words(bubble.y, y_kind, writing)}",
    ]
    if size_label:
        parts.append(f"{size_label}: {figure_words(bubble.size, size_kind, writing)}")
    if bubble.stars is not None:
        parts.append(
            ngettext("%(count)d star", "%(count)d stars", bubble.stars) % {"count": bubble.stars}
        )
    return f"{bubble.label}\n" + "\n".join(parts)


def _labels(discs: Sequence[Disc]) -> str:
    return "".join(
        element(
            "text",
            words(discs[each.disc].label),
            class_=f"label from-{each.level}",
            x=percent(discs[each.disc].across),
            y=discs[each.disc].down,
            dx=each.dx,
            dy=each.dy,
            text_anchor=None if each.anchor == "start" else each.anchor,
        )
        for each in placed(discs, widths=_WIDTHS, most=_LABELS, height=TOP + _HEIGHT)
    )


def _guides(x: Scale, y: Scale, x_guide: float | None, y_guide: float | None) -> str:
    drawn = []
    if x_guide is not None:
        at = percent(_INSET + x.share(x_guide) * (1 - 2 * _INSET))
        drawn.append(element("line", class_="guide", x1=at, x2=at, y1=TOP, y2=TOP + _HEIGHT))
    if y_guide is not None:
        down = TOP + (1 - y.share(y_guide)) * _HEIGHT
        drawn.append(element("line", class_="guide", x1="0", x2="100%", y1=down, y2=down))
    return "".join(drawn)


def _noted(note: str, hidden: int) -> str:
    if not hidden:
        return note
    said = ngettext(
        "%(count)d at or below zero is in the table only.",
        "%(count)d at or below zero are in the table only.",
        hidden,
    ) % {"count": hidden}
    return f"{note} {said}".strip()


def _twin(
    bubbles: Sequence[Bubble],
    title: str,
    x_label: str,
    y_label: str,
    x_kind: Kind,
    y_kind: Kind,
    size_label: str,
    size_kind: Kind,
) -> Table:
    columns = [
        Column("label", _("Name")),
        Column("x", x_label, x_kind),
        Column("y", y_label, y_kind),
    ]
    if size_label:
        columns.append(Column("size", size_label, size_kind))
    if any(each.stars is not None for each in bubbles):
        columns.append(Column("stars", _("Stars"), "count"))
    rows = [
        {
            "label": Cell(each.label, each.address),
            "x": Cell(each.x),
            "y": Cell(each.y),
            "size": Cell(each.size),
            "stars": Cell(each.stars),
        }
        for each in sorted(bubbles, key=lambda each: (-each.size, each.label))
    ]
    return Table(title, columns, rows)
