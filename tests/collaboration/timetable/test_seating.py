"""Tables: few moves by hand, against trying every seating, and kept where they are to be kept."""

from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.seating import seat
from hanse.foundation.problems import HanseError
from tests.collaboration.timetable.small_problems import problem, problems, timetables


def test_somebody_with_meetings_in_a_row_stays_at_its_table() -> None:
    asked = problem(["AB", "AC", "AD"], tables=3)
    found = seat(asked, Timetable((0, 1, 2)))
    assert len(set(found.timetable.tables)) == 1
    assert (found.moves, found.bound, found.proved) == (0, 0, True)


def test_who_has_to_move_walks_little() -> None:
    # A stays with C, so B and D have to move; the far room is left empty.
    asked = replace(
        problem(["AB", "CD", "AC", "BD"], tables=3, rooms=["Hall", "Hall", "Loft"]),
        walking_minutes={("Hall", "Loft"): 9.0},
    )
    found = seat(asked, Timetable((0, 0, 1, 1)))
    assert (found.moves, found.walking_minutes) == (2, 0.0)
    assert 2 not in found.timetable.tables


def test_tables_to_keep_are_kept() -> None:
    asked = problem(["AB", "AC", "AD"], tables=3)
    found = seat(asked, Timetable((0, 1, 2)), keep={0: 2, 1: 1})
    assert found.timetable.tables[:2] == (2, 1)
    assert found.timetable.tables[2] == 1


def test_too_few_tables_are_refused() -> None:
    with pytest.raises(HanseError, match="Slot 1 has 2 meetings and 1 tables"):
        seat(problem(["AB", "CD"], tables=1), Timetable((0, 0)))


def test_a_meeting_without_a_slot_has_no_table() -> None:
    found = seat(problem(["AB", "CD"]), Timetable((0, None)))
    assert found.timetable.tables[1] is None


def fewest_moves(asked: Problem, timetable: Timetable) -> int:
    """The fewest moves, by trying every table for every meeting."""
    tables = range(len(asked.tables))
    by_slot: dict[int, list[int]] = {}
    for at, slot in enumerate(timetable.slots):
        by_slot.setdefault(slot or 0, []).append(at)
    groups = list(by_slot.values())
    best = 99
    for chosen in product(*(permutations(tables, len(group)) for group in groups)):
        seats = [0] * len(timetable.slots)
        for group, places in zip(groups, chosen, strict=True):
            for at, table in zip(group, places, strict=True):
                seats[at] = table
        best = min(best, check(asked, replace(timetable, tables=tuple(seats))).total_moves)
    return best


@settings(max_examples=60)
@given(problems())
def test_it_is_close_to_the_best_of_all_and_never_claims_too_much(asked: Problem) -> None:
    timetable = next(timetables(asked), None)
    if timetable is None:
        return
    found = seat(asked, timetable)
    report = check(asked, found.timetable)
    assert report.valid
    assert report.total_moves == found.moves
    assert sum(report.walking_minutes) == pytest.approx(found.walking_minutes)
    fewest = fewest_moves(asked, timetable)
    assert found.bound <= fewest <= found.moves
    assert found.moves <= fewest + 1
    if report.total_breaks == 0:
        assert found.moves == fewest
