"""What a downloaded file really holds: SDMX-CSV that is whole, or something in its place."""

import csv
import gzip
import io
import shutil
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from hanse.foundation.disk import disk_problems
from hanse.observatory.sources.dissemination.transfer import TransientError

GZIP: Final = b"\x1f\x8b"
_BLOCK: Final = 1 << 20
_LONGEST_HEADER: Final = 1 << 16
_LARGEST_MESSAGE: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """A file of figures: how many rows, the update stamp in its first row, whether gzipped."""

    rows: int
    updated: str
    gzipped: bool


@dataclass(frozen=True, slots=True)
class Message:
    """An XML message in place of figures."""

    body: bytes


def inspect(path: Path) -> Contents | Message:
    """Read `path` through and say what it holds.

    A file that is gzipped twice (a compressed file sent with content encoding) is unwrapped once.
    Raises `TransientError` for a web page, a file that is cut short or damaged, and anything that
    is neither SDMX-CSV nor XML.
    """
    try:
        gzipped = _begins_gzipped(path)
        if gzipped:
            with gzip.open(path) as inner:
                twice = inner.read(2) == GZIP
            if twice:
                _unwrap(path)
        with cast(BinaryIO, gzip.open(path)) if gzipped else path.open("rb") as file:
            return _inspect(file, gzipped=gzipped)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise TransientError("the file came damaged or cut short") from error


def _inspect(file: BinaryIO, *, gzipped: bool) -> Contents | Message:
    start = file.read(_LONGEST_HEADER)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        opening = text[:2048].lower()
        if b"<!doctype html" in opening or b"<html" in opening:
            raise TransientError("a web page came in place of the figures")
        body = start + file.read(_LARGEST_MESSAGE)
        return Message(body)
    lines = csv.reader(io.StringIO(start.decode("utf-8-sig", errors="replace")))
    header = [name.strip().lower() for name in next(lines, [])]
    if not {"obs_value", "time_period"} <= set(header):
        raise TransientError("what came is not SDMX-CSV")
    first = next(lines, [])
    stamp = header.index("last update") if "last update" in header else len(header)
    newlines, last = start.count(b"\n"), start
    while block := file.read(_BLOCK):
        newlines += block.count(b"\n")
        last = last[-_LONGEST_HEADER:] + block
    if not last.endswith(b"\n"):
        tail = last.rpartition(b"\n")[2].decode("utf-8", errors="replace")
        if len(next(csv.reader([tail]), [])) != len(header):
            raise TransientError("the last line is cut short")
        newlines += 1
    updated = first[stamp].strip() if stamp < len(first) else ""
    return Contents(rows=newlines - 1, updated=updated, gzipped=gzipped)


def _begins_gzipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == GZIP


def _unwrap(path: Path) -> None:
    inner = path.with_name(path.name + ".inner")
    with disk_problems(path), gzip.open(path) as source, inner.open("wb") as target:
        shutil.copyfileobj(source, target, _BLOCK)
    inner.replace(path)
