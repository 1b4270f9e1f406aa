"""The timetable with the fewest breaks: a good one soon, better ones while you wait, and the proof.

First meetings are put in (`local`) and exchanged (`kempe`), and a relaxation says what no timetable
can beat. Then satisfiability (`proof`) raises that bound, and more exchanges look for better ones,
in turns, until both meet. Where there are many meetings, exchanges come first and take longest.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hanse.collaboration.timetable.kempe import anneal
from hanse.collaboration.timetable.local import construct
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.proof import Provers
from hanse.collaboration.timetable.relaxation import bound_of
from hanse.collaboration.timetable.state import State

SECONDS: Final = 60.0
_SOON: Final = 1.5
"""Seconds within which a good timetable should be there."""
_LOCAL_SECONDS: Final = 0.3
_LOCAL_SECONDS_EACH: Final = 0.002
"""How long meetings are exchanged: so long, and so much longer for each meeting."""
_BOUND_SECONDS: Final = 1.0
_BOUND_SECONDS_EACH: Final = 0.004
"""How long the relaxation may take: so long, and so much longer for each meeting."""
_MANY: Final = 250
_SETTLE_SECONDS_EACH: Final = 0.2
"""From so many meetings on, exchanges go on for so long each before proofs begin."""
_PROOF_SECONDS_EACH: Final = 0.05
"""Proofs of many meetings are not begun with less time than that for each."""
_SETTLE_ROUNDS: Final = (0.1, 0.3, 1.0)
"""Exchanges are heated anew, so often and each time for so much of the time that is left."""
_SETTLE_HEAT: Final = 0.22
_BOUND_SHARE: Final = 0.15
_LATER_SHARE: Final = 0.6
_LATER_HEAT: Final = 0.17
"""Later exchanges begin at the best timetable, so they are shorter and less wild."""
_EXCHANGE_SHARE: Final = 0.2
"""While proofs go on, exchanges take no more than that share of the time."""


class Status(StrEnum):
    """How far a search came."""

    OPTIMAL = "proved best"
    FEASIBLE = "found, not proved best"
    INFEASIBLE = "proved impossible"
    UNKNOWN = "none found yet"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: seconds since its start, breaks of the best timetable and the bound.

    breaks: None while there is no timetable. bound: no timetable has fewer breaks.
    """

    seconds: float
    breaks: int | None
    bound: int
    timetable: Timetable | None

    @property
    def gap(self) -> float | None:
        """(breaks - bound) / breaks: 0 when proved best, None while there is no timetable."""
        if self.breaks is None:
            return None
        return (self.breaks - self.bound) / self.breaks if self.breaks else 0.0


@dataclass(frozen=True, slots=True)
class Solution:
    """What a search ends with; the timetable is None where none was found or there is none."""

    status: Status
    timetable: Timetable | None
    breaks: int | None
    bound: int
    seconds: float
    first_seconds: float | None
    """Seconds until there was a timetable at all."""


def solve(
    problem: Problem,
    *,
    seconds: float = SECONDS,
    seed: int = 0,
    start: Timetable | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[Progress], None] = lambda _: None,
    enough: bool = False,
) -> Solution:
    """The timetable with the fewest breaks of all participants that keeps every rule.

    seconds: how long to search, by the clock; it may end up to a second later.
    seed: of the choices among equals; with the same seed and enough time breaks and status are
    the same. start: a timetable to begin with, from an earlier search; it is used if it is whole
    and keeps the rules. stop: asked several times a second; ends the search. progress: told of
    each better timetable and bound as it is found, so that a caller can keep it. enough: end
    with the first timetable.
    """
    search = _Search(problem, seconds, seed, stop, progress, enough=enough)
    search.run(start)
    return search.solution()


