"""Better timetables by exchange: all Kempe chains between two slots at once, and annealing.

Between two slots, meetings that share a participant must change places together. These groups
(Kempe chains, as in examination timetabling; Thompson and Dowsland 1998) do not touch each other,
so that what each exchange costs can be told apart: they are judged and drawn together, each with
the probability that is its own at the present heat (a block Gibbs sampler; Geman and Geman 1984).
"""

import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.timetable.state import UNFAIR, State

HEAT: Final = 0.3
"""Breaks that an exchange may add with probability 1/(1 + e), at first."""
COLD: Final = 0.12
"""The same at the end."""
_LOOK: Final = 16
"""Pairs of slots between two looks at the clock."""
_LONGEST_TABLE: Final = 16
"""Days of up to so many slots have a table of the breaks of every set of slots."""
_LONGEST_DAY: Final = 62
_STEEPEST: Final = 50.0
"""No probability is computed of a cost of more than so many times the heat."""

Found = Callable[[list[int], int], None]
"""Told of the slots and breaks of each better timetable."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def groups(one: Ints, other: Ints) -> Ints:
    """For each element the smallest that two permutations together lead to from it.

    Minima over windows of an orbit are doubled until they no longer change (pointer jumping).
    """
    least = np.arange(len(one))
    both = other[one]
    while True:
        step = both
        while True:
            lower = np.minimum(least, least[step])
            if np.array_equal(lower, least):
                break
            least, step = lower, step[step]
        lower = np.minimum(least, least[one])
        if np.array_equal(lower, least):
            return least
        least = lower


class Exchanges:
    """A whole timetable in arrays, and the exchange of meetings between two of its slots.

    ring: for each slot a permutation of participants, whose cycles are those who meet there.
    busy: for each day, the slots of each participant as bits. gaps: breaks of each participant.
    here: meetings in each slot. slot: of each meeting.
    """

    def __init__(self, state: State) -> None:
        problem = state.problem
        count = len(problem.participants)
        self.fairness = problem.fairness
        self.tables = state.tables
        self.first = np.array([people[0] for people in state.parties], dtype=np.int64)
        self.allowed = np.zeros((len(problem.slots), len(problem.meetings)), dtype=bool)
        for meeting, slots in enumerate(problem.allowed):
            self.allowed[list(slots), meeting] = True
        self.slot = np.array(state.slot, dtype=np.int64)
        every = range(len(problem.slots))
        self.here = [np.flatnonzero(self.slot == slot) for slot in every]
        self.ring = [self._ring(state, slot) for slot in every]
        self.day = [at for at, day in enumerate(problem.days) for _ in day]
        self.bit = [np.int64(place) for day in problem.days for place in range(len(day))]
        self.table = [_table(len(day)) for day in problem.days]
        self.busy = [
            np.array([busy >> day.start & (1 << len(day)) - 1 for busy in state.busy], np.int64)
            for day in problem.days
        ]
        self.gaps = sum(
            (self._gaps(day, self.busy[day]) for day in range(len(self.busy))),
            start=np.zeros(count, np.int64),
        )
        most = np.arange(len(problem.slots) + 2)
        self.weight = (most + UNFAIR * np.maximum(0, most - self.fairness)).astype(float)
        order = [(earlier, m) for m, before in enumerate(state.before) for earlier in before]
        self.earlier = np.array([earlier for earlier, _ in order], dtype=np.int64)
        self.later = np.array([later for _, later in order], dtype=np.int64)

    @staticmethod
    def possible(state: State) -> bool:
        """Whether a state can be put into arrays: all meetings placed, no day of over 62 slots."""
        return not state.unplaced() and all(len(d) <= _LONGEST_DAY for d in state.problem.days)

    def _ring(self, state: State, slot: int) -> Ints:
        ring = np.arange(len(state.busy))
        for meeting in self.here[slot]:
            who, *others = state.parties[meeting]
            for other in others:
                # Joins two cycles; where both are in one already (delegates), it stays whole.
                if not _in_cycle(ring, who, other):
                    ring[who], ring[other] = ring[other], ring[who]
        return ring

    def _gaps(self, day: int, busy: Ints) -> Ints:
        table = self.table[day]
        return table[busy] if table is not None else _breaks(busy)

    def breaks(self) -> int:
        """Breaks of all participants."""
        return int(self.gaps.sum())

    def valid(self) -> bool:
        """Whether breaks of participants differ by no more than the bound."""
        return not len(self.gaps) or bool(self.gaps.max() - self.gaps.min() <= self.fairness)

    def exchange(self, one: int, other: int, heat: float, rng: np.random.Generator) -> bool:
        """Draw which chains between slots `one` < `other` change places; whether any did."""
        first, count = self.first, len(self.gaps)
        group = groups(self.ring[one], self.ring[other])
        going, coming = self.here[one], self.here[other]
        goes, comes = group[first[going]], group[first[coming]]
        leaving = np.bincount(goes, minlength=count)
        entering = np.bincount(comes, minlength=count)
        free = leaving + entering > 0
        free[goes[~self.allowed[other, going]]] = False
        free[comes[~self.allowed[one, coming]]] = False
        if len(self.earlier):
            self._keep_order(one, other, group, free)
        chains = np.flatnonzero(free)
        if not len(chains):
            return False
        swapped = self._swapped(one, other)
        gaps = self.gaps.copy()
        for day, busy in swapped:
            gaps += self._gaps(day, busy) - self._gaps(day, self.busy[day])
        rise = np.bincount(group, self.weight[gaps] - self.weight[self.gaps], count)[chains]
        net = leaving[chains] - entering[chains]
        rooms = self.tables - len(coming), self.tables - len(going)
        taken = _draw(rise / heat, net, rooms, rng)
        if taken is None or not taken.any():
            return False
        mark = np.zeros(count, dtype=bool)
        mark[chains[taken]] = True
        self._apply(one, other, mark[group], swapped, gaps)
        gone, come = mark[goes], mark[comes]
        self.here[one] = np.concatenate([going[~gone], coming[come]])
        self.here[other] = np.concatenate([coming[~come], going[gone]])
        self.slot[going[gone]] = other
        self.slot[coming[come]] = one
        return True

    def _keep_order(self, one: int, other: int, group: Ints, free: Bools) -> None:
        """Hold fast the chains with a meeting that would no longer be before or after another."""
        before, after = self.slot[self.earlier], self.slot[self.later]
        free[group[self.first[self.earlier[(before == one) & (after <= other)]]]] = False
        free[group[self.first[self.later[(after == other) & (before >= one)]]]] = False

    def _swapped(self, one: int, other: int) -> list[tuple[int, Ints]]:
        """Days that change, and who would be busy then if everybody exchanged the two slots."""
        a, b = self.day[one], self.day[other]
        differ = (self.busy[a] >> self.bit[one] ^ self.busy[b] >> self.bit[other]) & 1
        if a == b:
            return [(a, self.busy[a] ^ (differ << self.bit[one] | differ << self.bit[other]))]
        return [
            (a, self.busy[a] ^ differ << self.bit[one]),
            (b, self.busy[b] ^ differ << self.bit[other]),
        ]

    def _apply(
        self, one: int, other: int, who: Bools, swapped: list[tuple[int, Ints]], gaps: Ints
    ) -> None:
        here, there = self.ring[one], self.ring[other]
        self.ring[one], self.ring[other] = np.where(who, there, here), np.where(who, here, there)
        for day, busy in swapped:
            self.busy[day] = np.where(who, busy, self.busy[day])
        self.gaps = np.where(who, gaps, self.gaps)


def anneal(
    state: State,
    *,
    seconds: float,
    seed: int,
    stop: Callable[[], bool],
    found: Found,
    heat: float = HEAT,
    cold: float = COLD,
    enough: int = 0,
) -> None:
    """Exchange meetings between slots for `seconds`, or until `enough` breaks remain.

    state: every meeting has a slot; it is not changed. found: told of every fair timetable with
    fewer breaks than those before, the first included; of no other where a day has over 62 slots.
    heat, cold: how bold exchanges are at first
    and at the end. seed: of the draws.
    """
    if not Exchanges.possible(state):
        gaps = [state.breaks(busy) for busy in state.busy]
        if not state.unplaced() and max(gaps) - min(gaps) <= state.problem.fairness:
            found(list(state.slot), sum(gaps))
        return
    now = Exchanges(state)
    rng = np.random.default_rng(seed)
    best: int | None = None
    if now.valid():
        best = now.breaks()
        found(now.slot.tolist(), best)
    slots = range(len(now.here))
    pairs = [(one, other) for one in slots for other in slots[one + 1 :]]
    if not pairs or not len(now.first):
        return
    begun, tries, degree = time.monotonic(), 0, heat
    while True:
        for at in rng.permutation(len(pairs)):
            if tries % _LOOK == 0:
                share = (time.monotonic() - begun) / max(seconds, 1e-9)
                if share >= 1 or (best is not None and best <= enough) or stop():
                    return
                degree = heat * (cold / heat) ** share
            tries += 1
            one, other = pairs[at]
            if now.exchange(one, other, degree, rng):
                breaks = now.breaks()
                if (best is None or breaks < best) and now.valid():
                    best = breaks
                    found(now.slot.tolist(), best)


def _draw(
    rise: NDArray[np.float64], net: Ints, rooms: tuple[int, int], rng: np.random.Generator
) -> Bools | None:
    """Which chains are exchanged; None where tables do not suffice.

    rise: cost over heat. net: meetings that go, less those that come. rooms: tables that are free
    in the slot they go to, and in the other. Where the draw wants more tables than there are, the
    closest decisions are turned until they suffice.
    """
    chance = rng.random(len(rise))
    margin = np.log(1 / np.maximum(chance, 1e-300) - 1 + 1e-300) - np.minimum(rise, _STEEPEST)
    taken = margin >= 0
    total = int(net[taken].sum())
    for sign, room in zip((1, -1), rooms, strict=True):
        excess = sign * total - room
        if excess > 0:
            side = net * sign
            turns = np.flatnonzero(np.where(taken, side > 0, side < 0))
            turns = turns[np.argsort(np.abs(margin[turns]), kind="stable")]
            helps = np.cumsum(np.abs(side[turns]))
            enough = int(np.searchsorted(helps, excess)) + 1
            if enough > len(turns) or sign * total - helps[enough - 1] < -rooms[sign > 0]:
                return None
            taken[turns[:enough]] ^= True
            break
    return taken


def _in_cycle(ring: Ints, who: int, other: int) -> bool:
    at = ring[who]
    while at != who and at != other:
        at = ring[at]
    return bool(at == other)


def _table(slots: int) -> Ints | None:
    """Breaks of every set of slots of a day, as bits; None for a day that is too long."""
    return _breaks(np.arange(1 << slots)) if slots <= _LONGEST_TABLE else None


def _breaks(busy: Ints) -> Ints:
    starts: Ints = np.bitwise_count(busy & ~(busy << np.int64(1))).astype(np.int64)
    return np.maximum(starts, 1) - 1
