"""A timetable in the making: who is where, what a change would cost, and whether it may be made."""

from collections.abc import Sequence
from typing import Final

from hanse.collaboration.timetable.model import Problem

UNFAIR: Final = 5
"""What a break above the fairness bound costs more than another."""

NOWHERE: Final = -1


class State:
    """Slots of meetings, with the sums that make a change cheap to judge.

    slot: of each meeting, or -1. busy: the slots of each participant as bits. at: for each
    participant and slot, the meetings there. load: meetings in each slot.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parties = [meeting.participants for meeting in problem.meetings]
        self.delegates = [participant.delegates for participant in problem.participants]
        self.allowed = [frozenset(slots) for slots in problem.allowed]
        self.tables = len(problem.tables)
        self.before = [tuple(meeting.after) for meeting in problem.meetings]
        self.following: list[list[int]] = [[] for _ in problem.meetings]
        for later, meeting in enumerate(problem.meetings):
            for earlier in meeting.after:
                self.following[earlier].append(later)
        self._days = [sum(1 << slot for slot in day) for day in problem.days]
        self._costs: dict[int, int] = {}
        self.slot = [NOWHERE] * len(problem.meetings)
        self.busy = [0] * len(problem.participants)
        self.at: list[list[list[int]]] = [[[] for _ in problem.slots] for _ in problem.participants]
        self.load = [0] * len(problem.slots)

    def breaks(self, busy: int) -> int:
        """Breaks of a participant who meets in the slots `busy`."""
        gaps = 0
        for day in self._days:
            today = busy & day
            if today:
                gaps += (today & ~(today << 1)).bit_count() - 1
        return gaps

    def cost(self, busy: int) -> int:
        """Breaks, those above the fairness bound weighing more."""
        known = self._costs.get(busy)
        if known is None:
            gaps = self.breaks(busy)
            known = gaps + UNFAIR * max(0, gaps - self.problem.fairness)
            self._costs[busy] = known
        return known

    def total_breaks(self) -> int:
        """Breaks of all participants."""
        return sum(map(self.breaks, self.busy))

    def unplaced(self) -> list[int]:
        """Meetings without a slot."""
        return [meeting for meeting, slot in enumerate(self.slot) if slot == NOWHERE]

    def move(self, meeting: int, to: int) -> None:
        """Put a meeting into a slot, or take it out (-1), whatever the rules say."""
        here = self.slot[meeting]
        if here != NOWHERE:
            self.load[here] -= 1
        if to != NOWHERE:
            self.load[to] += 1
        for who in self.parties[meeting]:
            if here != NOWHERE:
                self.at[who][here].remove(meeting)
                if not self.at[who][here]:
                    self.busy[who] &= ~(1 << here)
            if to != NOWHERE:
                self.at[who][to].append(meeting)
                self.busy[who] |= 1 << to
        self.slot[meeting] = to

    def take(self, slots: Sequence[int]) -> None:
        """Put every meeting where `slots` says."""
        for meeting, slot in enumerate(slots):
            if self.slot[meeting] != slot:
                self.move(meeting, slot)

    def full(self, who: int, slot: int) -> bool:
        """Whether nobody of a participant is free in a slot."""
        return len(self.at[who][slot]) >= self.delegates[who]

    def order_kept(self, meeting: int, to: int) -> bool:
        """Whether all that goes before or after a meeting would still, if it went to `to`."""
        slot = self.slot
        return all(
            slot[other] == NOWHERE or slot[other] < to for other in self.before[meeting]
        ) and all(slot[other] == NOWHERE or slot[other] > to for other in self.following[meeting])

    def fits(self, meeting: int, to: int) -> bool:
        """Whether a meeting without a slot may be put into `to` as things are."""
        return (
            to in self.allowed[meeting]
            and self.load[to] < self.tables
            and not any(self.full(who, to) for who in self.parties[meeting])
            and self.order_kept(meeting, to)
        )

    def cost_of_adding(self, meeting: int, to: int) -> int:
        """How much cost rises when a meeting without a slot is put into `to`."""
        bit = 1 << to
        return sum(
            self.cost(self.busy[who] | bit) - self.cost(self.busy[who])
            for who in self.parties[meeting]
        )

    def keeps_rules(self) -> bool:
        """Whether all meetings have slots, tables and delegates that suffice, in their order."""
        return max(self.load, default=0) <= self.tables and all(
            slot in self.allowed[meeting]
            and self.order_kept(meeting, slot)
            and all(len(self.at[who][slot]) <= self.delegates[who] for who in self.parties[meeting])
            for meeting, slot in enumerate(self.slot)
        )
