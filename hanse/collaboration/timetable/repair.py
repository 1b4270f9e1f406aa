"""Mending a timetable after a no-show, a late arrival or a new request, with few changes.

First as few meetings as can be are lost, then as few entries as can be change in the agendas of
people whom the event is not about, then breaks count.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pysat.solvers import Cadical195

from hanse.collaboration.timetable.encoding import Encoding
from hanse.collaboration.timetable.model import Half, Meeting, Problem, Timetable
from hanse.collaboration.timetable.seating import seat
from hanse.collaboration.timetable.state import State
from hanse.foundation.problems import HanseError

SECONDS: Final = 2.5
_BUDGET: Final = 1000


@dataclass(frozen=True, slots=True)
class NoShow:
    """A participant who does not come from slot `since` on."""

    participant: int
    since: int = 0


@dataclass(frozen=True, slots=True)
class LateArrival:
    """A participant who is not there before slot `until`."""

    participant: int
    until: int


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A meeting agreed after the timetable was made.

    Its `after` are places among the meetings of the problem, and the new ones before it; before:
    places of those that come after it.
    """

    meeting: Meeting
    before: frozenset[int] = frozenset()


Event = NoShow | LateArrival | NewRequest


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in somebody's agenda, in words; by_event: somebody whom the event is about."""

    participant: int
    meeting: int
    text: str
    by_event: bool


@dataclass(frozen=True, slots=True)
class Repaired:
    """The mended timetable of the changed problem, and what changed.

    lost: meetings that can no longer be held. changes: of everybody, for each to be told; those of
    others than the events are about are as few as can be when `fewest`. kept_fair: whether breaks
    still differ by no more than the bound.
    """

    problem: Problem
    timetable: Timetable
    lost: tuple[int, ...]
    changes: tuple[Change, ...]
    fewest: bool
    kept_fair: bool
    seconds: float

    @property
    def changes_of_others(self) -> int:
        """Changed slots in agendas of people whom the events are not about."""
        return sum(not change.by_event for change in self.changes)


