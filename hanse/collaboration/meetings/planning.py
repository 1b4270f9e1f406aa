"""A mission's meetings as a problem of the timetable: by keys of the database, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hanse.collaboration.meetings.hours import NOON, USUAL, WorkingHours, local, within_hours
from hanse.collaboration.timetable.model import (
    FAIRNESS,
    Half,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    Timetable,
)


class Away(StrEnum):
    """What keeps somebody from meeting. Organisers can overrule all but the first."""

    ABSENT = "absent"
    BARRED = "barred"
    NOT_THERE = "not_there"
    """It has not arrived by then, or has left."""
    ASLEEP = "asleep"
    """It is outside its working hours."""


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A time for meetings; both moments know their time zone."""

    key: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Attendee:
    """An organisation that takes part.

    zone: whose clocks it lives by; "" for the mission's. arrives, leaves: None where it is there
    all the time. barred: keys of slots in which it cannot meet. absent: it does not come at all.
    allowed: keys of slots in which organisers say that it can, though it is not there or at work.
    """

    key: int
    name: str
    delegates: int = 1
    zone: str = ""
    arrives: datetime | None = None
    leaves: datetime | None = None
    barred: frozenset[int] = frozenset()
    absent: bool = False
    allowed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """An agreed meeting. slot, table: where it stands now. after: meetings that come before it."""

    key: int
    attendees: tuple[int, ...]
    half: Half = Half.ANY
    fixed: int | None = None
    after: frozenset[int] = frozenset()
    slot: int | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a timetable is made from; zone: the mission's. tables: code and room of each."""

    zone: str
    slots: tuple[SlotFacts, ...]
    attendees: tuple[Attendee, ...]
    tables: tuple[tuple[str, str], ...]
    meetings: tuple[MeetingFacts, ...]
    hours: WorkingHours = USUAL
    fairness: int = FAIRNESS
    other_room_minutes: float = 1.0
    walking_minutes: Mapping[tuple[str, str], float] = field(default_factory=dict)


def away(facts: Facts, attendee: Attendee) -> frozenset[int]:
    """Keys of slots in which somebody cannot meet, for whatever reason."""
    return frozenset(slot.key for slot in facts.slots if why_away(facts, attendee, slot))


def why_away(facts: Facts, attendee: Attendee, slot: SlotFacts) -> Away | None:
    """What keeps somebody from meeting in a slot; None for nothing."""
    if attendee.absent:
        return Away.ABSENT
    if slot.key in attendee.barred:
        return Away.BARRED
    if slot.key in attendee.allowed:
        return None
    if (attendee.arrives is not None and slot.begins < attendee.arrives) or (
        attendee.leaves is not None and slot.ends > attendee.leaves
    ):
        return Away.NOT_THERE
    return Away.ASLEEP if sleeps(facts, attendee, slot) else None


def sleeps(facts: Facts, attendee: Attendee, slot: SlotFacts) -> bool:
    """Whether a slot is outside the working hours of somebody who lives by other clocks."""
    return bool(attendee.zone and attendee.zone != facts.zone) and not within_hours(
        slot.begins, slot.ends, attendee.zone, facts.hours
    )


def problem_from(facts: Facts) -> Problem:
    """The problem of the timetable; codes are the keys, those of tables apart.

    Slots before noon by the mission's clocks are of the morning. Raises `HanseError` when the
    facts contradict each other, `KeyError` for a key that is not there.
    """
    slots = sorted(facts.slots, key=lambda slot: (slot.begins, slot.key))
    slot_at = {slot.key: at for at, slot in enumerate(slots)}
    people_at = {each.key: at for at, each in enumerate(facts.attendees)}
    meeting_at = {each.key: at for at, each in enumerate(facts.meetings)}
    return Problem(
        slots=tuple(_slot(slot, facts.zone) for slot in slots),
        participants=tuple(
            Participant(
                str(each.key),
                each.name,
                frozenset(slot_at[key] for key in away(facts, each)),
                max(1, each.delegates),
            )
            for each in facts.attendees
        ),
        tables=tuple(Table(code, room) for code, room in facts.tables),
        meetings=tuple(
            Meeting(
                str(each.key),
                tuple(people_at[key] for key in each.attendees),
                each.half,
                None if each.fixed is None else slot_at[each.fixed],
                frozenset(meeting_at[key] for key in each.after if key in meeting_at),
            )
            for each in facts.meetings
        ),
        fairness=facts.fairness,
        walking_minutes=facts.walking_minutes,
        other_room_minutes=facts.other_room_minutes,
    )


def timetable_from(facts: Facts, problem: Problem) -> Timetable:
    """Where the meetings stand now, as a timetable of the problem made from the same facts."""
    slot_at = {slot.code: at for at, slot in enumerate(problem.slots)}
    table_at = {table.code: at for at, table in enumerate(problem.tables)}
    slots = tuple(slot_at.get(str(each.slot)) for each in facts.meetings)
    tables = tuple(table_at.get(each.table) for each in facts.meetings)
    return Timetable(slots, tables if any(table is not None for table in tables) else ())


def places_by_key(problem: Problem, timetable: Timetable) -> dict[int, tuple[int | None, str]]:
    """Key of each meeting -> the key of its slot (None: none) and the code of its table ("")."""
    found = {}
    for at, meeting in enumerate(problem.meetings):
        slot = timetable.slots[at]
        table = timetable.tables[at] if timetable.tables else None
        found[int(meeting.code)] = (
            None if slot is None else int(problem.slots[slot].code),
            "" if table is None else problem.tables[table].code,
        )
    return found


def next_slot(slots: Sequence[SlotFacts], now: datetime) -> int:
    """The place of the first slot that has not begun, in order of time; their number if none."""
    return sum(slot.begins <= now for slot in slots)


def _slot(slot: SlotFacts, zone: str) -> Slot:
    begins, ends = local(slot.begins, zone), local(slot.ends, zone)
    half = Half.MORNING if begins.time() < NOON else Half.AFTERNOON
    return Slot(str(slot.key), half, begins.date(), begins.time(), ends.time())
