"""Bars, one a row under its name, from zero to the right or to the left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart, Key, figure_words
from hanse.foundation.web.charts.placing import shortened
from hanse.foundation.web.charts.scales import Scale, covering
from hanse.foundation.web.charts.svg import element, mark, percent, words
from hanse.foundation.web.figures import Kind
from hanse.foundation.web.tables import Cell, Column, Status, Table

_ROW: Final = 44
_BAR: Final = 10
_BELOW: Final = 26
_BASE: Final = 19
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its figure or none, the page it leads to, and what is known of it."""

    label: str
    value: float | None
    address: str = ""
    status: Status = "observed"


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    kind: Kind,
    value_label: str = "",
    note: str = "",
    guide: float | None = None,
    downloads: Sequence[tuple[str, str]] = (),
    definitions: Sequence[tuple[str, str]] = (),
) -> Chart:
    """A row for each bar in the order given. guide: a level to compare with."""
    known = [each.value for each in bars if each.value is not None]
    scale = covering([*known, guide] if known else [], zero=True)
    height = max(_ROW * len(bars), _ROW)
    drawn = [_row(each, at, scale, kind) for at, each in enumerate(bars)]
    if guide is not None and known:
        at = percent(scale.share(guide))
        drawn.append(element("line", class_="guide", x1=at, x2=at, y1=0, y2=height))
    return Chart(
        title=title,
        height=height,
        plot="".join(drawn),
        key=[Key("estimated-bar", _("Estimated"), always=True)]
        if any(each.status == "estimated" and each.value is not None for each in bars)
        else [],
        note=note,
        table=Table(
            title,
            [Column("label", _("Name")), Column("value", value_label or _("Figure"), kind)],
            [
                {
                    "label": Cell(each.label, each.address),
                    "value": Cell(each.value, status=each.status),
                }
                for each in bars
            ],
        ),
        downloads=downloads,
        definitions=definitions,
        empty=not known,
    )


def _row(bar: Bar, at: int, scale: Scale, kind: Kind) -> str:
    top = at * _ROW
    figure = _("no figure") if bar.value is None else figure_words(bar.value, kind)
    zero, end = scale.share(0.0), scale.share(bar.value or 0.0)
    told = f"{bar.label}: {figure}"
    if bar.status == "estimated":
        told = f"{told} ({_('estimated')})"
    return mark(
        told,
        element("rect", class_="hit", x="0", y=top, width="100%", height=_ROW),
        element(
            "text", words(shortened(bar.label, _LONGEST)), class_="bar-name", x="0", y=top + _BASE
        ),
        element(
            "text", words(figure), class_="bar-figure", x="100%", y=top + _BASE, text_anchor="end"
        ),
        element("rect", class_="rail", x="0", y=top + _BELOW, width="100%", height=_BAR),
        element(
            "rect",
            class_="bar",
            x=percent(min(zero, end)),
            y=top + _BELOW,
            width=percent(abs(end - zero)),
            height=_BAR,
        ),
        address=bar.address,
        classes=f"series-1 {bar.status}",
    )
