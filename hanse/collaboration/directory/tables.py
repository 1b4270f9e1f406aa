"""Tables that people bring, CSV or XLSX, as rows of text with the line each stands on."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from hanse.collaboration.directory.workbooks import OLD_WORKBOOK, ZIP, first_sheet
from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

LARGEST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 5_000
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class RawTable:
    """columns: headings as they stand; rows: line, from 1 for the heading, and cells as text.
    notes: what whoever brought the file should know of how it was read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[Sentence, ...] = ()


def read_table(name: str, content: bytes) -> RawTable:
    """The table in a file; empty rows are left out, and cells stripped.

    name: of the file. A workbook is known by its first bytes, and its first sheet with anything in
    it is read; all else is CSV in UTF-8, in UTF-16 with a mark, or else in Windows-1252, whose
    separator is the one most frequent in the heading. Raises `HanseError` for a file that is too
    large, cannot be read, has no rows, or names a column twice.
    """
    if len(content) > LARGEST_BYTES:
        raise HanseError(
            "The file is larger than 1 MB.", where=name, remedy="Split it into several files."
        )
    notes: list[Sentence] = []
    if content.startswith(ZIP) or name.lower().endswith(".xlsx"):
        lines = _sheet(name, content, notes)
    else:
        lines = list(_csv(_text(name, content, notes)))
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        raise HanseError("The file is empty.", where=name)
    (_first, columns), *rows = filled
    named = [each.casefold() for each in columns if each]
    twice = sorted({each for each in named if named.count(each) > 1})
    if twice:
        raise HanseError(f"Column {', '.join(twice)} occurs twice.", where=f"{name}, line 1")
    if not rows:
        raise HanseError(
            "The file has no rows below its heading.",
            where=name,
            remedy="Write one entry on each row.",
        )
    if len(rows) > MOST_ROWS:
        raise HanseError(
            f"The file has {len(rows)} rows; {MOST_ROWS} can be taken at once.", where=name
        )
    return RawTable(tuple(columns), tuple(rows), tuple(notes))


def _text(name: str, content: bytes, notes: list[Sentence]) -> str:
    """The text of a file; a note says so where its letters were guessed."""
    if content.startswith(OLD_WORKBOOK):
        raise HanseError(
            "The file is a workbook of an old kind.", where=name, remedy="Save it as XLSX or CSV."
        )
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
            notes.append(
                Sentence(
                    _(
                        "The file is not in UTF-8. It was read as Western European text: look at "
                        "the letters of the names, and save it as UTF-8 if they are wrong."
                    )
                )
            )
    if "\0" in text or text.startswith("%PDF"):
        raise HanseError("The file is neither CSV nor XLSX.", where=name)
    return text


def _csv(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
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


def _sheet(name: str, content: bytes, notes: list[Sentence]) -> list[tuple[int, tuple[str, ...]]]:
    """The lines of a workbook's first sheet that is not empty; a note names the other ones."""
    title, rows, others = first_sheet(name, content)
    if others:
        notes.append(
            Sentence(
                _("Only the sheet “{sheet}” was read, not: {others}."),
                {"sheet": title, "others": ", ".join(others)},
            )
        )
    return [(line, tuple(_as_text(cell) for cell in row)) for line, row in enumerate(rows, 1)]


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
