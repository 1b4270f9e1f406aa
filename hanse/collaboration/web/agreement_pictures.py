"""The pictures of agreements: countries of the world as squares, and the line of time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import RUNNING
from hanse.collaboration.agreements.timeline import Bar, Course, Timeline, timeline, years
from hanse.collaboration.web.agreement_lines import Line, state_words
from hanse.collaboration.web.partial_date_field import in_words
from hanse.foundation.cartography.world import COLUMNS, ROWS, world_squares
from hanse.foundation.web.charts.chart import TOP, Chart, Key
from hanse.foundation.web.charts.svg import element, mark, percent, words
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.tables import Cell, Column, Table

_SIDE: Final = 30
_GAP: Final = 3
_CLASSES: Final = (1, 2, 3, 5)
_ROW: Final = 42
_BAR: Final = 12


# --- The world ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A country with agreements. shade: class of its colour."""

    code: str
    name: str
    number: int
    address: str
    shade: str


@dataclass(frozen=True, slots=True)
class World:
    """The map as SVG, the countries in words by continent, and the key of its shades."""

    svg: SafeString
    width: int
    height: int
    continents: list[tuple[str, list[Place]]]
    key: list[tuple[str, str]]


def world(found: Sequence[Line], address: Callable[[str], str]) -> World:
    """Agreements by country. address: of the list of one country."""
    counted = Counter(code for each in found for code in each.countries)
    names = country_names()
    places = {
        code: Place(code, names.get(code, code), number, address(code), _shade(number))
        for code, number in counted.items()
    }
    squares = world_squares()
    drawn = []
    for code, square in squares.items():
        x, y = square.column * (_SIDE + _GAP), square.row * (_SIDE + _GAP)
        place = places.get(code)
        box = element(
            "rect", class_=place.shade if place else "square-none", x=x, y=y, width=_SIDE,
            height=_SIDE, rx=3,
        )  # fmt: skip
        name = element(
            "text", words(code), class_="square-name", x=x + _SIDE / 2, y=y + 20,
            text_anchor="middle",
        )  # fmt: skip
        if place:
            drawn.append(mark(_counted(place), box, name, address=place.address, classes="square"))
        else:
            drawn.append(element("g", box, name, aria_hidden="true", class_="square-away"))
    most = max(counted.values(), default=0)
    return World(
        mark_safe("".join(drawn)),  # noqa: S308 - written by charts.svg, which escapes
        COLUMNS * (_SIDE + _GAP) - _GAP,
        ROWS * (_SIDE + _GAP) - _GAP,
        _continents(places),
        [
            (f"square-{at}", _class_words(at))
            for at, least in enumerate(_CLASSES, 1)
            if least <= most
        ],
    )


def _continents(places: Mapping[str, Place]) -> list[tuple[str, list[Place]]]:
    squares = world_squares()
    grouped: dict[str, list[Place]] = {}
    for code, place in places.items():
        square = squares.get(code)
        grouped.setdefault(_continent(square.continent if square else ""), []).append(place)
    return [
        (name, sorted(listed, key=lambda each: each.name))
        for name, listed in sorted(grouped.items())
    ]


def _continent(english: str) -> str:
    return {
        "Africa": _("Africa"),
        "Asia": _("Asia"),
        "Europe": _("Europe"),
        "North America": _("North America"),
        "South America": _("South America"),
        "Oceania": _("Oceania"),
    }.get(english, _("Elsewhere"))


def _shade(number: int) -> str:
    return f"square-{max(at for at, least in enumerate(_CLASSES, 1) if least <= number)}"


def _class_words(at: int) -> str:
    least = _CLASSES[at - 1]
    if at == len(_CLASSES):
        return _("%(least)s or more") % {"least": least}
    most = _CLASSES[at] - 1
    return str(least) if least == most else f"{least}\N{EN DASH}{most}"


def _counted(place: Place) -> str:
    told = ngettext("%(number)s agreement", "%(number)s agreements", place.number)
    return f"{place.name}: {told % {'number': place.number}}"


# --- The line of time -----------------------------------------------------------------------------


