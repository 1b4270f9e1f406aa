"""Funnel limits by hand and by counting, and overdispersion worked out on a small case."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from hanse.excellence.benchmark.funnel import (
    INNER,
    OUTER,
    Dispersion,
    dispersion,
    mean_limits,
    place,
    share_limits,
)


def test_binomial_limits_by_hand() -> None:
    # n = 4, target 1/2, share 3/4: tails of 1/8. P(R <= 0) = 1/16, P(R <= 1) = 5/16.
    # r = 1: a = (5/16 - 2/16) / (4/16) = 3/4, so low = (1 - 3/4) / 4 = 1/16; high by symmetry
    # from r = 3: P(R <= 3) = 15/16, a = (15/16 - 14/16) / (4/16) = 1/4: (3 - 1/4) / 4 = 11/16.
    found = share_limits(4, 0.5, 0.75)
    assert (found.low, found.high) == pytest.approx((1 / 16, 11 / 16))


@given(n=st.integers(5, 400), target=st.floats(0.05, 0.95))
def test_binomial_limits_narrow_and_hold_the_share(n: int, target: float) -> None:
    inner, outer = share_limits(n, target, INNER), share_limits(n, target, OUTER)
    assert outer.low <= inner.low <= target + 1 / n
    assert target - 1 / n <= inner.high <= outer.high
    # Outside the limits lies no more than the tails and the step the curve is smoothed over.
    outside = binom.cdf(np.ceil(inner.low * n) - 1, n, target)
    assert outside <= (1 - INNER) / 2 + 1e-9


def test_normal_limits_by_hand() -> None:
    found = mean_limits(25, 10.0, 5.0, INNER)
    assert (found.low, found.high) == pytest.approx((10 - 1.959964, 10 + 1.959964), abs=1e-6)
    wide = mean_limits(25, 10.0, 5.0, INNER, dispersion=Dispersion(4.0, 3.0), kind="multiplicative")
    assert wide.high - 10 == pytest.approx(2 * (found.high - 10))
    added = mean_limits(25, 10.0, 5.0, INNER, dispersion=Dispersion(4.0, 3.0), kind="additive")
    assert added.high - 10 == pytest.approx(2 * (found.high - 10))  # sqrt(1 + 3) = 2


def test_less_dispersion_than_chance_narrows_nothing() -> None:
    plain = mean_limits(25, 10.0, 5.0, INNER)
    calm = mean_limits(25, 10.0, 5.0, INNER, dispersion=Dispersion(0.2, 0.0), kind="multiplicative")
    assert calm == plain


def test_dispersion_by_hand() -> None:
    # z = -2, 0, 2 with errors of 1; drawn in to the 10 % and 90 % quantiles -1.6 and 1.6:
    # phi = 2 * 1.6^2 / 3; tau^2 = (3 phi - 2) / (3 - 3/3).
    found = dispersion(np.array([8.0, 10.0, 12.0]), np.ones(3), 10.0)
    assert found.factor == pytest.approx(2 * 1.6**2 / 3)
    assert found.between == pytest.approx((2 * 1.6**2 - 2) / 2)
    calm = dispersion(np.array([9.9, 10.0, 10.1]), np.ones(3), 10.0)
    assert calm.between == 0.0


def test_places() -> None:
    limits = [mean_limits(25, 10.0, 5.0, share) for share in (INNER, OUTER)]
    assert [place(value, limits) for value in (10.0, 12.5, 14.0, 7.5, 6.0)] == [
        "inside",
        "apart",
        "far_apart",
        "apart",
        "far_apart",
    ]
