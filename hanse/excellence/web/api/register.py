"""Answers of the register: labels, whether one was valid on a day, entries, counts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import override
from ninja import Path, Query, Router

from hanse.excellence.register.chain import GENESIS, Entry
from hanse.excellence.register.historical import history
from hanse.excellence.register.records import Record, Standing, was_valid
from hanse.excellence.web.api import shapes
from hanse.excellence.web.issuing import DOCUMENT_LANGUAGE
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.publishing import today
from hanse.excellence.web.register_counts import register_counts
from hanse.excellence.web.register_now import register
from hanse.excellence.web.register_tables import (
    ENTRY_COLUMNS,
    LABEL_COLUMNS,
    as_csv,
    entry_row,
    in_order,
    label_row,
)
from hanse.foundation.problems import HanseError
from hanse.observatory.web.api.answers import (
    check_words,
    json_answer,
    kept,
    page_links,
    tag_of,
    unchanged,
)
from hanse.observatory.web.api.negotiation import MEDIA_TYPES, chosen_format

router = Router(tags=["register"])


@router.get("/labels", response=shapes.LabelPage, summary="Labels of cluster organisations")
def labels(request: HttpRequest, question: Query[shapes.LabelsAsked]) -> Any:
    """Labels of the public register by the name of their holder; those valid today unless asked.

    CSV comes whole.
    """
    check_words(request, question)
    found, on = register(), question.on or today()
    rows = [
        label_row(each, on)
        for each in in_order(found.records.values())
        if _wanted(each, question)
        and (question.valid == "any" or each.standing(on) is Standing.VALID)
    ]
    return _table(
        request, question, rows, LABEL_COLUMNS, name="labels", version=f"{found.head}{on}"
    )


@router.get("/labels/{number}", response=shapes.LabelInFull, summary="One label")
def label(request: HttpRequest, number: Path[shapes.Number]) -> Any:
    """A label as it stands today, with its history and the address of its signed badge."""
    check_words(request)
    found, on = register(), today()
    record = _record(found.records, number)
    badge = (
        Credential.objects.standing()
        .filter(label__number=number)
        .order_by("-issued", "-pk")
        .first()
    )
    content = {
        **label_row(record, on),
        "history": [_entry(each) for each in record.entries],
        "badge": f"{settings.ORIGIN}{badge.get_absolute_url()}" if badge else None,
        "page": _page_address(number),
    }
    version = f"{found.head}{on}{badge.pk if badge else ''}"
    return json_answer(request, content, edition=version, named=False)


@router.get(
    "/labels/{number}/validity",
    response=shapes.Validity,
    summary="Was this label valid on that day?",
)
def label_validity(
    request: HttpRequest, number: Path[shapes.Number], question: Query[shapes.ValidityAsked]
) -> Any:
    """From the entries of the register alone; also as it was known on another day."""
    check_words(request, question)
    found = register()
    record = _record(found.records, number)
    answer = was_valid(record.entries, number, question.on, known_on=question.known_on)
    if answer is None:
        raise HanseError(
            f"No label {number} was in the register on {question.known_on}.",
            where="known_on",
            remedy=f"It was entered on {record.entries[0].entered.date().isoformat()}.",
        )
    content = {
        "label": number,
        "on": question.on.isoformat(),
        "known_on": question.known_on.isoformat() if question.known_on else None,
        "valid": answer.valid,
        "standing": answer.standing.value,
        "valid_from": answer.record.valid_from.isoformat(),
        "valid_until": answer.record.valid_until.isoformat(),
        "level": answer.record.level,
        "holder": answer.record.holder,
        "entry": answer.entry.sequence,
        "head": found.head,
    }
    return json_answer(request, content, edition=found.head, named=False)


@router.get("/register/entries", response=shapes.EntryPage, summary="Entries of the register")
def register_entries(request: HttpRequest, question: Query[shapes.EntriesAsked]) -> Any:
    """The chain of entries. Whoever keeps a copy asks for those after the last one known."""
    check_words(request, question)
    found = register()
    entries = found.entries[question.after :]
    rows = [_entry(each) for each in entries]
    return _table(
        request,
        question,
        rows,
        ENTRY_COLUMNS,
        name="register",
        version=found.head,
        flat=[entry_row(each) for each in entries],
        more={"genesis": GENESIS, "head": found.head},
    )


@router.get(
    "/register/counts", response=shapes.RegisterCountsShape, summary="Counts of the register"
)
def register_totals(request: HttpRequest, question: Query[shapes.CountsAsked]) -> Any:
    """Labels valid on a day by country, field and level, and by year; beside totals of others."""
    check_words(request, question)
    on = question.on or today()
    found = register_counts(on)
    counts = found.counts
    content = {
        "on": on.isoformat(),
        "labels": counts.labels,
        "holders": counts.holders,
        "by_country": counts.by_country,
        "by_field": counts.by_field,
        "by_level": counts.by_level,
        "years": [{**asdict(each), "as_of": each.as_of.isoformat()} for each in found.years],
        "earlier": [
            {
                "what": each.what,
                "number": each.number,
                "bound": each.bound,
                "when": each.when,
                "countries": each.countries,
                "source": history().sources[each.source].title,
            }
            for each in history().totals
        ],
    }
    return json_answer(request, content, edition=f"{register().head}{on}", named=False)


def _wanted(record: Record, question: shapes.LabelsAsked) -> bool:
    words = question.q.casefold()
    return (
        (not question.country or record.country in question.country)
        and (not question.field or record.field in question.field)
        and (not question.level or record.level in question.level)
        and (words in record.holder.casefold() or words in record.label.casefold())
    )


def _record(records: Mapping[str, Record], number: str) -> Record:
    found = records.get(number)
    if found is None:
        raise HanseError(
            f"There is no label {number} in the register.",
            where="number",
            remedy=f"{settings.ORIGIN}/api/v1/labels?valid=any lists them.",
        )
    return found


def _entry(entry: Entry) -> dict[str, Any]:
    return {**entry.content(), "hash": entry.hash}


def _page_address(number: str) -> str:
    with override(DOCUMENT_LANGUAGE):
        return f"{settings.ORIGIN}{reverse('register_label', args=[number])}"


def _table(
    request: HttpRequest,
    question: shapes.RegisterList,
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    name: str,
    version: str,
    flat: Sequence[Mapping[str, Any]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """A page of rows as JSON, or all of them as CSV. flat: rows for CSV where they differ."""
    form = chosen_format(request, question.format, ("json", "csv"))
    tag = tag_of(request, version, form)
    response: HttpResponseBase | None = unchanged(request, tag)
    if response is None and form == "csv":
        content = as_csv(rows if flat is None else flat, columns)
        response = HttpResponse(content, content_type=f"{MEDIA_TYPES['csv']}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    elif response is None:
        limit, offset = question.limit, question.offset
        links = page_links(request, limit, offset, len(rows))
        content_of = {
            "total": len(rows),
            "limit": limit,
            "offset": offset,
            "next": links.get("next"),
            "previous": links.get("prev"),
            **(more or {}),
            "items": rows[offset : offset + limit],
        }
        response = json_answer(request, content_of, edition=version, named=False)
        response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
    return kept(response, tag=tag, named=False)
