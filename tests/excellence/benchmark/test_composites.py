"""Composite scores in the steps of the OECD/JRC Handbook, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.benchmark.composites import (
    Method,
    aggregated,
    composite,
    dimension_weights,
    equal_weights,
    normalised,
    sensitivity,
)

WHOLE = Method(bounds=(0.0, 1.0))
FIGURES = np.array([[0.0, 10.0], [5.0, 30.0], [10.0, 20.0]])


def test_min_max_by_hand() -> None:
    scaled = normalised(FIGURES, [True, False], WHOLE)
    assert scaled.tolist() == [[0.0, 1.0], [0.5, 0.0], [1.0, 0.5]]


def test_robust_bounds_hold_outliers_at_the_end() -> None:
    figures = np.append(np.arange(20.0), 1e6)[:, None]
    scaled = normalised(figures, [True], Method())[:, 0]
    # Quantiles of 21 figures at 0.05 and 0.95 are the second and the last but one: 1 and 19.
    assert scaled[-1] == 1.0
    assert scaled[10] == pytest.approx(9 / 18)


def test_z_scores_and_ranks_by_hand() -> None:
    z = normalised(FIGURES[:, :1], [True], Method("z_score"))[:, 0]
    assert z == pytest.approx([-np.sqrt(1.5), 0, np.sqrt(1.5)])
    ranks = normalised(np.array([[3.0], [1.0], [3.0], [np.nan]]), [True], Method("rank"))[:, 0]
    assert ranks[:3] == pytest.approx([2 / 3, 1 / 6, 2 / 3])
    assert np.isnan(ranks[3])


def test_an_indicator_the_same_for_all_tells_nobody_apart() -> None:
    same = np.full((3, 1), 7.0)
    assert normalised(same, [True], Method()).tolist() == [[0.5]] * 3
    assert normalised(same, [True], Method("z_score")).tolist() == [[0.0]] * 3


def test_aggregation_by_hand() -> None:
    scaled = np.array([[0.0, 1.0], [0.5, 0.5]])
    half = equal_weights(2)
    assert aggregated(scaled, half, WHOLE).tolist() == [0.5, 0.5]
    # sqrt(1 * 100) = 10, brought back (10 - 1) / 99: one weak indicator is not made up for.
    geometric = Method(aggregation="geometric", bounds=(0, 1))
    assert aggregated(scaled, half, geometric) == pytest.approx([9 / 99, 0.5])


def test_missing_indicators_give_their_weight_to_those_known() -> None:
    scaled = np.array([[1.0, np.nan, 0.4], [np.nan, np.nan, 0.4]])
    found = aggregated(scaled, np.array([0.5, 0.3, 0.2]), WHOLE)
    assert found[0] == pytest.approx((0.5 + 0.08) / 0.7)
    assert np.isnan(found[1])


def test_dimensions_weigh_the_same() -> None:
    weights = dimension_weights(["a", "b", "a", "a"])
    assert weights == pytest.approx([1 / 6, 1 / 2, 1 / 6, 1 / 6])


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        aggregated(np.ones((1, 2)), np.array([0.5, 0.6]), WHOLE)
    with pytest.raises(ValueError, match="negative"):
        aggregated(np.ones((1, 2)), equal_weights(2), Method("z_score", "geometric"))


def test_sensitivity_counts_how_ranks_move() -> None:
    figures = np.array([[0.0, 10.0], [6.0, 5.0], [10.0, 0.0]])
    weights = {"equal": equal_weights(2), "first": np.array([0.8, 0.2])}
    found = sensitivity(figures, [True, True], weights, taken=(WHOLE, "equal"))
    assert len(found.choices) == len(set(found.choices)) == 10
    assert found.choices[0] == "min_max arithmetic equal"
    # Equal: scores 0.5, 0.55, 0.5. First: 0.2, 0.58, 0.8.
    assert found.ranks[0].tolist() == [2.5, 1.0, 2.5]
    at = found.choices.index("min_max arithmetic first")
    assert found.ranks[at].tolist() == [3.0, 2.0, 1.0]
    assert found.mean_shift[at - 1] == pytest.approx((0.5 + 1 + 1.5) / 3)
    best, worst = found.range
    assert (best <= found.ranks[0]).all()
    assert (worst >= found.ranks[0]).all()


@given(seed=st.integers(0, 500), aggregation=st.sampled_from(["arithmetic", "geometric"]))
def test_scores_agree_with_a_plain_loop(seed: int, aggregation: str) -> None:
    random = np.random.default_rng(seed)
    figures = random.normal(size=(9, 4))
    figures[random.random(figures.shape) < 0.15] = np.nan
    better = [True, False, True, True]
    weights = random.dirichlet(np.ones(4))
    method = Method("min_max", aggregation)  # type: ignore[arg-type]
    fast = composite(figures, better, weights, method)
    scaled = normalised(figures, better, method)
    for unit in range(9):
        known = [at for at in range(4) if not np.isnan(scaled[unit, at])]
        held = sum(weights[at] for at in known)
        if held < 2 / 3 - 1e-12:
            assert np.isnan(fast[unit])
        elif aggregation == "arithmetic":
            wanted = sum(weights[at] / held * scaled[unit, at] for at in known)
            assert fast[unit] == pytest.approx(wanted)
        else:
            power = 1.0
            for at in known:
                power *= (1 + 99 * scaled[unit, at]) ** (weights[at] / held)
            assert fast[unit] == pytest.approx((power - 1) / 99)
