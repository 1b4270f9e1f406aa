"""Problems as documents: what a JSON file or a folder of CSV files says, by codes, and its model.

docs/guide/timetables.md describes both forms for people.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hanse.collaboration.timetable.model import (
    FAIRNESS,
    Half,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
)
from hanse.foundation.json_file import read_json_file
from hanse.foundation.problems import HanseError

_SHOWN: Final = 8

Where = Callable[[str, int], str]
"""From a list, such as "meetings", and a row of it to the place that an error names."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SlotRow(_Row):
    """A slot as it is written down."""

    code: str = Field(min_length=1)
    half: Half = Half.MORNING
    day: date | None = None
    begins: time | None = None
    ends: time | None = None


class ParticipantRow(_Row):
    """A participant as it is written down; forbidden: codes of slots."""

    code: str = Field(min_length=1)
    name: str = ""
    forbidden: tuple[str, ...] = ()
    delegates: int = Field(default=1, ge=1)


class TableRow(_Row):
    """A table as it is written down."""

    code: str = Field(min_length=1)
    room: str = ""


class MeetingRow(_Row):
    """A meeting as it is written down, with codes of participants, slots and meetings."""

    code: str = Field(min_length=1)
    participants: tuple[str, ...] = Field(min_length=2, max_length=3)
    half: Half = Half.ANY
    fixed: str = ""
    after: tuple[str, ...] = ()


class WalkRow(_Row):
    """Minutes from one room to another."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid", frozen=True)

    start: str = Field(alias="from")
    to: str
    minutes: float = Field(ge=0)


class Document(_Row):
    """A whole problem as it is written down."""

    slots: tuple[SlotRow, ...]
    participants: tuple[ParticipantRow, ...]
    tables: tuple[TableRow, ...]
    meetings: tuple[MeetingRow, ...]
    walking_minutes: tuple[WalkRow, ...] = ()
    other_room_minutes: float = Field(default=1.0, ge=0)
    fairness: int = Field(default=FAIRNESS, ge=0)


def read_json(path: Path, *, fairness: int | None = None) -> Problem:
    """The problem in the JSON file `path`; fairness: instead of the file's.

    Raises `HanseError` with file and field.
    """
    content = read_json_file(path)
    return problem_of(content, str(path), fairness=fairness)


def problem_of(content: object, where: str, *, fairness: int | None = None) -> Problem:
    """The problem that parsed JSON describes; where: its name in errors."""
    try:
        document = Document.model_validate_json(json.dumps(content))
    except ValidationError as error:
        raise HanseError(
            "The problem cannot be used.",
            where=where,
            why=faults(error),
            remedy="The guide on timetables lists the fields.",
        ) from error
    if fairness is not None:
        document = document.model_copy(update={"fairness": fairness})
    return assemble(document, lambda name, row: f"{where}, {name}[{row}]")


def faults(error: ValidationError) -> str:
    """What is wrong with which fields, in one line."""
    found = [
        f"{_field(fault['loc'])}: {fault['msg'].removeprefix('Value error, ')}"
        for fault in error.errors(include_url=False, include_input=False)
    ]
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more


def _field(place: Sequence[int | str]) -> str:
    name = ""
    for part in place:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "file"


def assemble(document: Document, where: Where) -> Problem:
    """The model of a document. Raises `HanseError` where a code is unknown or comes twice."""
    slots = _places(document.slots, "slots", where)
    participants = _places(document.participants, "participants", where)
    meetings = _places(document.meetings, "meetings", where)
    _places(document.tables, "tables", where)
    rooms = {table.room for table in document.tables}
    walking: dict[tuple[str, str], float] = {}
    for at, walk in enumerate(document.walking_minutes):
        for room in (walk.start, walk.to):
            if room not in rooms:
                raise _unknown("room", room, where("walking_minutes", at), rooms)
        walking[walk.start, walk.to] = walk.minutes
    return Problem(
        slots=tuple(Slot(s.code, s.half, s.day, s.begins, s.ends) for s in document.slots),
        participants=tuple(
            Participant(
                row.code,
                row.name,
                frozenset(_all("slot", row.forbidden, slots, where("participants", at))),
                row.delegates,
            )
            for at, row in enumerate(document.participants)
        ),
        tables=tuple(Table(table.code, table.room) for table in document.tables),
        meetings=tuple(
            Meeting(
                row.code,
                tuple(_all("participant", row.participants, participants, where("meetings", at))),
                row.half,
                _all("slot", [row.fixed], slots, where("meetings", at))[0] if row.fixed else None,
                frozenset(_all("meeting", row.after, meetings, where("meetings", at))),
            )
            for at, row in enumerate(document.meetings)
        ),
        fairness=document.fairness,
        walking_minutes=walking,
        other_room_minutes=document.other_room_minutes,
    )


def document_of(problem: Problem) -> dict[str, object]:
    """A problem as a JSON document, which `problem_of` reads back to the same."""

    def codes(parts: Sequence[Slot | Participant | Meeting], places: frozenset[int]) -> list[str]:
        return [parts[place].code for place in sorted(places)]

    return {
        "slots": [_slot(slot) for slot in problem.slots],
        "participants": [
            {
                "code": who.code,
                "name": who.name,
                "forbidden": codes(problem.slots, who.forbidden),
                "delegates": who.delegates,
            }
            for who in problem.participants
        ],
        "tables": [{"code": table.code, "room": table.room} for table in problem.tables],
        "meetings": [
            {
                "code": meeting.code,
                "participants": [problem.participants[p].code for p in meeting.participants],
                "half": meeting.half.value,
                "fixed": "" if meeting.fixed is None else problem.slots[meeting.fixed].code,
                "after": codes(problem.meetings, meeting.after),
            }
            for meeting in problem.meetings
        ],
        "walking_minutes": [
            {"from": start, "to": to, "minutes": minutes}
            for (start, to), minutes in problem.walking_minutes.items()
        ],
        "other_room_minutes": problem.other_room_minutes,
        "fairness": problem.fairness,
    }


def _slot(slot: Slot) -> dict[str, str]:
    row = {"code": slot.code, "half": slot.half.value}
    for name, value in (("day", slot.day), ("begins", slot.begins), ("ends", slot.ends)):
        if value is not None:
            row[name] = value.isoformat()
    return row


def _places(
    rows: Sequence[SlotRow | ParticipantRow | TableRow | MeetingRow], name: str, where: Where
) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, row in enumerate(rows):
        if row.code in places:
            raise HanseError(
                f"The code {row.code} comes twice in {name}.",
                where=where(name, at),
                remedy="Give each its own code.",
            )
        places[row.code] = at
    return places


def _all(kind: str, codes: Sequence[str], places: Mapping[str, int], where: str) -> list[int]:
    for code in codes:
        if code not in places:
            raise _unknown(kind, code, where, places)
    return [places[code] for code in codes]


def _unknown(kind: str, code: str, where: str, known: Mapping[str, int] | set[str]) -> HanseError:
    names = ", ".join(list(known)[:_SHOWN])
    return HanseError(
        f"There is no {kind} “{code}”.",
        where=where,
        remedy=f"Use one of: {names}{', ...' if len(known) > _SHOWN else ''}.",
    )