def timeline_chart(found: Sequence[Line], on: date) -> Chart | None:
    """Agreements from signature to end; None where no date is known of any."""
    by_number = {each.number: each for each in found}
    line = timeline([_course(each) for each in found], on)
    if line is None:
        return None
    height = len(line.bars) * _ROW
    drawn = [
        _year_lines(line, height),
        *(_bar(line, bar, by_number[bar.key], at) for at, bar in enumerate(line.bars)),
    ]
    if line.first <= on <= line.last:
        x = percent(_share(line, on))
        drawn.append(element("line", class_="guide", x1=x, x2=x, y1=TOP, y2=TOP + height))
    undated = len(line.undated)
    note = ngettext(
        "%(number)s agreement without a known date is left out.",
        "%(number)s agreements without a known date are left out.",
        undated,
    )
    return Chart(
        title=_("Agreements over time"),
        height=TOP + height + 30,
        plot="".join(drawn),
        table=_table([by_number[bar.key] for bar in line.bars]),
        key=[
            Key("series-1", _("in force")),
            Key("series-8", _("not yet, ended, or not known")),
            Key("faint", _("a day that is not known exactly")),
        ],
        note=(note % {"number": undated}) if undated else "",
    )


def _course(line: Line) -> Course:
    return Course(
        key=line.number,
        signed_on=line.signed_on,
        in_force_on=line.in_force_on,
        ends_on=line.ends_on,
        running=line.state in RUNNING and not line.on_record,
        events=tuple((each, "extended") for each in line.extended_on),
    )


def _share(line: Timeline, day: date) -> float:
    return (day - line.first).days / max((line.last - line.first).days, 1)


def _year_lines(line: Timeline, height: float) -> str:
    marks = [year for year in years(line) if line.first.year <= year <= line.last.year]
    span = max((line.last - line.first).days, 1)
    shares = [(date(year, 1, 1) - line.first).days / span for year in marks]
    grid = [
        element("line", class_="grid", x1=percent(each), x2=percent(each), y1=TOP, y2=TOP + height)
        for each in shares
    ]
    few = marks[:: -(-len(marks) // 4)] if marks else []
    return "".join(
        [
            *grid,
            _ticks(line, few, height, "when-narrow"),
            _ticks(line, marks, height, "when-wide"),
        ]
    )


def _ticks(line: Timeline, marks: Sequence[int], height: float, classes: str) -> str:
    drawn = []
    for year in marks:
        x = percent(_share(line, date(year, 1, 1)))
        drawn.append(
            element("text", str(year), class_="tick", x=x, y=TOP + height + 19, text_anchor="start")
        )
    return element("g", *drawn, class_=classes)


def _bar(line: Timeline, bar: Bar, agreement: Line, at: int) -> str:
    top = TOP + at * _ROW
    begin, end = _share(line, bar.begin), _share(line, bar.end)
    width = max(end - begin, 0.006)
    runs = agreement.state in RUNNING and not agreement.on_record
    tone = "series-1" if runs else "series-8"
    vague = "" if bar.sharp_begin and (bar.sharp_end or bar.is_open) else " faint"
    shapes = [
        element("rect", class_="hit", x="0", y=top, width="100%", height=_ROW),
        element("text", words(_short(agreement.title)), class_="bar-name", x="0", y=top + 14),
        element(
            "rect", class_=f"bar {tone}{vague}", x=percent(begin), y=top + 20,
            width=percent(min(width, 1 - begin)), height=_BAR, rx=2,
        ),
        *(
            element("circle", class_=f"dot {tone} event", cx=percent(_share(line, event.first)),
                    cy=top + 20 + _BAR / 2, r=5)
            for event, _word in bar.events
        ),
    ]  # fmt: skip
    return mark(
        _told(agreement), *shapes, address=reverse("agreement_detail", args=[agreement.slug])
    )


_LONGEST: Final = 46


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def _told(line: Line) -> str:
    parts = [f"{line.title}: {state_words(line.state)}"]
    for word, day in (
        (pgettext("date", "signed"), line.signed_on),
        (pgettext("date", "in force from"), line.in_force_on),
        *((pgettext("date", "extended"), each) for each in line.extended_on),
        (pgettext("date", "ends"), line.ends_on),
    ):
        if day is not None:
            parts.append(f"{word} {in_words(day)}")
    return "; ".join(parts)


def _table(found: Sequence[Line]) -> Table:
    def cell(day: PartialDate | None) -> Cell:
        return Cell(in_words(day))

    return Table(
        caption=_("Agreements over time"),
        columns=[
            Column("title", _("Agreement")),
            Column("state", _("State")),
            Column("signed", _("Signed")),
            Column("force", _("In force from")),
            Column("extended", _("Extended")),
            Column("ends", _("Ends")),
        ],
        rows=[
            {
                "title": Cell(each.title, reverse("agreement_detail", args=[each.slug])),
                "state": Cell(state_words(each.state)),
                "signed": cell(each.signed_on),
                "force": cell(each.in_force_on),
                "extended": Cell(", ".join(in_words(day) for day in each.extended_on)),
                "ends": cell(each.ends_on),
            }
            for each in found
        ],
        name="timeline",
    )
