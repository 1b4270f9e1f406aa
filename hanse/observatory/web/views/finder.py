"""The finder: regional clusters by conditions, in a table to sort, page through and download."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.forms import BoundField, ChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hanse.foundation.web.tables import Cell, Column, Row, Table, page_asked
from hanse.observatory.questions.finding import (
    DEFAULT_SORT,
    SORTS,
    count_clusters,
    found_clusters,
)
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.addresses import Addresses
from hanse.observatory.web.cells import stars_cell
from hanse.observatory.web.forms import RANGE_LABELS, FinderForm, SavedViewForm
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.setting import Setting, setting_of
from hanse.observatory.web.table_files import csv_response
from hanse.observatory.web.wording import cell_of, column_of

_PER_PAGE: Final = 25
_FIGURES: Final = (
    "employment_persons",
    "location_quotient",
    "employment_growth_cagr",
    "productivity_eur",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that is in force: what it says, and the page without it."""

    said: str
    without: str


@dataclass(frozen=True, slots=True)
class FinderPage:
    """What the page shows. query: the conditions as words of the address; total: clusters found.

    table: None while the form has errors. permalink: this search in this very edition.
    """

    reader: Reader
    form: FinderForm
    choices: Sequence[BoundField]
    ranges: Sequence[tuple[str, BoundField, BoundField]]
    conditions: Sequence[Condition]
    table: Table | None
    total: int
    query: str
    permalink: str
    sign_in: str
    save: SavedViewForm


@for_everyone
def finder(request: HttpRequest) -> HttpResponse:
    """Clusters that meet the conditions of the address, a page of them."""
    setting, form = _asked(request)
    conditions: list[Condition] = []
    table = None
    total = 0
    query = permalink = ""
    if form.is_valid():
        words = form.words()
        query = urlencode(words)
        total = count_clusters(setting.reader, form.wanted())
        table = _table(request, setting, form, total)
        conditions = [
            Condition(said, setting.addresses.page("finder", **_without(words, name)))
            for name, said in form.told()
        ]
        permalink = Addresses(setting.reader.id).page("finder", **words)
    page = FinderPage(
        reader=setting.reader,
        form=form,
        choices=[field for field in form if isinstance(field.field, ChoiceField)],
        ranges=[
            (str(label), form[f"{word}_from"], form[f"{word}_to"])
            for word, label in RANGE_LABELS.items()
        ],
        conditions=conditions,
        table=table,
        total=total,
        query=query,
        permalink=permalink,
        sign_in=f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
        save=SavedViewForm(),
    )
    return render(request, "observatory/finder.html", {"page": page, "reader": setting.reader})


def finder_download(request: HttpRequest) -> HttpResponse:
    """All clusters that meet the conditions, as CSV. Raises `Http404` for conditions in error."""
    setting, form = _asked(request)
    if not form.is_valid():
        raise Http404(" ".join(str(each[0]) for each in form.errors.values()))
    found = found_clusters(setting.reader, form.wanted(), sort=_sort(request))
    return csv_response(found, setting, "hanse-clusters")


def _asked(request: HttpRequest) -> tuple[Setting, FinderForm]:
    # A wrong scheme or year is for the form to tell, beside its field.
    setting = setting_of(request, words={})
    codes = dict.fromkeys(each.country for each in setting.lists.regions.values() if each.country)
    named = sorted((setting.country_name(code), code) for code in codes)
    form = FinderForm(
        request.GET.dict(), setting.lists, [(code, name) for name, code in named], setting.stars
    )
    return setting, form


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else DEFAULT_SORT


def _without(words: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: word for key, word in words.items() if key != name}


def _table(request: HttpRequest, setting: Setting, form: FinderForm, total: int) -> Table:
    pages = max(-(-total // _PER_PAGE), 1)
    page, sort = page_asked(request.GET, pages), _sort(request)
    rows = found_clusters(
        setting.reader,
        form.wanted(),
        sort=sort,
        limit=_PER_PAGE,
        offset=(page - 1) * _PER_PAGE,
    )
    csv = setting.addresses.page("finder_download", **form.words(), sort=sort)
    return Table(
        caption=_("Regional clusters in %(year)s") % {"year": form.wanted().year},
        columns=columns(setting),
        rows=[_row(row, setting) for row in rows.iter_rows(named=True)],
        sort=sort,
        page=page,
        pages=pages,
        total=total,
        downloads=[("CSV", csv)],
    )


def columns(setting: Setting) -> list[Column]:
    """The columns of the finder's table."""
    method = setting.addresses.method
    rule = setting.reader.manifest["rating"]["code"]
    return [
        Column("label", _("Cluster"), sortable=True),
        Column("name", _("Region"), sortable=True),
        Column("country", _("Country"), sortable=True),
        Column(
            "stars", _("Stars"), "stars", definition=method(rule), sortable=True, of=setting.stars
        ),
        *(column_of(code, setting.addresses) for code in _FIGURES),
    ]


def _row(row: Mapping[str, Any], setting: Setting) -> Row:
    cluster = setting.addresses.cluster(row["scheme"], row["category"], row["region"])
    return {
        "label": Cell(row["label"], cluster),
        "name": Cell(row["name"], setting.addresses.region(row["region"])),
        "country": Cell(setting.country_name(row["country"])),
        "stars": stars_cell(row),
        **{code: cell_of(code, row) for code in _FIGURES},
    }
