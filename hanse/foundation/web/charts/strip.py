"""Places from 0 to 100, one a row: the place, the interval around it, and the middle to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart, Key
from hanse.foundation.web.charts.placing import shortened
from hanse.foundation.web.charts.svg import element, mark, percent, words
from hanse.foundation.web.figures import shaped
from hanse.foundation.web.tables import Cell, Column, Table

_ROW: Final = 46
_NAME: Final = 18
_RAIL: Final = 32
_FOOT: Final = 22
_LONGEST: Final = 56


@dataclass(frozen=True, slots=True)
class Placed:
    """One row: its name, its place and interval from 0 to 100 (none: not compared), what it is.

    tone: the class of its mark, such as good, warn and bad; said in words by `told`. address: the
    page or part of the page it leads to.
    """

    label: str
    place: float | None
    low: float | None = None
    high: float | None = None
    tone: str = ""
    told: str = ""
    address: str = ""


def strip_chart(
    rows: Sequence[Placed],
    *,
    title: str,
    place_label: str,
    keys: Sequence[Key] = (),
    note: str = "",
) -> Chart:
    """A row for each, in the order given; the line in the middle is at 50."""
    known = [each for each in rows if each.place is not None]
    height = _ROW * max(len(rows), 1) + _FOOT
    rails = height - _FOOT
    drawn = [
        element("line", class_="guide", x1="50%", x2="50%", y1=_NAME + 6, y2=rails),
        *(_row(each, at) for at, each in enumerate(rows)),
        *(
            element(
                "text",
                words(shaped(tick, "count")),
                class_="tick",
                x=f"{tick}%",
                y=rails + 16,
                text_anchor={0: "start", 100: "end"}.get(tick, "middle"),
            )
            for tick in (0, 50, 100)
        ),
    ]
    return Chart(
        title=title,
        height=height,
        plot="".join(drawn),
        y_label=place_label,
        key=keys,
        note=note,
        table=Table(
            title,
            [
                Column("label", _("Name")),
                Column("place", place_label, "count"),
                Column("low", _("From"), "count"),
                Column("high", _("To"), "count"),
                Column("told", _("Traffic light")),
            ],
            [
                {
                    "label": Cell(each.label, each.address),
                    "place": _cell(each.place),
                    "low": _cell(each.low),
                    "high": _cell(each.high),
                    "told": Cell(each.told),
                }
                for each in rows
            ],
        ),
        empty=not known,
    )


def _cell(value: float | None) -> Cell:
    return Cell(value, status="observed" if value is not None else "missing")


def _row(row: Placed, at: int) -> str:
    top = at * _ROW
    name = element(
        "text", words(shortened(row.label, _LONGEST)), class_="bar-name", x="0", y=top + _NAME
    )
    hit = element("rect", class_="hit", x="0", y=top, width="100%", height=_ROW)
    rail = element("rect", class_="rail", x="0", y=top + _RAIL - 3, width="100%", height=6)
    if row.place is None:
        told = f"{row.label}: {_('not compared')}"
        return mark(told, hit, name, rail, address=row.address, classes="series-1 missing")
    figure = shaped(row.place, "count")
    told = f"{row.label}: {figure}"
    parts = [hit, name, rail]
    if row.low is not None and row.high is not None:
        told += f" ({shaped(row.low, 'count')}\N{EN DASH}{shaped(row.high, 'count')})"
        parts.append(
            element(
                "rect",
                class_="band",
                x=percent(row.low / 100),
                y=top + _RAIL - 5,
                width=percent((row.high - row.low) / 100),
                height=10,
                rx=5,
            )
        )
    if row.told:
        told += f", {row.told}"
    parts += [
        element("circle", class_="place", cx=percent(row.place / 100), cy=top + _RAIL, r=6),
        element(
            "text", words(figure), class_="bar-figure", x="100%", y=top + _NAME, text_anchor="end"
        ),
    ]
    return mark(told, *parts, address=row.address, classes=f"series-1 {row.tone}".strip())
