"""Up to ten categories side by side: size, growth, concentration, and the regions they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, line_chart
from hanse.foundation.web.tables import Cell, Column, Status, Table
from hanse.observatory.questions import comparing, ranking
from hanse.observatory.questions.category import concentrations
from hanse.observatory.search import Found
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.cells import stars_cell, sum_cell, sum_status
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.key_figures import KeyFigure, key_table
from hanse.observatory.web.setting import Setting, setting_of
from hanse.observatory.web.table_files import csv_response
from hanse.observatory.web.views.picking import MOST, Picked, offers, picked
from hanse.observatory.web.views.search import search_index
from hanse.observatory.web.wording import category_kind, cell_of, column_of

SPECIALISED: Final = 1.0
_LEADERS: Final = 5
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Leaders:
    """A category, its page, and the regions with most employment in it."""

    label: str
    address: str
    table: Table


@dataclass(frozen=True, slots=True)
class CompareCategoriesPage:
    """What the page shows; the comparisons are None with nothing picked."""

    reader: Reader
    picked: Picked
    most: int
    example: str
    year: int
    scheme: str
    scheme_title: str
    schemes: Sequence[tuple[str, str]]
    key: Table | None = None
    trend: Chart | None = None
    overlap: Table | None = None
    proximity: Table | None = None
    leaders: Sequence[Leaders] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)


@for_everyone
def compare_categories(request: HttpRequest) -> HttpResponse:
    """The categories of the address beside each other."""
    setting = setting_of(request)
    chosen = _picked(request, setting)
    if chosen.go:
        return redirect(chosen.go)
    page = CompareCategoriesPage(
        reader=setting.reader,
        picked=chosen,
        most=MOST,
        example=_address(setting, _example(setting)),
        year=setting.year,
        scheme=setting.scheme,
        scheme_title=setting.lists.schemes[setting.scheme],
        schemes=[
            (title, setting.addresses.page("compare_categories", scheme=code))
            for code, title in setting.lists.schemes.items()
        ],
    )
    if chosen.codes:
        page = _compared(setting, page, list(chosen.codes))
    return render(
        request, "observatory/compare_categories.html", {"page": page, "reader": setting.reader}
    )


def compare_categories_suggestions(request: HttpRequest) -> HttpResponse:
    """Categories that could be added: a part of a page."""
    setting = setting_of(request)
    results = offers(
        request.GET.get("add", ""),
        _known(request, setting),
        find=lambda each: _find(setting, each),
        address=lambda each: _address(setting, each),
    )
    return render(request, "observatory/parts/suggestions.html", {"results": results})


def compare_categories_download(request: HttpRequest) -> HttpResponse:
    """Every cluster of the categories of the address, as CSV."""
    setting = setting_of(request)
    table = comparing.category_cells(
        setting.reader,
        tuple(_known(request, setting)[:MOST]),
        scheme=setting.scheme,
        year=setting.year,
    )
    return csv_response(table, setting, "hanse-categories-compared")


def _known(request: HttpRequest, setting: Setting) -> list[str]:
    of_scheme = setting.lists.of_scheme(setting.scheme)
    return [code for code in request.GET.getlist("category") if code in of_scheme]


def _picked(request: HttpRequest, setting: Setting) -> Picked:
    of_scheme = setting.lists.of_scheme(setting.scheme)
    return picked(
        request,
        word="category",
        known=of_scheme,
        name_of=lambda code: of_scheme[code].label,
        find=lambda text: _find(setting, text),
        address=lambda codes: _address(setting, codes),
    )


def _find(setting: Setting, text: str) -> Found:
    found = search_index(setting.reader).search(text)
    hits = [hit for hit in found.of("category") if hit.entry.scheme == setting.scheme]
    return Found(found.query, hits, found.exact)


def _address(setting: Setting, codes: Sequence[str]) -> str:
    year = setting.year if setting.year != setting.lists.latest else ""
    return setting.addresses.page(
        "compare_categories", category=list(codes), scheme=setting.scheme, year=year
    )


def _example(setting: Setting) -> list[str]:
    return list(setting.lists.of_scheme(setting.scheme))[:_EXAMPLES]


def _compared(
    setting: Setting, page: CompareCategoriesPage, codes: list[str]
) -> CompareCategoriesPage:
    asked: dict[str, Any] = {"scheme": setting.scheme, "year": setting.year}
    cells = comparing.category_cells(setting.reader, tuple(codes), **asked)
    near = comparing.proximities(setting.reader, tuple(codes), **asked)
    some = len(codes) > 1
    return replace(
        page,
        key=_key_table(setting, codes),
        trend=_trend(setting, codes),
        overlap=_overlap(setting, cells, codes) if some else None,
        proximity=_proximity(setting, near, codes) if some and not near.is_empty() else None,
        leaders=_leaders(setting, cells, codes),
        definitions={
            code: setting.addresses.method(code) for code in ("location_quotient", "proximity")
        },
    )


def _label(setting: Setting, code: str) -> str:
    return setting.lists.category(setting.scheme, code).label


def _key_table(setting: Setting, codes: Sequence[str]) -> Table:
    back = setting.reader.manifest["recipe"]["growth_years"]
    least = max(setting.stars - 1, 1)
    before = setting.year - back
    totals = ranking.category_totals(
        setting.reader, scheme=setting.scheme, years=(before, setting.year), least=least
    )
    now = _by_category(totals.filter(pl.col("year") == setting.year))
    then = _by_category(totals.filter(pl.col("year") == before))
    found = concentrations(setting.reader, setting.scheme).filter(year=setting.year)
    gini, herfindahl = _figure(found, "locational_gini"), _figure(found, "herfindahl_index")
    method = setting.addresses.method

    def growth(code: str) -> float | None:
        first = then[code]["matched_persons"] if code in then else None
        last = now[code]["matched_persons"]
        return float((last / first) ** (1 / back) - 1) if first and last is not None else None

    def of(column: str) -> dict[str, float | None]:
        return {code: now[code][column] for code in codes}

    people = method("employment_persons")
    download = setting.addresses.page(
        "compare_categories_download",
        category=list(codes),
        scheme=setting.scheme,
        year=setting.year,
    )
    return key_table(
        {code: _label(setting, code) for code in codes},
        [
            KeyFigure(_("Persons employed"), people, "count", of("employment_persons")),
            KeyFigure(
                _("Growth a year since %(year)s") % {"year": before},
                method("employment_growth_cagr"),
                "percent",
                {code: growth(code) for code in codes},
            ),
            KeyFigure(_("Regions with employment"), people, "count", of("regions"), exact=True),
            KeyFigure(
                _("Regions whose employment is not known"), people, "count", of("gaps"), exact=True
            ),
            KeyFigure(
                _("Clusters with %(least)s stars or more") % {"least": least},
                method(setting.reader.manifest["rating"]["code"]),
                "count",
                of("star_clusters"),
            ),
            KeyFigure(
                _("Concentration (locational Gini)"),
                method("locational_gini"),
                "decimal",
                {code: gini.get(code) for code in codes},
                decimals=3,
            ),
            KeyFigure(
                _("Concentration (Herfindahl)"),
                method("herfindahl_index"),
                "decimal",
                {code: herfindahl.get(code) for code in codes},
                decimals=3,
            ),
        ],
        caption=_("Key figures in %(year)s") % {"year": setting.year},
        figure_label=_("Figure"),
        estimated={code: now[code]["estimated"] for code in codes},
        first=[
            {"figure": Cell(_("Kind"))}
            | {code: Cell(category_kind(now[code]["kind"])) for code in codes}
        ],
        downloads=[("CSV", download)],
    )


def _by_category(rows: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["category"]: row for row in rows.iter_rows(named=True)}


def _figure(rows: pl.DataFrame, code: str) -> dict[str, float | None]:
    return dict(rows.select("category", code).iter_rows())


def _trend(setting: Setting, codes: Sequence[str]) -> Chart:
    rows = comparing.category_trends(setting.reader, tuple(codes), scheme=setting.scheme)
    known = rows.filter(pl.col("employment_persons") > 0)
    counts = known.group_by("year").len().filter(pl.col("len") == len(codes))["year"]
    start = min(counts.to_list(), default=setting.lists.years[0])
    lines = []
    for code in codes:
        own = rows.filter(pl.col("category") == code)
        values = {row["year"]: row for row in own.iter_rows(named=True)}
        at_start = values[start]["employment_persons"] if start in values else None
        lines.append(
            Line(
                _label(setting, code),
                [_point(row, at_start) for row in values.values()],
            )
        )
    return line_chart(
        lines,
        title=_("Employment since %(year)s") % {"year": start},
        y_kind="decimal",
        y_label=_("Index, %(year)s = 100") % {"year": start},
        guide=100.0,
        note=_("In the regions whose figure is known in every year."),
    )


def _point(row: Mapping[str, Any], at_start: float | None) -> tuple[float, float | None, Status]:
    value = row["employment_persons"]
    index = 100 * value / at_start if value is not None and at_start else None
    return float(row["year"]), index, sum_status(index, estimated=row["estimated"])


def _overlap(setting: Setting, cells: pl.DataFrame, codes: Sequence[str]) -> Table:
    specialised = cells.filter(pl.col("location_quotient") >= SPECIALISED)
    regions = {
        code: set(specialised.filter(pl.col("category") == code)["region"].to_list())
        for code in codes
    }
    return Table(
        caption=_("Regions specialised in both (location quotient 1 or more)"),
        columns=[
            Column("label", _("Category")),
            *(Column(code, _label(setting, code), "count") for code in codes),
        ],
        rows=[
            {
                "label": Cell(
                    _label(setting, one), setting.addresses.category(setting.scheme, one)
                ),
                **{other: Cell(len(regions[one] & regions[other])) for other in codes},
            }
            for one in codes
        ],
    )


def _proximity(setting: Setting, near: pl.DataFrame, codes: Sequence[str]) -> Table:
    values = {frozenset((a, b)): value for a, b, value in near.iter_rows()}
    return Table(
        caption=_("Proximity: how often regions are specialised in both, from 0 to 1"),
        columns=[
            Column("label", _("Category")),
            *(Column(code, _label(setting, code), "decimal") for code in codes),
        ],
        rows=[
            {
                "label": Cell(
                    _label(setting, one), setting.addresses.category(setting.scheme, one)
                ),
                **{
                    other: Cell("")
                    if one == other
                    else sum_cell(values.get(frozenset((one, other))), estimated=False)
                    for other in codes
                },
            }
            for one in codes
        ],
    )


def _leaders(setting: Setting, cells: pl.DataFrame, codes: Sequence[str]) -> list[Leaders]:
    method = setting.addresses.method
    rule = setting.reader.manifest["rating"]["code"]
    found = []
    for code in codes:
        rows = cells.filter(pl.col("category") == code).head(_LEADERS)
        found.append(
            Leaders(
                _label(setting, code),
                setting.addresses.category(setting.scheme, code),
                Table(
                    caption=_("Most employment in %(label)s") % {"label": _label(setting, code)},
                    columns=[
                        Column("name", _("Region")),
                        column_of("employment_persons", setting.addresses, sortable=False),
                        Column(
                            "stars", _("Stars"), "stars", definition=method(rule), of=setting.stars
                        ),
                    ],
                    rows=[
                        {
                            "name": Cell(
                                row["name"],
                                setting.addresses.cluster(setting.scheme, code, row["region"]),
                            ),
                            "employment_persons": cell_of("employment_persons", row),
                            "stars": stars_cell(row),
                        }
                        for row in rows.iter_rows(named=True)
                    ],
                ),
            )
        )
    return found
