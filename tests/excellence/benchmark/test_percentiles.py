"""Percentiles by hand, against SciPy, and their intervals against a bootstrap of figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from hanse.excellence.benchmark.percentiles import mid_rank, quantile, rounded, standing

FEW = st.lists(st.integers(0, 6).map(float), min_size=0, max_size=30)


@pytest.mark.parametrize(
    ("value", "others", "wanted"),
    [
        (3.0, [1.0, 2.0, 4.0, 5.0], 50.0),
        (5.0, [1.0, 2.0, 3.0, 4.0], 90.0),  # (4 + 0.5) / 5: not even the largest is at 100
        (1.0, [2.0, 3.0, 4.0, 5.0], 10.0),
        (2.0, [2.0, 2.0, 1.0, 3.0], 50.0),  # one below, three equal with itself
        (2.0, [2.0, 2.0, 2.0, 2.0], 50.0),
        (2.0, [np.nan, 1.0, np.nan, 3.0], 50.0),  # missing ones are no zeros
        (7.0, [], 50.0),
    ],
)
def test_mid_rank_by_hand(value: float, others: list[float], wanted: float) -> None:
    assert mid_rank(value, np.array(others)) == pytest.approx(wanted)


@given(others=FEW, value=st.integers(0, 6).map(float))
def test_mid_rank_is_scipys_mean_percentile(others: list[float], value: float) -> None:
    theirs = percentileofscore([*others, value], value, kind="mean")
    assert mid_rank(value, np.array(others)) == pytest.approx(theirs)


@given(values=FEW.filter(bool))
def test_percentiles_of_a_group_have_the_mean_50(values: list[float]) -> None:
    known = np.array(values)
    ranks = [mid_rank(known[at], np.delete(known, at)) for at in range(known.size)]
    assert np.mean(ranks) == pytest.approx(50)


def test_the_interval_is_that_of_drawing_peers_anew() -> None:
    random = np.random.default_rng(5)
    others = random.integers(0, 8, 24).astype(float)
    ours = standing(5.0, others, seed=1, draws=20_000)
    group = np.append(others, 5.0)
    drawn = random.choice(group, size=(20_000, group.size))
    ranks = 100 * ((drawn < 5).mean(axis=1) + (drawn == 5).mean(axis=1) / 2)
    assert (ours.low, ours.high) == pytest.approx(np.quantile(ranks, [0.05, 0.95]), abs=2.0)
    assert ours.percentile == mid_rank(5.0, others)
    assert ours.n == 25


def test_the_same_seed_gives_the_same_interval() -> None:
    others = np.arange(30.0)
    assert standing(7.0, others, seed=3) == standing(7.0, others, seed=3)
    assert standing(7.0, others, seed=3) != standing(7.0, others, seed=4)


@given(others=FEW.filter(lambda each: len(each) > 3), value=st.integers(0, 6).map(float))
def test_intervals_hold_the_percentile_and_turn(others: list[float], value: float) -> None:
    found = standing(value, np.array(others), seed=2)
    assert 0 <= found.low <= found.high <= 100
    assert found.low - 1e-9 <= found.percentile <= found.high + 1e-9
    turned = found.turned()
    assert turned.percentile == pytest.approx(
        mid_rank(-value, -np.array(others))  # more of the negative is less
    )
    again = turned.turned()
    assert (again.low, again.high) == pytest.approx((found.low, found.high))


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [
        ([1, 2, 3, 4, 5], 0.5, 3.0),
        ([1, 2, 3, 4, 5], 0.25, 2.0),
        ([1, 2, 3, 4], 0.5, 2.5),
        ([1, 2, 3, 4], 0.25, None),  # leans on the smallest
        ([1, 2, 3, 4], 0.75, None),
        ([1, 2], 0.5, None),
        ([1, 2, 3], 0.5, 2.0),
        ([], 0.5, None),
        ([9, 1, np.nan, 4, 2, 3], 0.5, 3.0),
    ],
)
def test_quantiles_never_lean_on_an_end(
    values: list[float], share: float, wanted: float | None
) -> None:
    assert quantile(np.array(values, dtype=float), share) == wanted


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=0, max_size=40),
    share=st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]),
)
def test_quantiles_are_numpys_and_lie_inside(values: list[float], share: float) -> None:
    found = quantile(np.array(values), share)
    if found is not None:
        ordered = sorted(values)
        assert found == pytest.approx(np.quantile(values, share))
        assert ordered[1] <= found <= ordered[-2]


def test_rounding_keeps_nothing_finer_than_the_step() -> None:
    assert rounded(0.123, 0.01) == 0.12
    assert rounded(1234.0, 1000) == 1000
    assert rounded(None, 1) is None