class _Search:
    """The best timetable and the bound so far, and what is done about them."""

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        seed: int,
        stop: Callable[[], bool],
        progress: Callable[[Progress], None],
        *,
        enough: bool,
    ) -> None:
        self.problem = problem
        self.seed = seed
        self.begun = time.monotonic()
        self.seconds = seconds
        self.asked_to_stop = stop
        self.progress = progress
        self.enough = enough
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        self.best: list[int] | None = None
        self.breaks: int | None = None
        self.bound = 0
        self.impossible = False
        self.first: float | None = None
        self.exchanged = 0.0

    # --- What is known ------------------------------------------------------------------------

    def elapsed(self) -> float:
        return time.monotonic() - self.begun

    def over(self) -> bool:
        return (
            self.elapsed() >= self.seconds
            or self.asked_to_stop()
            or (self.enough and self.best is not None)
        )

    def found(self, slots: Sequence[int], breaks: int) -> None:
        if self.breaks is not None and breaks >= self.breaks:
            return
        self.best, self.breaks = list(slots), breaks
        if self.first is None:
            self.first = self.elapsed()
        self.tell()

    def proved(self) -> bool:
        return self.breaks is not None and self.bound >= self.breaks

    def raise_bound(self, bound: int) -> None:
        if bound > self.bound:
            self.bound = bound if self.breaks is None else min(bound, self.breaks)
            self.tell()

    def tell(self) -> None:
        self.progress(Progress(self.elapsed(), self.breaks, self.bound, self.timetable()))

    def timetable(self) -> Timetable | None:
        return None if self.best is None else Timetable(tuple(self.best))

    def solution(self) -> Solution:
        if self.impossible:
            status = Status.INFEASIBLE
        elif self.breaks is None:
            status = Status.UNKNOWN
        else:
            status = Status.OPTIMAL if self.bound >= self.breaks else Status.FEASIBLE
        return Solution(
            status, self.timetable(), self.breaks, self.bound, self.elapsed(), self.first
        )

    # --- What is done -------------------------------------------------------------------------

    def run(self, start: Timetable | None) -> None:
        if not all(self.problem.allowed):
            self.impossible = True
            return
        self.locally(start)
        self.relax()
        self.settle()
        # With everybody at `least` breaks or more, there are that many times the participants.
        for least in range(self._most_for_all() + 1):
            if self.impossible or self.over() or self.proved():
                return
            self.impossible = False
            floor = least * len(self.problem.participants)
            if self.breaks is not None and floor >= self.breaks:
                self.raise_bound(self.breaks)
                return
            last = least == self._most_for_all()
            if not self.prove(least, last=last):
                return

    def _most_for_all(self) -> int:
        """How many breaks every participant could have."""
        meetings = map(len, self.problem.meetings_of)
        return max(0, min(min(meetings, default=0), len(self.problem.slots) // 2 + 1) - 1)

    def locally(self, start: Timetable | None) -> None:
        """Put meetings in and exchange them for a while."""
        limit = self._local_seconds()
        patience = max(limit, _SETTLE_SECONDS_EACH * len(self.problem.meetings))
        state = State(self.problem)
        if start is not None and None not in start.slots:
            state.take([slot if slot is not None else -1 for slot in start.slots])
        if not state.keeps_rules():
            state = construct(
                self.problem, seed=self.seed, stop=lambda: self.elapsed() > patience or self.over()
            )
        if not state.unplaced():
            anneal(
                state,
                seconds=max(0.0, limit - self.elapsed()),
                seed=self.seed,
                stop=self.over,
                found=self.found,
            )

    def relax(self) -> None:
        """Raise the bound by what participants alone and seats together show."""
        if self.breaks is None:
            return
        limit = _BOUND_SECONDS + _BOUND_SECONDS_EACH * len(self.problem.meetings)
        until = self.elapsed() + min(limit, _BOUND_SHARE * (self.seconds - self.elapsed()))
        self.raise_bound(
            bound_of(
                self.problem,
                most=self.breaks,
                stop=lambda: self.elapsed() > until or self.over(),
            )
        )

    def settle(self) -> None:
        """Exchange for longer where there are so many meetings that proofs take long to begin."""
        count = len(self.problem.meetings)
        if self.best is None or count < _MANY:
            return
        left = self.seconds - self.elapsed()
        wanted = _SETTLE_SECONDS_EACH * count
        if left - wanted < _PROOF_SECONDS_EACH * count:
            wanted = left
        until = self.elapsed() + wanted
        for share in _SETTLE_ROUNDS:
            self._exchange(self.bound, (until - self.elapsed()) * share, _SETTLE_HEAT)
        self.exchanged = 0.0

    def _local_seconds(self) -> float:
        return min(_SOON, _LOCAL_SECONDS + _LOCAL_SECONDS_EACH * len(self.problem.meetings))

    def prove(self, least: int, *, last: bool) -> bool:
        """Search with at least `least` breaks for everybody; False when time is over.

        last: there is no higher `least` to try, so that what is impossible here is so altogether.
        """
        floor = least * len(self.problem.participants)
        ceiling = None if last else (least + 1) * len(self.problem.participants)
        with Provers(self.problem, least=least, most=least + self.problem.fairness) as prover:
            if self.breaks is None and not self._first(prover, last=last):
                return not self.over()
            if self.breaks is None or self.best is None:
                return not self.over()
            if not self.bound:
                self.relax()
            bound = max(floor, self.bound)
            while bound < self.breaks:
                if self.over():
                    return False
                answer = prover.within(bound, left=self.seconds - self.elapsed())
                if answer:
                    self.found(*self._counted(prover.slots()))
                    break
                if answer is False:
                    bound += 1
                    self.raise_bound(bound if ceiling is None else min(bound, ceiling))
                elif self.exchanged <= _EXCHANGE_SHARE * self.elapsed():
                    self._exchange(bound, self._local_seconds() * _LATER_SHARE, _LATER_HEAT)
            if last or (ceiling is not None and ceiling >= self.breaks):
                self.raise_bound(self.breaks)
            return True

    def _first(self, prover: Provers, *, last: bool) -> bool:
        """A timetable at all; False where there is none within these bounds, or time is over."""
        while True:
            answer = prover.within(None, left=self.seconds - self.elapsed())
            if answer is False:
                self.impossible = last
                return False
            if answer:
                break
            if self.over():
                return False
        slots, breaks = self._counted(prover.slots())
        self.found(slots, breaks)
        state = State(self.problem)
        state.take(slots)
        anneal(
            state, seconds=self._local_seconds(), seed=self.seed, stop=self.over, found=self.found
        )
        return True

    def _counted(self, slots: list[int]) -> tuple[list[int], int]:
        state = State(self.problem)
        state.take(slots)
        return slots, state.total_breaks()

    def _exchange(self, bound: int, seconds: float, heat: float) -> None:
        """Exchange meetings of the best timetable for a while."""
        if self.best is None:
            return
        begun = self.elapsed()
        state = State(self.problem)
        state.take(self.best)
        anneal(
            state,
            seconds=seconds,
            seed=self.rng.randrange(1 << 30),
            stop=self.over,
            found=self.found,
            heat=heat,
            enough=bound,
        )
        self.exchanged += self.elapsed() - begun
