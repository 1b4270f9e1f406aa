"""The charts of a region's page: portfolio, trend, and what its growth is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.bar import Bar, bar_chart
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, Point, line_chart
from hanse.foundation.web.charts.scatter import Bubble, scatter_chart
from hanse.observatory.portfolio import SPECIALISED_FROM
from hanse.observatory.questions.lists import Place
from hanse.observatory.questions.region import (
    growth_years,
)
from hanse.observatory.tables import Status
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import (
    category_kind,
    definition_of,
    name_of,
)

Rows = Sequence[Mapping[str, Any]]

_COLUMNS: Final = (
    "employment_persons",
    "location_quotient",
    "focus",
    "share",
    "employment_growth_cagr",
    "productivity_eur",
    "relatedness_density",
)
_PARTS: Final = ("national_share_persons", "industry_mix_persons", "regional_shift_persons")
_SHOWN: Final = 5
_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Shift:
    """The growth of a region in its parts, in persons."""

    earlier: int
    growth: float
    chart: Chart


def portfolio_chart(here: Setting, place: Place, rows: Rows, pages: Mapping[str, str]) -> Chart:
    """Every category of the region: how specialised it is, and how it grows.

    pages: the address of each category's cluster.
    """
    bubbles, absent = [], 0
    for row in rows:
        category = here.lists.categories[row["scheme"], row["category"]]
        quotient, growth = row.get("location_quotient"), row.get("employment_growth_cagr")
        if quotient is None or growth is None or not row["employment_persons"]:
            absent += 1
            continue
        bubbles.append(
            Bubble(
                x=quotient,
                y=growth,
                size=row["employment_persons"],
                label=category.label,
                address=pages[row["category"]],
                group=category_kind(category.kind),
                stars=row["stars"],
            )
        )
    bubbles.sort(key=lambda each: each.group != category_kind("traded"))
    note = _("Size of a bubble: employment. To the right of 1 the region is specialised.")
    if absent:
        note += " " + _(
            "%(count)d categories are not drawn: one of their figures is not known."
        ) % {"count": absent}
    return scatter_chart(
        bubbles,
        title=_("Specialisation and growth of each category, %(year)d") % {"year": here.year},
        x_label=name_of("location_quotient"),
        y_label=_("Growth of employment a year, over %(years)d years")
        % {"years": growth_years(here.reader)},
        x_kind="decimal",
        y_kind="percent",
        x_guide=SPECIALISED_FROM,
        y_guide=0.0,
        size_label=name_of("employment_persons"),
        note=note,
        downloads=csv_link(here, "region_table", place.code, "categories"),
    )


def trend_chart(
    here: Setting,
    place: Place,
    totals: pl.DataFrame,
    worst: Mapping[int, Status],
    incomplete: Collection[int],
) -> Chart:
    """Employment of the region, without the years `incomplete`, which would look like falls."""
    points: list[Point] = [
        (year, None, "withheld")
        if year in incomplete
        else (year, persons, worst.get(year, "missing") if persons is not None else "missing")
        for year, persons in totals.select("year", "employment_persons").iter_rows()
    ]
    return line_chart(
        [Line(place.name, points)],
        title=_("Employment in all industries"),
        y_kind="count",
        y_label=_("Persons"),
        note=" ".join(
            filter(
                None,
                [_("Sum of all industries whose figure is known."), years_left_out(incomplete)],
            )
        ),
        downloads=csv_link(here, "region_table", place.code, "totals"),
    )


def years_left_out(incomplete: Collection[int]) -> str:
    """What to say of years that are not drawn; "" where there are none."""
    if not incomplete:
        return ""
    return _("Left out because much is withheld: %(years)s.") % {
        "years": ", ".join(map(str, sorted(incomplete)))
    }


def leading_chart(here: Setting, place: Place, rows: Rows, years: pl.DataFrame) -> Chart:
    """The largest categories of the region over the years, local ones left out."""
    traded = [
        row
        for row in rows
        if here.lists.categories[row["scheme"], row["category"]].kind != "local"
        and row["employment_persons"]
    ]
    largest = sorted(traded, key=lambda row: -row["employment_persons"])[:_LINES]
    of_category = years.partition_by("category", as_dict=True, include_key=False)
    lines = [
        Line(
            here.lists.categories[here.scheme, row["category"]].label,
            list(
                of_category[(row["category"],)]
                .select("year", "employment_persons", "employment_persons_status")
                .iter_rows()
            ),
        )
        for row in largest
    ]
    return line_chart(
        lines,
        title=_("Its largest traded categories"),
        y_kind="count",
        y_label=_("Persons employed"),
        downloads=csv_link(here, "region_table", place.code, "years"),
    )


def shift_of(here: Setting, place: Place, row: Mapping[str, Any], span: int) -> Shift | None:
    """The growth of the region in its parts; None where one is not known."""
    parts = {code: row.get(code) for code in _PARTS}
    known = [value for value in parts.values() if value is not None]
    if len(known) < len(_PARTS):
        return None
    bars = [
        Bar(name_of(code), value, definition_of(code, here.addresses))
        for code, value in parts.items()
    ]
    return Shift(
        earlier=here.year - span,
        growth=sum(known),
        chart=bar_chart(
            bars,
            title=_("Change of employment in %(region)s, %(earlier)d to %(year)d")
            % {"region": place.name, "earlier": here.year - span, "year": here.year},
            kind="count",
            value_label=_("Persons"),
            note=_("Only categories known in both years count."),
            downloads=csv_link(here, "region_table", place.code, "structure"),
        ),
    )
