"""Bounds on breaks by satisfiability: what no timetable can beat, and the one that reaches it.

After Bofill et al. (JAIR 2022), with CaDiCaL (Biere et al. 2024) through PySAT. Work is cut into
slices of conflicts, so that it can be left at any time and goes on where it was.
"""

import math
import time
from typing import Final, Self

from pysat.solvers import Cadical195

from hanse.collaboration.timetable.encoding import Encoding
from hanse.collaboration.timetable.model import Problem

_SLICE_SECONDS: Final = 0.4
_LONGEST_SLICE: Final = 3.0
"""About how long a slice takes at first, and later: the solver gets slowly into its stride."""
_SLICE_SHARE: Final = 0.3
"""How long a slice is in what was spent so far."""
_FIRST_BUDGET: Final = 4000
_FIRST_WORK: Final = 600_000_000
"""Conflicts of the first slice, fewer where clauses are many: conflicts times clauses."""
_SMALLEST_BUDGET: Final = 100
_LARGEST_BUDGET: Final = 200_000
_TOTALS_AHEAD: Final = 12
"""Sums of breaks are written so far beyond what is asked for."""
_ALONE_SECONDS: Final = 10.0
"""How long a prover works on one question before another one begins beside it."""
_FIRST_TRY: Final = 6.0
_LONGER: Final = 1.5
"""How long a prover beside it is given, and how many times as long the one after it."""
_CAUTION: Final = 0.5
"""A last slice is meant to take so much of the time that is left: some conflicts take longer."""
_STEEPEST: Final = 1.5
"""Budgets grow and shrink by no more than this factor at a time."""


class Prover:
    """The clauses of a problem in a solver, with breaks of each participant within a range.

    least, most: breaks of a participant. seed: of the solver's choices. Use it in a `with` block,
    which frees its memory.
    """

    def __init__(self, problem: Problem, *, least: int, most: int, seed: int = 0) -> None:
        self.problem = problem
        self.encoding = Encoding(problem)
        self.encoding.count_breaks()
        self.encoding.bound_breaks(least, most)
        self._solver = Cadical195()
        # Keep to the longest assignments without a conflict: it finds the last timetables sooner.
        self._solver.configure({"target": 2, "seed": seed})
        self._given = 0
        self._over: list[int] = []
        self.contradiction = not self._give()
        self._spent = 0.0
        self._pace = 0.0  # seconds for each conflict, in the last slice that was used up
        self._budget = min(_FIRST_BUDGET, max(_SMALLEST_BUDGET, _FIRST_WORK // (self._given + 1)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory."""
        self._solver.delete()

    def _give(self) -> bool:
        clauses = self.encoding.clauses
        while self._given < len(clauses):
            clause = clauses[self._given]
            self._given += 1
            if not clause:
                return False
            self._solver.add_clause(clause)
        return True

    def _at_most(self, breaks: int) -> list[int]:
        """What to assume for a total of at most `breaks`; sums are written as they are needed."""
        ends = list(self.encoding.ends.values())
        if breaks >= len(ends):
            return []
        if breaks >= len(self._over):
            self._over = self.encoding.total(ends, breaks + max(breaks, _TOTALS_AHEAD))
            self._give()
        return [-self._over[breaks]]

    def within(self, breaks: int | None, *, left: float = math.inf) -> bool | None:
        """Whether there is a timetable with at most `breaks` (None: with any number).

        None: it is not known yet; ask again. After True, `slots` gives it. left: seconds that are
        left; the slice is cut shorter then.
        """
        if self.contradiction:
            return False
        begun = time.monotonic()
        affordable = max(1.0, _CAUTION * left / self._pace) if self._pace else self._budget
        budget = int(min(self._budget, affordable))
        self._solver.conf_budget(budget)
        found = self._solver.solve_limited([] if breaks is None else self._at_most(breaks))
        took = time.monotonic() - begun
        if found is None:
            self._pace = took / budget
        self._adapt(took)
        return None if found is None else bool(found)

    def slots(self) -> list[int]:
        """The slot of each meeting in what was found last."""
        return self.encoding.slots_of(self._solver.get_model())

    def _adapt(self, seconds: float) -> None:
        """Bring the next slice nearer to the length wanted."""
        self._spent += seconds
        wanted = min(_LONGEST_SLICE, max(_SLICE_SECONDS, self._spent * _SLICE_SHARE))
        factor = wanted / max(seconds, 1e-4)
        factor = min(_STEEPEST, max(1 / _STEEPEST, factor))
        self._budget = int(min(_LARGEST_BUDGET, max(_SMALLEST_BUDGET, self._budget * factor)))


class Provers:
    """A prover and, where a question takes long, others beside it that begin anew by chance.

    How long a search takes has a long tail: who begins again with other choices often ends sooner
    (Gomes, Selman & Kautz 1998). Half of the time stays with the first, which forgets nothing.
    """

    def __init__(self, problem: Problem, *, least: int, most: int) -> None:
        self._problem, self._least, self._most = problem, least, most
        self._first = self._answering = self._make(0)
        self._other: Prover | None = None
        self._seeds = 0
        self._asked: int | None = -1
        self._spent = self._tried = 0.0
        self._patience, self._turn = _FIRST_TRY, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._first.close()
        if self._other:
            self._other.close()

    def within(self, breaks: int | None, *, left: float = math.inf) -> bool | None:
        """As `Prover.within`."""
        if breaks != self._asked:
            self._asked = breaks
            self._forget()
        other = self._next_other() if self._spent >= _ALONE_SECONDS and self._turn else None
        self._turn = not self._turn
        begun = time.monotonic()
        self._answering = other or self._first
        answer = self._answering.within(breaks, left=left)
        took = time.monotonic() - begun
        self._spent += took
        if other:
            self._tried += took
        return answer

    def slots(self) -> list[int]:
        """As `Prover.slots`."""
        return self._answering.slots()

    def _make(self, seed: int) -> Prover:
        return Prover(self._problem, least=self._least, most=self._most, seed=seed)

    def _forget(self) -> None:
        self._spent, self._turn, self._patience = 0.0, False, _FIRST_TRY
        self._drop()

    def _drop(self) -> None:
        self._tried = 0.0
        if self._other and self._other is not self._answering:
            self._other.close()
            self._other = None

    def _next_other(self) -> Prover:
        if self._other and self._tried >= self._patience:
            self._answering = self._first
            self._patience *= _LONGER
            self._drop()
        if self._other is None:
            self._seeds += 1
            self._other = self._make(self._seeds)
        return self._other
