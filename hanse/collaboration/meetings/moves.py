"""Moving a meeting by hand: where it and the one in its way go then, and what that breaks."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from hanse.collaboration.meetings.hours import local
from hanse.collaboration.meetings.planning import Away, Facts, why_away
from hanse.collaboration.timetable.model import Half, Problem, Timetable
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class Rule(StrEnum):
    """What a move can break. Wishes can give way, and what somebody said; the others cannot."""

    PLACED = "placed"
    BEGUN = "begun"
    BUSY = "busy"
    TABLE = "table"
    AWAY = "away"
    HALF = "half"
    FIXED = "fixed"
    ORDER = "order"


WISHES: Final = frozenset({Rule.HALF, Rule.FIXED, Rule.ORDER})


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a timetable breaks at a meeting (its place), in words.

    who: the participant it is about, for `AWAY` and `BUSY`.
    """

    meeting: int
    rule: Rule
    words: Sentence
    who: int | None = None


def moved(
    problem: Problem, timetable: Timetable, meeting: int, slot: int | None, table: int | None
) -> Timetable:
    """The timetable with `meeting` in a slot and at a table; without a slot where that is None.

    A meeting that is there already takes the place that becomes free.
    """
    slots = list(timetable.slots)
    tables = list(timetable.tables or [None] * len(problem.meetings))
    if slot is not None and table is not None:
        for other in range(len(slots)):
            if other != meeting and slots[other] == slot and tables[other] == table:
                slots[other], tables[other] = slots[meeting], tables[meeting]
    slots[meeting], tables[meeting] = slot, table if slot is not None else None
    return replace(timetable, slots=tuple(slots), tables=tuple(tables))


def touched(before: Timetable, after: Timetable) -> tuple[int, ...]:
    """Meetings whose slot or table differs."""
    return tuple(
        at
        for at in range(len(after.slots))
        if before.slots[at] != after.slots[at] or _table(before, at) != _table(after, at)
    )


def faults(
    problem: Problem, timetable: Timetable, meetings: Collection[int], *, now: int = 0
) -> list[Fault]:
    """What is broken at `meetings`, rule by rule. now: the slot that comes next."""
    found = []
    for at in sorted(meetings):
        slot = timetable.slots[at]
        if slot is None:
            words = Sentence(_("{meeting}: it has no time."), _named(problem, at))
            found.append(Fault(at, Rule.PLACED, words))
            continue
        found += _of_people(problem, timetable, at, slot)
        found += _of_wishes(problem, timetable, at, slot)
        found += _of_place(problem, timetable, at, slot)
        if slot < now:
            values = {**_named(problem, at), "slot": problem.slots[slot]}
            words = Sentence(_("{meeting}: {slot} has begun already."), values)
            found.append(Fault(at, Rule.BEGUN, words))
    return list(dict.fromkeys(found))


def explained(fault: Fault, facts: Facts, timetable: Timetable) -> tuple[Fault, bool]:
    """A fault that says why somebody is away, and whether organisers can overrule it.

    facts: those that the problem was made from, so that people and slots are in the same order.
    """
    slot = timetable.slots[fault.meeting]
    if fault.rule is not Rule.AWAY or fault.who is None or slot is None:
        return fault, fault.rule in WISHES
    attendee = facts.attendees[fault.who]
    time = sorted(facts.slots, key=lambda each: (each.begins, each.key))[slot]
    why = why_away(facts, attendee, time)
    values = {**fault.words.values}
    if why is Away.ASLEEP:
        values["local"] = f"{local(time.begins, attendee.zone):%H:%M}"
    text = {
        Away.ABSENT: _("{who} does not come."),
        Away.BARRED: _("{who} has said that it cannot meet at {slot}."),
        Away.NOT_THERE: _("{who} has not arrived by {slot}, or has left."),
        Away.ASLEEP: _("{who} is outside its working hours at {slot}: it is {local} there."),
    }
    words = Sentence(text[why], values) if why else fault.words
    return replace(fault, words=words), why is not Away.ABSENT


def _here(timetable: Timetable, at: int, slot: int) -> list[int]:
    """Other meetings in the same slot."""
    return [other for other, place in enumerate(timetable.slots) if place == slot and other != at]


def _of_people(problem: Problem, timetable: Timetable, at: int, slot: int) -> list[Fault]:
    here, time = _here(timetable, at, slot), problem.slots[slot]
    found = []
    for who in problem.meetings[at].participants:
        person = problem.participants[who]
        busy = [other for other in here if who in problem.meetings[other].participants]
        values = {"who": str(person), "slot": time}
        if slot in person.forbidden:
            words = Sentence(_("{who} cannot meet at {slot}."), values)
            found.append(Fault(at, Rule.AWAY, words, who))
        if len(busy) >= person.delegates:
            values["other"] = names(problem, busy[0])
            words = Sentence(_("{who} is in another meeting at {slot}: {other}."), values)
            found.append(Fault(at, Rule.BUSY, words, who))
    return found


def _of_wishes(problem: Problem, timetable: Timetable, at: int, slot: int) -> list[Fault]:
    meeting, time = problem.meetings[at], problem.slots[slot]
    values = {**_named(problem, at), "slot": time}
    found = []
    if meeting.half is not Half.ANY and meeting.half is not time.half:
        text = (
            _("{meeting}: a time in the morning is wished for.")
            if meeting.half is Half.MORNING
            else _("{meeting}: a time in the afternoon is wished for.")
        )
        found.append(Fault(at, Rule.HALF, Sentence(text, values)))
    if meeting.fixed is not None and meeting.fixed != slot:
        values["fixed"] = problem.slots[meeting.fixed]
        words = Sentence(_("{meeting}: its time is fixed at {fixed}."), values)
        found.append(Fault(at, Rule.FIXED, words))
    pairs = [(earlier, at) for earlier in sorted(meeting.after)]
    pairs += [(at, later) for later, each in enumerate(problem.meetings) if at in each.after]
    for first, second in pairs:
        one, two = timetable.slots[first], timetable.slots[second]
        if one is not None and two is not None and one >= two:
            both = {"first": names(problem, first), "second": names(problem, second)}
            words = Sentence(_("{second} has to come after {first}."), both)
            found.append(Fault(at, Rule.ORDER, words))
    return found


def _of_place(problem: Problem, timetable: Timetable, at: int, slot: int) -> list[Fault]:
    here, table, time = _here(timetable, at, slot), _table(timetable, at), problem.slots[slot]
    if len(here) >= len(problem.tables):
        words = Sentence(_("All tables are taken at {slot}."), {"slot": time})
    elif table is None:
        words = Sentence(_("{meeting}: it has no table."), _named(problem, at))
    elif any(_table(timetable, other) == table for other in here):
        values = {"table": problem.tables[table].code, "slot": time}
        words = Sentence(_("Table {table} is taken at {slot}."), values)
    else:
        return []
    return [Fault(at, Rule.TABLE, words)]


def _table(timetable: Timetable, at: int) -> int | None:
    return timetable.tables[at] if timetable.tables else None


def names(problem: Problem, at: int) -> str:
    """Who meets there."""
    return " & ".join(str(problem.participants[who]) for who in problem.meetings[at].participants)


def _named(problem: Problem, at: int) -> dict[str, str]:
    return {"meeting": names(problem, at)}
