"""Up to ten regions side by side: key figures, trends, and what their portfolios share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, line_chart
from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page
from hanse.observatory.completeness import MOST_LEFT_OUT
from hanse.observatory.questions import comparing
from hanse.observatory.search import Found
from hanse.observatory.statuses import status_of
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.cells import sum_cell, sum_status
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.key_figures import KeyFigure, key_table
from hanse.observatory.web.setting import Setting, setting_of
from hanse.observatory.web.table_files import csv_response
from hanse.observatory.web.views.picking import MOST, Picked, offers, picked
from hanse.observatory.web.views.search import search_index

SPECIALISED: Final = 1.0
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class CompareRegionsPage:
    """What the page shows; the comparisons are None with nothing picked."""

    reader: Reader
    picked: Picked
    most: int
    example: str
    year: int
    scheme: str
    scheme_title: str
    key: Table | None = None
    trend: Chart | None = None
    similarity: Table | None = None
    shared: Table | None = None
    in_common: int = 0
    definitions: Mapping[str, str] = field(default_factory=dict)


@for_everyone
def compare_regions(request: HttpRequest) -> HttpResponse:
    """The regions of the address beside each other."""
    setting = setting_of(request)
    chosen = _picked(request, setting)
    if chosen.go:
        return redirect(chosen.go)
    page = CompareRegionsPage(
        reader=setting.reader,
        picked=chosen,
        most=MOST,
        example=_address(setting, _example(setting)),
        year=setting.year,
        scheme=setting.scheme,
        scheme_title=setting.lists.schemes[setting.scheme],
    )
    if chosen.codes:
        page = _compared(request, setting, page, list(chosen.codes))
    return render(
        request, "observatory/compare_regions.html", {"page": page, "reader": setting.reader}
    )


def compare_regions_suggestions(request: HttpRequest) -> HttpResponse:
    """Regions that could be added: a part of a page."""
    setting = setting_of(request)
    codes = [code for code in request.GET.getlist("region") if code in setting.lists.regions]
    text = request.GET.get("add", "")
    results = offers(
        text,
        codes,
        find=lambda each: _find(setting, each),
        address=lambda each: _address(setting, each),
    )
    return render(request, "observatory/parts/suggestions.html", {"results": results})


def compare_regions_download(request: HttpRequest) -> HttpResponse:
    """Every cluster of the regions of the address, as CSV."""
    setting = setting_of(request)
    codes = [code for code in request.GET.getlist("region") if code in setting.lists.regions]
    table = comparing.portfolios(
        setting.reader, tuple(codes[:MOST]), scheme=setting.scheme, year=setting.year
    )
    return csv_response(table, setting, "hanse-regions-compared")


def _picked(request: HttpRequest, setting: Setting) -> Picked:
    return picked(
        request,
        word="region",
        known=setting.lists.regions,
        name_of=lambda code: setting.lists.regions[code].name,
        find=lambda text: _find(setting, text),
        address=lambda codes: _address(setting, codes),
    )


def _find(setting: Setting, text: str) -> Found:
    found = search_index(setting.reader).search(text)
    return Found(found.query, found.of("region"), found.exact)


def _address(setting: Setting, codes: Sequence[str]) -> str:
    words = {"region": list(codes), **_words(setting)}
    return setting.addresses.page("compare_regions", **words)


def _words(setting: Setting) -> dict[str, object]:
    """Scheme and year where they are not what the page shows anyway."""
    first = next(iter(setting.lists.schemes))
    return {
        "scheme": setting.scheme if setting.scheme != first else "",
        "year": setting.year if setting.year != setting.lists.latest else "",
    }


def _example(setting: Setting) -> list[str]:
    """The regions with most employment, one of each country."""
    rows = setting.reader.query(
        """
        SELECT r.code FROM regions r JOIN region_totals t ON t.region = r.code
        WHERE t.year = $year
        QUALIFY row_number() OVER (
            PARTITION BY r.country ORDER BY t.employment_persons DESC NULLS LAST, r.code) = 1
        ORDER BY t.employment_persons DESC NULLS LAST LIMIT $limit
        """,
        {"year": setting.year, "limit": _EXAMPLES},
    )
    return rows["code"].to_list()


def _compared(
    request: HttpRequest, setting: Setting, page: CompareRegionsPage, codes: list[str]
) -> CompareRegionsPage:
    asked: dict[str, Any] = {"scheme": setting.scheme, "year": setting.year}
    cells = comparing.portfolios(setting.reader, tuple(codes), **asked)
    rows = _shared_rows(cells, codes, setting)
    download = setting.addresses.page("compare_regions_download", region=codes, **_words(setting))
    shared = sorted_page(
        rows,
        request.GET,
        [
            Column("label", _("Category"), sortable=True),
            Column("regions", _("Specialised in it"), "count", sortable=True),
            *(
                Column(code, setting.lists.regions[code].name, "decimal", sortable=True)
                for code in codes
            ),
        ],
        caption=_("Location quotients in %(year)s") % {"year": setting.year},
        sort="-regions",
        downloads=[("CSV", download)],
        empty=_("None of these regions is specialised in a category of this scheme."),
    )
    return CompareRegionsPage(
        reader=page.reader,
        picked=page.picked,
        most=page.most,
        example=page.example,
        year=page.year,
        scheme=page.scheme,
        scheme_title=page.scheme_title,
        key=_key_table(setting, codes),
        trend=_trend(setting, codes),
        similarity=_similarity(setting, cells, codes) if len(codes) > 1 else None,
        shared=shared,
        in_common=sum(row["regions"].value == len(codes) for row in rows),
        definitions={
            code: setting.addresses.method(code)
            for code in ("location_quotient", "structural_similarity")
        },
    )


def _key_table(setting: Setting, codes: Sequence[str]) -> Table:
    least = max(setting.stars - 1, 1)
    found = comparing.regions_compared(
        setting.reader, tuple(codes), scheme=setting.scheme, year=setting.year, least=least
    ).to_dicts()
    method = setting.addresses.method
    rule = method(setting.reader.manifest["rating"]["code"])

    def of(column: str) -> dict[str, float | None]:
        return {row["region"]: row[column] for row in found}

    added = {
        row["region"]: row["value_added_eur"] / row["employment_persons"]
        if row["employment_persons"] and row["value_added_eur"] is not None
        else None
        for row in found
    }
    people, places = "employment_persons", "establishments_count"
    return key_table(
        {row["region"]: row["name"] for row in found},
        [
            KeyFigure(_("Persons employed"), method(people), "count", of(people)),
            KeyFigure(_("Establishments"), method(places), "count", of(places)),
            KeyFigure(_("Value added per person"), method("productivity_eur"), "money", added),
            KeyFigure(_("Stars of all clusters"), rule, "count", of("stars")),
            KeyFigure(
                _("Clusters with %(least)s stars or more") % {"least": least},
                rule,
                "count",
                of("star_clusters"),
            ),
            KeyFigure(
                _("Categories it is specialised in"),
                method("location_quotient"),
                "count",
                of("specialised"),
            ),
        ],
        caption=_("Key figures in %(year)s") % {"year": setting.year},
        figure_label=_("Figure"),
        estimated={row["region"]: row["estimated"] for row in found},
    )


def _trend(setting: Setting, codes: Sequence[str]) -> Chart:
    rows = comparing.region_trends(
        setting.reader, tuple(codes), scheme=setting.scheme
    ).with_columns(
        # A year in which much is withheld would look like a fall.
        pl.when(pl.col("left_out") <= MOST_LEFT_OUT).then("employment_persons")
    )
    known = rows.drop_nulls("employment_persons").filter(pl.col("employment_persons") > 0)
    counts = known.group_by("year").len().filter(pl.col("len") == len(codes))["year"]
    start = min(counts.to_list(), default=setting.lists.years[0])
    lines = []
    for code in codes:
        own = rows.filter(pl.col("region") == code)
        values = dict(own.select("year", "employment_persons").iter_rows())
        estimated = dict(own.select("year", "estimated").iter_rows())
        at_start = values.get(start)
        lines.append(
            Line(
                setting.lists.regions[code].name,
                [
                    (
                        float(year),
                        100 * value / at_start if value is not None and at_start else None,
                        sum_status(value, estimated=bool(estimated[year])),
                    )
                    for year, value in values.items()
                ],
            )
        )
    return line_chart(
        lines,
        title=_("Employment since %(year)s") % {"year": start},
        y_kind="decimal",
        y_label=_("Index, %(year)s = 100") % {"year": start},
        guide=100.0,
        note=_("A gap is a year in which much of a region's employment is withheld.")
        if rows["employment_persons"].null_count()
        else "",
    )


def _similarity(setting: Setting, cells: pl.DataFrame, codes: Sequence[str]) -> Table:
    some = cells.filter(pl.col("employment_persons_status") == "estimated")["region"]
    estimated = set(some.to_list())
    alike = comparing.similarities(
        setting.reader, tuple(codes), scheme=setting.scheme, year=setting.year
    )
    return Table(
        caption=_("How alike their employment is spread over categories, from 0 to 1"),
        columns=[
            Column("name", _("Region")),
            *(Column(code, setting.lists.regions[code].name, "decimal") for code in codes),
        ],
        rows=[
            {
                "name": Cell(setting.lists.regions[one].name, setting.addresses.region(one)),
                **{
                    other: Cell("")
                    if one == other
                    else sum_cell(alike.get((one, other)), estimated=bool({one, other} & estimated))
                    for other in codes
                },
            }
            for one in codes
        ],
    )


def _shared_rows(cells: pl.DataFrame, codes: Sequence[str], setting: Setting) -> list[Row]:
    """Categories in which one of the regions is specialised, those of most regions first."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in cells.iter_rows(named=True):
        found.setdefault(row["category"], {})[row["region"]] = row
    rows: list[Row] = []
    for category, own in found.items():
        count = sum((row["location_quotient"] or 0) >= SPECIALISED for row in own.values())
        if not count:
            continue
        label = setting.lists.category(setting.scheme, category).label
        rows.append(
            {
                "label": Cell(label, setting.addresses.category(setting.scheme, category)),
                "regions": Cell(count),
                **{code: _quotient(own.get(code), category, code, setting) for code in codes},
            }
        )
    return rows


def _quotient(row: Mapping[str, Any] | None, category: str, region: str, setting: Setting) -> Cell:
    if row is None:
        return Cell(None, status="missing")
    value = row["location_quotient"]
    address = setting.addresses.cluster(setting.scheme, category, region)
    # A link needs words: without a figure there is only the mark that says why.
    return Cell(value, address if value is not None else "", status_of("location_quotient", row))
