"""Pages on the data: all editions, one edition in detail, and lists for machines."""

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from hanse.foundation.problems import HanseError
from hanse.foundation.web.figures import day
from hanse.foundation.web.tables import Cell, Column, Table
from hanse.observatory.questions.lists import lists
from hanse.observatory.table_guide import ROWS, column_meaning, is_method
from hanse.observatory.warehouse import Edition, Manifest, Reader
from hanse.observatory.web.dcat import catalogue
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.reading import held_open, reader_for, shelf

_CHECKSUM_FILE: Final = "checksums.txt"


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of an edition: what it holds, how much, and where to get it."""

    name: str
    rows_are: str
    rows: int
    size: str
    sha256: str
    columns: list[tuple[str, str, str]]
    csv: str
    parquet: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of one file went."""

    source: str
    counts: Table
    notes: list[str]
    repairs: list[tuple[str, int]]
    rejections: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Statistical:
    """A scheme's figures of the last year in the statistical formats."""

    scheme: str
    title: str
    sdmx_csv: str
    json_stat: str


@for_everyone
def data(request: HttpRequest) -> HttpResponse:
    """All editions with sources and licences, and how to get at the figures."""
    reader = reader_for(request)
    editions = sorted(
        shelf().editions(), key=lambda each: (each.manifest["built"], each.id), reverse=True
    )
    return render(
        request,
        "observatory/data/data.html",
        {
            "reader": reader,
            "manifest": reader.manifest,
            "editions": _editions_table(editions, shelf().published()),
            "tables": _tables_table(reader),
            "statistical": _statistical(reader),
            "year": lists(reader).latest,
            "trail": [(_("Home"), reverse("home")), (_("Data"), reverse("data"))],
        },
    )


@for_everyone
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition: tables, recipe, sources, readings, conversions, software. Raises `Http404`."""
    reader = held_open(_named(edition))
    manifest = reader.manifest
    return render(
        request,
        "observatory/data/edition.html",
        {
            "reader": reader,
            "manifest": manifest,
            "is_current": shelf().published() == reader.id,
            "tables": _tables(reader),
            "statistical": _statistical(reader),
            "year": lists(reader).latest,
            "sources": manifest["sources"],
            "readings": [_reading(each) for each in manifest["reading"]],
            "conversions": manifest["conversions"],
            "descent": _descent_table(manifest),
            "recipe": _recipe_facts(manifest),
            "software": manifest["software"].items(),
            "trail": [
                (_("Home"), reverse("home")),
                (_("Data"), reverse("data")),
                (manifest["title"], ""),
            ],
        },
    )


def checksums(request: HttpRequest, edition: str) -> HttpResponse:  # noqa: ARG001
    """The checksums of the tables as sha256sum reads them."""
    entries = _named(edition).manifest["tables"]
    text = "".join(f"{entry['sha256']}  {name}.parquet\n" for name, entry in entries.items())
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_CHECKSUM_FILE}"'
    return response


def catalogue_jsonld(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The catalogue of all editions after DCAT-AP 3, for portals of open data."""
    content = catalogue([held_open(each) for each in shelf().editions()])
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1), content_type="application/ld+json"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _named(name: str) -> Edition:
    try:
        return shelf().edition(name)
    except HanseError as error:
        raise Http404(f"{error.what} {error.remedy}") from error


def _file(edition: str, table: str, form: str) -> str:
    return reverse("table_download", kwargs={"edition": edition, "table": table, "form": form})


def _size(number: int) -> str:
    return str(filesizeformat(number))


def _editions_table(editions: list[Edition], current: str) -> Table:
    rows = []
    for each in editions:
        manifest = each.manifest
        licences = sorted({source["licence"] for source in manifest["sources"]} - {""})
        rows.append(
            {
                "title": Cell(manifest["title"], reverse("edition", kwargs={"edition": each.id})),
                "edition": Cell(each.id),
                "built": Cell(day(manifest["built"])),
                "years": Cell(_span(manifest["years"])),
                "regions": Cell(float(manifest["regions"])),
                "licence": Cell(", ".join(licences)),
                "state": Cell(
                    ", ".join(
                        text
                        for text, holds in (
                            (_("current"), each.id == current),
                            (_("synthetic"), manifest["synthetic"]),
                        )
                        if holds
                    )
                ),
            }
        )
    return Table(
        caption=_("Editions, the latest first"),
        columns=[
            Column("title", _("Edition")),
            Column("edition", _("Identifier")),
            Column("built", _("Built")),
            Column("years", _("Years")),
            Column("regions", _("Regions"), "count"),
            Column("licence", _("Licence of the sources")),
            Column("state", _("State")),
        ],
        rows=rows,
    )


