"""Classes of a map: counts, rounding, and every figure in exactly one class."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.foundation.cartography.classes import (
    METHODS,
    Method,
    class_of,
    cuts_by,
    roundest,
    symmetric_cuts,
)

figures = st.lists(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4)),
    min_size=1,
    max_size=60,
)


@given(values=figures, classes=st.integers(2, 7), method=st.sampled_from(METHODS))
def test_cuts_increase_and_leave_no_class_empty(
    values: list[float], classes: int, method: Method
) -> None:
    cuts = cuts_by(method, values, classes)
    assert list(cuts) == sorted(set(cuts))
    assert len(cuts) < classes
    if len(set(values)) > 1:
        assert {class_of(value, cuts) for value in values} == set(range(len(cuts) + 1))
    else:
        assert cuts == ()


def test_quantiles_of_even_figures_hold_as_many_each() -> None:
    cuts = cuts_by("quantiles", range(100), 5)
    assert cuts == (20, 40, 60, 80)


def test_cuts_are_round_where_the_figures_allow_it() -> None:
    rng = np.random.default_rng(1)
    values = rng.lognormal(8, 1.2, 334)
    cuts = cuts_by("quantiles", values, 6)
    assert all(float(f"{cut:.2g}") == cut for cut in cuts)
    counts = np.bincount([class_of(value, cuts) for value in values])
    assert counts.min() > 334 / 6 * 0.6
    assert counts.max() < 334 / 6 * 1.4


def test_a_figure_on_a_cut_belongs_above_it() -> None:
    assert [class_of(value, (1.0, 2.0)) for value in (0.99, 1.0, 1.99, 2.0)] == [0, 1, 1, 2]


def test_equal_classes_are_about_as_wide() -> None:
    assert cuts_by("equal", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5) == (2, 4, 6, 8)


def within(values: list[float], starts: tuple[int, ...]) -> float:
    parts = np.split(np.array(values), list(starts))
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts))


@given(
    values=st.lists(st.integers(0, 50), min_size=4, max_size=9, unique=True),
    classes=st.integers(2, 4),
)
def test_natural_classes_are_the_best_of_all(values: list[int], classes: int) -> None:
    ordered = sorted(float(value) for value in values)
    cuts = cuts_by("natural", ordered, classes)
    starts = tuple(next(i for i, v in enumerate(ordered) if v >= cut) for cut in cuts)
    best = min(
        within(ordered, choice)
        for choice in itertools.combinations(range(1, len(ordered)), classes - 1)
    )
    assert within(ordered, starts) == pytest.approx(best, abs=1e-9)


@given(values=figures, middle=st.sampled_from([0.0, 1.0]), a_side=st.integers(1, 4))
def test_symmetric_cuts_mirror_each_other(values: list[float], middle: float, a_side: int) -> None:
    cuts = symmetric_cuts(values, middle, a_side)
    if all(value == middle for value in values):
        assert cuts == ()
        return
    assert middle in cuts
    assert list(cuts) == sorted(set(cuts))
    for low, high in zip(cuts, reversed(cuts), strict=True):
        assert middle - low == pytest.approx(high - middle, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (1.13, 1.37, 1.2),
        (0.0371, 0.0522, 0.05),
        (-0.3, 0.2, 0),
        (-0.047, -0.036, -0.04),
        (98, 104, 100),
        (3.0, 3.0, 3.0),
        (1234, 1236, 1235),
        (1870, 2090, 2000),
    ],
)
def test_the_roundest_number_between_two(low: float, high: float, found: float) -> None:
    assert roundest(low, high) == found


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_the_roundest_number_lies_between(one: float, other: float) -> None:
    assert min(one, other) <= roundest(one, other) <= max(one, other)


def test_one_class_is_no_map() -> None:
    with pytest.raises(ValueError, match="two classes"):
        cuts_by("equal", [1, 2], 1)
    with pytest.raises(ValueError, match="one class"):
        symmetric_cuts([1, 2], 0, 0)
