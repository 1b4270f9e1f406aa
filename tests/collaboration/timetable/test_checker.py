"""The checker: breaks and moves worked out by hand, and each kind of fault found in words."""

from dataclasses import replace
from datetime import date

import pytest

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.model import (
    Half,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    Timetable,
)
from tests.collaboration.timetable.small_problems import problem

ASKED = replace(
    problem(["AB", "AC", "BC", "DE"], slots=5, morning=3, tables=2, rooms=["Hall", "Loft"]),
    walking_minutes={("Loft", "Hall"): 4.0},
)
GOOD = Timetable((0, 1, 2, 0), (0, 0, 1, 1))


def with_meeting(at: int, **changes: object) -> Problem:
    meetings = list(ASKED.meetings)
    meetings[at] = replace(meetings[at], **changes)  # type: ignore[arg-type]
    return replace(ASKED, meetings=tuple(meetings))


def test_a_good_timetable_keeps_every_rule_and_is_measured() -> None:
    report = check(ASKED, GOOD)
    assert report.valid
    assert report.placed == 4
    # B meets in 1 and 3: one break. C goes from table 1 to 2, and so does B.
    assert report.breaks == (0, 1, 0, 0, 0)
    assert report.moves == (0, 1, 1, 0, 0)
    assert report.walking_minutes == (0, 4.0, 4.0, 0, 0)
    assert (report.total_breaks, report.total_moves, report.unfairness) == (1, 2, 1)


@pytest.mark.parametrize(
    ("asked", "timetable", "rule", "words"),
    [
        (ASKED, Timetable((0, 1, None, 0)), "meeting held", "Meeting 3 (B - C) has no slot."),
        (ASKED, Timetable((0, 1, 2)), "meeting held", "Meeting 4 (D - E) has no slot."),
        (ASKED, Timetable((0, 1, 9, 0)), "known slot", "slot 10, which does not exist"),
        (
            ASKED,
            Timetable((0, 0, 2, 1)),
            "one meeting at a time",
            "A has 2 meetings in slot 1 and 1 who can attend",
        ),
        (
            problem(["AB", "AC"], forbidden={"B": {0}}),
            Timetable((0, 1)),
            "forbidden slot",
            "B cannot meet in slot 1",
        ),
        (
            with_meeting(0, half=Half.AFTERNOON),
            GOOD,
            "half of the day",
            "Meeting 1 (A - B) is to be in the afternoon and is in slot 1.",
        ),
        (
            with_meeting(0, fixed=3),
            GOOD,
            "fixed slot",
            "Meeting 1 (A - B) is to be in slot 4 and is in slot 1.",
        ),
        (
            with_meeting(0, after=frozenset({3})),
            GOOD,
            "precedence",
            "Meeting 1 (A - B) is not after 4 (D - E).",
        ),
        (
            problem(["AB", "CD"], tables=1),
            Timetable((0, 0)),
            "enough tables",
            "There are 2 meetings in slot 1 and 1 tables.",
        ),
        (ASKED, replace(GOOD, tables=(0, 0, 1, None)), "known table", "Meeting 4 (D - E) has no"),
        (ASKED, replace(GOOD, tables=(0, 0, 1, 7)), "known table", "Meeting 4 (D - E) has no"),
        (
            ASKED,
            replace(GOOD, tables=(1, 0, 1, 1)),
            "one meeting at a table",
            "Table 2 has 2 meetings in slot 1",
        ),
        (
            replace(ASKED, fairness=0),
            GOOD,
            "fairness",
            "B has 1 breaks and A 0: more than 0 apart.",
        ),
    ],
)
def test_each_fault_is_found_and_no_other(
    asked: Problem, timetable: Timetable, rule: str, words: str
) -> None:
    report = check(asked, timetable)
    assert [violation.rule for violation in report.violations] == [rule]
    assert words in report.violations[0].text


def test_no_break_spans_noon_or_night() -> None:
    days = [date(2026, 5, 4)] * 3 + [date(2026, 5, 5)] * 3
    asked = Problem(
        slots=tuple(
            Slot(str(at + 1), Half.MORNING if at % 3 < 2 else Half.AFTERNOON, day)
            for at, day in enumerate(days)
        ),
        participants=tuple(Participant(code) for code in "ABC"),
        tables=(Table("1"),),
        meetings=(Meeting("1", (0, 1)), Meeting("2", (0, 2))),
    )
    assert check(asked, Timetable((1, 2))).breaks[0] == 0  # morning to afternoon
    assert check(asked, Timetable((0, 2))).breaks[0] == 1
    assert check(asked, Timetable((0, 5))).breaks[0] == 0  # home overnight


def test_a_long_gap_is_one_break() -> None:
    assert check(problem(["AB", "AC"], slots=6), Timetable((0, 5))).breaks[0] == 1


def test_delegates_at_two_tables_move_only_to_a_third() -> None:
    asked = problem(["AB", "AC", "AD"], slots=2, delegates={"A": 2})
    assert check(asked, Timetable((0, 0, 1), (0, 1, 1))).moves[0] == 0
    assert check(asked, Timetable((0, 0, 1), (0, 1, 2))).moves[0] == 1
