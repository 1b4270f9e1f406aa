"""Counts of the register: by country, field, level and year, beside totals of earlier years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.excellence.register.historical import HistoricalTotal, Source, history
from hanse.excellence.register.statistics import FEWEST, Counts, DecisionCount, YearCount
from hanse.excellence.web.models.labels import Level
from hanse.excellence.web.publishing import today
from hanse.excellence.web.register_counts import decision_table, register_counts
from hanse.excellence.web.register_now import field_name
from hanse.excellence.web.register_tables import as_csv
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, Point, line_chart
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.tables import Cell, Column, Table

LEVELS: Final = tuple(Level.values)
_WHAT: Final[dict[str, str | Promise]] = {
    "benchmarked": gettext_lazy("Cluster organisations benchmarked"),
    "bronze": gettext_lazy("Bronze labels"),
    "gold": gettext_lazy("Gold labels"),
}
_BOUNDS: Final[dict[str, str | Promise]] = {
    "exactly": "%(number)s",
    "over": gettext_lazy("over %(number)s"),
    "about": gettext_lazy("about %(number)s"),
}
_DECISIONS: Final[dict[str, str | Promise]] = {
    "ineligible": gettext_lazy("Not eligible"),
    "deferred": gettext_lazy("Deferred by the board"),
    "refused": gettext_lazy("Refused by the board"),
    "appealed": gettext_lazy("Appeals lodged"),
    "dismissed": gettext_lazy("Appeals dismissed"),
    "upheld": gettext_lazy("Appeals upheld"),
}


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """What the page shows."""

    counts: Counts
    countries: Table
    fields: Table
    years: Table
    chart: Chart
    earlier: Table
    sources: Sequence[Source]
    note: str
    decisions: Table
    fewest: int


@require_safe
def register_statistics(request: HttpRequest) -> HttpResponse:
    """The counts as of today."""
    day = today()
    found = register_counts(day)
    totals = history()
    page = StatisticsPage(
        counts=found.counts,
        countries=_countries(found.counts),
        fields=_fields(found.counts),
        years=_years(found.years),
        chart=_chart(found.years, totals.totals),
        earlier=_earlier(totals.totals),
        sources=list(totals.sources.values()),
        note=totals.note,
        decisions=_decisions(decision_table(day)),
        fewest=FEWEST,
    )
    return render(request, "excellence/register_statistics.html", {"page": page})


@require_safe
def register_statistics_file(_request: HttpRequest) -> HttpResponse:
    """Counts by year and level, and the totals of others with their sources, as CSV."""
    rows = [
        {
            "kind": "this register",
            "what": level,
            "when": row.as_of.isoformat(),
            "number": row.valid.get(level, 0),
            "bound": "exactly",
            "countries": row.countries if level == "all" else "",
            "source": "",
        }
        for row in register_counts(today()).years
        for level in LEVELS
    ]
    rows += [
        {
            "kind": "published by others",
            "what": each.what,
            "when": each.when,
            "number": each.number,
            "bound": each.bound,
            "countries": each.countries or "",
            "source": history().sources[each.source].title,
        }
        for each in history().totals
    ]
    answer = HttpResponse(as_csv(rows, list(rows[0])), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="register-statistics.csv"'
    return answer


def _level_columns() -> list[Column]:
    return [Column(level.value, str(level.label), "count") for level in Level]


def _countries(counts: Counts) -> Table:
    names = country_names()
    register = reverse("register")
    return Table(
        caption=_("Valid labels by country and level"),
        columns=[
            Column("country", _("Country")),
            *_level_columns(),
            Column("all", _("All"), "count"),
        ],
        rows=[
            {
                "country": Cell(names.get(code, code), f"{register}?country={code}"),
                **{
                    level: Cell(counts.by_country_and_level.get((code, level), 0))
                    for level in LEVELS
                },
                "all": Cell(number),
            }
            for code, number in counts.by_country.items()
        ],
        empty=_("There are no valid labels today."),
    )


def _fields(counts: Counts) -> Table:
    language = get_language() or "en"
    register = reverse("register")
    return Table(
        caption=_("Valid labels by field"),
        columns=[Column("field", _("Field")), Column("all", _("Labels"), "count")],
        rows=[
            {
                "field": Cell(
                    field_name(code, language) or _("not said"), f"{register}?field={code}"
                ),
                "all": Cell(number),
            }
            for code, number in counts.by_field.items()
        ],
        empty=_("There are no valid labels today."),
    )


def _years(years: Sequence[YearCount]) -> Table:
    return Table(
        caption=_("Valid labels at the end of each year"),
        columns=[
            Column("year", _("Year")),
            *_level_columns(),
            Column("holders", _("Holders"), "count"),
            Column("countries", _("Countries"), "count"),
            Column("awarded", _("Awarded or renewed in the year"), "count"),
        ],
        rows=[
            {
                "year": Cell(str(row.year)),
                **{level: Cell(row.valid.get(level, 0)) for level in LEVELS},
                "holders": Cell(row.holders),
                "countries": Cell(row.countries),
                "awarded": Cell(sum(row.awarded.values())),
            }
            for row in reversed(years)
        ],
        downloads=[("CSV", reverse("register_statistics_file"))],
        empty=_("No label has been entered yet."),
    )


def _chart(years: Sequence[YearCount], totals: Sequence[HistoricalTotal]) -> Chart:
    ours = [
        Line(
            str(level.label),
            [(row.year, float(row.valid.get(level.value, 0)), "observed") for row in years],
        )
        for level in Level
        if any(row.valid.get(level.value) for row in years)
    ]
    theirs = [
        Line(
            _("%(level)s, by others") % {"level": str(Level(what).label)},
            [_point(each) for each in totals if each.what == what and each.year is not None],
        )
        for what in ("bronze", "gold")
    ]
    return line_chart(
        [*ours, *theirs],
        title=_("Labels by level"),
        y_kind="count",
        y_label=_("Valid labels"),
        note=_(
            "The labels of this register at the end of each year, and counts that others "
            "published under other schemes."
        ),
    )


def _point(total: HistoricalTotal) -> Point:
    return (
        float(total.year or 0),
        float(total.number),
        "observed" if total.bound == "exactly" else "estimated",
    )


def _earlier(totals: Sequence[HistoricalTotal]) -> Table:
    sources = history().sources
    return Table(
        caption=_("Counts that others published in earlier years"),
        columns=[
            Column("what", _("What")),
            Column("when", _("When")),
            Column("number", _("Number")),
            Column("countries", _("Countries"), "count"),
            Column("source", _("Source")),
        ],
        rows=[
            {
                "what": Cell(str(_WHAT[each.what])),
                "when": Cell(each.note.rstrip(".") if not each.when else _when(each)),
                "number": Cell(
                    str(_BOUNDS[each.bound]) % {"number": f"{each.number:,}".replace(",", "\u202f")}
                ),
                "countries": Cell(
                    each.countries, status="missing" if each.countries is None else "observed"
                ),
                "source": Cell(sources[each.source].short),
            }
            for each in totals
        ],
    )


def _when(total: HistoricalTotal) -> str:
    if len(total.when) > len("2014"):
        year, month = map(int, total.when.split("-"))
        return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
    return total.note.rstrip(".") if "to" in total.note.split() else total.when


def _decisions(found: Sequence[DecisionCount]) -> Table:
    return Table(
        caption=_("Refusals and appeals"),
        columns=[
            Column("kind", _("Decision")),
            Column("years", _("Years")),
            Column("count", _("Number")),
        ],
        rows=[
            {
                "kind": Cell(str(_DECISIONS.get(each.kind, each.kind))),
                "years": Cell(
                    str(each.first)
                    if each.first == each.last
                    else _("%(first)s to %(last)s") % {"first": each.first, "last": each.last}
                ),
                "count": Cell(
                    _("fewer than %(fewest)s") % {"fewest": FEWEST}
                    if each.count is None
                    else str(each.count)
                ),
            }
            for each in found
        ],
        empty=_("There is nothing to tell yet: only years that are over are counted."),
    )
