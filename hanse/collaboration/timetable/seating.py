"""Where meetings are: tables with few moves of participants and little walking between rooms.

Meetings at the same table one after the other are matched from each slot to the next, which is the
best possible for those; then the tables of each slot are assigned anew around the others (linear
assignment) until nothing gets better.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.foundation.problems import HanseError

_ROUNDS: Final = 30
_CHANGE: Final = 1000.0
"""What it costs, in moves, not to follow the meeting before that one was matched with."""
_KEEP: Final = 1e6
"""What a table other than the one to keep costs, in moves."""

Link = tuple[int, int]
"""A meeting and the next one of somebody who takes part in both."""


@dataclass(frozen=True, slots=True)
class Seating:
    """A table for every placed meeting. bound: no seating has fewer moves in all."""

    timetable: Timetable
    moves: int
    walking_minutes: float
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no seating has fewer moves."""
        return self.moves == self.bound


def seat(
    problem: Problem, timetable: Timetable, *, keep: Mapping[int, int] | None = None
) -> Seating:
    """A table for each meeting of a timetable, with few moves first, then little walking.

    A move is as in `checker.check`. keep: meeting -> table that it should have; it loses it only
    when two meetings of a slot should have the same. Raises `HanseError` when a slot has more
    meetings than there are tables.
    """
    work = _Seating(problem, timetable, keep or {})
    work.follow()
    best, value = dict(work.table), work.value()
    for _ in range(_ROUNDS):
        for slot in range(len(problem.slots)):
            work.assign(slot)
        if work.value() >= value:
            break
        best, value = dict(work.table), work.value()
    tables = tuple(best.get(at) for at in range(len(problem.meetings)))
    work.table = best
    moves, minutes = work.sums()
    return Seating(Timetable(timetable.slots, tables), moves, minutes, work.bound)


