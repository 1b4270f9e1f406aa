"""A timetable where not all meetings can be held: as few as can be are left out, and why each.

First as few meetings as can be are left out, then those of the least interest among as many, then
the breaks of the rest count as in `solve`.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pysat.solvers import Cadical195

from hanse.collaboration.timetable.encoding import Encoding
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.solve import SECONDS, Progress, Solution, solve

_BUDGET: Final = 2000
_SHARE: Final = 0.5
"""Of the time, for finding what to leave out; the rest is for breaks."""
_LEVELS: Final = 3
"""Interest is told apart in so many steps above the least."""


class Reason(StrEnum):
    """Why a meeting is left out."""

    NEVER = "never"
    """No slot suits all of them."""
    FULL = "full"
    """One of them has more meetings than time."""
    TABLES = "tables"
    """All tables are taken in every slot that suits them."""
    BUSY = "busy"
    """In every slot that suits them one of them meets somebody else, or all tables are taken."""
    RULES = "rules"
    """A slot is free for them; precedences or fairness rule it out."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is left out. meetings: their places. fewest: whether it is proved that no timetable
    leaves out fewer. timetable: one of the others, None for those left out, no tables.
    """

    meetings: tuple[int, ...]
    fewest: bool
    timetable: Timetable


def leave_out(
    problem: Problem,
    *,
    interest: Sequence[float] = (),
    seconds: float = SECONDS,
    stop: Callable[[], bool] = lambda: False,
) -> LeftOut:
    """As few meetings to leave out as can be found in `seconds`, so that a timetable exists.

    interest: of each meeting, 0 or more; of as many, those with the least are left out. Nobody has
    more than `fairness` breaks in the timetable that is found.
    """
    until = time.monotonic() + seconds
    with Cadical195() as solver:
        found = _Search(problem, solver, lambda: stop() or time.monotonic() > until)
        fewest = found.fewest()
        if interest:
            found.least(interest)
    slots = tuple(slot if slot >= 0 else None for slot in found.slots)
    left = tuple(at for at, slot in enumerate(slots) if slot is None)
    return LeftOut(left, fewest, Timetable(slots))


def solve_leaving_out(
    problem: Problem,
    *,
    interest: Sequence[float] = (),
    seconds: float = SECONDS,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> tuple[LeftOut, Solution]:
    """What to leave out, and the timetable of the rest with the fewest breaks, as `solve` finds it.

    The timetables have all meetings of the problem, None for those left out; bounds are of the
    meetings that are held.
    """
    begun = time.monotonic()
    left = leave_out(problem, interest=interest, seconds=seconds * _SHARE, stop=stop)
    held = held_of(problem, left.meetings)
    before = time.monotonic() - begun

    def told(now: Progress) -> None:
        progress(replace(now, seconds=now.seconds + before, timetable=_all_of(now.timetable, left)))

    first = Timetable(tuple(slot for slot in left.timetable.slots if slot is not None))
    found = solve(
        held,
        seconds=max(0.1, seconds - before),
        seed=seed,
        start=first,
        stop=stop,
        progress=told,
    )
    whole = _all_of(found.timetable, left) or left.timetable
    return left, replace(found, timetable=whole, seconds=found.seconds + before)


def held_of(problem: Problem, left: Collection[int]) -> Problem:
    """The problem without some meetings; what comes after one of them may come at any time."""
    held = [at for at in range(len(problem.meetings)) if at not in left]
    place = {at: new for new, at in enumerate(held)}
    return replace(
        problem,
        meetings=tuple(
            replace(
                problem.meetings[at],
                after=frozenset(place[one] for one in problem.meetings[at].after if one in place),
            )
            for at in held
        ),
    )


def why_left_out(problem: Problem, timetable: Timetable, meeting: int) -> tuple[Reason, int | None]:
    """Why a meeting has no slot in a timetable; for `Reason.FULL` the participant, too."""
    allowed = problem.allowed[meeting]
    if not allowed:
        return Reason.NEVER, None
    people = problem.meetings[meeting].participants
    for who in people:
        if len(problem.meetings_of[who]) > time_of(problem, who):
            return Reason.FULL, who
    seated = [0] * len(problem.slots)
    for slot in timetable.slots:
        if slot is not None:
            seated[slot] += 1
    with_table = [slot for slot in allowed if seated[slot] < len(problem.tables)]
    if not with_table:
        return Reason.TABLES, None
    if any(all(_free(problem, timetable, who, slot) for who in people) for slot in with_table):
        return Reason.RULES, None
    return Reason.BUSY, None


def time_of(problem: Problem, who: int) -> int:
    """How many meetings a participant has time for, with all its delegates."""
    one = problem.participants[who]
    return one.delegates * (len(problem.slots) - len(one.forbidden))


def _free(problem: Problem, timetable: Timetable, who: int, slot: int) -> bool:
    there = sum(timetable.slots[at] == slot for at in problem.meetings_of[who])
    return there < problem.participants[who].delegates


def _all_of(timetable: Timetable | None, left: LeftOut) -> Timetable | None:
    """A timetable of the meetings that are held, as one of all."""
    if timetable is None:
        return None
    slots = iter(timetable.slots)
    without = set(left.meetings)
    return Timetable(
        tuple(None if at in without else next(slots) for at in range(len(left.timetable.slots)))
    )


def _counted(problem: Problem) -> int:
    """So many meetings at least are left out, by counting tables and the time of participants."""
    over = sum(
        max(0, len(meetings) - time_of(problem, who))
        for who, meetings in enumerate(problem.meetings_of)
    )
    most = max((len(each.participants) for each in problem.meetings), default=1)
    return max(
        len(problem.meetings) - len(problem.tables) * len(problem.slots),
        -(-over // most),
        sum(not allowed for allowed in problem.allowed),
    )


class _Search:
    """Which meetings to leave out: the bounds of their number meet, or time is over."""

    def __init__(self, problem: Problem, solver: Cadical195, over: Callable[[], bool]) -> None:
        self.problem, self.solver, self.over = problem, solver, over
        self.encoding = encoding = Encoding(problem, optional=range(len(problem.meetings)))
        encoding.count_breaks()
        begin = len(encoding.clauses)
        encoding.bound_breaks(0, problem.fairness)
        self.fair = encoding.new()
        for at in range(begin, len(encoding.clauses)):
            encoding.clauses[at] = [-self.fair, *encoding.clauses[at]]
        self.drops = [encoding.dropped[at] for at in range(len(problem.meetings))]
        self.given = 0
        self._give()
        self.solver.set_phases([-literal for literal in self.drops])
        self.slots = [-1] * len(problem.meetings)
        """The best so far; at first everything is left out, which is always possible."""
        self.firm = [self.fair]

    def fewest(self) -> bool:
        """Leave out as few as can be, and say whether that is proved."""
        while self._ask(self.firm) is None and not self.over():
            pass
        self.more = self.encoding.total(self.drops, self._count())
        self._give()
        # What cannot be with breaks shared anyhow cannot be at all.
        low = self._climb([], _counted(self.problem))
        self._climb(self.firm, low)
        self.firm += self._within(self._count())
        return low == self._count()

    def _climb(self, under: list[int], low: int) -> int:
        """Refute from `low` up what cannot be; better ones are looked for where that is hard."""
        while low < self._count() and not self.over():
            answer = self._ask([*under, *self._within(low)])
            if answer:
                break
            if answer is False:
                low += 1
            else:
                self._ask([*self.firm, *self._within(self._count() - 1)])
        return low

    def least(self, interest: Sequence[float]) -> None:
        """Of as many left out, those with the least interest."""
        most = max(interest, default=0.0)
        if not self._count() or most <= min(interest, default=0.0):
            return
        steps = [1 + round(_LEVELS * each / most) for each in interest]
        weighed = [
            literal for literal, step in zip(self.drops, steps, strict=True) for _ in range(step)
        ]
        over = self.encoding.total(weighed, self._worth(steps))
        self._give()
        while not self.over():
            now = self._worth(steps)
            if not now or not self._ask([*self.firm, -over[now - 1]]):
                break

    def _ask(self, assumptions: list[int]) -> bool | None:
        self.solver.conf_budget(_BUDGET)
        answer = self.solver.solve_limited(assumptions)
        if answer and self.fair in assumptions:
            self.slots = self.encoding.slots_of(self.solver.get_model())
        return None if answer is None else bool(answer)

    def _within(self, count: int) -> list[int]:
        return [-self.more[count]] if count < len(self.more) else []

    def _count(self) -> int:
        return sum(slot < 0 for slot in self.slots)

    def _worth(self, steps: Sequence[int]) -> int:
        return sum(step for step, slot in zip(steps, self.slots, strict=True) if slot < 0)

    def _give(self) -> None:
        for clause in self.encoding.clauses[self.given :]:
            self.solver.add_clause(clause)
        self.given = len(self.encoding.clauses)
