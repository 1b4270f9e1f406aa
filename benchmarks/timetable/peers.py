"""What timetables are compared with: self-booking, and CP-SAT with the plain model."""

import importlib.util
import random
import time
from dataclasses import dataclass
from typing import Any

from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.state import NOWHERE, State


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer came to: a timetable or none, whether it says proved, and seconds."""

    timetable: Timetable | None
    proved: bool
    seconds: float


def self_booking(problem: Problem, *, seed: int) -> Answer:
    """Meetings in random order take the first slot that both sides and a table have free."""
    begun = time.perf_counter()
    state = State(problem)
    order = list(range(len(problem.meetings)))
    random.Random(seed).shuffle(order)
    for meeting in order:
        slot = next((at for at in problem.allowed[meeting] if state.fits(meeting, at)), NOWHERE)
        state.move(meeting, slot)
    slots = tuple(slot if slot != NOWHERE else None for slot in state.slot)
    return Answer(Timetable(slots), False, time.perf_counter() - begun)


def cp_sat_is_here() -> bool:
    """Whether OR-Tools is installed."""
    return importlib.util.find_spec("ortools") is not None


def cp_sat(problem: Problem, *, seconds: float, workers: int) -> Answer:
    """The plain model in CP-SAT: a Boolean for each meeting and slot, and block starts less one.

    A break of a participant is a block of busy slots beyond its first. Fairness as it is defined:
    largest and smallest number of breaks as variables.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 - installed on request only

    begun = time.perf_counter()
    model = cp_model.CpModel()
    slots = range(len(problem.slots))
    place = {
        (at, slot): model.new_bool_var("")
        for at, allowed in enumerate(problem.allowed)
        for slot in allowed
    }
    for at, allowed in enumerate(problem.allowed):
        model.add_exactly_one([place[at, slot] for slot in allowed])
    for slot in slots:
        model.add(
            sum(variable for (_, where), variable in place.items() if where == slot)
            <= len(problem.tables)
        )
    breaks = []
    for meetings in problem.meetings_of:
        starts = []
        before: Any = 0
        for slot in slots:
            busy = model.new_bool_var("")
            model.add(sum(place[at, slot] for at in meetings if (at, slot) in place) == busy)
            start = model.new_bool_var("")
            model.add(start >= busy - before)
            model.add(start <= busy)
            model.add(start + before <= 1)
            starts.append(start)
            before = busy
        breaks.append(sum(starts) - 1 if meetings else 0)
    most, least = (model.new_int_var(0, len(slots), "") for _ in range(2))
    for count in breaks:
        model.add(count <= most)
        model.add(count >= least)
    model.add(most - least <= problem.fairness)
    when = [
        sum(slot * place[at, slot] for slot in allowed)
        for at, allowed in enumerate(problem.allowed)
    ]
    for at, meeting in enumerate(problem.meetings):
        for earlier in meeting.after:
            model.add(when[earlier] + 1 <= when[at])
    model.minimize(sum(breaks))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    found = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        chosen = {at: slot for (at, slot), v in place.items() if solver.value(v)}
        found = Timetable(tuple(chosen[at] for at in range(len(problem.meetings))))
    proved = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return Answer(found, proved, time.perf_counter() - begun)
