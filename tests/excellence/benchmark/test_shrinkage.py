"""Shrunken means: a case worked by hand, limits, and the equation the spread must satisfy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.benchmark.shrinkage import between_groups, shrink


def test_two_equal_groups_by_hand() -> None:
    # Within: each group has the sum of squares 2 over 2 degrees, so s^2 = 1 and v = 1/3.
    # Means 2 and 6: mu = 4; (4 + 4) / (1/3 + tau^2) = 1, so tau^2 = 8 - 1/3.
    # B = (1/3) / 8 = 1/24; adjusted 4 -+ 2 * 23/24.
    low, high = shrink([np.array([1.0, 2.0, 3.0]), np.array([5.0, 6.0, 7.0])])
    assert low.weight == pytest.approx(1 / 24)
    assert (low.adjusted, high.adjusted) == pytest.approx((4 - 2 * 23 / 24, 4 + 2 * 23 / 24))
    assert low.error == pytest.approx(np.sqrt(1 / 3 * 23 / 24))


def test_groups_no_further_apart_than_chance_share_one_mean() -> None:
    random = np.random.default_rng(1)
    groups = [random.permutation([1.0, 5.0, 9.0, 5.0]) for _ in range(5)]
    assert [each.adjusted for each in shrink(groups)] == pytest.approx([5.0] * 5)
    assert [each.weight for each in shrink(groups)] == pytest.approx([1.0] * 5)


def test_small_groups_are_drawn_in_more() -> None:
    random = np.random.default_rng(2)
    groups = [random.normal(mean, 4, n) for mean, n in ((0, 5), (8, 80), (2, 20), (9, 5))]
    found = shrink(groups)
    assert found[0].weight > found[2].weight > found[1].weight
    middle = np.mean([each.mean for each in found])
    assert abs(found[3].adjusted - middle) < abs(found[3].mean - middle)


def test_groups_all_alike_inside_keep_their_means() -> None:
    found = shrink([np.array([3.0, 3.0]), np.array([5.0, 5.0, np.nan])])
    assert [(each.n, each.adjusted, each.weight) for each in found] == [
        (2, 3.0, 0.0),
        (2, 5.0, 0.0),
    ]


@given(
    means=st.lists(st.floats(-100, 100), min_size=2, max_size=12),
    seed=st.integers(0, 1000),
)
def test_the_spread_solves_its_equation(means: list[float], seed: int) -> None:
    y = np.array(means)
    v = np.random.default_rng(seed).uniform(0.1, 5, y.size)
    tau = between_groups(y, v)
    w = 1 / (v + tau)
    q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
    if tau > 0:
        assert q == pytest.approx(y.size - 1, rel=1e-6)
    else:
        assert q <= y.size - 1 + 1e-9


@pytest.mark.parametrize("groups", [[np.array([])], [np.array([1.0]), np.array([2.0])]])
def test_what_cannot_be_estimated_is_refused(groups: list[np.ndarray]) -> None:
    with pytest.raises(ValueError, match="figure"):
        shrink(groups)
