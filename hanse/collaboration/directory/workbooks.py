"""Workbooks that people bring, opened only where they cannot fill the memory."""

import io
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from hanse.foundation.problems import HanseError

ZIP: Final = b"PK\x03\x04"
OLD_WORKBOOK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LARGEST_BYTES: Final = 30_000_000
"""Of all parts of a workbook, unpacked; of all texts of its cells, in characters."""
_MOST_CELLS: Final = 1_000_000
"""Of the rectangles from the first cell of each sheet to its last one: the reader fills them."""
_MOST_SHEETS: Final = 20


def first_sheet(name: str, content: bytes) -> tuple[str, Sequence[Sequence[Any]], list[str]]:
    """Name and rows of the first sheet that has any cell, and the names of the others that do.

    Raises `HanseError` where the file is no workbook, or where a small file would become a large
    table: more than 30 MB, 20 sheets, or a million cells between the first and the last one.
    """
    try:
        _check(name, content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > _MOST_SHEETS:
            raise HanseError(f"The workbook has more than {_MOST_SHEETS} sheets.", where=name)
        titles = [each for each in book.sheet_names if book.get_sheet_by_name(each).height]
        if not titles:
            return "", [], []
        rows = book.get_sheet_by_name(titles[0]).to_python(skip_empty_area=False)
    except (
        CalamineError, BadZipFile, OSError, NotImplementedError, expat.ExpatError, zlib.error,
    ) as error:  # fmt: skip
        raise HanseError("The file cannot be read as XLSX.", where=name, why=str(error)) from error
    return titles[0], rows, titles[1:]


def _check(name: str, content: bytes) -> None:
    """Read what a workbook says of its size, without laying it out."""
    with ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if "xl/workbook.xml" not in packed.namelist():
            raise BadZipFile("xl/workbook.xml")
        if sum(each.file_size for each in parts) > _LARGEST_BYTES:
            raise HanseError("The workbook unpacks to more than 30 MB.", where=name)
        size = _Size()
        for part in parts:
            text = packed.read(part)
            if part.filename.lower().endswith((".xml", ".rels")):
                size.read(text)
            elif b"<" in text[:1000] and b"sheetData" in text:
                raise BadZipFile(part.filename)
        if size.cells > _MOST_CELLS:
            raise HanseError(
                f"A sheet of the workbook reaches to row {size.row}, column {size.column}.",
                where=name,
                remedy="Copy the table alone into a new workbook.",
            )
        if size.characters > _LARGEST_BYTES:
            raise HanseError("The workbook unpacks to more than 30 MB.", where=name)


class _Size:
    """How large the sheets of a workbook are laid out, from the cells that hold anything.

    cells: of all rectangles. row, column: the last of the largest sheet, from 1.
    """

    def __init__(self) -> None:
        self.cells = self.row = self.column = 0
        self._largest = 0
        self._at = self._end_of_sheet = (0, 0)
        self._kind = ""
        self._text: list[str] = []
        self._shared: list[int] = []
        self._longest: list[int] = []
        self._used: Counter[int] = Counter()

    @property
    def characters(self) -> int:
        """Of the texts that cells share, as often as they do."""
        return sum(
            self._longest[each] * count
            for each, count in self._used.items()
            if each < len(self._longest)
        )

    def read(self, part: bytes) -> None:
        """Take a part of the workbook in. Raises `expat.ExpatError`."""
        self._at = self._end_of_sheet = (0, 0)
        self._shared, self._kind = [], ""
        reader = expat.ParserCreate()
        reader.StartElementHandler = self._start
        reader.EndElementHandler = self._end
        reader.CharacterDataHandler = self._take
        reader.Parse(part, True)
        row, column = self._end_of_sheet
        self.cells += row * column
        if row * column > self._largest:
            self._largest, self.row, self.column = row * column, row, column
        if len(self._shared) > len(self._longest):
            self._longest += [0] * (len(self._shared) - len(self._longest))
        for each, length in enumerate(self._shared):
            self._longest[each] = max(self._longest[each], length)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        kind = element.rpartition(":")[2]
        place = attributes.get("r", "")
        row, column = self._at
        if kind == "row":
            self._at = (int(place[:9]) if place.isdecimal() else row + 1, 0)
        elif kind == "c":
            letters = place.rstrip("0123456789").upper()
            digits = place[len(letters) :][:9]
            self._at = (int(digits) if digits else row, _column(letters) if letters else column + 1)
            self._kind, self._text = attributes.get("t", "n"), []
        elif kind == "si":
            self._kind, self._text = kind, []

    def _end(self, element: str) -> None:
        kind = element.rpartition(":")[2]
        if kind == "si":
            self._shared.append(sum(map(len, self._text)))
        elif kind == "c" and self._text:
            row, column = self._end_of_sheet
            self._end_of_sheet = (max(row, self._at[0]), max(column, self._at[1]))
            which = "".join(self._text).strip()[:9]
            if self._kind == "s" and which.isdecimal():
                self._used[int(which)] += 1
        if kind in {"si", "c"}:
            self._kind = ""

    def _take(self, text: str) -> None:
        if self._kind:
            self._text.append(text)


def _column(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters[:8]:
        number = number * 26 + ord(letter) - 64
    return number
