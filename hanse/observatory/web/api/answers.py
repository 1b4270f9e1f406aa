"""Answers: a page of rows as JSON, all rows as CSV or Parquet, kept by readers as long as right."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlencode

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Schema

from hanse.foundation.problems import HanseError
from hanse.observatory.edition.export import about
from hanse.observatory.exports.about import SYNTHETIC_NOTE, ExportAbout
from hanse.observatory.exports.pieces import csv_pieces, labelled, parquet_pieces
from hanse.observatory.questions.figures import Question, page_of, rows_of
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.api.asked import USUAL_ROWS, Listed
from hanse.observatory.web.api.negotiation import ENDINGS, MEDIA_TYPES, TABLES, chosen_format
from hanse.observatory.web.api.problems import RefusedError
from hanse.observatory.web.reading import held_open, shelf

_NAMED: Final = 30 * 86_400
"""Seconds for which an answer of a named edition may be kept: an edition never changes."""
_CURRENT: Final = 300
_SHAPE: Final = 1
"""Counted up when the same edition gives answers of another shape."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that a question to an edition gives."""

    reader: Reader
    question: Question

    def count(self) -> int:
        """How many rows."""
        return rows_of(self.reader, self.question)

    def page(self, limit: int, offset: int) -> pl.DataFrame:
        """`limit` rows after the first `offset`."""
        return page_of(self.reader, self.question, limit=limit, offset=offset)

    def batches(self, limit: int | None, offset: int) -> Iterator[pl.DataFrame]:
        """The rows, all where no limit is said, one table after the other."""
        ending = f" LIMIT {limit}" if limit is not None else ""
        ending += f" OFFSET {offset}" if offset else ""
        return self.reader.batches(self.question.statement + ending, self.question.parameters)


def check_words(request: HttpRequest, asked: Schema | None = None) -> None:
    """Raises `RefusedError` for a word that the question does not know, such as `yera`."""
    known = type(asked).model_fields if asked else {}
    for word in request.GET:
        if word not in known:
            raise RefusedError(
                422,
                HanseError(
                    f"There is no word {word} in this question.",
                    where=word,
                    remedy=f"It knows {', '.join(known)}." if known else "It takes none.",
                ),
            )


def opened(name: str | None) -> Reader:
    """The edition of this name, or the current one. Raises `HanseError` for one unknown."""
    try:
        return held_open(shelf().edition(name or ""))
    except HanseError as error:
        raise HanseError(error.what, where="edition", remedy=error.remedy) from error


def kept(response: HttpResponseBase, *, tag: str, named: bool) -> HttpResponseBase:
    """`response` with its tag; it may be kept for long when it is of a `named` edition."""
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={_NAMED if named else _CURRENT}"
    return response


def tag_of(request: HttpRequest, edition: str, form: str) -> str:
    """What changes when the answer does."""
    words = urlencode(sorted((k, v) for k, vs in request.GET.lists() for v in vs))
    text = "\n".join((edition, form, request.path, words, version("hanse"), str(_SHAPE)))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """The answer 304 when the reader has the answer with this tag already."""
    found = get_conditional_response(request, etag=tag)
    return found if isinstance(found, HttpResponse) else None


def table_answer(
    request: HttpRequest,
    asked: Listed,
    reader: Reader,
    rows: Asked,
    *,
    name: str,
    named: bool,
) -> HttpResponseBase:
    """`rows` as the reader wants them: a page in JSON, or all in CSV or Parquet.

    name: of the file. named: whether the reader named the edition, so that the answer is for good.
    """
    form = chosen_format(request, asked.format, TABLES)
    tag = tag_of(request, reader.id, form)
    response: HttpResponseBase | None = unchanged(request, tag)
    if response is None:
        facts = about(reader.edition)
        if form == "json":
            response = _page(request, asked, rows, facts)
        else:
            batches = labelled(rows.batches(asked.limit, asked.offset), facts)
            pieces = csv_pieces(batches) if form == "csv" else parquet_pieces(batches, facts)
            response = as_file(pieces, form, facts, name)
    return kept(response, tag=tag, named=named)


def as_file(
    pieces: Iterable[bytes], form: str, facts: ExportAbout, name: str
) -> StreamingHttpResponse:
    """A file sent piece by piece, whose name says edition and table, and whether synthetic."""
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[form])
    if form in {"csv", "sdmx-csv"}:
        response["Content-Type"] += "; charset=utf-8"
    response["Content-Disposition"] = f'attachment; filename="{file_name(form, facts, name)}"'
    return response


def file_name(form: str, facts: ExportAbout, name: str) -> str:
    """Such as synthetic-demo-2026-11-24-32e88aca-clusters.csv."""
    words = ("synthetic" if facts.synthetic else "", facts.edition, name)
    stem = "-".join(filter(None, words))
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', stem)}.{ENDINGS.get(form, form)}"


def json_answer(request: HttpRequest, content: object, *, edition: str, named: bool) -> Any:
    """`content` as JSON."""
    tag = tag_of(request, edition, "json")
    response: HttpResponseBase | None = unchanged(request, tag)
    if response is None:
        chosen_format(request, None, ("json",))
        response = HttpResponse(_json(content), content_type=MEDIA_TYPES["json"])
    return kept(response, tag=tag, named=named)


def described(facts: ExportAbout) -> dict[str, object]:
    """What an answer says about where its figures come from."""
    said: dict[str, object] = {
        "edition": facts.edition,
        "title": facts.label,
        "source": facts.source,
        "licence": facts.licence,
        "updated": facts.updated.isoformat(),
        "synthetic": facts.synthetic,
    }
    if facts.synthetic:
        said["notice"] = SYNTHETIC_NOTE
    return said


def _page(request: HttpRequest, asked: Listed, rows: Asked, facts: ExportAbout) -> HttpResponse:
    limit, offset, total = asked.limit or USUAL_ROWS, asked.offset, rows.count()
    links = page_links(request, limit, offset, total)
    content: Mapping[str, object] = {
        "about": described(facts),
        "total": total,
        "limit": limit,
        "offset": offset,
        "next": links.get("next"),
        "previous": links.get("prev"),
        "items": rows.page(limit, offset).to_dicts(),
    }
    response = HttpResponse(_json(content), content_type=MEDIA_TYPES["json"])
    response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
    return response


def page_links(request: HttpRequest, limit: int, offset: int, total: int) -> dict[str, str]:
    """Addresses of the first, last, next and previous page, as far as there are such."""

    def address(start: int) -> str:
        words = request.GET.copy()
        words["limit"], words["offset"] = str(limit), str(start)
        return f"{settings.ORIGIN}{request.path}?{words.urlencode()}"

    last = max(0, (total - 1) // limit * limit)
    found = {"first": address(0), "last": address(last)}
    if offset + limit < total:
        found["next"] = address(offset + limit)
    if offset > 0:
        found["prev"] = address(min(max(0, offset - limit), last))
    return found


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str).encode()