class _Seating:
    """Tables in the making, with who comes from where."""

    def __init__(self, problem: Problem, timetable: Timetable, keep: Mapping[int, int]) -> None:
        self.problem = problem
        self.keep = keep
        self.slot = timetable.slots
        self.here: list[list[int]] = [[] for _ in problem.slots]
        for meeting, slot in enumerate(timetable.slots):
            if slot is not None:
                self.here[slot].append(meeting)
        self.table: dict[int, int] = {}
        count = len(problem.tables)
        for slot, meetings in enumerate(self.here):
            if len(meetings) > count:
                raise HanseError(
                    f"Slot {problem.slots[slot]} has {len(meetings)} meetings and {count} tables.",
                    remedy="Make a timetable for the tables there are.",
                )
        self.minutes = np.array(
            [[problem.minutes_between(a, b) for b in range(count)] for a in range(count)]
        ).reshape(count, count)
        # What a move costs: always more than all the walking that could be saved with it.
        longest = float(self.minutes.max(initial=0.0)) * (1 + 3 * len(problem.meetings))
        self.price = np.where(np.eye(count, dtype=bool), 0.0, 1.0 + self.minutes / (longest + 1.0))
        self.steps = [self._steps(who) for who in range(len(problem.participants))]
        self.before: dict[int, list[tuple[int, ...]]] = {}
        self.after: dict[int, list[tuple[int, ...]]] = {}
        for steps in self.steps:
            for earlier, later in steps:
                for meeting in later:
                    self.before.setdefault(meeting, []).append(earlier)
                for meeting in earlier:
                    self.after.setdefault(meeting, []).append(later)
        self.bound = self._bound()

    def _steps(self, who: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """From each busy slot of a day to the next: the meetings there and there."""
        found = []
        for day in self.problem.days:
            busy: dict[int, list[int]] = {}
            for meeting in self.problem.meetings_of[who]:
                slot = self.slot[meeting]
                if slot is not None and slot in day:
                    busy.setdefault(slot, []).append(meeting)
            order = [tuple(busy[slot]) for slot in sorted(busy)]
            found += list(pairwise(order))
        return found

    def _links(self) -> tuple[Counter[Link], int, int]:
        """How many go from a meeting to one in the next slot; all arrivals; those after gaps."""
        links: Counter[Link] = Counter()
        arrivals = after_gap = 0
        for steps in self.steps:
            for earlier, later in steps:
                arrivals += len(later)
                if self._slot(later[0]) - self._slot(earlier[0]) == 1:
                    links.update((one, other) for one in earlier for other in later)
                else:
                    after_gap += min(len(earlier), len(later))
        return links, arrivals, after_gap

    def _slot(self, meeting: int) -> int:
        slot = self.slot[meeting]
        assert slot is not None
        return slot

    def _bound(self) -> int:
        """Fewest moves: a matching from slot to slot is best; after gaps all may stay."""
        self.links, arrivals, after_gap = self._links()
        self.matched: dict[int, int] = {}
        staying = 0
        for slot in range(1, len(self.here)):
            gains, pairs = self._matching(slot)
            staying += gains
            self.matched.update(pairs)
        return max(0, arrivals - staying - after_gap)

    def _matching(self, slot: int) -> tuple[int, dict[int, int]]:
        first, second = self.here[slot - 1], self.here[slot]
        if not first or not second:
            return 0, {}
        gain = np.array([[self.links[one, other] for one in first] for other in second])
        rows, columns = linear_sum_assignment(gain, maximize=True)
        return int(gain[rows, columns].sum()), {
            second[row]: first[column]
            for row, column in zip(rows, columns, strict=True)
            if gain[row, column]
        }

    def follow(self) -> None:
        """Tables slot by slot: where the matched meeting before was, others where best."""
        for slot in range(len(self.here)):
            wanted = {
                meeting: self.table[self.matched[meeting]]
                for meeting in self.here[slot]
                if meeting in self.matched
            }
            self.assign(slot, wanted)

    def assign(self, slot: int, wanted: Mapping[int, int] | None = None) -> None:
        """The best tables for the meetings of a slot while all others stay."""
        meetings = self.here[slot]
        if not meetings:
            return
        cost = np.array([self._cost(meeting) for meeting in meetings])
        for at, meeting in enumerate(meetings):
            wishes = [((wanted or {}).get(meeting), _CHANGE), (self.keep.get(meeting), _KEEP)]
            for wish, weight in wishes:
                if wish is not None:
                    cost[at] += weight
                    cost[at, wish] -= weight
        rows, columns = linear_sum_assignment(cost)
        for row, column in zip(rows, columns, strict=True):
            self.table[meetings[row]] = int(column)

    def _cost(self, meeting: int) -> NDArray[np.float64]:
        """Of each table for a meeting: moves to it and from it, with some weight on walking."""
        cost = np.zeros(len(self.problem.tables))
        for earlier in self.before.get(meeting, ()):
            seated = [self.table[other] for other in earlier if other in self.table]
            if seated:
                cost += self.price[seated].min(axis=0)
        for later in self.after.get(meeting, ()):
            seated = [self.table[other] for other in later if other in self.table]
            if seated:
                cost += self.price[:, seated].min(axis=1)
        return cost

    def value(self) -> float:
        """What is made as small as can be: meetings that lost their table, moves, walking."""
        lost = sum(self.table.get(at, table) != table for at, table in self.keep.items())
        walks = (
            float(min(self.price[self.table[one], self.table[other]] for one in earlier))
            for steps in self.steps
            for earlier, later in steps
            for other in later
        )
        return _KEEP * lost + sum(walks)

    def sums(self) -> tuple[int, float]:
        """Moves and minutes of walking of everybody."""
        moves, minutes = 0, 0.0
        for steps in self.steps:
            for earlier, later in steps:
                before = {self.table[one] for one in earlier}
                for table in sorted({self.table[other] for other in later} - before):
                    moves += 1
                    minutes += float(min(self.minutes[table, one] for one in before))
        return moves, minutes
