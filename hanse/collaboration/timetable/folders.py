"""Problems as a folder of CSV files: slots, participants, tables, meetings, walking."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from hanse.collaboration.timetable.documents import (
    Document,
    MeetingRow,
    ParticipantRow,
    SlotRow,
    TableRow,
    WalkRow,
    assemble,
    faults,
)
from hanse.collaboration.timetable.model import FAIRNESS, Problem
from hanse.foundation.csv_rows import read_csv_rows
from hanse.foundation.problems import HanseError

SEPARATOR: Final = "|"
"""Between the codes of a cell that holds several."""

_LISTS: Final = ("forbidden", "participants", "after")
_FILES: Final = ("slots", "participants", "tables", "meetings")

Row = TypeVar("Row", bound=BaseModel)


def read_folder(folder: Path, *, fairness: int | None = None) -> Problem:
    """The problem in slots.csv, participants.csv, tables.csv, meetings.csv and walking.csv.

    Columns are named as the fields of the JSON form; only `code` is needed, and `participants` of
    meetings; several codes in a cell stand between bars (|). walking.csv (from, to, minutes) may
    be absent. Raises `HanseError` with file and line.
    """
    absent = [name for name in _FILES if not (folder / f"{name}.csv").is_file()]
    if absent:
        raise HanseError(
            f"The folder lacks {', '.join(f'{name}.csv' for name in absent)}.",
            where=str(folder),
            remedy="A problem is slots.csv, participants.csv, tables.csv and meetings.csv.",
        )
    lines: dict[str, list[int]] = {}
    walking = folder / "walking.csv"
    document = Document(
        slots=_rows(folder / "slots.csv", SlotRow, lines),
        participants=_rows(folder / "participants.csv", ParticipantRow, lines),
        tables=_rows(folder / "tables.csv", TableRow, lines),
        meetings=_rows(folder / "meetings.csv", MeetingRow, lines),
        walking_minutes=_rows(walking, WalkRow, lines) if walking.is_file() else (),
        fairness=FAIRNESS if fairness is None else fairness,
    )

    def where(name: str, row: int) -> str:
        file = {"walking_minutes": "walking"}.get(name, name)
        return f"{folder / file}.csv, line {lines[file][row]}"

    return assemble(document, where)


def _rows(path: Path, model: type[Row], lines: dict[str, list[int]]) -> tuple[Row, ...]:
    table = read_csv_rows(path)
    known = {field.alias or name for name, field in model.model_fields.items()}
    strange = [column for column in table.columns if column not in known]
    if strange:
        raise HanseError(
            f"Nothing is known of the column {', '.join(strange)}.",
            where=table.where(1),
            remedy=f"Columns are {', '.join(sorted(known))}.",
        )
    found: list[Row] = []
    lines[path.stem] = []
    for line, cells in table.rows:
        row: Mapping[str, object] = {
            column: _cell(column, cell, path.stem)
            for column, cell in zip(table.columns, cells, strict=True)
            if cell
        }
        try:
            found.append(model.model_validate(row))
        except ValidationError as error:
            raise HanseError(
                "The row cannot be used.",
                where=table.where(line),
                why=faults(error),
                remedy="The guide on timetables lists the columns.",
            ) from error
        lines[path.stem].append(line)
    return tuple(found)


def _cell(column: str, cell: str, file: str) -> object:
    if column in _LISTS and (column != "participants" or file == "meetings"):
        return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())
    return cell
