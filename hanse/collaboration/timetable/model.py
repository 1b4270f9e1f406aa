"""What a timetable is asked for and what it is: slots, tables, participants, meetings, places.

Meetings, slots, participants and tables are referred to by their place in the problem, from 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Final

from hanse.foundation.problems import HanseError

FAIRNESS: Final = 2
"""How many breaks more one participant may have than another, where not said."""

SMALLEST_MEETING: Final = 2
LARGEST_MEETING: Final = 3


class Half(StrEnum):
    """A half of the day: of a slot, or wished for a meeting (`ANY`: no wish)."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which meetings are held; day and clock times are only shown, never computed with.

    Slots stand in order of time. Those of one day follow each other without a pause that counts:
    the last of the morning and the first of the afternoon are adjacent.
    """

    code: str
    half: Half = Half.MORNING
    day: date | None = None
    begins: time | None = None
    ends: time | None = None

    def __str__(self) -> str:
        """Its times where it has any, otherwise its code."""
        clock = f"{self.begins:%H:%M}" if self.begins else self.code
        return f"{self.day.isoformat()} {clock}" if self.day else clock


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation that meets others.

    forbidden: slots in which it cannot meet. delegates: how many of its people can be in meetings
    at the same time.
    """

    code: str
    name: str = ""
    forbidden: frozenset[int] = frozenset()
    delegates: int = 1

    def __str__(self) -> str:
        return self.name or self.code


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting at a time, in a room."""

    code: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An agreed meeting of two or three participants.

    half: when it should be. fixed: the slot it must have. after: meetings that must be over, in
    an earlier slot.
    """

    code: str
    participants: tuple[int, ...]
    half: Half = Half.ANY
    fixed: int | None = None
    after: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Problem:
    """All that is asked of a timetable.

    fairness: the largest number of breaks of a participant may exceed the smallest by so many.
    walking_minutes: from one room to another, by pairs of rooms in either order; pairs not named
    take `other_room_minutes`. Raises `HanseError` when its parts contradict each other.
    """

    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    tables: tuple[Table, ...]
    meetings: tuple[Meeting, ...]
    fairness: int = FAIRNESS
    walking_minutes: Mapping[tuple[str, str], float] = field(default_factory=dict)
    other_room_minutes: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what no reader should let through."""
        for name, parts in (
            ("slot", self.slots),
            ("participant", self.participants),
            ("table", self.tables),
            ("meeting", self.meetings),
        ):
            _refuse_twice(name, [part.code for part in parts])
        if self.fairness < 0:
            raise HanseError(f"Fairness is {self.fairness}.", remedy="Give 0 or more.")
        for participant in self.participants:
            if participant.delegates < 1:
                raise HanseError(f"{participant} has no delegate.", remedy="Give at least 1.")
            _refuse_outside("slot", participant.forbidden, len(self.slots), str(participant))
        for meeting in self.meetings:
            self._check_meeting(meeting)
        for slot in self.slots:
            if slot.half is Half.ANY:
                raise HanseError(f"Slot {slot.code} is in no half of the day.")
        _refuse_days_apart(self.slots)

    def _check_meeting(self, meeting: Meeting) -> None:
        who = f"meeting {meeting.code}"
        _refuse_outside("participant", meeting.participants, len(self.participants), who)
        _refuse_outside("meeting", meeting.after, len(self.meetings), who)
        if meeting.fixed is not None:
            _refuse_outside("slot", [meeting.fixed], len(self.slots), who)
        if not SMALLEST_MEETING <= len(meeting.participants) <= LARGEST_MEETING:
            raise HanseError(
                f"Meeting {meeting.code} has {len(meeting.participants)} participants.",
                remedy="A meeting is of two or three.",
            )
        if len(set(meeting.participants)) != len(meeting.participants):
            raise HanseError(f"In meeting {meeting.code} somebody meets itself.")

    @cached_property
    def meetings_of(self) -> tuple[tuple[int, ...], ...]:
        """The meetings of each participant."""
        found: list[list[int]] = [[] for _ in self.participants]
        for at, meeting in enumerate(self.meetings):
            for participant in meeting.participants:
                found[participant].append(at)
        return tuple(map(tuple, found))

    @cached_property
    def days(self) -> tuple[range, ...]:
        """The slots of each day, in order. Waiting ends with the day: no break spans a night."""
        spans, begin = [], 0
        for _, group in groupby(self.slots, key=lambda slot: slot.day):
            length = len(list(group))
            spans.append(range(begin, begin + length))
            begin += length
        return tuple(spans)

    @cached_property
    def allowed(self) -> tuple[tuple[int, ...], ...]:
        """The slots of each meeting by its wish, its fixed slot and its participants' times."""
        return tuple(
            tuple(
                at
                for at, slot in enumerate(self.slots)
                if meeting.fixed in (None, at)
                and meeting.half in (Half.ANY, slot.half)
                and not any(at in self.participants[who].forbidden for who in meeting.participants)
            )
            for meeting in self.meetings
        )

    def minutes_between(self, one: int, other: int) -> float:
        """Minutes of walking from one table to another; 0 within a room."""
        here, there = self.tables[one].room, self.tables[other].room
        if here == there:
            return 0.0
        for pair in ((here, there), (there, here)):
            if pair in self.walking_minutes:
                return self.walking_minutes[pair]
        return self.other_room_minutes

    def named(self, meeting: int) -> str:
        """The meeting in words: its code and who meets."""
        found = self.meetings[meeting]
        return f"{found.code} ({' - '.join(str(self.participants[p]) for p in found.participants)})"


@dataclass(frozen=True, slots=True)
class Timetable:
    """When and where each meeting is: a slot and a table for each, None where it has none."""

    slots: tuple[int | None, ...]
    tables: tuple[int | None, ...] = ()

    @property
    def placed(self) -> int:
        """How many meetings have a slot."""
        return sum(slot is not None for slot in self.slots)


def _refuse_twice(name: str, codes: Sequence[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if not code:
            raise HanseError(f"A {name} has no code.", remedy=f"Give each {name} a code.")
        if code in seen:
            raise HanseError(f"There are two {name}s {code}.", remedy="Give each its own code.")
        seen.add(code)


def _refuse_outside(name: str, places: object, count: int, who: str) -> None:
    for place in places if isinstance(places, frozenset | list | tuple) else ():
        if not 0 <= place < count:
            raise HanseError(f"There is no {name} {place + 1}.", where=who)


def _refuse_days_apart(slots: Sequence[Slot]) -> None:
    days = [day for day, _ in groupby(slot.day for slot in slots)]
    if len(days) != len(set(days)):
        raise HanseError(
            "The slots are not in order of time.",
            why="A day comes twice, with another between.",
            remedy="Put the slots of each day together, the earliest first.",
        )
