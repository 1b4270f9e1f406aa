"""The bound by relaxation: never above the best there is, and by hand where seats are scarce."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.collaboration.timetable.model import Problem
from hanse.collaboration.timetable.relaxation import bound_of, sets_of
from hanse.collaboration.timetable.solve import Status, solve
from hanse.collaboration.timetable.synthetic import made_up
from tests.collaboration.timetable.small_problems import fewest_breaks, problem, problems


@given(st.lists(st.sets(st.integers(0, 5)), max_size=4))
def test_sets_are_those_of_all_ways_to_give_slots(meetings: list[set[int]]) -> None:
    found = {
        sum(1 << slot for slot in slots)
        for slots in permutations(range(6), len(meetings))
        if all(slot in may for slot, may in zip(slots, meetings, strict=True))
    }
    assert sets_of(meetings) == found


@settings(max_examples=200)
@given(problems())
def test_no_timetable_goes_below_the_bound(asked: Problem) -> None:
    fewest = fewest_breaks(asked)
    bound = bound_of(asked, stop=lambda: False)
    if fewest is not None:
        assert bound <= fewest
        assert bound_of(asked, most=fewest, stop=lambda: False) <= fewest


def test_a_break_of_one_participant_is_counted() -> None:
    asked = problem(["AB", "AC"], forbidden={"B": {1, 2, 3}, "C": {0, 1, 2}})
    assert bound_of(asked, stop=lambda: False) == 1


def test_breaks_for_want_of_seats_are_counted() -> None:
    # Alone, A and B would meet in 1 and 2; but there C and D have the only table.
    asked = problem(
        ["AB", "BA", "CD"],
        tables=1,
        forbidden={"A": {3}, "C": {0, 2, 3}},
    )
    assert fewest_breaks(asked) == 2
    assert bound_of(asked, stop=lambda: False) == 2
    roomy = problem(["AB", "BA", "CD"], tables=2, forbidden={"A": {3}, "C": {0, 2, 3}})
    assert bound_of(roomy, stop=lambda: False) == 0


def test_without_seats_for_all_the_bound_stays_within_what_breaks_there_can_be() -> None:
    asked = problem(["AB", "BA", "CD", "DC"], slots=3, tables=1)
    assert bound_of(asked, stop=lambda: False) <= 4


def test_it_stops_when_asked_to() -> None:
    assert bound_of(made_up(40, seed=1), stop=lambda: True) == 0


def test_it_reaches_the_best_of_a_made_up_mission() -> None:
    asked = made_up(50, seed=1)
    found = solve(asked, seconds=60)
    assert found.status is Status.OPTIMAL
    assert bound_of(asked, most=found.breaks, stop=lambda: False) == found.breaks == 5
