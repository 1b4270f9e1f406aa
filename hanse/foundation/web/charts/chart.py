"""A chart ready to be shown: its drawing in three parts, its key, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hanse.foundation.web.charts.placing import label_width
from hanse.foundation.web.charts.scales import Scale, decimals_of
from hanse.foundation.web.charts.svg import element, percent, words
from hanse.foundation.web.figures import Kind, Writing, shaped, writing_now, written
from hanse.foundation.web.tables import Table

SERIES: Final = 10
"""How many colours there are for groups; site.css has them as --series-1 and on."""
TOP: Final = 14
"""Room above the plot in px."""
FOOT: Final = 44
"""Room below the plot for the ticks and the name of the axis."""
_PLAIN: Final = 1e12
_RATIO: Final = 10


@dataclass(frozen=True, slots=True)
class Side:
    """What stands left or right of the plot, in a width that does not change."""

    width: float = 0.0
    body: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: the class of its swatch and what it stands for.

    always: whether it is shown where the lines carry their names, too.
    """

    kind: str
    label: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: the plot fits every width, the sides keep theirs; the table has the same figures.

    y_label: what is measured upwards, said above the plot. downloads: format and address.
    definitions: what the figures are called, and the page that defines each.
    """

    title: str
    height: int
    plot: str
    table: Table
    left: Side = Side()
    right: Side = Side()
    key: Sequence[Key] = ()
    y_label: str = ""
    note: str = ""
    downloads: Sequence[tuple[str, str]] = ()
    definitions: Sequence[tuple[str, str]] = ()
    empty: bool = False


def colour(number: int) -> str:
    """The class of group `number`, from 0; after the last colour the first comes again."""
    return f"series-{number % SERIES + 1}"


def tick_labels(ticks: Sequence[float], kind: Kind, *, by_ratio: bool = False) -> list[str]:
    """Ticks as the reader's language writes them, all with the same decimals."""
    if any(abs(each) >= _PLAIN for each in ticks):
        return [f"{each:.2g}" for each in ticks]
    scaled = [each * 100 for each in ticks] if kind == "percent" else list(ticks)
    # Ticks by ratio, such as 0.1 to 10, have decimals of their own.
    wide = min(map(abs, scaled), default=1.0) * _RATIO <= max(map(abs, scaled), default=0.0)
    alike = decimals_of(scaled)
    return [
        shaped(tick, kind, decimals=decimals_of([each]) if by_ratio and wide else alike)
        for tick, each in zip(ticks, scaled, strict=True)
    ]


def figure_words(value: float, kind: Kind, writing: Writing | None = None) -> str:
    """A figure of a mark as its label says it. writing: the language's, where looked up before."""
    if abs(value) >= _PLAIN:
        return f"{value:.3g}"
    return written(value, kind, None, writing or writing_now())


def left_axis(scale: Scale, kind: Kind, *, height: float, about: int = 5) -> tuple[Side, str]:
    """Tick labels left of the plot, and the lines that lead from them across it."""
    ticks = scale.ticks(about)
    labels = tick_labels(ticks, kind, by_ratio=scale.log)
    width = max((label_width(each) for each in labels), default=0.0) + 14
    body, lines = [], []
    for tick, label in zip(ticks, labels, strict=True):
        y = TOP + (1 - scale.share(tick)) * height
        body.append(
            element("text", words(label), class_="tick", x=width - 8, y=y + 4, text_anchor="end")
        )
        lines.append(element("line", class_="grid", x1="0", x2="100%", y1=y, y2=y))
    return Side(width, "".join(body)), "".join(lines)


def bottom_axis(scale: Scale, kind: Kind, *, height: float, label: str, inset: float = 0.0) -> str:
    """Ticks below the plot, few on a narrow page and more on a wide one, and the axis's name."""
    few, many = scale.ticks(3), scale.ticks(8)
    drawn = [
        x_ticks(
            scale,
            ticks,
            tick_labels(ticks, kind, by_ratio=scale.log),
            height=height,
            inset=inset,
            classes=classes,
        )
        for ticks, classes in ((few, "when-narrow"), (many, "when-wide"))
    ]
    return "".join([*drawn, axis_name(label, height=height)])


def x_ticks(
    scale: Scale,
    ticks: Sequence[float],
    labels: Sequence[str],
    *,
    height: float,
    inset: float,
    classes: str = "",
) -> str:
    """Labels below the plot with a short line each."""
    foot = TOP + height
    drawn = []
    for tick, label in zip(ticks, labels, strict=True):
        x = percent(inset + scale.share(tick) * (1 - 2 * inset))
        drawn.append(element("line", class_="axis", x1=x, x2=x, y1=foot, y2=foot + 5))
        drawn.append(
            element("text", words(label), class_="tick", x=x, y=foot + 19, text_anchor="middle")
        )
    return element("g", *drawn, class_=classes or None)


def axis_name(label: str, *, height: float) -> str:
    """The name of the axis below its ticks, at its end."""
    if not label:
        return ""
    return element(
        "text", words(label), class_="axis-name", x="100%", y=TOP + height + 38, text_anchor="end"
    )