def repair(
    problem: Problem,
    timetable: Timetable,
    events: Sequence[Event],
    *,
    now: int = 0,
    seconds: float = SECONDS,
) -> Repaired:
    """A timetable for the problem as the events leave it, close to the one there was.

    now: the slot that comes next; those before are over and stay as they were. Meetings of a
    no-show are lost, others move. seconds: how long to look for fewer changes and breaks. Raises
    `HanseError` when an event names what does not exist, or something is over.
    """
    begun = time.monotonic()
    plan = _apply(problem, timetable, events, now)
    changed, about = plan.problem, plan.about
    found = _Repair(plan, timetable, now, begun + seconds)
    slots, fewest = found.run()
    placed = Timetable(tuple(slot if slot >= 0 else None for slot in slots))
    if timetable.tables:
        keep = {
            at: table
            for at, table in enumerate(timetable.tables)
            if table is not None and slots[at] == timetable.slots[at]
        }
        placed = seat(changed, placed, keep=keep).timetable
    lost = tuple(at for at, slot in enumerate(slots) if slot < 0)
    return Repaired(
        changed,
        placed,
        lost,
        tuple(_told(changed, timetable, placed, about)),
        fewest,
        found.fair,
        time.monotonic() - begun,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The problem after the events, meetings they cancel, meetings over, people they are about."""

    problem: Problem
    cancelled: frozenset[int]
    over: frozenset[int]
    about: frozenset[int]


def _apply(problem: Problem, timetable: Timetable, events: Sequence[Event], now: int) -> _Plan:
    people, meetings = list(problem.participants), list(problem.meetings)
    if len(timetable.slots) != len(meetings):
        raise HanseError(
            f"The timetable has {len(timetable.slots)} meetings and the problem {len(meetings)}.",
            remedy="Give the problem that the timetable was made for.",
        )
    over = {at for at, slot in enumerate(timetable.slots) if slot is not None and slot < now}
    cancelled: set[int] = set()
    about: set[int] = set()
    for event in events:
        if isinstance(event, NewRequest):
            named = event.meeting.after | event.before
            if not named <= set(range(len(meetings))):
                raise HanseError(f"There is no meeting {max(named) + 1}.")
            for later in event.before:
                meetings[later] = replace(
                    meetings[later], after=meetings[later].after | {len(meetings)}
                )
            meetings.append(event.meeting)
            about.update(event.meeting.participants)
            continue
        if not 0 <= event.participant < len(people):
            raise HanseError(f"There is no participant {event.participant + 1}.")
        who = event.participant
        about.add(who)
        slots = [(at, timetable.slots[at]) for at in problem.meetings_of[who]]
        if isinstance(event, NoShow):
            away = range(max(event.since, now), len(problem.slots))
            cancelled.update(at for at, slot in slots if slot is None or slot in away)
        else:
            away = range(min(event.until, len(problem.slots)))
            # What somebody missed was not held, though its time is over.
            over -= {at for at, slot in slots if slot in away}
        people[who] = replace(people[who], forbidden=people[who].forbidden | set(away))
    for at in over:
        meetings[at] = replace(meetings[at], fixed=timetable.slots[at], half=Half.ANY)
    changed = replace(problem, participants=tuple(people), meetings=tuple(meetings))
    return _Plan(changed, frozenset(cancelled), frozenset(over), frozenset(about))


class _Repair:
    """The search: meetings lost, then changes of others, then breaks."""

    def __init__(self, plan: _Plan, old: Timetable, now: int, until: float) -> None:
        self.problem = plan.problem
        self.plan = plan
        self.old = [*old.slots, *[None] * (len(plan.problem.meetings) - len(old.slots))]
        self.now = now
        self.until = until
        self.fair = True

    def run(self) -> tuple[list[int], bool]:
        """The slot of each meeting (-1: lost), and whether changes of others are proved fewest."""
        with Cadical195() as solver:
            encoding = self._encoding()
            given = len(encoding.clauses)
            for clause in encoding.clauses:
                solver.add_clause(clause)
            self.given = given
            self.solver, self.encoding = solver, encoding
            fair = self._guarded_fairness()
            drops = list(encoding.dropped.values())
            moved = self._moved()
            lost_over = encoding.total(drops, len(drops))
            moved_over = encoding.total(moved, len(moved))
            self._give()
            firm = [-encoding.dropped[at] for at in sorted(self.plan.over)]
            firm += [encoding.dropped[at] for at in sorted(self.plan.cancelled)]
            self._prefer_old(moved)
            if solver.solve([*firm, fair]):
                firm.append(fair)
            elif solver.solve(firm):
                self.fair = False
            else:
                raise HanseError(
                    "What is over already breaks a rule.",
                    remedy="Check the old timetable against the problem (`hanse timetable check`).",
                )
            lost, proved_lost = self._least(firm, drops, lost_over)
            firm += _at_most(lost_over, lost)
            moves, proved_moves = self._least(firm, moved, moved_over)
            firm += _at_most(moved_over, moves)
            return self._fewer_breaks(firm), proved_lost and proved_moves

    def _encoding(self) -> Encoding:
        """All meetings may be lost; those over and those before now cannot change."""
        problem = self.problem
        early = frozenset(range(self.now))
        meetings = range(len(problem.meetings))
        encoding = Encoding(problem, optional=meetings)
        for (meeting, slot), variable in encoding.place.items():
            if slot in early and meeting not in self.plan.over:
                encoding.clauses.append([-variable])
        encoding.count_breaks()
        return encoding

    def _guarded_fairness(self) -> int:
        """A literal under which nobody has more breaks than fairness allows."""
        encoding = self.encoding
        begin = len(encoding.clauses)
        encoding.bound_breaks(0, self.problem.fairness)
        fair = encoding.new()
        for at in range(begin, len(encoding.clauses)):
            encoding.clauses[at] = [-fair, *encoding.clauses[at]]
        return fair

    def _moved(self) -> list[int]:
        """A literal for each entry in the agenda of others that changes."""
        encoding, found = self.encoding, []
        for at, slot in enumerate(self.old):
            if slot is None or at in self.plan.cancelled:
                continue
            stays = encoding.place.get((at, slot))
            for who in self.problem.meetings[at].participants:
                if who not in self.plan.about:
                    entry = encoding.new()
                    encoding.clauses.append([entry, stays] if stays else [entry])
                    found.append(entry)
        return found

    def _prefer_old(self, moved: Sequence[int]) -> None:
        """Try first what leaves everything as it was."""
        self.solver.set_phases(
            [
                *(-literal for literal in (*moved, *self.encoding.dropped.values())),
                *(
                    variable if self.old[meeting] == slot else -variable
                    for (meeting, slot), variable in self.encoding.place.items()
                ),
            ]
        )

    def _give(self) -> None:
        for clause in self.encoding.clauses[self.given :]:
            self.solver.add_clause(clause)
        self.given = len(self.encoding.clauses)

    def _least(self, firm: list[int], counted: list[int], over: list[int]) -> tuple[int, bool]:
        """The smallest number of `counted` that can be true, and whether it is proved."""
        ceiling = self._counted(firm, counted)
        for least in range(ceiling):
            answer = self._ask([*firm, *_at_most(over, least)])
            if answer:
                return least, True
            if answer is None:
                # No time to go up one by one: the best that is known.
                return ceiling, False
        return ceiling, True

    def _counted(self, firm: list[int], counted: list[int]) -> int:
        assert self.solver.solve(firm)
        model = self.solver.get_model()
        return sum(model[literal - 1] > 0 for literal in counted)

    def _ask(self, assumptions: list[int]) -> bool | None:
        while True:
            self.solver.conf_budget(_BUDGET)
            answer = self.solver.solve_limited(assumptions)
            if answer is not None:
                return bool(answer)
            if time.monotonic() > self.until:
                return None

    def _fewer_breaks(self, firm: list[int]) -> list[int]:
        """Fewer breaks with as few changes, for the time that is left."""
        assert self.solver.solve(firm)
        best = self._slots()
        breaks = self._breaks(best)
        over = self.encoding.total(list(self.encoding.ends.values()), breaks)
        self._give()
        while breaks and time.monotonic() < self.until:
            if not self._ask([*firm, *_at_most(over, breaks - 1)]):
                break
            best = self._slots()
            breaks = self._breaks(best)
        return best

    def _slots(self) -> list[int]:
        return self.encoding.slots_of(self.solver.get_model())

    def _breaks(self, slots: Sequence[int]) -> int:
        state = State(self.problem)
        state.take(slots)
        return state.total_breaks()


def _at_most(over: Sequence[int], count: int) -> list[int]:
    return [-over[count]] if count < len(over) else []


def _told(problem: Problem, old: Timetable, new: Timetable, about: Collection[int]) -> list[Change]:
    found = []
    for who in range(len(problem.participants)):
        for at in problem.meetings_of[who]:
            before = old.slots[at] if at < len(old.slots) else None
            text = _words(problem, who, at, before, new.slots[at])
            if at >= len(old.slots) and new.slots[at] is None:
                text = f"No time was found for a meeting with {_with(problem, who, at)}."
            if not text and new.tables and at < len(old.tables) and new.tables[at] is not None:
                text = _table_words(problem, who, at, old.tables[at], new.tables[at])
            if text:
                found.append(Change(who, at, text, who in about))
    return found


def _with(problem: Problem, who: int, meeting: int) -> str:
    others = (p for p in problem.meetings[meeting].participants if p != who)
    return " and ".join(str(problem.participants[other]) for other in others)


def _words(problem: Problem, who: int, at: int, before: int | None, now: int | None) -> str:
    others = _with(problem, who, at)
    if before == now:
        return ""
    if now is None:
        return f"Your meeting with {others} at {problem.slots[before or 0]} is cancelled."
    if before is None:
        return f"New: you meet {others} at {problem.slots[now]}."
    return f"Your meeting with {others} moves from {problem.slots[before]} to {problem.slots[now]}."


def _table_words(problem: Problem, who: int, at: int, before: int | None, now: int | None) -> str:
    if before == now or before is None or now is None:
        return ""
    return (
        f"Your meeting with {_with(problem, who, at)} moves from table "
        f"{problem.tables[before].code} to table {problem.tables[now].code}."
    )
