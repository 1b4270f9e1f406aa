"""The emerging industries: how large they are, how they grow, where, and what they draw on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, Point, line_chart
from hanse.foundation.web.charts.svg import percent
from hanse.foundation.web.tables import Cell, Column, Row, Status, Table, sorted_page
from hanse.observatory.questions import comparing, overlap, ranking
from hanse.observatory.questions.kept import kept
from hanse.observatory.warehouse import Askable, Reader
from hanse.observatory.web.cells import sum_cell, sum_status
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.setting import Setting, or_not_found, setting_for, setting_of
from hanse.observatory.web.table_files import csv_response

EMERGING: Final = "emerging"
_LEADERS: Final = 3
_SOURCES: Final = 4
_LEAST_SHARE: Final = 0.005


@dataclass(frozen=True, slots=True)
class Leader:
    """A region in the lead of an emerging industry."""

    name: str
    address: str
    people: float
    status: Status
    stars: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """A traditional category that an emerging industry draws on, and how much of it lies there."""

    label: str
    address: str
    share: float

    @property
    def width(self) -> str:
        """The length of its bar, as an attribute of SVG writes it."""
        return percent(min(self.share, 1.0))


@dataclass(frozen=True, slots=True)
class EmergingIndustry:
    """One of the industries as its panel shows it. industries: NACE classes; core: wholly in."""

    code: str
    label: str
    address: str
    atlas: str
    people: float | None
    status: Status
    growth: float | None
    star_clusters: int | None
    industries: int
    core: int
    points: Sequence[Point]
    leaders: Sequence[Leader]
    sources: Sequence[Source]
    outside: float


@dataclass(frozen=True, slots=True)
class EmergingPage:
    """What the page shows; without industries the edition has no such scheme."""

    reader: Reader
    year: int
    since: int
    years: Sequence[int]
    least: int
    stars: int
    definitions: Mapping[str, str]
    industries: Sequence[EmergingIndustry] = ()
    table: Table | None = None
    trend: Chart | None = None
    decided_by: str = ""
    scheme_title: str = ""
    other_title: str = ""


@for_everyone
def emerging(request: HttpRequest) -> HttpResponse:
    """The industries of the emerging scheme, each in a panel of its own."""
    setting = setting_of(request, words={"year": request.GET.get("year", "")})
    back = int(setting.reader.manifest["recipe"]["growth_years"])
    method = setting.addresses.method
    page = EmergingPage(
        reader=setting.reader,
        year=setting.year,
        since=max(setting.year - back, setting.lists.years[0]),
        years=setting.lists.years,
        least=max(setting.stars - 1, 1),
        stars=setting.stars,
        definitions={
            "people": method("employment_persons"),
            "growth": method("employment_growth_cagr"),
            "stars": method(setting.reader.manifest["rating"]["code"]),
        },
    )
    if EMERGING in setting.lists.schemes:
        page = _filled(request, setting, page)
    return render(request, "observatory/emerging.html", {"page": page, "reader": setting.reader})


def emerging_download(request: HttpRequest) -> HttpResponse:
    """How each emerging industry's employment divides over the traditional categories, as CSV."""
    setting = setting_of(request, words={"year": request.GET.get("year", "")})
    with or_not_found():
        setting.lists.scheme(EMERGING)
    other = _other(setting)
    table = overlap.overlaps(setting.reader, scheme=EMERGING, other=other, year=setting.year)
    return csv_response(table, setting, "hanse-emerging-industries")


def _other(setting: Setting) -> str:
    """The scheme of traditional categories: the first that is not the emerging one."""
    return next((each for each in setting.lists.schemes if each != EMERGING), EMERGING)


def _filled(request: HttpRequest, setting: Setting, page: EmergingPage) -> EmergingPage:
    industries, trend = _shown(
        setting.reader,
        year=page.year,
        since=page.since,
        least=page.least,
        word=setting.addresses.edition,
        language=get_language() or "",
    )
    scheme = next(s for s in setting.reader.manifest["schemes"] if s["code"] == EMERGING)
    return replace(
        page,
        industries=industries,
        table=_table(request, setting, page, industries),
        trend=trend,
        decided_by=scheme["decided_by"],
        scheme_title=scheme["title"],
        other_title=setting.lists.schemes[_other(setting)],
    )


