"""Rankings of regions, countries and categories, and how places changed since an earlier year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanse.foundation.problems import HanseError
from hanse.foundation.web.charts.bar import Bar, bar_chart
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page
from hanse.observatory.questions import ranking
from hanse.observatory.questions.category import concentrations
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.region import region_structures
from hanse.observatory.ranking import Place, places
from hanse.observatory.warehouse import Askable, Reader
from hanse.observatory.web.cells import sum_cell
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.setting import Setting, or_not_found, setting_for, setting_of
from hanse.observatory.web.table_files import csv_response
from hanse.observatory.web.views.ranking_measures import GROUPS, MEASURES, Measure
from hanse.observatory.web.wording import category_kind

_BARS: Final = 10
_OF_ALL_KINDS: Final = frozenset({"krugman_index"})
"""Measures of a region's whole mix, which have no kind of category."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. since: the earlier year; kind: "" for all categories."""

    of: str
    by: str
    kind: str
    since: int
    measure: Measure
    least: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A choice on the page, and whether it is the one made."""

    label: str | Promise
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Named:
    """What is ranked, by its code: its name, its page, further columns, and what is estimated."""

    name: str
    address: str
    country: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class RankingsPage:
    """What the page shows."""

    reader: Reader
    title: str
    measure: Measure
    of: Sequence[Tab]
    by: Sequence[Tab]
    table: Table
    chart: Chart
    ties: int
    unranked: int
    scheme: str
    schemes: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    years: Sequence[int]
    asked: Asked
    year: int


@for_everyone
def rankings(request: HttpRequest) -> HttpResponse:
    """A ranking of one year, beside the places of an earlier one."""
    setting = setting_of(request)
    asked = _asked(request, setting)
    named, ranked, unranked = _ranking(setting, asked)
    title = _("%(what)s by %(measure)s, %(year)s") % {
        "what": GROUPS[asked.of],
        "measure": str(asked.measure.label).lower(),
        "year": setting.year,
    }
    words = {
        "of": asked.of,
        "by": asked.by,
        "scheme": setting.scheme,
        "kind": asked.kind,
        "year": setting.year,
        "since": asked.since,
    }
    csv = setting.addresses.page("rankings_download", **words)
    page = RankingsPage(
        reader=setting.reader,
        title=title,
        measure=asked.measure,
        of=[
            Tab(label, setting.addresses.page("rankings", **{**words, "of": code, "by": ""}), here)
            for code, label in GROUPS.items()
            for here in [code == asked.of]
        ],
        by=[
            Tab(each.label, setting.addresses.page("rankings", **{**words, "by": code}), here)
            for code, each in MEASURES[asked.of].items()
            for here in [code == asked.by]
        ],
        table=sorted_page(
            [_row(place, named[place.code]) for place in ranked],
            request.GET,
            _columns(setting, asked),
            caption=title,
            sort="place",
            downloads=[("CSV", csv)],
        ),
        chart=_chart(ranked, named, asked, title),
        ties=sum(place.shared for place in ranked),
        unranked=unranked,
        scheme=setting.scheme,
        schemes=list(setting.lists.schemes.items()),
        kinds=[(kind, category_kind(kind)) for kind in setting.kinds],
        years=setting.lists.years,
        asked=asked,
        year=setting.year,
    )
    return render(request, "observatory/rankings.html", {"page": page, "reader": setting.reader})


def rankings_download(request: HttpRequest) -> HttpResponse:
    """The whole ranking as CSV."""
    setting = setting_of(request)
    asked = _asked(request, setting)
    named, ranked, _unranked = _ranking(setting, asked)
    table = pl.DataFrame(
        {
            "code": [each.code for each in ranked],
            "name": [named[each.code].name for each in ranked],
            "scheme": [setting.scheme] * len(ranked),
            "year": [setting.year] * len(ranked),
            "measure": [asked.by] * len(ranked),
            "value": [each.value for each in ranked],
            "place": [each.place for each in ranked],
            "shared": [each.shared for each in ranked],
            "since": [asked.since] * len(ranked),
            "earlier_place": [each.earlier for each in ranked],
            "status": ["estimated" if named[e.code].estimated else "observed" for e in ranked],
        },
        schema_overrides={"earlier_place": pl.Int64, "code": pl.String, "name": pl.String},
    )
    return csv_response(table, setting, f"hanse-ranking-{asked.of}-{asked.by}-{setting.year}")


def _asked(request: HttpRequest, setting: Setting) -> Asked:
    words = request.GET
    with or_not_found():
        of = _one_of(words.get("of", ""), MEASURES, _("ranking"))
        by = _one_of(words.get("by", ""), MEASURES[of], _("measure"))
        kinds = setting.kinds
        first = "traded" if "traded" in kinds else ""
        kind = words.get("kind", first)
        if by in _OF_ALL_KINDS:
            kind = ""
        elif kind:
            kind = _one_of(kind, kinds, _("kind of category"))
        since = words.get("since", "")
        earlier = setting.lists.year(since) if since else _earlier(setting)
    return Asked(of, by, kind, earlier, MEASURES[of][by], max(setting.stars - 1, 1))


def _one_of(word: str, known: Mapping[str, object] | Sequence[str], what: str) -> str:
    if not word:
        return next(iter(known))
    if word not in known:
        raise HanseError(
            _("There is no %(what)s %(word)s.") % {"what": what, "word": word[:40]},
            remedy=_("There are %(known)s.") % {"known": ", ".join(known)},
        )
    return word


def _earlier(setting: Setting) -> int:
    """The year as many years before as growth is measured over, or the first there is."""
    back = int(setting.reader.manifest["recipe"]["growth_years"])
    return max(setting.year - back, setting.lists.years[0])


@kept(64)
def _ranked(
    edition: Askable, *, scheme: str, year: int, asked: Asked, word: str, language: str
) -> tuple[dict[str, Named], list[Place], int]:
    """Names by code, places, and how many have none, as pages in one language show them."""
    assert language is not None
    setting = setting_for(edition, scheme=scheme, year=year, word=word)
    named, values = _FIGURES[asked.of](setting, asked)
    now = values.get(year, {})
    ranked = places(now, values.get(asked.since) if asked.since != year else None)
    return named, ranked, len(named) - len(ranked)


def _ranking(setting: Setting, asked: Asked) -> tuple[dict[str, Named], list[Place], int]:
    return _ranked(
        setting.reader,
        scheme=setting.scheme,
        year=setting.year,
        asked=asked,
        word=setting.addresses.edition,
        language=get_language() or "",
    )


Values = dict[int, dict[str, float | None]]


def _of_regions(setting: Setting, asked: Asked) -> tuple[dict[str, Named], Values]:
    words = _words(setting, asked)
    rows = ranking.region_stars(setting.reader, **words, least=asked.least)
    named = {
        row["region"]: Named(
            row["name"],
            setting.addresses.region(row["region"]),
            setting.country_name(row["country"]),
            row["estimated"],
        )
        for row in rows.iter_rows(named=True)
        if row["year"] == setting.year
    }
    if asked.by == "krugman_index":
        found = region_structures(setting.reader, setting.scheme)
        rows = found.filter(pl.col("year").is_in(words["years"]))
    return named, _values(rows, "region", asked.by)


def _of_countries(setting: Setting, asked: Asked) -> tuple[dict[str, Named], Values]:
    words = _words(setting, asked)
    rows = ranking.country_stars(setting.reader, **words, least=asked.least)
    rows = rows.with_columns((pl.col("stars") / pl.col("rated")).alias("stars_per_cluster"))
    named = {
        row["country"]: Named(
            setting.country_name(row["country"]),
            setting.addresses.page("regions", country=row["country"]),
            estimated=row["estimated"],
        )
        for row in rows.iter_rows(named=True)
        if row["year"] == setting.year
    }
    return named, _values(rows, "country", asked.by)


def _of_categories(setting: Setting, asked: Asked) -> tuple[dict[str, Named], Values]:
    words = _words(setting, asked)
    rows = ranking.category_totals(setting.reader, **words, least=asked.least)
    named = {
        row["category"]: Named(
            row["label"],
            setting.addresses.category(setting.scheme, row["category"]),
            estimated=row["estimated"],
        )
        for row in rows.iter_rows(named=True)
        if row["year"] == setting.year
    }
    if asked.by == "locational_gini":
        found = concentrations(setting.reader, setting.scheme)
        rows = found.filter(
            pl.col("year").is_in(words["years"]), pl.col("category").is_in(list(named))
        )
    return named, _values(rows, "category", asked.by)


_FIGURES: Final = {
    "regions": _of_regions,
    "countries": _of_countries,
    "categories": _of_categories,
}


def _words(setting: Setting, asked: Asked) -> dict[str, Any]:
    years = tuple(sorted({setting.year, asked.since}))
    return {"scheme": setting.scheme, "years": years, "kind": asked.kind}


def _values(rows: pl.DataFrame, key: str, figure: str) -> Values:
    values: Values = {}
    for code, year, value in rows.select(key, "year", figure).iter_rows():
        finite = value is not None and value == value
        values.setdefault(year, {})[code] = float(value) if finite else None
    return values


def _columns(setting: Setting, asked: Asked) -> list[Column]:
    rule = setting.reader.manifest["rating"]["code"]
    definition = setting.addresses.method(asked.measure.definition or rule)
    measure = asked.measure
    columns = [Column("name", _("Name"), sortable=True)]
    if asked.of == "regions":
        columns.append(Column("country", _("Country"), sortable=True))
    columns += [
        Column("place", _("Place"), "rank", sortable=True),
        Column("value", str(measure.label), measure.kind, measure.decimals, definition),
    ]
    if asked.since != setting.year:
        columns += [
            Column("earlier", _("Place in %(year)s") % {"year": asked.since}, "rank"),
            Column("gained", _("Places gained"), "count", sortable=True),
        ]
    return columns


def _row(place: Place, named: Named) -> Row:
    return {
        "name": Cell(named.name, named.address),
        "country": Cell(named.country),
        "place": Cell(place.place),
        "value": sum_cell(place.value, estimated=named.estimated),
        "earlier": Cell(place.earlier, status="missing" if place.earlier is None else "observed"),
        "gained": Cell(place.gained, status="missing" if place.gained is None else "observed"),
    }


def _chart(ranked: Sequence[Place], named: Mapping[str, Named], asked: Asked, title: str) -> Chart:
    return bar_chart(
        [
            Bar(
                f"{each.place}. {named[each.code].name}",
                each.value,
                named[each.code].address,
                "estimated" if named[each.code].estimated else "observed",
            )
            for each in ranked[:_BARS]
        ],
        title=_("The first %(number)s: %(title)s") % {"number": _BARS, "title": title},
        kind=asked.measure.kind,
        value_label=str(asked.measure.label),
    )
