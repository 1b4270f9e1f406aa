"""Rows that everybody may see, as a file or an answer of the API."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse

from hanse.excellence.web.register_tables import as_csv
from hanse.observatory.web.api.answers import json_answer, kept, page_links, tag_of, unchanged
from hanse.observatory.web.api.negotiation import MEDIA_TYPES, chosen_format

Row = Mapping[str, Any]


class Paged(Protocol):
    """What is asked of rows in the API: the form, and which of them in JSON."""

    format: Any
    limit: int
    offset: int


def flat(row: Row) -> dict[str, Any]:
    """A row for CSV: lists in one cell, "" for nothing."""
    return {
        name: "; ".join(str(part) for part in value)
        if isinstance(value, list)
        else ("" if value is None else value)
        for name, value in row.items()
    }


def row_file(rows: Sequence[Row], columns: Sequence[str], name: str, form: str) -> HttpResponse:
    """Rows as a file to download. form: "csv" or "json", in which they are called `name`."""
    if form == "csv":
        return _csv(rows, columns, name)
    content = json.dumps({name: rows}, ensure_ascii=False, indent=1).encode()
    return _download(HttpResponse(content, content_type="application/json"), f"{name}.json")


def row_answer(
    request: HttpRequest, asked: Paged, rows: Sequence[Row], columns: Sequence[str], name: str
) -> Any:
    """An answer of the API: CSV whole, JSON by pages; nothing new where the reader has it."""
    form = chosen_format(request, asked.format, ("json", "csv"))
    version = sha256(repr(rows).encode()).hexdigest()[:32]
    tag = tag_of(request, version, form)
    response: Any = unchanged(request, tag)
    if response is None and form == "csv":
        response = _csv(rows, columns, name)
    elif response is None:
        links = page_links(request, asked.limit, asked.offset, len(rows))
        page = {
            "total": len(rows),
            "limit": asked.limit,
            "offset": asked.offset,
            "next": links.get("next"),
            "previous": links.get("prev"),
            "items": rows[asked.offset : asked.offset + asked.limit],
        }
        response = json_answer(request, page, edition=version, named=False)
        response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
    return kept(response, tag=tag, named=False)


def _csv(rows: Sequence[Row], columns: Sequence[str], name: str) -> HttpResponse:
    content = as_csv([flat(each) for each in rows], columns)
    media = f"{MEDIA_TYPES['csv']}; charset=utf-8"
    return _download(HttpResponse(content, content_type=media), f"{name}.csv")


def _download(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
