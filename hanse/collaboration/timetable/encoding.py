"""A timetable as clauses: meetings in slots, breaks, and sums of breaks that can be bounded.

After Bofill et al. (JAIR 2022): Booleans for a meeting in a slot, a participant in use in a slot, a
participant that has met before (held) and the end of a break; sums as totalizers (Bailleux
and Boufkhad, CP 2003) or, where large, as cardinality networks (Asín et al., Constraints 2011); and
two implied constraints: a participant uses as many slots as it has meetings, and a slot no more
participants than its tables can seat (where that is no large sum).
"""

from collections.abc import Callable, Collection, Sequence
from itertools import combinations
from typing import Final

from pysat.card import CardEnc, EncType, ITotalizer
from pysat.formula import CNFPlus

from hanse.collaboration.timetable.model import SMALLEST_MEETING, Problem

Clause = list[int]

_LARGEST_TOTALIZER: Final = 4000
"""Literals times bound above which a sum is a cardinality network, which grows less."""
_PAIRWISE: Final = 5
"""Up to so many literals, "at most one" is written in pairs."""


class Encoding:
    """The clauses of a problem, numbered variables and what they mean.

    place: (meeting, slot) -> variable. used, ends: (participant, slot) -> variable; `ends` is true
    where a break ends, that is, where a meeting begins after an idle slot and an earlier meeting of
    the day. Only what can be true has a variable. optional: meetings that may be left out; each has
    a variable in `dropped`.
    """

    def __init__(self, problem: Problem, *, optional: Collection[int] = ()) -> None:
        self.problem = problem
        self.clauses: list[Clause] = []
        self.top = 0
        self.place: dict[tuple[int, int], int] = {}
        self.used: dict[tuple[int, int], int] = {}
        self.ends: dict[tuple[int, int], int] = {}
        self.dropped = {meeting: self.new() for meeting in sorted(optional)}
        self._places()
        self._participants()
        self._tables()
        self._precedences()

    def new(self) -> int:
        """A variable that stands for nothing yet."""
        self.top += 1
        return self.top

    def slots_of(self, true: Sequence[int]) -> list[int]:
        """The slot of each meeting in a model, given as literals in order of variables."""
        slots = [-1] * len(self.problem.meetings)
        for (meeting, slot), variable in self.place.items():
            if true[variable - 1] > 0:
                slots[meeting] = slot
        return slots

    # --- What holds in any timetable ----------------------------------------------------------

    def _places(self) -> None:
        for meeting, allowed in enumerate(self.problem.allowed):
            for slot in allowed:
                self.place[meeting, slot] = self.new()
            places = [self.place[meeting, slot] for slot in allowed]
            dropped = self.dropped.get(meeting)
            self.clauses.append([*places, *([dropped] if dropped else [])])
            self.at_most(places, 1)
            if dropped:
                self.clauses.extend([-dropped, -variable] for variable in places)

    def _participants(self) -> None:
        for who, meetings in enumerate(self.problem.meetings_of):
            delegates = self.problem.participants[who].delegates
            for slot in range(len(self.problem.slots)):
                here = [
                    self.place[meeting, slot]
                    for meeting in meetings
                    if (meeting, slot) in self.place
                ]
                if not here:
                    continue
                used = self.used[who, slot] = self.new()
                self.clauses.append([-used, *here])
                self.clauses.extend([-variable, used] for variable in here)
                self.at_most(here, delegates)
            in_use = [
                self.used[who, s] for s in range(len(self.problem.slots)) if (who, s) in self.used
            ]
            if delegates == 1:
                self.at_most(in_use, len(meetings))
                left_out = [self.dropped[at] for at in meetings if at in self.dropped]
                self.at_least([*in_use, *left_out], len(meetings))

    def _tables(self) -> None:
        tables = len(self.problem.tables)
        threes = sum(len(m.participants) > SMALLEST_MEETING for m in self.problem.meetings)
        seats = SMALLEST_MEETING * tables + min(threes, tables)
        for slot in range(len(self.problem.slots)):
            self.at_most(
                [variable for (_, at), variable in self.place.items() if at == slot], tables
            )
            here = [variable for (_, at), variable in self.used.items() if at == slot]
            if len(here) * seats <= _LARGEST_TOTALIZER:
                self.at_most(here, seats)

    def _precedences(self) -> None:
        for later, meeting in enumerate(self.problem.meetings):
            for earlier in sorted(meeting.after):
                self._before(earlier, later)

    def _before(self, earlier: int, later: int) -> None:
        """`later` in a slot only when `earlier` was in one before."""
        first, second = self.problem.allowed[earlier], self.problem.allowed[later]
        over: dict[int, int] = {}  # slot -> `earlier` was held before it
        held = 0
        for slot in range(len(self.problem.slots)):
            if slot - 1 in first:
                now = self.new()
                self.clauses.append(
                    [-now, self.place[earlier, slot - 1], *([held] if held else [])]
                )
                held = now
            over[slot] = held
        for slot in second:
            ready = [literal for literal in (over[slot], self.dropped.get(earlier, 0)) if literal]
            self.clauses.append([-self.place[later, slot], *ready])

    # --- Breaks -------------------------------------------------------------------------------

    def count_breaks(self) -> None:
        """Add the ends of breaks, each true exactly where a break ends."""
        for who in range(len(self.problem.participants)):
            for day in self.problem.days:
                self._breaks(who, day)

    def _breaks(self, who: int, day: range) -> None:
        held = 0
        for slot in day:
            used, before = self.used.get((who, slot)), self.used.get((who, slot - 1), 0)
            if slot == day.start:
                before = 0
            if used and held and held != before:
                end = self.ends[who, slot] = self.new()
                self.clauses.append([end, -used, -held, *([before] if before else [])])
                self.clauses += [[-end, used], [-end, held]]
                if before:
                    self.clauses.append([-end, -before])
            if used:
                now = self.new()
                self.clauses += [[-used, now], [-now, used, *([held] if held else [])]]
                if held:
                    self.clauses.append([-held, now])
                held = now

    def ends_of(self, who: int) -> list[int]:
        """The ends of breaks of a participant."""
        slots = range(len(self.problem.slots))
        return [self.ends[who, slot] for slot in slots if (who, slot) in self.ends]

    def bound_breaks(self, least: int, most: int) -> None:
        """Give every participant between `least` and `most` breaks."""
        for who in range(len(self.problem.participants)):
            ends = self.ends_of(who)
            self.at_most(ends, most)
            self.at_least(ends, least)

    def total(self, literals: Sequence[int], most: int) -> list[int]:
        """Variables whose k-th (from 0) is true when more than k literals are, up to `most`."""
        if not literals:
            return []
        with ITotalizer(lits=list(literals), ubound=most, top_id=self.top) as sums:
            self.clauses.extend(sums.cnf.clauses)
            self.top = max(self.top, sums.top_id)
            return list(sums.rhs[: most + 1])

    # --- Sums ---------------------------------------------------------------------------------

    def at_most(self, literals: Sequence[int], bound: int) -> None:
        """No more than `bound` of the literals are true."""
        if bound >= len(literals):
            return
        if bound == 0:
            self.clauses.extend([-literal] for literal in literals)
        elif bound == 1 and len(literals) <= _PAIRWISE:
            self.clauses.extend([-one, -other] for one, other in combinations(literals, 2))
        else:
            self._sum(CardEnc.atmost, literals, bound)

    def at_least(self, literals: Sequence[int], bound: int) -> None:
        """At least `bound` of the literals are true."""
        if bound <= 0:
            return
        if bound > len(literals):
            self.clauses.append([])
        elif bound == len(literals):
            self.clauses.extend([literal] for literal in literals)
        elif bound == 1:
            self.clauses.append(list(literals))
        else:
            self._sum(CardEnc.atleast, literals, bound)

    def _sum(self, write: Callable[..., CNFPlus], literals: Sequence[int], bound: int) -> None:
        size = len(literals) * min(bound, len(literals) - bound)
        kind = EncType.totalizer if size <= _LARGEST_TOTALIZER else EncType.cardnetwrk
        found = write(lits=list(literals), bound=bound, top_id=self.top, encoding=kind)
        self.clauses.extend(found.clauses)
        self.top = max(self.top, found.nv)
