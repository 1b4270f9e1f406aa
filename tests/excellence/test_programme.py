"""Targets against records, and their totals, worked by hand."""

from datetime import date, timedelta

import pytest

from hanse.excellence.programme import Delivered, Output, count, progress, totals

RUNS = {1: (date(2026, 1, 1), date(2026, 12, 31)), 2: (date(2026, 1, 1), date(2027, 12, 31))}
HALF = date(2026, 7, 2)  # the 183rd of 365 days


def delivered(project: int, output: Output, number: int, on: date = date(2026, 3, 1)) -> Delivered:
    return Delivered(project, output, on, number)


def test_targets_against_records() -> None:
    records = [delivered(1, Output.BENCHMARKINGS, number) for number in range(40)]
    found = progress({(1, Output.BENCHMARKINGS): 100}, records, runs=RUNS, on=HALF)[0]
    assert (found.delivered, found.share) == (40, 0.4)
    assert found.expected == pytest.approx(100 * 183 / 365)
    assert found.behind
    before = progress({(1, Output.BENCHMARKINGS): 100}, [], runs=RUNS, on=date(2025, 6, 1))[0]
    assert (before.expected, before.behind) == (0, False)


def test_a_record_counts_once_and_inside_the_projects_days() -> None:
    twice = [delivered(1, Output.BRONZE_LABELS, 7), delivered(1, Output.BRONZE_LABELS, 7)]
    late = delivered(1, Output.BRONZE_LABELS, 8, date(2027, 1, 1))
    later = delivered(1, Output.BRONZE_LABELS, 9, HALF + timedelta(days=1))
    stranger = delivered(3, Output.BRONZE_LABELS, 1)
    assert count([*twice, late, later, stranger], runs=RUNS, on=HALF) == {
        (1, Output.BRONZE_LABELS): 1
    }


def test_a_target_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="target of 0"):
        progress({(1, Output.BENCHMARKINGS): 0}, [], runs=RUNS, on=HALF)


def test_totals_of_several_projects() -> None:
    targets = {
        (1, Output.BENCHMARKINGS): 10,
        (2, Output.BENCHMARKINGS): 30,
        (2, Output.TOOL_TRAININGS): 2,
    }
    records = [delivered(1, Output.BENCHMARKINGS, 1), delivered(2, Output.BENCHMARKINGS, 2)]
    found = totals(progress(targets, records, runs=RUNS, on=date(2027, 12, 31)))
    both = found[Output.BENCHMARKINGS]
    assert (both.target, both.delivered, both.share) == (40, 2, 0.05)
    assert both.expected == pytest.approx(40)
    assert found[Output.TOOL_TRAININGS].delivered == 0
    assert found[Output.BRONZE_LABELS].share is None
