"""A bound on breaks soon, at any size: each participant alone, together short of seats.

Each participant may have any set of slots that its own meetings can take (each slot for one of
them), and all together may take no more seats of a slot than its tables have. That seats suffice
is priced into the sets (Lagrangian relaxation; Held and Karp 1971), and the prices are improved
step by step (Polyak 1969). Whatever the prices, no timetable has fewer breaks than they give.
"""

import math
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.timetable.model import SMALLEST_MEETING, Problem
from hanse.collaboration.timetable.state import State

_MANY_SETS: Final = 20_000
"""A participant with more sets of slots than that is left out; its breaks count as none."""
_ROUNDS: Final = 400
_HALVE_AFTER: Final = 20
"""Rounds without a better bound after which steps are half as long."""
_ROUNDING: Final = 1e-6
_SMALLEST_STEP: Final = 1e-3
_LOOK: Final = 16
"""Participants between two questions whether to stop."""

Floats = NDArray[np.float64]


def bound_of(problem: Problem, *, most: int | None = None, stop: Callable[[], bool]) -> int:
    """Breaks that no timetable goes below; 0 where it was stopped before there was any bound.

    most: breaks of a timetable that is known, beyond which there is nothing to show. stop: asked
    often.
    """
    columns = _Columns(problem, stop)
    return columns.bound(most, stop) if columns.owners else 0


class _Columns:
    """The sets of slots of all participants, one after the other: `begins` says where each does.

    used: which slots each set holds. breaks: of each set. seats: in a slot.
    """

    def __init__(self, problem: Problem, stop: Callable[[], bool]) -> None:
        state = State(problem)
        threes = sum(len(meeting.participants) > SMALLEST_MEETING for meeting in problem.meetings)
        tables = len(problem.tables)
        self.seats = SMALLEST_MEETING * tables + min(threes, tables)
        self.owners = 0
        begins: list[int] = []
        masks: list[int] = []
        for who, meetings in enumerate(problem.meetings_of):
            if who % _LOOK == 0 and stop():
                break
            if not meetings or problem.participants[who].delegates > 1:
                continue
            found = sets_of(problem.allowed[meeting] for meeting in meetings)
            if found:
                begins.append(len(masks))
                masks += sorted(found)
                self.owners += 1
        slots = range(len(problem.slots))
        kinds = sorted(set(masks))
        place = {mask: at for at, mask in enumerate(kinds)}
        self.kind = np.array([place[mask] for mask in masks], dtype=np.int64)
        self.begins = np.array(begins, dtype=np.int64)
        self.breaks = np.array([state.breaks(mask) for mask in kinds], dtype=float)
        self.used = np.array([[mask >> slot & 1 for slot in slots] for mask in kinds], dtype=float)
        self.ends = np.append(self.begins[1:], len(masks))

    def bound(self, known: int | None, stop: Callable[[], bool]) -> int:
        """The best bound of so many rounds, each of which moves prices towards scarce seats."""
        # Where seats do not suffice at all, prices and bound would rise for ever.
        most = int(np.maximum.reduceat(self.breaks[self.kind], self.begins).sum())
        most = most if known is None else min(known, most)
        prices = np.zeros(self.used.shape[1])
        best, since, scale = 0.0, 0, 1.0
        for _ in range(_ROUNDS):
            value, demand = self._cheapest(prices)
            if value > best + _ROUNDING:
                best, since = value, 0
            else:
                since += 1
                if since >= _HALVE_AFTER:
                    scale, since = scale / 2, 0
            if math.ceil(best - _ROUNDING) >= most or scale < _SMALLEST_STEP or stop():
                break
            over = demand - self.seats
            over[(prices <= 0) & (over < 0)] = 0
            norm = float(over @ over)
            if not norm:
                break
            goal = most if known is not None else min(most, best * 1.05 + 1)
            prices = np.maximum(0, prices + scale * (goal - value) / norm * over)
        return min(most, math.ceil(best - _ROUNDING))

    def _cheapest(self, prices: Floats) -> tuple[float, Floats]:
        """The bound that prices give, and how many then want each slot."""
        costs = (self.breaks + self.used @ prices)[self.kind]
        lowest = np.minimum.reduceat(costs, self.begins)
        cheap = costs <= np.repeat(lowest, self.ends - self.begins) + _ROUNDING
        # Of sets that are equally cheap, each is wanted in part: prices then move less to and fro.
        share = cheap / np.repeat(np.add.reduceat(cheap, self.begins), self.ends - self.begins)
        wanted = np.bincount(self.kind, share, len(self.breaks))
        return float(lowest.sum() - self.seats * prices.sum()), wanted @ self.used


def sets_of(meetings: Iterable[Iterable[int]]) -> set[int]:
    """Sets of slots, as bits, in which a participant's meetings can be: each slot for one of them.

    meetings: the slots that each may have. Empty where there is none, or more than are looked at.
    """
    reached = {0}
    for slots in sorted((tuple(slots) for slots in meetings), key=len):
        bits = [1 << slot for slot in slots]
        reached = {held | bit for held in reached for bit in bits if not held & bit}
        if len(reached) > _MANY_SETS:
            return set()
    return reached
