"""A timetable soon: meetings are put in one by one, and take slots from others where they must."""

import random
from collections.abc import Callable
from typing import Final

from hanse.collaboration.timetable.model import Problem
from hanse.collaboration.timetable.state import NOWHERE, State

_PATIENCE: Final = 40
"""Ejections for each meeting before construction gives up."""


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
