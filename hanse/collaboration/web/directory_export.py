"""What is public of the directory, as CSV, XLSX and JSON; and one profile as linked data."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import xlsxwriter
from django.conf import settings
from django.urls import reverse

from hanse.collaboration.directory.linked_data import Described, as_linked_data
from hanse.collaboration.web.directory_codes import code_label
from hanse.collaboration.web.directory_facts import freshness_of
from hanse.collaboration.web.models.profiles import ClusterMember, CodeKind, Profile
from hanse.foundation.web.models.people import Somebody

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def public_rows(person: Somebody, on: date) -> Iterator[dict[str, Any]]:
    """One row for each published profile of an organisation that stands; people are not in it."""
    found = (
        Profile.objects.visible_to(person)
        .filter(published=True, organisation__withdrawn__isnull=True)
        .select_related("organisation")
        .prefetch_related("texts", "codes")
        .order_by("organisation__slug")
    )
    members = Counter(
        ClusterMember.objects.current(on).order_by().values_list("cluster", flat=True)
    )
    for profile in found:
        organisation = profile.organisation
        codes = list(profile.codes.all())
        yield {
            "identifier": organisation.slug,
            "address": f"{settings.ORIGIN}{reverse('profile', args=[organisation.slug])}",
            "kind": organisation.kind,
            "name": organisation.name,
            "native_name": organisation.native_name,
            "country": organisation.country,
            "region": organisation.region,
            "website": organisation.website,
            "legal_form": profile.legal_form,
            "founded_year": profile.founded_year,
            "staff_fte": None if profile.staff_fte is None else float(profile.staff_fte),
            "members": members.get(organisation.pk),
            "tier": profile.tier if organisation.kind == "cluster" else "",
            "freshness": freshness_of(profile, on).state.value,
            "confirmed": profile.confirmed.date().isoformat() if profile.confirmed else "",
            **{kind.value: [e.code for e in codes if e.kind == kind] for kind in CodeKind},
            "texts": {each.language: each.summary for each in profile.texts.all()},
            "fictitious": organisation.fictitious,
        }


def exported(kind: str, person: Somebody, on: date) -> bytes:
    """The rows in a format of `FORMATS`."""
    rows = list(public_rows(person, on))
    if kind == "json":
        return json.dumps({"made": on.isoformat(), "organisations": rows}, indent=1).encode()
    heads = list(rows[0]) if rows else ["identifier"]
    cells = [[_cell(row[head]) for head in heads] for row in rows]
    return _xlsx(heads, cells) if kind == "xlsx" else _csv(heads, cells)


def linked_data(profile: Profile, on: date) -> dict[str, Any]:
    """A published profile as JSON-LD."""
    organisation = profile.organisation
    codes = list(profile.codes.all())
    return as_linked_data(
        Described(
            address=f"{settings.ORIGIN}{reverse('profile', args=[organisation.slug])}",
            identifier=organisation.slug,
            kind=organisation.kind,
            name=organisation.name,
            native_name=organisation.native_name,
            country=organisation.country,
            country_name=organisation.country_name,
            region=organisation.region,
            website=organisation.website,
            legal_form=profile.legal_form,
            founded_year=profile.founded_year,
            texts={each.language: each.summary for each in profile.texts.all()},
            keywords=[
                code_label(CodeKind(each.kind), each.code)
                for each in codes
                if each.kind not in (CodeKind.TARGET, CodeKind.SERVICE)
            ],
            services=[each.title for each in organisation.services.offered(on)],
            confirmed=profile.confirmed.date().isoformat() if profile.confirmed else "",
            fictitious=organisation.fictitious,
        )
    )


def public_profile(slug: str, person: Somebody) -> Profile | None:
    """The published profile at an address; None for another one."""
    return (
        Profile.objects.visible_to(person)
        .filter(published=True, organisation__slug=slug)
        .select_related("organisation")
        .prefetch_related("texts", "codes")
        .first()
    )


def _cell(value: Any) -> str | float:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, dict):
        return " | ".join(f"{code}: {text}" for code, text in value.items())
    return str(value or "")


def _csv(heads: list[str], rows: list[list[str | float]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str | float) -> str | float:
    """Text that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _xlsx(heads: list[str], rows: list[list[str | float]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("directory")
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                else:
                    sheet.write_number(line, column, cell)
    return held.getvalue()
