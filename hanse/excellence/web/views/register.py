"""The public register: who holds which label, on a map and in a table, as files, and its chain."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.excellence.register.chain import Entry, published
from hanse.excellence.register.records import Record
from hanse.excellence.web.forms.register import RegisterFilterForm
from hanse.excellence.web.models.register import EVENT_CHOICES
from hanse.excellence.web.publishing import today
from hanse.excellence.web.register_counts import chain_holds
from hanse.excellence.web.register_now import field_name, level_name, register, register_origin
from hanse.excellence.web.register_tables import (
    ENTRY_COLUMNS,
    LABEL_COLUMNS,
    Wanted,
    as_csv,
    chosen,
    entry_row,
    label_row,
)
from hanse.excellence.web.standing import STANDING_WORDS
from hanse.foundation.cartography.boundaries import PACKAGED, sheet
from hanse.foundation.web.countries import VINTAGE, country_names
from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page
from hanse.observatory.web.maps import Map, Value, choropleth

_ROWS: Final = 25
_CUTS: Final = (2, 5, 10, 20, 50, 100)
_OUTLINES: Final = (VINTAGE, *reversed(PACKAGED))
"""Vintages whose outlines of countries will do; countries are the same in all of them."""
_WORDS: Final = ("q", "country", "field", "level", "on", "all")


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What the page shows. labels: how many are wanted; on: the day they are valid on."""

    form: RegisterFilterForm
    table: Table
    map: Map | None
    labels: int
    holders: int
    countries: int
    on: date
    valid_only: bool
    fictitious: bool


@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """Labels by name, country, field and level; those valid today where no day is said."""
    labels = list(register().records.values())
    form = RegisterFilterForm(labels, request.GET)
    wanted = _wanted(form)
    found = chosen(labels, wanted)
    words = _said(request)
    page = RegisterPage(
        form=form,
        table=_table(request, found, wanted, words),
        map=_map(found, words) if found else None,
        labels=len(found),
        holders=len({(each.country, each.holder) for each in found}),
        countries=len({each.country for each in found}),
        on=wanted.on,
        valid_only=wanted.valid,
        fictitious=any(each.fictitious for each in found),
    )
    return render(request, "excellence/register.html", {"page": page})


@require_safe
def register_labels_file(request: HttpRequest, form: str) -> HttpResponse:
    """The labels that the page shows, as CSV or JSON; names in English."""
    labels = list(register().records.values())
    wanted = _wanted(RegisterFilterForm(labels, request.GET))
    rows = [label_row(each, wanted.on) for each in chosen(labels, wanted)]
    if form == "csv":
        return _file(as_csv(rows, LABEL_COLUMNS), "text/csv; charset=utf-8", "labels.csv")
    content = json.dumps({"as_of": wanted.on.isoformat(), "labels": rows}, ensure_ascii=False)
    return _file(content.encode(), "application/json", "labels.json")


@dataclass(frozen=True, slots=True)
class ChainPage:
    """The entries, latest first, and the hash of the last one. intact: whether the chain holds."""

    page: Page[Entry]
    events: Mapping[str, str]
    head: str
    entries: int
    intact: bool


@require_safe
def register_entries(request: HttpRequest) -> HttpResponse:
    """The chain of entries, with how to check it."""
    found = register()
    page = ChainPage(
        page=Paginator(found.entries[::-1], _ROWS).get_page(request.GET.get("page")),
        events={code: str(words) for code, words in EVENT_CHOICES},
        head=found.head,
        entries=len(found.entries),
        intact=chain_holds(found),
    )
    return render(request, "excellence/register_entries.html", {"page": page})


@require_safe
def register_entries_file(_request: HttpRequest, form: str) -> HttpResponse:
    """All entries: as JSON, to be checked with `hanse excellence verify-register`, or as CSV."""
    entries = register().entries
    if form == "csv":
        rows = [entry_row(each) for each in entries]
        return _file(as_csv(rows, ENTRY_COLUMNS), "text/csv; charset=utf-8", "register.csv")
    content = json.dumps(published(entries, register_origin()), ensure_ascii=False, indent=1)
    return _file(content.encode(), "application/json", "register.json")


def _wanted(form: RegisterFilterForm) -> Wanted:
    form.is_valid()
    # A field that cannot be understood is left out; the form says so beside it.
    given: Mapping[str, Any] = form.cleaned_data
    return Wanted(
        on=given.get("on") or today(),
        words=given.get("q") or "",
        country=given.get("country") or "",
        field=given.get("field") or "",
        level=given.get("level") or "",
        valid=not given.get("all"),
    )


def _said(request: HttpRequest) -> dict[str, str]:
    """The words of the address that choose labels."""
    return {name: request.GET[name] for name in _WORDS if request.GET.get(name)}


def _table(
    request: HttpRequest, found: Sequence[Record], wanted: Wanted, words: Mapping[str, str]
) -> Table:
    language = get_language() or "en"
    query = f"?{urlencode(words)}" if words else ""
    columns = [
        Column("name", _("Name"), sortable=True),
        Column("country", _("Country"), sortable=True),
        Column("field", _("Field"), sortable=True),
        Column("website", _("Web address")),
        Column("level", _("Label"), sortable=True),
        Column("until", _("Valid until"), sortable=True),
    ]
    if not wanted.valid:
        columns.append(Column("standing", _("Standing"), sortable=True))
    return sorted_page(
        [_row(each, wanted.on, language) for each in found],
        request.GET,
        columns,
        caption=_("Labels"),
        per_page=_ROWS,
        downloads=[
            (form.upper(), f"{reverse('register_labels_file', args=[form])}{query}")
            for form in ("csv", "json")
        ],
        empty=_("No label matches. Try fewer conditions."),
    )


def _row(record: Record, on: date, language: str) -> Row:
    names = country_names()
    bare = record.website.partition("//")[2].strip("/")
    level = level_name(record.scheme, record.version, record.level, language)
    return {
        "name": Cell(record.holder, reverse("register_label", args=[record.label])),
        "country": Cell(names.get(record.country, record.country)),
        "field": Cell(field_name(record.field, language)),
        "website": Cell(bare, record.website),
        "level": Cell(level),
        "until": Cell(record.valid_until.isoformat()),
        "standing": Cell(str(STANDING_WORDS[record.standing(on)])),
    }


def _map(found: Sequence[Record], words: Mapping[str, str]) -> Map:
    counted = Counter(each.country for each in found)
    names = country_names()
    others = {name: word for name, word in words.items() if name != "country"}
    return choropleth(
        {
            code: Value(
                names.get(code, code),
                number,
                address=f"?{urlencode({**others, 'country': code})}",
            )
            for code, number in counted.items()
        },
        nuts=next((each for each in _OUTLINES if sheet(each, 0)), VINTAGE),
        level=0,
        title=_("Labels by country"),
        kind="count",
        cuts=[cut for cut in _CUTS if cut <= max(counted.values())],
    )


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
