"""Small CSV files of reference data, read row by row, each row with its line number."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hanse.foundation.problems import HanseError

_DELIMITERS = ",;\t|"
_LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CsvRows:
    """A CSV file in memory: column names, and each row with the line on which it ends."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str

    def where(self, line: int) -> str:
        """File and line, as error messages name them."""
        return f"{self.path}, line {line}"

    def select(self, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line and cells of `columns`, in that order, of each row.

        Raises `HanseError` when the file lacks one of the columns.
        """
        absent = [column for column in columns if column not in self.columns]
        if absent:
            raise HanseError(
                f"The file has no column {', '.join(absent)}.",
                where=self.where(1),
                remedy=f"Its columns are {', '.join(self.columns[:20])}. "
                f"Rename them, or say which ones to use.",
            )
        places = [self.columns.index(column) for column in columns]
        for line, cells in self.rows:
            yield line, tuple(cells[place] for place in places)


def read_csv_rows(path: Path) -> CsvRows:
    """The rows of the CSV file `path`, cells stripped of surrounding blanks, empty lines left out.

    The separator (comma, semicolon, tab or bar) is the one most frequent in the header. Text is
    UTF-8, with or without a byte order mark, otherwise Windows-1252. Raises `HanseError` with
    file and line when the file cannot be read, is empty, names a column twice, or has a row with
    more or fewer cells than the header.
    """
    text, encoding = _text(path)
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not header:
        raise HanseError("The file is empty.", where=str(path))
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for record in reader:
            cells = tuple(cell.strip() for cell in record)
            if not any(cells):
                continue
            if not columns:
                columns = cells
                twice = sorted({name for name in columns if columns.count(name) > 1})
                if twice:
                    raise HanseError(
                        f"Column {', '.join(twice)} occurs twice.",
                        where=f"{path}, line {reader.line_num}",
                    )
                continue
            if len(cells) != len(columns):
                raise HanseError(
                    f"The row has {len(cells)} cells, the header {len(columns)}.",
                    where=f"{path}, line {reader.line_num}",
                    remedy="Put text that holds the separator between double quotes.",
                )
            rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise HanseError(
            "The row cannot be read as CSV.",
            where=f"{path}, line {reader.line_num}",
            why=str(error),
            remedy="Check that every double quote is closed.",
        ) from error
    return CsvRows(path, columns, tuple(rows), encoding)


def _text(path: Path) -> tuple[str, str]:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise HanseError(
                "The file is larger than 64 MB.",
                where=str(path),
                why="A classification, a correspondence or a scheme is a small list.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise HanseError(
            "The file cannot be opened.", where=str(path), why=error.strerror or str(error)
        ) from error
    if b"\0" in content:
        raise HanseError(
            "The file holds zero bytes: it is not a CSV text file in UTF-8.",
            where=str(path),
            remedy="Save it as CSV in UTF-8.",
        )
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"
