"""The list of categories by scheme, and the page of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page
from hanse.observatory.questions.category import scheme_totals
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.asking import (
    Choice,
    asked,
    edition_choice,
    home_crumb,
    scheme_choice,
    year_choice,
)
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.profiles.category_charts import status_of_sum
from hanse.observatory.web.profiles.category_page import category_page, category_tables
from hanse.observatory.web.setting import Setting, or_not_found
from hanse.observatory.web.table_files import csv_link, csv_response, table_asked
from hanse.observatory.web.wording import category_kind, column_of


@dataclass(frozen=True, slots=True)
class CategoriesPage:
    """What the list shows: a table for each kind of category in the scheme."""

    reader: Reader
    trail: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    title: str
    about: str
    decided_by: str
    year: int
    total: int
    tables: Sequence[tuple[str, Table]]


@for_everyone
def categories(request: HttpRequest) -> HttpResponse:
    """The categories of a scheme by kind, with their size, their leader and their stars."""
    here = asked(request)
    scheme = next(each for each in here.reader.manifest["schemes"] if each["code"] == here.scheme)
    page = CategoriesPage(
        reader=here.reader,
        trail=[home_crumb(), (_("Categories"), "")],
        choices=[scheme_choice(here), year_choice(here), *edition_choice(here)],
        title=scheme["title"],
        about=scheme["source"],
        decided_by=scheme["decided_by"],
        year=here.year,
        total=len(here.lists.of_scheme(here.scheme)),
        tables=_tables(here, request),
    )
    return render(request, "observatory/categories.html", {"page": page, "reader": here.reader})


def categories_table(request: HttpRequest) -> HttpResponse:
    """The categories of a scheme as CSV."""
    here = asked(request)
    frame = scheme_totals(here.reader, here.scheme, here.year)
    return csv_response(frame, here, f"categories-{here.scheme}-{here.year}")


@for_everyone
def category(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """One category: where it is, how concentrated, what it is made of, what goes with it."""
    here = asked(request)
    with or_not_found():
        found = here.lists.category(scheme, code)
    page = category_page(here, found, request.GET)
    return render(request, "observatory/category.html", {"page": page, "reader": here.reader})


def category_table(request: HttpRequest, scheme: str, code: str, table: str) -> HttpResponse:
    """A table of a category's page as CSV."""
    here = asked(request)
    with or_not_found():
        found = here.lists.category(scheme, code)
    frame = table_asked(category_tables(here, found), table)()
    return csv_response(frame, here, f"{found.code}-{table}")


def _tables(here: Setting, request: HttpRequest) -> list[tuple[str, Table]]:
    totals = {row["category"]: row for row in _totals(here)}
    kinds: dict[str, list[Row]] = {}
    for each in here.lists.of_scheme(here.scheme).values():
        row = totals[each.code]
        leader = row["leader"]
        kinds.setdefault(each.kind, []).append(
            {
                "label": Cell(each.label, here.addresses.category(each.scheme, each.code)),
                "employment_persons": Cell(row["employment_persons"], status=status_of_sum(row)),
                "known": Cell(row["known"]),
                "starred": Cell(row["starred"]),
                "leader": Cell(
                    here.lists.regions[leader].name if leader else None,
                    here.addresses.cluster(each.scheme, each.code, leader) if leader else "",
                    "observed" if leader else "missing",
                ),
            }
        )
    columns = [
        Column("label", _("Category"), sortable=True),
        column_of("employment_persons", here.addresses),
        Column("known", _("Regions known"), "count", sortable=True),
        Column(
            "starred",
            _("Regions with %(stars)d stars") % {"stars": here.stars},
            "count",
            sortable=True,
        ),
        Column("leader", _("Largest region")),
    ]
    return [
        (
            category_kind(kind),
            sorted_page(
                rows,
                request.GET,
                columns,
                caption=_("%(kind)s categories, %(year)d")
                % {"kind": category_kind(kind), "year": here.year},
                sort="-employment_persons",
                per_page=100,
                downloads=csv_link(here, "categories_table"),
                name=f"{kind}-" if len(kinds) > 1 else "",
            ),
        )
        for kind, rows in kinds.items()
    ]


def _totals(here: Setting) -> list[dict[str, Any]]:
    return scheme_totals(here.reader, here.scheme, here.year).to_dicts()
