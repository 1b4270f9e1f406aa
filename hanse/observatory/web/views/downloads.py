"""Tables of an edition as files: Parquet as it is stored, in ranges too, and CSV piece by piece."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from hanse.foundation.problems import HanseError
from hanse.observatory.edition.export import about
from hanse.observatory.exports.pieces import csv_pieces, labelled
from hanse.observatory.warehouse import Edition
from hanse.observatory.web.api.answers import as_file, file_name, kept
from hanse.observatory.web.api.gate import without_body
from hanse.observatory.web.api.negotiation import MEDIA_TYPES
from hanse.observatory.web.reading import held_open, shelf

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE: Final = 1 << 18
_ALLOWED: Final = {"GET", "HEAD"}


def table_download(request: HttpRequest, edition: str, table: str, form: str) -> HttpResponseBase:
    """A whole table of an edition. The stored Parquet file can be read in parts."""
    if request.method not in _ALLOWED:
        return HttpResponse(status=405, headers={"Allow": ", ".join(sorted(_ALLOWED))})
    found = _edition(edition)
    entry = found.manifest["tables"].get(table)
    if entry is None:
        raise Http404(
            _("Edition %(edition)s has no table %(table)s. It has %(tables)s.")
            % {
                "edition": found.id,
                "table": table,
                "tables": ", ".join(found.manifest["tables"]),
            }
        )
    tag = f'"{entry["sha256"][:32]}-{form}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        response = _stored(request, found, table, tag) if form == "parquet" else _csv(found, table)
        if request.method == "HEAD":
            response = without_body(response)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept(response, tag=tag, named=edition == found.id)


def _edition(name: str) -> Edition:
    try:
        return shelf().edition(name)
    except HanseError as error:
        raise Http404(error.what) from error


def _csv(edition: Edition, table: str) -> StreamingHttpResponse:
    facts = about(edition)
    batches = held_open(edition).batches(f'SELECT * FROM "{table}"', rows=1 << 16)
    return as_file(csv_pieces(labelled(batches, facts)), "csv", facts, table)


def _stored(request: HttpRequest, edition: Edition, table: str, tag: str) -> HttpResponseBase:
    """The Parquet file as it lies there: its checksum is the manifest's."""
    # Packed already, and ranges count the bytes of the file: nothing may pack it again.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    path = edition.parquet(table)
    size = path.stat().st_size
    start, end = 0, size - 1
    partial = _range(request, tag, size)
    if partial is not None:
        start, end = partial
        if start > end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _bytes(path, start, end - start + 1), content_type=MEDIA_TYPES["parquet"]
    )
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - start + 1)
    name = file_name("parquet", about(edition), table)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if partial is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _range(request: HttpRequest, tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; first after last when there are none; None for all."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (1, 0)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        return 1, 0
    return int(first), min(int(last) if last else size - 1, size - 1)


def _bytes(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