@kept(32)
def _shown(
    edition: Askable, *, year: int, since: int, least: int, word: str, language: str
) -> tuple[tuple[EmergingIndustry, ...], Chart]:
    """The industries and their trend, as pages in one language and edition show them."""
    assert language is not None
    setting = setting_for(edition, scheme=EMERGING, year=year, word=word)
    other = _other(setting)
    kinds = setting.lists.of_scheme(EMERGING)
    totals = ranking.category_totals(edition, scheme=EMERGING, years=(since, year), least=least)
    now = _by_category(totals.filter(pl.col("year") == year))
    then = _by_category(totals.filter(pl.col("year") == since))
    trends = comparing.category_trends(edition, tuple(kinds), scheme=EMERGING)
    cells = comparing.category_cells(edition, tuple(kinds), scheme=EMERGING, year=year)
    shares = overlap.overlaps(edition, scheme=EMERGING, other=other, year=year)
    counts = _by_category(overlap.members(edition, scheme=EMERGING))
    found = []
    for code, kind in kinds.items():
        row, before = now.get(code, {}), then.get(code, {})
        people, estimated = row.get("employment_persons"), bool(row.get("estimated"))
        sources = _sources(setting, shares, code, other)
        found.append(
            EmergingIndustry(
                code=code,
                label=kind.label,
                address=setting.addresses.category(EMERGING, code),
                atlas=setting.addresses.page("atlas", scheme=EMERGING, category=code, year=year),
                people=people,
                status=sum_status(people, estimated=estimated),
                growth=_growth(
                    before.get("matched_persons"), row.get("matched_persons"), year - since
                ),
                star_clusters=row.get("star_clusters"),
                industries=counts[code]["industries"],
                core=counts[code]["core"],
                points=_points(trends, code),
                leaders=_leaders(setting, cells, code),
                sources=sources[:_SOURCES],
                outside=max(0.0, 1 - sum(each.share for each in sources)),
            )
        )
    return tuple(found), _trend(found, trends)


def _by_category(rows: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["category"]: row for row in rows.iter_rows(named=True)}


def _growth(first: float | None, last: float | None, years: int) -> float | None:
    if not first or last is None or years < 1:
        return None
    return float((last / first) ** (1 / years) - 1)


def _points(trends: pl.DataFrame, code: str) -> list[Point]:
    own = trends.filter(pl.col("category") == code)
    return [
        (float(year), people, sum_status(people, estimated=estimated))
        for year, people, estimated in own.select(
            "year", "employment_persons", "estimated"
        ).iter_rows()
    ]


def _leaders(setting: Setting, cells: pl.DataFrame, code: str) -> list[Leader]:
    rows = cells.filter(pl.col("category") == code, pl.col("employment_persons") > 0)
    return [
        Leader(
            row["name"],
            setting.addresses.cluster(EMERGING, code, row["region"]),
            row["employment_persons"],
            row["employment_persons_status"],
            row["stars"],
        )
        for row in rows.head(_LEADERS).iter_rows(named=True)
    ]


def _sources(setting: Setting, shares: pl.DataFrame, code: str, other: str) -> list[Source]:
    own = shares.filter(pl.col("category") == code, pl.col("share") >= _LEAST_SHARE)
    return [
        Source(row["label"], setting.addresses.category(other, row["other"]), row["share"])
        for row in own.iter_rows(named=True)
    ]


def _trend(found: Sequence[EmergingIndustry], trends: pl.DataFrame) -> Chart:
    start = int(trends["year"].min())  # type: ignore[arg-type]
    lines = []
    for each in found:
        first = next((people for year, people, _status in each.points if year == start), None)
        lines.append(
            Line(
                each.label,
                [
                    (year, 100 * people / first if first and people is not None else None, status)
                    for year, people, status in each.points
                ],
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


def _table(
    request: HttpRequest, setting: Setting, page: EmergingPage, found: Sequence[EmergingIndustry]
) -> Table:
    definitions = page.definitions
    rows: list[Row] = [
        {
            "label": Cell(each.label, each.address),
            "people": sum_cell(each.people, estimated=each.status == "estimated"),
            "growth": sum_cell(each.growth, estimated=each.status == "estimated"),
            "star_clusters": Cell(each.star_clusters),
            "industries": Cell(each.industries),
        }
        for each in found
    ]
    csv = setting.addresses.page("emerging_download", year=page.year)
    return sorted_page(
        rows,
        request.GET,
        [
            Column("label", _("Emerging industry"), sortable=True),
            Column(
                "people",
                _("Persons employed"),
                "count",
                definition=definitions["people"],
                sortable=True,
            ),
            Column(
                "growth",
                _("Growth a year since %(year)s") % {"year": page.since},
                "percent",
                definition=definitions["growth"],
                sortable=True,
            ),
            Column(
                "star_clusters",
                _("Clusters with %(least)s stars or more") % {"least": page.least},
                "count",
                definition=definitions["stars"],
                sortable=True,
            ),
            Column("industries", _("NACE classes in it"), "count", sortable=True),
        ],
        caption=_("Emerging industries in %(year)s") % {"year": page.year},
        sort="-people",
        downloads=[(_("What they draw on, CSV"), csv)],
    )