def _span(years: list[int]) -> str:
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{min(years)}\N{EN DASH}{max(years)}"


def _tables_table(reader: Reader) -> Table:
    page = reverse("edition", kwargs={"edition": reader.id})
    return Table(
        caption=_("Tables of the current edition")
        if reader.id == shelf().published()
        else _("Tables of the edition"),
        columns=[
            Column("name", _("Table")),
            Column("csv", "CSV"),
            Column("parquet", "Parquet"),
            Column("rows", _("Rows"), "count"),
            Column("what", _("What it holds")),
        ],
        rows=[
            {
                "name": Cell(name, f"{page}#{name}"),
                "what": Cell(ROWS.get(name, "")),
                "rows": Cell(float(entry["rows"])),
                "csv": Cell(_("CSV"), _file(reader.id, name, "csv")),
                "parquet": Cell(_size(entry["bytes"]), _file(reader.id, name, "parquet")),
            }
            for name, entry in reader.manifest["tables"].items()
        ],
    )


def _tables(reader: Reader) -> list[TableShown]:
    return [
        TableShown(
            name=name,
            rows_are=ROWS.get(name, ""),
            rows=entry["rows"],
            size=_size(entry["bytes"]),
            sha256=entry["sha256"],
            columns=_columns(entry["columns"]),
            csv=_file(reader.id, name, "csv"),
            parquet=_file(reader.id, name, "parquet"),
        )
        for name, entry in reader.manifest["tables"].items()
    ]


def _columns(columns: list[str]) -> list[tuple[str, str, str]]:
    """Name, meaning and address of the definition ("" for none) of each column."""
    return [
        (
            column,
            column_meaning(column),
            reverse("method", kwargs={"code": column}) if is_method(column) else "",
        )
        for column in columns
    ]


def _statistical(reader: Reader) -> list[Statistical]:
    address = reverse("api:cubes")
    year = lists(reader).latest
    return [
        Statistical(
            scheme=each["code"],
            title=each["title"],
            **{
                form.replace("-", "_"): f"{address}?edition={reader.id}&scheme={each['code']}"
                f"&year={year}&format={form}"
                for form in ("sdmx-csv", "json-stat")
            },
        )
        for each in reader.manifest["schemes"]
    ]


def _reading(report: Manifest) -> Reading:
    named = (
        ("read", _("Read")),
        ("accepted", _("Accepted")),
        ("repaired", _("Repaired")),
        ("rejected", _("Rejected")),
        ("left_out", _("Left out, as the recipe asks")),
        ("missing", _("Of the accepted, without a figure")),
    )
    source = PurePath(report["source"]).name
    return Reading(
        source=source,
        counts=Table(
            caption=_("Rows of %(source)s") % {"source": source},
            columns=[Column("what", _("Figures")), Column("rows", _("Number"), "count")],
            rows=[
                {"what": Cell(label), "rows": Cell(float(report[key]))}
                for key, label in named
                if key in report
            ],
        ),
        notes=list(report.get("notes", ())),
        repairs=list(report.get("repair_reasons", {}).items()),
        rejections=list(report.get("reasons", {}).items()),
    )


def _descent_table(manifest: Manifest) -> Table:
    named = {
        "given": _("Cells the sources give"),
        "filled": _("Blank cells filled from above"),
        "unknown": _("Blank cells left unknown"),
        "overdrawn": _("Descendants that add up to more than their ancestor"),
        "unplaced": _("What no blank cell could take"),
    }
    return Table(
        caption=_("Filling blanks"),
        columns=[Column("what", _("Cells")), Column("cells", _("Number"), "count")],
        rows=[
            {"what": Cell(named.get(key, key)), "cells": Cell(float(number))}
            for key, number in manifest["descent"].items()
        ],
    )


def _recipe_facts(manifest: Manifest) -> list[tuple[str, str]]:
    recipe = manifest["recipe"]
    facts: list[tuple[str, Any]] = [
        (_("Name of the series"), recipe["name"]),
        (_("NUTS vintage"), recipe["nuts"] or _("regions of one's own")),
        (_("Level"), recipe["level"]),
        (_("Years"), _span(recipe["years"])),
        (_("Classification"), recipe["classification"]),
        (_("Schemes"), ", ".join(recipe["schemes"])),
        (_("Rating"), recipe["rating"]),
        (_("Years that growth looks back"), recipe["growth_years"]),
        (_("Blanks are filled from"), recipe["fill_from"]),
        (_("Least coverage of a category"), recipe["minimum_coverage"]),
        (_("Seed"), recipe["seed"]),
        (_("Notes"), recipe["notes"]),
        (_("Checksum of the recipe"), manifest["recipe_sha256"]),
    ]
    return [(label, str(value)) for label, value in facts if value not in ("", None)]
