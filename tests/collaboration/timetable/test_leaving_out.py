"""As few meetings as can be are left out, checked against all choices on small problems."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.leaving_out import (
    Reason,
    held_of,
    leave_out,
    solve_leaving_out,
    why_left_out,
)
from hanse.collaboration.timetable.model import Half, Meeting, Participant, Problem, Slot, Table
from hanse.collaboration.timetable.solve import Status, solve


def problem_of(
    pairs: Sequence[tuple[int, ...]],
    *,
    slots: int = 3,
    tables: int = 9,
    forbidden: dict[int, set[int]] | None = None,
    fairness: int = 9,
) -> Problem:
    people = max(itertools.chain(*pairs)) + 1
    barred = forbidden or {}
    return Problem(
        slots=tuple(Slot(f"s{at}", Half.MORNING) for at in range(slots)),
        participants=tuple(
            Participant(f"p{at}", f"P{at}", frozenset(barred.get(at, ()))) for at in range(people)
        ),
        tables=tuple(Table(f"t{at}") for at in range(tables)),
        meetings=tuple(Meeting(f"m{at}", pair) for at, pair in enumerate(pairs)),
        fairness=fairness,
    )


def fewest_of_all(problem: Problem) -> int:
    """The same by trying every set of meetings to leave out, the small ones first."""
    for count in range(len(problem.meetings) + 1):
        for left in itertools.combinations(range(len(problem.meetings)), count):
            if solve(held_of(problem, left), seconds=5, enough=True).timetable is not None:
                return count
    raise AssertionError


@pytest.mark.parametrize("seed", range(8))
def test_no_timetable_leaves_out_fewer(seed: int) -> None:
    rng = random.Random(seed)
    pairs = rng.sample(list(itertools.combinations(range(5), 2)), 7)
    barred = {who: {slot for slot in range(3) if rng.random() < 0.3} for who in range(5)}
    problem = problem_of(pairs, forbidden=barred, tables=2)
    problem = replace(
        problem,
        meetings=(
            *problem.meetings[:-1],
            replace(problem.meetings[-1], after=frozenset({0})),
        ),
    )
    left, found = solve_leaving_out(problem, seconds=5)
    assert left.fewest
    assert len(left.meetings) == fewest_of_all(problem)
    assert found.timetable is not None
    for at, slot in enumerate(found.timetable.slots):
        assert (slot is None) == (at in left.meetings)
    held = held_of(problem, left.meetings)
    kept = tuple(slot for slot in found.timetable.slots if slot is not None)
    assert check(held, replace(found.timetable, slots=kept)).valid


def test_nothing_is_left_out_where_a_timetable_exists() -> None:
    problem = problem_of([(0, 1), (1, 2), (0, 2)])
    left, found = solve_leaving_out(problem, seconds=5)
    assert (left.meetings, left.fewest) == ((), True)
    assert found.status is Status.OPTIMAL


def test_of_as_many_those_with_the_least_interest_are_left_out() -> None:
    pairs = [(0, 1), (0, 2), (0, 3), (0, 4)]
    for low in range(4):
        interest = [1.0 if at == low else 8.0 for at in range(4)]
        left = leave_out(problem_of(pairs), interest=interest, seconds=5)
        assert (left.meetings, left.fewest) == ((low,), True)


def test_why_a_meeting_is_left_out() -> None:
    never = problem_of([(0, 1)], forbidden={0: {0, 1}, 1: {2}})
    full = problem_of([(0, 1), (0, 2), (0, 3), (0, 4)])
    tables = problem_of([(0, 1), (2, 3)], slots=1, tables=1)
    busy = problem_of([(0, 1), (1, 2), (0, 2)], slots=2)
    for problem, reason in (
        (never, Reason.NEVER),
        (full, Reason.FULL),
        (tables, Reason.TABLES),
        (busy, Reason.BUSY),
    ):
        left, found = solve_leaving_out(problem, seconds=5)
        assert len(left.meetings) == 1
        assert found.timetable is not None
        why, who = why_left_out(problem, found.timetable, left.meetings[0])
        assert (why, who) == (reason, 0 if reason is Reason.FULL else None)
    order = problem_of([(0, 1), (2, 3)], slots=1)
    later = replace(order.meetings[1], after=frozenset({0}))
    order = replace(order, meetings=(order.meetings[0], later))
    left, found = solve_leaving_out(order, interest=[5.0, 1.0], seconds=5)
    assert left.meetings == (1,)
    assert found.timetable is not None
    assert why_left_out(order, found.timetable, 1) == (Reason.RULES, None)


def test_stopped_at_once_it_leaves_everything_out_and_claims_nothing() -> None:
    problem = problem_of([(0, 1), (0, 2), (0, 3), (0, 4)], slots=2)
    left = leave_out(problem, seconds=0.0, stop=lambda: True)
    assert not left.fewest
    assert check(
        held_of(problem, left.meetings),
        replace(
            left.timetable, slots=tuple(slot for slot in left.timetable.slots if slot is not None)
        ),
    ).valid
