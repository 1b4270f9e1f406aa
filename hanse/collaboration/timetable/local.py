"""A timetable soon: meetings are put in one by one, then exchanged between slots.

Construction with ejections, and simulated annealing over Kempe chains (as in examination
timetabling; Thompson and Dowsland 1998). It proves nothing; `prove` does.
"""

import math
import random
import time
from collections.abc import Callable
from typing import Final

from hanse.collaboration.timetable.model import Problem
from hanse.collaboration.timetable.state import NOWHERE, Change, State

HEAT: Final = 0.5
"""Breaks that an exchange may add with probability 1/e, at first."""
_COLD: Final = 0.08
_LOOK: Final = 64
"""Moves between two looks at the clock."""
_PATIENCE: Final = 40
"""Ejections for each meeting before construction gives up."""

Found = Callable[[list[int], int], None]
"""Told of the slots and breaks of each better timetable."""


def construct(problem: Problem, *, seed: int, stop: Callable[[], bool]) -> State:
    """Slots for as many meetings as can be found in a while, with few breaks.

    A meeting that finds no free slot takes one from others, the less often they lost theirs the
    sooner. seed: of the choices. stop: asked often; ends the search.
    """
    state = State(problem)
    rng = random.Random(seed)  # noqa: S311 - no secret
    busy = [len(meetings) for meetings in problem.meetings_of]
    order = sorted(
        (at for at in range(len(state.slot)) if state.allowed[at]),
        key=lambda at: (
            len(state.allowed[at]) - 2 * max(busy[who] for who in state.parties[at]),
            rng.random(),
        ),
        reverse=True,
    )
    lost = [0] * len(state.slot)
    waiting = order
    left = _PATIENCE * len(order)
    while waiting and left and not stop():
        meeting = waiting.pop()
        free = [slot for slot in state.allowed[meeting] if state.fits(meeting, slot)]
        if free:
            best = min(free, key=lambda slot: (state.cost_of_adding(meeting, slot), rng.random()))
        else:
            left -= 1
            options = {
                slot: _in_the_way(state, meeting, slot, lost, rng)
                for slot in state.allowed[meeting]
            }
            best = min(
                options, key=lambda slot: (sum(1 + lost[at] for at in options[slot]), rng.random())
            )
            for other in options[best]:
                lost[other] += 1
                state.move(other, NOWHERE)
                waiting.append(other)
            rng.shuffle(waiting)
        state.move(meeting, best)
    return state


def _in_the_way(
    state: State, meeting: int, slot: int, lost: list[int], rng: random.Random
) -> set[int]:
    """The meetings that must leave so that `meeting` can have `slot`."""
    gone: set[int] = set()
    for who in state.parties[meeting]:
        here = sorted(state.at[who][slot], key=lambda at: (lost[at], rng.random()))
        gone.update(here[: max(0, len(here) - state.delegates[who] + 1)])
    gone.update(other for other in state.before[meeting] if state.slot[other] >= slot)
    gone.update(other for other in state.following[meeting] if NOWHERE != state.slot[other] <= slot)
    if state.load[slot] - sum(state.slot[other] == slot for other in gone) >= state.tables:
        others = [at for at, where in enumerate(state.slot) if where == slot and at not in gone]
        if others:
            gone.add(min(others, key=lambda at: (lost[at], rng.random())))
    return gone


def improve(
    state: State,
    *,
    seconds: float,
    seed: int,
    stop: Callable[[], bool],
    found: Found,
    heat: float = HEAT,
    enough: int = 0,
) -> None:
    """Exchange meetings between slots for `seconds`, or until `enough` breaks remain.

    state: every meeting has a slot; it is left at the last, not the best timetable. found: told
    of every fair timetable with fewer breaks than those before. heat: how bold exchanges are at
    first: one that adds as many breaks is made with probability 1/e.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    meetings = [at for at, slots in enumerate(state.allowed) if len(slots) > 1]
    options = [tuple(sorted(slots)) for slots in state.allowed]
    cost = state.total_cost()
    best = math.inf
    if state.fair():
        best = state.total_breaks()
        found(list(state.slot), int(best))
    begun = time.monotonic()
    now, tries = heat, 0
    while meetings and best > enough:
        tries += 1
        if tries % _LOOK == 0:
            share = (time.monotonic() - begun) / max(seconds, 1e-9)
            if share >= 1 or stop():
                return
            now = heat * (_COLD / heat) ** share
        meeting = _pick(state, meetings, rng)
        to = rng.choice(options[meeting])
        if to == state.slot[meeting]:
            continue
        changes = state.chain(meeting, to)
        if changes is None:
            continue
        rise, undo = state.change(changes)
        if not state.allowed_after(changes) or not _accepted(rise, now, rng):
            _undo(state, undo)
            continue
        cost += rise
        if cost < best and state.fair():
            best = state.total_breaks()
            found(list(state.slot), int(best))


def _pick(state: State, meetings: list[int], rng: random.Random) -> int:
    """A meeting, one of somebody with a break if three draws find one."""
    for _ in range(3):
        meeting = rng.choice(meetings)
        if any(state.cost(state.busy[who]) for who in state.parties[meeting]):
            break
    return meeting


def _accepted(rise: int, heat: float, rng: random.Random) -> bool:
    return rise <= 0 or rng.random() < math.exp(-rise / heat)


def _undo(state: State, changes: list[Change]) -> None:
    for meeting, to in changes:
        state.move(meeting, to)
