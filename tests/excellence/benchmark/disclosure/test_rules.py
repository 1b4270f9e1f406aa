"""The primary rules by hand, and what they promise of unions."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hanse.excellence.benchmark.disclosure.rules import (
    Rules,
    Scale,
    deducible_width,
    dominated,
    objection,
)

RULES = Rules()
AMOUNTS = st.lists(st.floats(0, 1e4), min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("amounts", "wanted"),
    [
        ([50, 20, 10, 10, 10], False),
        ([60, 30, 5, 3, 2], True),  # the two largest have 90 %
        ([45, 40, 5, 5, 5], False),  # exactly 85 %; the rest comes to a third of the largest
        ([50, 46, 2, 1, 1], True),
        ([0, 0, 0, 0, 0], False),  # nobody has anything
    ],
)
def test_dominance_by_hand(amounts: list[float], wanted: bool) -> None:
    assert dominated(np.array(amounts, dtype=float), RULES) is wanted


def test_the_second_must_not_estimate_the_first() -> None:
    # Of 100 the second knows his 20; the rest is 9, so the first is known to 9 in 71.
    loose = Rules(dominance=1.0, ratio=0.10)
    assert not dominated(np.array([71.0, 20, 4, 3, 2]), loose)  # 9 is more than 7.1
    assert dominated(np.array([85.0, 10, 2, 2, 1]), loose)  # 5 is less than 8.5


def test_the_range_that_cannot_be_narrowed() -> None:
    values = np.array([1.0, 4.0, 5.0, 6.0, 20.0])
    assert deducible_width(values, 0) == 19
    assert deducible_width(values, 1) == 5  # who knows 20 is left with 1 to 6
    assert deducible_width(values, 2) == 2  # 1 and 20 known: 4 to 6
    assert deducible_width(values, 5) == -np.inf


@pytest.mark.parametrize(
    ("values", "scale", "wanted"),
    [
        ([0, 1, 0, 1], Scale(1), "too_few"),
        ([0, 1, 0, 1, 1], Scale(1), "too_alike"),  # both who said no may know each other
        ([0, 1, 0, 1, 0, 1], Scale(1), None),
        ([1, 1, 1, 1, 1, 1], Scale(1), "too_alike"),
        ([100, 101, 102, 103, 104], Scale(1, amount=True), "too_alike"),
        ([60, 80, 100, 120, 140], Scale(1, amount=True), None),
        ([1, 1, 2, 3, 900], Scale(1, amount=True), "dominated"),
        ([1, 1, 2, 3, 900], Scale(1), "too_alike"),  # the two largest may be known: 1 to 2
    ],
)
def test_objections(values: list[float], scale: Scale, wanted: str | None) -> None:
    assert objection(np.array(values, dtype=float), scale, RULES) == wanted


@given(one=AMOUNTS, other=AMOUNTS)
def test_unions_of_classes_are_not_dominated_either(one: list[float], other: list[float]) -> None:
    first, second = np.array(one), np.array(other)
    assume(not dominated(first, RULES) and not dominated(second, RULES))
    assume(min(first.sum(), second.sum()) > 1e-3)
    assert not dominated(
        np.concatenate([first, second]), Rules(dominance=0.85 + 1e-9, ratio=0.0999)
    )


@given(values=st.lists(st.floats(-100, 100), min_size=4, max_size=9))
def test_the_range_is_the_worst_of_all_pairs_known(values: list[float]) -> None:
    known = np.array(values)
    n = known.size
    worst = min(np.ptp(np.delete(known, [i, j])) for i in range(n) for j in range(i + 1, n))
    assert deducible_width(known, 2) == pytest.approx(worst)
