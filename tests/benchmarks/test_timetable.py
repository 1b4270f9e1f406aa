"""The benchmark of timetables: its peers keep the rules, its picture is a picture."""

from xml.etree import ElementTree

import pytest

from benchmarks.timetable.growth import measure
from benchmarks.timetable.peers import cp_sat, cp_sat_is_here, self_booking
from benchmarks.timetable.plot import plot
from hanse.collaboration.timetable.checker import check
from tests.collaboration.timetable.small_problems import fewest_breaks, problem

ASKED = problem(["AB", "AC", "BC", "AD"], slots=4, tables=2, forbidden={"C": {0}})


def test_self_booking_breaks_no_rule_but_that_meetings_are_held() -> None:
    booked = self_booking(ASKED, seed=1)
    assert booked.timetable is not None
    rules = {violation.rule for violation in check(ASKED, booked.timetable).violations}
    assert rules <= {"meeting held", "fairness"}
    none_left = self_booking(problem(["AB", "AC"], slots=1), seed=1)
    assert none_left.timetable is not None
    assert none_left.timetable.placed == 1


@pytest.mark.skipif(not cp_sat_is_here(), reason="OR-Tools is installed on request only")
def test_the_plain_model_means_the_same() -> None:
    answer = cp_sat(ASKED, seconds=20, workers=1)
    assert answer.proved
    assert answer.timetable is not None
    report = check(ASKED, answer.timetable)
    assert report.valid
    assert report.total_breaks == fewest_breaks(ASKED)


def test_figures_of_growth_agree_with_each_other() -> None:
    grown = measure(12, 20)
    assert grown.participants == 12
    assert grown.breaks is not None
    assert grown.bound <= grown.breaks <= (grown.first_breaks or 0)
    assert grown.proof_seconds is None or grown.bound == grown.breaks


def test_the_picture_is_svg_with_a_line_for_each_name() -> None:
    picture = plot({"first": [(50, 0.02), (100, 0.1)], "proved": []}, (50, 100))
    root = ElementTree.fromstring(picture)
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert tags.count("polyline") == 1
    assert tags.count("circle") == 4
