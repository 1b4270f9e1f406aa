"""A text file as blocks of whole lines, or the reason why it cannot be read as text."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from hanse.foundation.problems import HanseError

MAX_LINE_BYTES: Final = 16 * 2**20
"""A longer line is refused: no statistical table has one, and memory stays bounded."""

MAX_COLUMNS: Final = 10_000
"""A header with more columns is refused."""

BLOCK_BYTES: Final = 16 * 2**20
"""About how much text is worked on at a time."""

_CHUNK: Final = 2**20
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a file: `text` without the last line end, `line` its first line number."""

    text: str
    line: int


def blocks(path: Path, *, max_line: int = MAX_LINE_BYTES) -> Iterator[Block]:
    """The lines of `path`, gzip or plain, in blocks; the first block is the header alone.

    Line ends may be LF or CRLF; a carriage return stays at the end of its line. A UTF-8 byte
    order mark is dropped.
    Raises `HanseError` when the file is absent, empty, not UTF-8, holds NUL bytes or an HTML
    page, has a line beyond `max_line` bytes or a header beyond `MAX_COLUMNS`, and when gzip
    data is damaged or breaks off.
    """
    kept = bytearray()
    line = 1
    header = True
    for chunk in _checked(path, max_line):
        kept += chunk
        if header:
            end = kept.find(b"\n")
            if end < 0:
                _check_width(path, kept)
                continue
            _check_width(path, kept[:end])
            yield Block(_decoded(path, bytes(kept[:end]), 1), 1)
            del kept[: end + 1]
            header, line = False, 2
        if len(kept) >= BLOCK_BYTES and (end := kept.rfind(b"\n")) >= 0:
            text = _decoded(path, bytes(kept[:end]), line)
            del kept[: end + 1]
            yield Block(text, line)
            line += text.count("\n") + 1
    if kept:
        if kept.endswith(b"\n"):
            del kept[-1:]
        yield Block(_decoded(path, bytes(kept), line), line)


def whole_text(path: Path) -> str:
    """All of `path` as text, for formats that are one value (JSON); errors as `blocks`."""
    data = b"".join(_checked(path, max_line=None))
    return _decoded(path, data, 1)


def head(path: Path, size: int = 2**16) -> bytes:
    """The first `size` bytes of `path`, unpacked when it is gzip, for telling its format."""
    with _opened(path) as file:
        start = file.read(size)
    if not start.startswith(_GZIP):
        return start
    try:
        return zlib.decompressobj(wbits=31).decompress(start, size)
    except zlib.error as error:
        raise _damaged_gzip(path, 0, str(error)) from error


def _checked(path: Path, max_line: int | None) -> Iterator[bytes]:
    """Chunks of the unpacked file after the checks that need no decoding."""
    lines = 0
    length = 0
    first = True
    for chunk in _unpacked(path):
        if first:
            chunk = _checked_start(path, chunk)
            if not chunk:
                continue
            first = False
        nul = chunk.find(b"\0")
        if nul >= 0:
            line = lines + 1 + chunk.count(b"\n", 0, nul)
            raise HanseError(
                "The file holds NUL bytes: it is not plain text, or it is damaged.",
                where=f"{path}, line {line}",
                remedy="Fetch the file again, or save it as UTF-8 text.",
            )
        if max_line is not None:
            long = _long_line(chunk, length, max_line)
            if long is not None:
                raise HanseError(
                    f"A line is longer than {max_line:,} bytes.",
                    where=f"{path}, line {lines + 1 + long}",
                    why="No line of a statistical table is that long.",
                    remedy="Check that the file is a table with line ends and fetch it again.",
                )
        count = chunk.count(b"\n")
        length = length + len(chunk) if count == 0 else len(chunk) - chunk.rfind(b"\n") - 1
        lines += count
        yield chunk
    if first:
        raise HanseError(
            "The file is empty.",
            where=str(path),
            remedy="Fetch it again: the download may have failed.",
        )


def _long_line(chunk: bytes, before: int, limit: int) -> int | None:
    """How many line ends of `chunk` lie before its first line beyond `limit`, if any does."""
    start, ends = -before, 0
    while start + limit < len(chunk):
        # A line end within the limit of this line's start: jump to the last such, since all
        # lines between are shorter still.
        end = chunk.rfind(b"\n", max(start, 0), start + limit + 1)
        if end < 0:
            return ends
        ends += chunk.count(b"\n", max(start, 0), end + 1)
        start = end + 1
    return None


