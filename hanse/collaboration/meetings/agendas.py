"""Agendas out of a timetable, and what changes in them from one timetable to the next."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hanse.collaboration.timetable.model import Problem, Slot, Table, Timetable


@dataclass(frozen=True, slots=True)
class Version:
    """A timetable with the problem it answers."""

    problem: Problem
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in somebody's agenda. meeting: its code. others: who else is there, by name."""

    meeting: str
    others: tuple[str, ...]
    slot: Slot | None
    table: Table | None


class ChangeKind(StrEnum):
    """What becomes of a meeting in somebody's agenda."""

    NEW = "new"
    CANCELLED = "cancelled"
    MOVED = "moved"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Change:
    """A meeting that is not where it was; before and after are the entries, None where none."""

    kind: ChangeKind
    before: Entry | None
    after: Entry | None

    @property
    def others(self) -> tuple[str, ...]:
        """Who else is, or was, to be there."""
        entry = self.after or self.before
        return entry.others if entry else ()


def agendas(version: Version) -> dict[str, list[Entry]]:
    """Code of each participant -> its meetings in order of time; those without a slot last."""
    problem = version.problem
    found: dict[str, list[tuple[int, Entry]]] = {each.code: [] for each in problem.participants}
    for at, meeting in enumerate(problem.meetings):
        slot = version.timetable.slots[at]
        table = version.timetable.tables[at] if version.timetable.tables else None
        for who in meeting.participants:
            others = tuple(str(problem.participants[p]) for p in meeting.participants if p != who)
            entry = Entry(
                meeting.code,
                others,
                None if slot is None else problem.slots[slot],
                None if table is None else problem.tables[table],
            )
            place = len(problem.slots) if slot is None else slot
            found[problem.participants[who].code].append((place, entry))
    return {
        code: [entry for _place, entry in sorted(rows, key=lambda row: row[0])]
        for code, rows in found.items()
    }


def changes(before: Version | None, after: Version) -> dict[str, list[Change]]:
    """Code of each participant whose agenda changes -> what changes, in order of time.

    Meetings and slots are the same where their codes are. before: None for the first timetable,
    in which everything is new.
    """
    old = _by_meeting(before) if before else {}
    new = _by_meeting(after)
    found: dict[str, list[Change]] = defaultdict(list)
    for key in dict.fromkeys((*old, *new)):
        change = _change(old.get(key), new.get(key))
        if change:
            found[key[0]].append(change)
    return {code: sorted(rows, key=_when) for code, rows in found.items()}


def _by_meeting(version: Version) -> Mapping[tuple[str, str], Entry]:
    return {
        (code, entry.meeting): entry
        for code, rows in agendas(version).items()
        for entry in rows
        if entry.slot is not None
    }


def _change(before: Entry | None, after: Entry | None) -> Change | None:
    if before is None or before.slot is None:
        return Change(ChangeKind.NEW, None, after) if after else None
    if after is None or after.slot is None:
        return Change(ChangeKind.CANCELLED, before, None)
    if before.slot.code != after.slot.code:
        return Change(ChangeKind.MOVED, before, after)
    if before.table != after.table and after.table is not None:
        return Change(ChangeKind.TABLE, before, after)
    return None


def _when(change: Change) -> tuple[str, str]:
    entry = change.after or change.before
    slot = entry.slot if entry else None
    if slot is None or slot.day is None or slot.begins is None:
        return ("", slot.code if slot else "")
    return (slot.day.isoformat(), slot.begins.isoformat())
