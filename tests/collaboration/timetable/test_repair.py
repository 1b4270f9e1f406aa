"""Repairs: by hand, and as few losses and changes as trying every timetable."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.model import Meeting, Problem, Timetable
from hanse.collaboration.timetable.repair import (
    LateArrival,
    NewRequest,
    NoShow,
    Repaired,
    repair,
)
from hanse.collaboration.timetable.seating import seat
from hanse.foundation.problems import HanseError
from tests.collaboration.timetable.small_problems import problem, problems, timetables

ASKED = problem(["AB", "AC", "BC", "DE"], slots=4, tables=2)
OLD = Timetable((0, 1, 2, 0))


def texts(mended: Repaired) -> dict[str, str]:
    people = mended.problem.participants
    return {people[change.participant].code: change.text for change in mended.changes}


def test_meetings_of_a_no_show_are_cancelled_and_others_stay() -> None:
    mended = repair(ASKED, OLD, [NoShow(3)])
    assert mended.lost == (3,)
    assert mended.timetable.slots == (0, 1, 2, None)
    assert texts(mended) == {
        "D": "Your meeting with E at 1 is cancelled.",
        "E": "Your meeting with D at 1 is cancelled.",
    }
    assert [change.by_event for change in mended.changes] == [True, False]
    assert mended.fewest


def test_who_leaves_early_keeps_what_was_held() -> None:
    mended = repair(ASKED, OLD, [NoShow(0, since=1)], now=1)
    assert mended.lost == (1,)
    assert mended.timetable.slots == (0, None, 2, 0)


def test_the_meetings_of_a_late_arrival_move() -> None:
    mended = repair(ASKED, OLD, [LateArrival(3, until=2)])
    assert mended.lost == ()
    assert mended.timetable.slots[:3] == (0, 1, 2)
    assert mended.timetable.slots[3] in (2, 3)
    assert mended.changes_of_others == 1  # E, whom D meets


def test_a_new_request_finds_a_place_and_both_are_told() -> None:
    mended = repair(ASKED, OLD, [NewRequest(Meeting("5", (2, 3)))])
    assert mended.changes_of_others == 0
    assert set(texts(mended)) == {"C", "D"}
    assert texts(mended)["D"].startswith("New: you meet C at ")
    assert check(mended.problem, mended.timetable).valid


def test_a_new_request_keeps_its_order() -> None:
    """D meets C after D met E (meeting 3), and before B meets C (meeting 2)."""
    asked = NewRequest(Meeting("5", (2, 3), after=frozenset({3})), before=frozenset({2}))
    mended = repair(ASKED, OLD, [asked])
    slots = mended.timetable.slots
    assert None not in slots
    assert slots[3] < slots[4] < slots[2]  # type: ignore[operator]
    assert check(mended.problem, mended.timetable).valid
    late = NewRequest(Meeting("5", (2, 3), after=frozenset({2})))
    then = NewRequest(Meeting("6", (0, 3)), before=frozenset({4}))
    both = repair(problem(["AB", "AC", "BC", "DE"], slots=6, tables=2), OLD, [late, then])
    slots = both.timetable.slots
    assert slots[2] < slots[4]  # type: ignore[operator]
    assert slots[5] < slots[4]  # type: ignore[operator]
    with pytest.raises(HanseError, match="no meeting 9"):
        repair(ASKED, OLD, [NewRequest(Meeting("5", (2, 3), after=frozenset({8})))])


def test_what_is_over_stays_as_it_was() -> None:
    mended = repair(ASKED, OLD, [LateArrival(2, until=3)], now=1)
    assert (mended.timetable.slots[0], mended.timetable.slots[3]) == (0, 0)
    assert all(slot is None or slot >= 1 for slot in mended.timetable.slots[1:3])


def test_what_somebody_missed_is_held_later() -> None:
    mended = repair(ASKED, OLD, [LateArrival(3, until=1)], now=1)
    assert mended.lost == ()
    assert mended.timetable.slots[3] in (1, 2, 3)


def test_meetings_that_stay_keep_their_table() -> None:
    old = seat(ASKED, OLD).timetable
    mended = repair(ASKED, old, [LateArrival(3, until=2)])
    assert mended.timetable.tables[:3] == old.tables[:3]
    assert check(mended.problem, mended.timetable).valid


def test_a_participant_or_timetable_of_another_problem_is_refused() -> None:
    with pytest.raises(HanseError, match="There is no participant 10"):
        repair(ASKED, OLD, [NoShow(9)])
    with pytest.raises(HanseError, match="The timetable has 1 meetings and the problem 4"):
        repair(ASKED, Timetable((0,)), [NoShow(0)])


def test_an_old_timetable_that_breaks_a_rule_is_refused_when_it_is_over() -> None:
    with pytest.raises(HanseError, match="What is over already breaks a rule"):
        repair(ASKED, Timetable((0, 0, 2, 0)), [NoShow(3, since=2)], now=2)


def by_trying(asked: Problem, old: Timetable, about: set[int]) -> tuple[int, int]:
    """The fewest lost meetings, and then the fewest changes of others, fairly shared."""
    best = (99, 99)
    options: list[int | None] = [None, *range(len(asked.slots))]
    for slots in product(options, repeat=len(asked.meetings)):
        report = check(asked, Timetable(slots))
        broken = {violation.rule for violation in report.violations}
        if broken - {"meeting held"} or max(report.breaks) > asked.fairness:
            continue
        changes = sum(
            was is not None and was != now and who not in about
            for meeting, was, now in zip(asked.meetings, old.slots, slots, strict=False)
            for who in meeting.participants
        )
        best = min(best, (slots.count(None), changes))
    return best


@settings(max_examples=40)
@given(problems(), st.data())
def test_no_repair_loses_or_changes_less(asked: Problem, data: st.DataObject) -> None:
    asked = replace(asked, meetings=asked.meetings[:4])  # to try them all takes time
    old = next(timetables(asked), None)
    if old is None:
        return
    who = data.draw(st.integers(0, len(asked.participants) - 1))
    mended = repair(asked, old, [LateArrival(who, data.draw(st.integers(1, 3)))], seconds=20)
    assert mended.kept_fair
    assert mended.fewest
    rules = {v.rule for v in check(mended.problem, mended.timetable).violations}
    assert rules <= {"meeting held"}
    assert (len(mended.lost), mended.changes_of_others) == by_trying(mended.problem, old, {who})
