"""Timetables as files: JSON to read on, CSV to open in a spreadsheet, an agenda for each."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.foundation.csv_rows import read_csv_rows
from hanse.foundation.disk import write_whole
from hanse.foundation.json_file import read_json_file
from hanse.foundation.problems import HanseError

COLUMNS: Final = (
    "meeting",
    "participants",
    "day",
    "slot",
    "begins",
    "ends",
    "table",
    "room",
)
AGENDA_COLUMNS: Final = (
    "participant",
    "name",
    "day",
    "slot",
    "begins",
    "ends",
    "with",
    "table",
    "room",
    "meeting",
)


def answer_of(problem: Problem, timetable: Timetable) -> list[dict[str, object]]:
    """A row for each meeting, by codes, in order of time; blank where nothing is set."""
    order = sorted(
        range(len(problem.meetings)),
        key=lambda at: (_slot(timetable, at) is None, _slot(timetable, at) or 0, at),
    )
    return [_row(problem, timetable, at) for at in order]


def _slot(timetable: Timetable, meeting: int) -> int | None:
    return timetable.slots[meeting]


def _row(problem: Problem, timetable: Timetable, at: int) -> dict[str, object]:
    meeting = problem.meetings[at]
    slot = timetable.slots[at]
    table = timetable.tables[at] if timetable.tables else None
    time = problem.slots[slot] if slot is not None else None
    place = problem.tables[table] if table is not None else None
    return {
        "meeting": meeting.code,
        "participants": [problem.participants[who].code for who in meeting.participants],
        "day": time.day.isoformat() if time and time.day else "",
        "slot": time.code if time else "",
        "begins": time.begins.isoformat("minutes") if time and time.begins else "",
        "ends": time.ends.isoformat("minutes") if time and time.ends else "",
        "table": place.code if place else "",
        "room": place.room if place else "",
    }


def write_json(
    path: Path, problem: Problem, timetable: Timetable, about: Mapping[str, object]
) -> None:
    """Write a timetable whole or not at all, with what is to be said about it."""
    content = {**about, "meetings": answer_of(problem, timetable)}
    write_whole(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def write_csv(path: Path, problem: Problem, timetable: Timetable) -> None:
    """Write a timetable as CSV in UTF-8, a row for each meeting."""
    rows = ({**row, "participants": "|".join(_codes(row))} for row in answer_of(problem, timetable))
    _write_rows(path, COLUMNS, rows)


def write_agendas(path: Path, problem: Problem, timetable: Timetable) -> None:
    """Write the agenda of each participant as CSV, a row for each of its meetings."""
    rows = []
    for who, participant in enumerate(problem.participants):
        mine = [at for at in problem.meetings_of[who] if timetable.slots[at] is not None]
        for at in sorted(mine, key=lambda at: timetable.slots[at] or 0):
            others = (p for p in problem.meetings[at].participants if p != who)
            rows.append(
                {
                    **_row(problem, timetable, at),
                    "participant": participant.code,
                    "name": participant.name,
                    "with": ", ".join(str(problem.participants[other]) for other in others),
                }
            )
    _write_rows(path, AGENDA_COLUMNS, rows)


def _codes(row: Mapping[str, object]) -> list[str]:
    codes = row["participants"]
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _write_rows(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, text.getvalue().encode())


def read_timetable(path: Path, problem: Problem) -> Timetable:
    """The timetable in a JSON or CSV file as written here; only meeting, slot, table are looked at.

    Meetings that the file leaves out have no slot. Raises `HanseError` with file and row.
    """
    if path.suffix.lower() == ".csv":
        table = read_csv_rows(path)
        rows = [
            (table.where(line), dict(zip(table.columns, cells, strict=True)))
            for line, cells in table.rows
        ]
    else:
        rows = [(f"{path}, meetings[{at}]", row) for at, row in enumerate(_json_rows(path))]
    return timetable_of(rows, problem)


def timetable_of(rows: Iterable[tuple[str, Mapping[str, Any]]], problem: Problem) -> Timetable:
    """The timetable in rows such as `answer_of` makes, each with its place as an error names it.

    Meetings that no row is about have no slot. Raises `HanseError` for a code that is not known.
    """
    meetings = {meeting.code: at for at, meeting in enumerate(problem.meetings)}
    slots = {slot.code: at for at, slot in enumerate(problem.slots)}
    tables = {table.code: at for at, table in enumerate(problem.tables)}
    when: list[int | None] = [None] * len(meetings)
    place: list[int | None] = [None] * len(meetings)
    for where, row in rows:
        at = _known("meeting", row.get("meeting", ""), meetings, where)
        if row.get("slot"):
            when[at] = _known("slot", row["slot"], slots, where)
        if row.get("table"):
            place[at] = _known("table", row["table"], tables, where)
    seated = any(table is not None for table in place)
    return Timetable(tuple(when), tuple(place) if seated else ())


def _json_rows(path: Path) -> list[dict[str, Any]]:
    content = read_json_file(path)
    rows = content.get("meetings") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise HanseError(
            "The file is no timetable.",
            where=str(path),
            remedy="Give a file that `hanse timetable solve` wrote: it has a list “meetings”.",
        )
    return rows


def _known(kind: str, code: object, places: Mapping[str, int], where: str) -> int:
    if code not in places:
        raise HanseError(
            f"There is no {kind} “{code}” in the problem.",
            where=where,
            remedy="Give the problem that the timetable was made for.",
        )
    return places[str(code)]
