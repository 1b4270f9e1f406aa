"""Why no timetable exists: requests that cannot be met together, as few as can be, in words.

Each request is switched on by a literal. Requests the solver did not need are left out, then every
other is tried (deletion); then smallest hitting sets of what would have to give way are worked
through (Ignatiev et al., CP 2015) to find, and prove, the smallest set.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pysat.card import CardEnc, EncType
from pysat.examples.hitman import Hitman
from pysat.solvers import Cadical195

from hanse.collaboration.timetable.model import Half, Problem

SECONDS: Final = 20.0
_BUDGET: Final = 20_000
"""Conflicts before a question is left open for lack of time to look at the clock."""
_MOST_TO_PROVE: Final = 400
"""Requests up to which the smallest set is looked for."""


class Kind(StrEnum):
    """What is requested."""

    MEETING = "meeting"
    HALF = "half of the day"
    FIXED = "fixed slot"
    FORBIDDEN = "forbidden slots"
    PRECEDENCE = "precedence"
    TABLES = "tables"
    FAIRNESS = "fairness"


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked for, in words, with the meetings and participants it is about."""

    kind: Kind
    text: str
    meetings: tuple[int, ...] = ()
    participants: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requests that cannot be met together.

    minimal: without any one of them the others can be met. smallest: no fewer requests conflict.
    Both are False only where time was too short.
    """

    requests: tuple[Request, ...]
    minimal: bool
    smallest: bool

    @property
    def summary(self) -> str:
        """How the list is to be read, in a sentence or two."""
        if self.requests and self.requests[0].kind is Kind.FAIRNESS:
            return "Every meeting can be held, but not with breaks shared so evenly."
        count = len(self.requests)
        if self.smallest:
            tail = "No fewer requests conflict, so one of these has to give way."
        elif self.minimal:
            tail = "Without any one of them the others can; a shorter list may exist."
        else:
            tail = "Time was too short to find out whether fewer conflict."
        return f"These {count} requests cannot be met together. {tail}"


def explain(
    problem: Problem,
    *,
    seconds: float = SECONDS,
    stop: Callable[[], bool] = lambda: False,
) -> Conflict | None:
    """Conflicting requests of a problem for which `solve` proved that no timetable exists.

    Where all requests can be met, fairness is in the way, and said to be. None when `seconds` are
    too short to tell. stop: asked between questions; ends the search early.
    """
    until = time.monotonic() + seconds
    requests = _Requests(problem)
    try:
        core = requests.core(list(requests.literal), lambda: time.monotonic() > until or stop())
        if core is None:
            return None if requests.open_question else _unfair(problem)
        return _shortest(requests, core, lambda: time.monotonic() > until or stop())
    finally:
        requests.solver.delete()


def _unfair(problem: Problem) -> Conflict:
    text = (
        f"Nobody is to have more than {problem.fairness} breaks more than another: "
        "allow a greater difference."
    )
    return Conflict((Request(Kind.FAIRNESS, text),), minimal=True, smallest=True)


def _shortest(requests: "_Requests", core: list[int], over: Callable[[], bool]) -> Conflict:
    minimal = True
    for literal in list(core):
        if literal not in core:
            continue
        fewer = [other for other in core if other != literal]
        if over():
            minimal = False
            break
        answer = requests.core(fewer, over)
        if answer is not None:
            core = answer
        elif requests.open_question:
            minimal = False
    best, proved = core, False
    if minimal and len(requests.literal) <= _MOST_TO_PROVE:
        best, proved = _smallest(requests, core, over)
    found = sorted(best, key=lambda literal: list(requests.literal).index(literal))
    return Conflict(tuple(requests.literal[literal] for literal in found), minimal, proved)


def _smallest(
    requests: "_Requests", core: list[int], over: Callable[[], bool]
) -> tuple[list[int], bool]:
    """A smallest conflict and whether that is proved, by hitting what had to give way so far."""
    everything = set(requests.literal)
    with Hitman(htype="rc2") as hitman:
        while not over():
            few = hitman.get() or []
            if len(few) >= len(core):
                return core, True
            if requests.core(few, over) is not None:
                return list(few), True
            if requests.open_question:
                break
            hitman.hit(sorted(everything - requests.grown(few, over)))
    return core, False


class _Requests:
    """Clauses for requests that can be switched on one by one."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.solver = Cadical195()
        self.top = 0
        self.literal: dict[int, Request] = {}
        self.open_question = False
        slots = range(len(problem.slots))
        self.place = [[self._new() for _ in slots] for _ in problem.meetings]
        self.held = [
            self._request(Kind.MEETING, f"Meeting {problem.named(at)} is to be held.", [at])
            for at in range(len(problem.meetings))
        ]
        for held, places in zip(self.held, self.place, strict=True):
            self.solver.add_clause([-held, *places])
            self._sum(CardEnc.atmost, places, 1)
        self._wishes()
        self._participants()
        self._tables()
        self._precedences()

    # --- Asking -------------------------------------------------------------------------------

    def core(self, literals: Sequence[int], over: Callable[[], bool]) -> list[int] | None:
        """Those of the requests that conflict; None where all can be met, or it stayed open."""
        self.open_question = False
        while True:
            self.solver.conf_budget(_BUDGET)
            answer = self.solver.solve_limited(list(literals))
            if answer is not None:
                break
            if over():
                self.open_question = True
                return None
        return None if answer else list(self.solver.get_core() or [])

    def grown(self, literals: Sequence[int], over: Callable[[], bool]) -> set[int]:
        """Requests that can be met together, beginning with `literals`, until none can be added."""
        met = set(literals) | self._true()
        for literal in self.literal:
            if literal in met or over():
                continue
            if self.core([*met, literal], over) is None and not self.open_question:
                met |= {literal} | self._true()
        return met

    def _true(self) -> set[int]:
        model = self.solver.get_model()
        return {literal for literal in self.literal if model[literal - 1] > 0}

    # --- Writing ------------------------------------------------------------------------------

    def _new(self) -> int:
        self.top += 1
        return self.top

    def _request(
        self, kind: Kind, text: str, meetings: Sequence[int] = (), people: Sequence[int] = ()
    ) -> int:
        literal = self._new()
        self.literal[literal] = Request(kind, text, tuple(meetings), tuple(people))
        return literal

    def _sum(
        self, write: Callable[..., object], literals: Sequence[int], bound: int, guard: int = 0
    ) -> None:
        """A bound on how many literals are true, in force while `guard` is."""
        kind = EncType.seqcounter if bound == 1 else EncType.totalizer
        found = write(lits=list(literals), bound=bound, top_id=self.top, encoding=kind)
        for clause in getattr(found, "clauses", ()):
            self.solver.add_clause([-guard, *clause] if guard else clause)
        self.top = max(self.top, getattr(found, "nv", 0))

    def _wishes(self) -> None:
        problem = self.problem
        for at, meeting in enumerate(problem.meetings):
            if meeting.half is not Half.ANY:
                wrong = [t for t, slot in enumerate(problem.slots) if slot.half is not meeting.half]
                text = f"Meeting {problem.named(at)} is to be in the {meeting.half.value}."
                self._bar(self._request(Kind.HALF, text, [at]), at, wrong)
            if meeting.fixed is not None:
                wrong = [t for t in range(len(problem.slots)) if t != meeting.fixed]
                text = (
                    f"Meeting {problem.named(at)} is to be in slot {problem.slots[meeting.fixed]}."
                )
                self._bar(self._request(Kind.FIXED, text, [at]), at, wrong)
        for who, participant in enumerate(problem.participants):
            if participant.forbidden and problem.meetings_of[who]:
                names = ", ".join(str(problem.slots[t]) for t in sorted(participant.forbidden))
                plural = "s" if len(participant.forbidden) > 1 else ""
                text = f"{participant} cannot meet in slot{plural} {names}."
                literal = self._request(Kind.FORBIDDEN, text, (), [who])
                for at in problem.meetings_of[who]:
                    self._bar(literal, at, participant.forbidden)

    def _bar(self, literal: int, meeting: int, slots: Collection[int]) -> None:
        for slot in slots:
            self.solver.add_clause([-literal, -self.place[meeting][slot]])

    def _participants(self) -> None:
        for who, meetings in enumerate(self.problem.meetings_of):
            delegates = self.problem.participants[who].delegates
            in_use = []
            for slot in range(len(self.problem.slots)):
                here = [self.place[at][slot] for at in meetings]
                if len(here) > delegates:
                    self._sum(CardEnc.atmost, here, delegates)
                used = self._new()
                self.solver.add_clause([-used, *here])
                for literal in here:
                    self.solver.add_clause([-literal, used])
                in_use.append(used)
            if delegates == 1 and meetings:
                # Implied: as many slots in use as meetings are held.
                literals = [*in_use, *(-self.held[at] for at in meetings)]
                self._sum(CardEnc.atleast, literals, len(meetings))

    def _tables(self) -> None:
        tables, meetings = len(self.problem.tables), len(self.problem.meetings)
        text = f"There {'is 1 table' if tables == 1 else f'are {tables} tables'}."
        if tables >= meetings:
            return
        literal = self._request(Kind.TABLES, text)
        for slot in range(len(self.problem.slots)):
            self._sum(CardEnc.atmost, [places[slot] for places in self.place], tables, literal)
        room = tables * len(self.problem.slots)
        if room < meetings:
            self._sum(CardEnc.atmost, self.held, room, literal)

    def _precedences(self) -> None:
        problem = self.problem
        for later, meeting in enumerate(problem.meetings):
            for earlier in sorted(meeting.after):
                text = f"Meeting {problem.named(later)} is to be after {problem.named(earlier)}."
                literal = self._request(Kind.PRECEDENCE, text, [earlier, later])
                for slot in range(len(problem.slots)):
                    # Only where both are held: `later` here, `earlier` not here nor afterwards.
                    for other in range(slot, len(problem.slots)):
                        self.solver.add_clause(
                            [-literal, -self.place[later][slot], -self.place[earlier][other]]
                        )
