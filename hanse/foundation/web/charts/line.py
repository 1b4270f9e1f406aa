"""Lines over years: broken where a year has no figure, hollow points where it is estimated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import (
    FOOT,
    TOP,
    Chart,
    Key,
    Side,
    colour,
    figure_words,
    left_axis,
    tick_labels,
    x_ticks,
)
from hanse.foundation.web.charts.placing import LINE, apart, label_width, shortened
from hanse.foundation.web.charts.scales import Scale, covering, year_ticks
from hanse.foundation.web.charts.svg import element, number, percent, words
from hanse.foundation.web.figures import Kind, Writing, shaped, writing_now, written
from hanse.foundation.web.tables import Cell, Column, Status, Table

Point = tuple[float, float | None, Status]
"""Year, figure or none, and what is known of it."""

_HEIGHT: Final = 280
_INSET: Final = 0.02
_GRAIN: Final = 1000
_LONGEST: Final = 24
_FROM_ZERO: Final = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name and its points in the order of years."""

    name: str
    points: Sequence[Point]


def line_chart(
    lines: Sequence[Line],
    *,
    title: str,
    y_kind: Kind,
    y_label: str,
    note: str = "",
    guide: float | None = None,
    downloads: Sequence[tuple[str, str]] = (),
    definitions: Sequence[tuple[str, str]] = (),
) -> Chart:
    """Lines over years in one frame; a single line needs no name, as the title has it.

    A year without a figure breaks its line. guide: a level to compare with, such as 1 for
    location quotients.
    """
    known = [y for line in lines for _x, y, _status in line.points if y is not None]
    years = [x for line in lines for x, _y, _status in line.points]
    x = _years(years)
    zero = bool(known) and min(known) >= 0 and min(known) < _FROM_ZERO * max(known)
    y = covering([*known, guide] if known else [], zero=zero)
    left, grid = left_axis(y, y_kind, height=_HEIGHT)
    drawn = [grid, _x_axis(x)]
    if guide is not None and known:
        drawn.append(_guide(y, guide))
    for at, line in enumerate(lines):
        drawn.append(_drawn(line, at, x, y, y_kind))
    return Chart(
        title=title,
        height=TOP + _HEIGHT + FOOT - 14,
        plot="".join(drawn),
        left=left,
        right=_names(lines, y) if len(lines) > 1 else Side(width=12),
        key=_key(lines),
        y_label=y_label,
        note=note,
        table=_twin(lines, title, y_kind),
        downloads=downloads,
        definitions=definitions,
        empty=not known,
    )


def broken(points: Sequence[Point]) -> Iterator[list[tuple[float, float]]]:
    """The unbroken runs of points that have a figure."""
    run: list[tuple[float, float]] = []
    for x, y, _status in points:
        if y is None:
            if run:
                yield run
            run = []
        else:
            run.append((x, y))
    if run:
        yield run


def _years(years: Sequence[float]) -> Scale:
    if not years:
        return Scale(0.0, 1.0)
    low, high = min(years), max(years)
    return Scale(low, high) if high > low else Scale(low - 1, high + 1)


def _x_axis(x: Scale) -> str:
    first, last = round(x.low), round(x.high)
    drawn = []
    for most, classes in ((5, "when-narrow"), (11, "when-wide")):
        ticks = [float(each) for each in year_ticks(first, last, most) if x.low <= each <= x.high]
        labels = tick_labels(ticks, "year")
        drawn.append(x_ticks(x, ticks, labels, height=_HEIGHT, inset=_INSET, classes=classes))
    foot = TOP + _HEIGHT
    return "".join([*drawn, element("line", class_="axis", x1="0", x2="100%", y1=foot, y2=foot)])


def _guide(y: Scale, level: float) -> str:
    at = _down(y, level)
    return element("line", class_="guide", x1="0", x2="100%", y1=at, y2=at)


def _drawn(line: Line, at: int, x: Scale, y: Scale, kind: Kind) -> str:
    writing = writing_now()
    path = " ".join(
        "M"
        + " L".join(f"{number(_across(x, px) * _GRAIN)},{number(_down(y, py))}" for px, py in run)
        for run in broken(line.points)
        if len(run) > 1
    )
    height = TOP + _HEIGHT
    stretched = element(
        "svg",
        element("path", d=path, class_="line", fill="none", vector_effect="non-scaling-stroke"),
        width="100%",
        height=height,
        viewBox=f"0 0 {_GRAIN} {height}",
        preserveAspectRatio="none",
        class_="stretched",
    )
    points = [
        _point(
            _told(line.name, px, py, status, kind, writing),
            percent(_across(x, px)),
            number(_down(y, py)),
            status,
        )
        for px, py, status in line.points
        if py is not None
    ]
    return element("g", stretched if path else "", *points, class_=colour(at))


def _point(told: str, cx: str, cy: str, status: Status) -> str:
    """As `mark` gives it, written at once: a page has a hundred."""
    return (
        f'<g class="mark {status}" tabindex="0" role="img"><title>{words(told)}</title>'
        f'<circle class="hit" cx="{cx}" cy="{cy}" r="11"/>'
        f'<circle class="dot" cx="{cx}" cy="{cy}" r="3.5"/></g>'
    )


def _told(
    name: str, year: float, value: float, status: Status, kind: Kind, writing: Writing
) -> str:
    when = written(year, "year", None, writing)
    told = f"{name}, {when}: {figure_words(value, kind, writing)}"
    return f"{told} ({_('estimated')})" if status == "estimated" else told


def _key(lines: Sequence[Line]) -> list[Key]:
    named = [Key(colour(at), line.name) for at, line in enumerate(lines)] if len(lines) > 1 else []
    drawn = {status for line in lines for _x, y, status in line.points if y is not None}
    if "estimated" in drawn:
        named.append(Key("estimated-point", _("Estimated"), always=True))
    return named


def _names(lines: Sequence[Line], y: Scale) -> Side:
    last = [
        (at, shortened(line.name, _LONGEST), ends[-1])
        for at, line in enumerate(lines)
        if (ends := [value for _x, value, _status in line.points if value is not None])
    ]
    if not last or len(last) > 12:
        return Side(width=12)
    heights = apart(
        [_down(y, value) for _at, _name, value in last], gap=LINE, low=TOP, high=TOP + _HEIGHT
    )
    body = "".join(
        element("text", words(name), class_=f"line-name {colour(at)}", x=8, y=height + 4)
        for (at, name, _value), height in zip(last, heights, strict=True)
    )
    return Side(max(label_width(name) for _at, name, _value in last) + 16, body)


def _twin(lines: Sequence[Line], title: str, kind: Kind) -> Table:
    years = sorted({x for line in lines for x, _y, _status in line.points})
    rows: dict[float, dict[str, Cell]] = {
        year: {"year": Cell(shaped(year, "year"))}
        | {str(at): Cell(None, status="missing") for at in range(len(lines))}
        for year in years
    }
    for at, line in enumerate(lines):
        for x, y, status in line.points:
            rows[x][str(at)] = Cell(y, status=status)
    columns = [Column("year", _("Year"))]
    columns += [Column(str(at), line.name, kind) for at, line in enumerate(lines)]
    return Table(title, columns, [rows[year] for year in years])


def _across(x: Scale, value: float) -> float:
    return _INSET + x.share(value) * (1 - 2 * _INSET)


def _down(y: Scale, value: float) -> float:
    return TOP + (1 - y.share(value)) * _HEIGHT
