"""Repairs of a timetable in force: what happened as events, and the timetable that follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.meetings.planning import (
    Attendee,
    Facts,
    MeetingFacts,
    next_slot,
    places_by_key,
    problem_from,
    timetable_from,
)
from hanse.collaboration.timetable.model import Problem
from hanse.collaboration.timetable.repair import (
    SECONDS,
    Event,
    LateArrival,
    NewRequest,
    NoShow,
    repair,
)
from hanse.collaboration.timetable.seating import seat


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, as it is kept.

    kind: "no_show", "late" or "new". key: of the participant; of the meeting, for "new". arrives:
    for "late".
    """

    kind: str
    key: int
    arrives: datetime | None = None

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        moment = self.arrives.isoformat() if self.arrives else ""
        return {"kind": self.kind, "key": self.key, "arrives": moment}

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Happened":
        """From what `kept` made."""
        moment = datetime.fromisoformat(row["arrives"]) if row["arrives"] else None
        return cls(row["kind"], int(row["key"]), moment)


@dataclass(frozen=True, slots=True)
class Mended:
    """The timetable after what happened. lost: keys of meetings that can no longer be held."""

    version: Version
    lost: frozenset[int]
    fewest: bool
    seconds: float


def mend(
    facts: Facts, happened: Sequence[Happened], now: datetime, *, seconds: float = SECONDS
) -> Mended:
    """The timetable that follows from the one in `facts` with the fewest changes for others.

    Meetings that have begun stay as they are, whatever rules they break. Raises `HanseError` as
    `repair` does.
    """
    upcoming = next_slot(facts.slots, now)
    late = {each.key for each in happened if each.kind == "late"}
    new = {each.key for each in happened if each.kind == "new"}
    order = {
        slot.key: at
        for at, slot in enumerate(sorted(facts.slots, key=lambda slot: (slot.begins, slot.key)))
    }

    def over(each: MeetingFacts) -> bool:
        begun = each.slot is not None and order[each.slot] < upcoming
        return begun and not late.intersection(each.attendees)

    kept = [each for each in facts.meetings if not over(each)]
    waiting = [each for each in kept if each.slot is None and each.key not in new]
    known = [each for each in kept if each.slot is not None]
    asked = [each for each in kept if each.key in new]
    small = replace(facts, meetings=tuple(known))
    problem = problem_from(small)
    found = repair(
        problem,
        timetable_from(small, problem),
        _events(facts, problem, replace(facts, meetings=tuple(asked)), happened),
        now=upcoming,
        seconds=seconds,
    )
    timetable = found.timetable
    if not timetable.tables:  # There was no meeting yet that had one.
        timetable = seat(found.problem, timetable).timetable
    places = places_by_key(found.problem, timetable)
    after = with_events(facts, happened)
    placed = replace(
        after,
        meetings=tuple(
            replace(each, slot=places[each.key][0], table=places[each.key][1])
            if each.key in places
            else each
            for each in after.meetings
        ),
    )
    whole = problem_from(placed)
    lost = {int(found.problem.meetings[at].code) for at in found.lost}
    return Mended(
        Version(whole, timetable_from(placed, whole)),
        frozenset(lost | {each.key for each in waiting}),
        found.fewest,
        found.seconds,
    )


def with_events(facts: Facts, happened: Sequence[Happened]) -> Facts:
    """The facts as they are after what happened."""
    absent = {each.key for each in happened if each.kind == "no_show"}
    late = {each.key: each.arrives for each in happened if each.kind == "late"}

    def after(each: Attendee) -> Attendee:
        if each.key in absent:
            return replace(each, absent=True)
        if each.key in late:
            return replace(each, arrives=late[each.key], allowed=frozenset())
        return each

    return replace(facts, attendees=tuple(map(after, facts.attendees)))


def _events(
    facts: Facts, problem: Problem, asked: Facts, happened: Sequence[Happened]
) -> list[Event]:
    """What `repair` takes, by places in `problem`. asked: the facts with the new meetings alone."""
    people = {each.key: at for at, each in enumerate(facts.attendees)}
    meetings = {int(each.code): each for each in problem_from(asked).meetings}
    places = {int(each.code): at for at, each in enumerate(problem.meetings)}
    earlier = {each.key: each.after for each in facts.meetings}
    found: list[Event] = []
    for each in happened:
        if each.kind == "no_show":
            found.append(NoShow(people[each.key]))
        elif each.kind == "late" and each.arrives is not None:
            arrives = each.arrives
            until = sum(slot.begins < arrives for slot in facts.slots)
            found.append(LateArrival(people[each.key], until))
        elif each.kind == "new" and each.key in meetings:
            # Meetings are known here by their place in the list that `repair` adds these to.
            first = frozenset(places[key] for key in earlier[each.key] if key in places)
            later = frozenset(at for key, at in places.items() if each.key in earlier[key])
            found.append(NewRequest(replace(meetings[each.key], after=first), later))
            places[each.key] = len(places)
    return found
