"""Attendance, exams, teams and marks, worked by hand."""

from datetime import date

import pytest

from hanse.excellence.training.completion import (
    Assessment,
    attendance,
    exam_result,
    individual_mark,
    may_sit,
    may_sit_again_on,
    team_fits,
)
from hanse.excellence.training.courses import course_rules

TOOL = course_rules().of("tool_training")  # 4 + 4 + 3 + 4 + 1 hours
PROGRAMME = course_rules().of("instructor_programme")


def test_the_programme_has_the_ten_modules_of_the_field() -> None:
    assert len(PROGRAMME.module) == 10
    assert PROGRAMME.largest_team == 3
    assert TOOL.hours == 16


def test_attendance_counts_hours_and_compulsory_modules() -> None:
    whole = {"tool-1": 4.0, "tool-2": 4.0, "tool-3": 3.0, "tool-4": 4.0, "tool-5": 1.0}
    assert attendance(TOOL, whole).enough
    # 14.5 of 16 hours is 0.90625: enough, as the module missed in part is a free one.
    found = attendance(TOOL, {**whole, "tool-3": 1.5})
    assert found.share == pytest.approx(0.90625)
    assert found.enough
    # 15.5 hours, but of a compulsory module half an hour is missing.
    found = attendance(TOOL, {**whole, "tool-5": 0.5})
    assert found.missed == ("tool-5",)
    assert not found.enough
    assert attendance(TOOL, {**whole, "tool-1": 40.0}).share == 1.0
    assert attendance(TOOL, {}).share == 0.0


def test_attendance_of_what_there_is_not() -> None:
    with pytest.raises(KeyError, match="tool-9"):
        attendance(TOOL, {"tool-9": 1.0})
    with pytest.raises(ValueError, match="tool-1"):
        attendance(TOOL, {"tool-1": -1.0})


def test_an_exam_is_passed_at_the_mark_itself() -> None:
    most = {"a": 10.0, "b": 10.0}
    found = exam_result(TOOL, most, {"a": 9.0, "b": 5.0})
    assert (found.points, found.of, found.share, found.passed) == (14.0, 20.0, 0.7, True)
    assert not exam_result(TOOL, most, {"a": 9.0, "b": 4.5}).passed
    assert exam_result(TOOL, most, {"a": 10.0}).share == 0.5  # b was left blank


def test_points_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="question a"):
        exam_result(TOOL, {"a": 5.0}, {"a": 6.0})
    with pytest.raises(KeyError):
        exam_result(TOOL, {"a": 5.0}, {"b": 1.0})
    with pytest.raises(ValueError, match="no points"):
        exam_result(TOOL, {}, {})


def test_three_sittings_in_twelve_months() -> None:
    sat = [date(2026, 1, 10), date(2026, 3, 1), date(2026, 5, 1)]
    assert may_sit(TOOL, sat[:2], date(2026, 5, 1))
    assert not may_sit(TOOL, sat, date(2027, 1, 9))
    assert may_sit(TOOL, sat, date(2027, 1, 10))
    assert may_sit_again_on(TOOL, sat, date(2026, 6, 1)) == date(2027, 1, 10)
    assert may_sit_again_on(TOOL, [], date(2026, 6, 1)) == date(2026, 6, 1)


def test_teams_of_up_to_three_and_marks_of_ones_own() -> None:
    assert [team_fits(PROGRAMME, range(size)) for size in (0, 1, 3, 4)] == [
        False, True, True, False,
    ]  # fmt: skip
    weights = {"analysis": 2.0, "report": 1.0}
    assert individual_mark(Assessment({"analysis": 0.9, "report": 0.6}, weights)) == pytest.approx(
        0.8
    )
    with pytest.raises(ValueError, match="between 0 and 1"):
        individual_mark(Assessment({"analysis": 1.2, "report": 0.6}, weights))
    with pytest.raises(ValueError, match="a mark and a weight"):
        individual_mark(Assessment({"analysis": 0.9}, weights))
