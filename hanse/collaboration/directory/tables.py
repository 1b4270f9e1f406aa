"""Tables that people bring, CSV or XLSX, as rows of text with the line each stands on."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from hanse.foundation.problems import HanseError

LARGEST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 5_000
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class RawTable:
    """columns: headings as they stand; rows: line, from 1 for the heading, and cells as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(name: str, content: bytes) -> RawTable:
    """The table in a file; empty rows are left out, and cells stripped.

    name: of the file; `.xlsx` is read as a workbook's first sheet, all else as CSV in UTF-8, or
    Windows-1252, whose separator is the one most frequent in the heading. Raises `HanseError` for
    a file that is too large, cannot be read, is empty, or names a column twice.
    """
    if len(content) > LARGEST_BYTES:
        raise HanseError(
            "The file is larger than 1 MB.", where=name, remedy="Split it into several files."
        )
    lines = list(_workbook(name, content) if name.lower().endswith(".xlsx") else _csv(content))
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        raise HanseError("The file is empty.", where=name)
    (_first, columns), *rows = filled
    named = [each.casefold() for each in columns if each]
    twice = sorted({each for each in named if named.count(each) > 1})
    if twice:
        raise HanseError(f"Column {', '.join(twice)} occurs twice.", where=f"{name}, line 1")
    if len(rows) > MOST_ROWS:
        raise HanseError(
            f"The file has {len(rows)} rows; {MOST_ROWS} can be taken at once.", where=name
        )
    return RawTable(tuple(columns), tuple(rows))


def _csv(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count))
    try:
        for cells in reader:
            yield reader.line_num, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        raise HanseError(
            "The row cannot be read as CSV.",
            where=f"line {reader.line_num}",
            why=str(error),
            remedy="Check that every double quote is closed.",
        ) from error


def _workbook(name: str, content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows: Iterable[Sequence[Any]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, BadZipFile, OSError, IndexError) as error:
        raise HanseError("The file cannot be read as XLSX.", where=name, why=str(error)) from error
    for line, row in enumerate(rows, 1):
        yield line, tuple(_as_text(cell) for cell in row)


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