def _checked_start(path: Path, chunk: bytes) -> bytes:
    for mark, name in (
        (codecs.BOM_UTF32_LE, "UTF-32"),
        (codecs.BOM_UTF16_LE, "UTF-16"),
        (codecs.BOM_UTF16_BE, "UTF-16"),
        (codecs.BOM_UTF32_BE, "UTF-32"),
    ):
        if chunk.startswith(mark):
            raise HanseError(
                f"The file is encoded in {name}, not UTF-8.",
                where=f"{path}, line 1, byte 1",
                remedy=f"Save it as UTF-8, for example: iconv -f {name} -t UTF-8 FILE > NEW.",
            )
    chunk = chunk.removeprefix(codecs.BOM_UTF8)
    if chunk[:1] and b"\0" in chunk[:4] and not chunk.startswith(b"\0\0\0\0"):
        raise HanseError(
            "The file looks like UTF-16 without a byte order mark, or it is not text.",
            where=f"{path}, line 1, byte {chunk.index(0) + 1}",
            why="It holds NUL bytes at the very start.",
            remedy="Save it as UTF-8, for example: iconv -f UTF-16LE -t UTF-8 FILE > NEW.",
        )
    start = chunk[:1024].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")):
        kind = "an XML document" if start.startswith(b"<?xml") else "an HTML page"
        raise HanseError(
            f"The file is {kind}, not a table.",
            where=f"{path}, line 1",
            why="A server sends such a page when it cannot deliver the data.",
            remedy="Open the file to read its message, then fetch the data again.",
        )
    return chunk


def _check_width(path: Path, header: bytes | bytearray) -> None:
    widest = max(header.count(separator) for separator in (b"\t", b",", b";", b"|"))
    if widest >= MAX_COLUMNS:
        raise HanseError(
            f"The header has more than {MAX_COLUMNS:,} columns.",
            where=f"{path}, line 1",
            why="No statistical table is that wide; the file may lack its line ends.",
            remedy="Check the file, or turn it into a long table with one figure a line.",
        )


def _decoded(path: Path, data: bytes, line: int) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        column = error.start - data.rfind(b"\n", 0, error.start)
        line += data.count(b"\n", 0, error.start)
        raise HanseError(
            "The file is not UTF-8 text.",
            where=f"{path}, line {line}, byte {column} (0x{data[error.start]:02x})",
            why="It may be Latin-1 or Windows-1252, where one byte is one letter.",
            remedy="Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.",
        ) from error


def _unpacked(path: Path) -> Iterator[bytes]:
    with _opened(path) as file:
        start = file.read(2)
        file.seek(0)
        if start == _GZIP:
            yield from _gunzipped(path, file)
            return
        if path.suffix == ".gz" and start:
            raise HanseError(
                "The file is named .gz but is not gzip data.",
                where=str(path),
                remedy="Fetch it again, or take .gz off its name if it is plain text.",
            )
        while chunk := file.read(_CHUNK):
            yield chunk


def _gunzipped(path: Path, file: BinaryIO) -> Iterator[bytes]:
    lines = 0
    with gzip.GzipFile(fileobj=file) as unpacked:
        try:
            # read1 hands over what could be unpacked before a break, so lines are counted.
            while chunk := unpacked.read1(_CHUNK):
                lines += chunk.count(b"\n")
                yield chunk
        except EOFError as error:
            raise HanseError(
                f"The gzip file breaks off: {lines:,} whole lines could be read.",
                where=f"{path}, line {lines + 1}",
                why="Nothing is returned, because the end of the table is not known.",
                remedy="Fetch the file again.",
            ) from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise _damaged_gzip(path, lines, str(error)) from error


def _damaged_gzip(path: Path, lines: int, detail: str) -> HanseError:
    return HanseError(
        f"The gzip file is damaged: {lines:,} whole lines could be read.",
        where=f"{path}, line {lines + 1}",
        why=detail,
        remedy="Fetch the file again.",
    )


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise HanseError(
            "There is no such file.", where=str(path), remedy="Check the path."
        ) from error
    except OSError as error:
        raise HanseError(
            "The file cannot be opened.", where=str(path), why=error.strerror or ""
        ) from error
