"""Agreement statistics against published values, values worked by hand, and naive loops."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from hanse.excellence.label.agreement import (
    agreement,
    intraclass_correlation,
    kappa_of_table,
    krippendorff_alpha,
    share_within,
    weighted_kappa,
)

NONE = float("nan")


# --- Published values -------------------------------------------------------------------------


def test_kappa_of_cohen() -> None:
    """Cohen (1968), table 1: kappa .492, weighted .348 with his weights of disagreement."""
    shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    assert kappa_of_table(shares, 1 - np.eye(3)) == pytest.approx(0.492, abs=5e-4)
    weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    assert kappa_of_table(shares, weights) == pytest.approx(0.348, abs=5e-4)


KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_krippendorff(metric: str, alpha: float) -> None:
    """Krippendorff (2011), section C: four observers, twelve units, values missing."""
    found = krippendorff_alpha(KRIPPENDORFF, metric)  # type: ignore[arg-type]
    assert found == pytest.approx(alpha, abs=5e-4)


SHROUT_FLEISS = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]


@pytest.mark.parametrize(
    ("model", "single", "mean"),
    [
        ("one_way", 0.17, 0.44),
        ("two_way_random", 0.29, 0.62),
        ("two_way_mixed", 0.71, 0.91),
    ],
)
def test_correlations_of_shrout_and_fleiss(model: str, single: float, mean: float) -> None:
    """Shrout and Fleiss (1979), table 4: six targets, four judges."""
    found = intraclass_correlation(SHROUT_FLEISS, model)  # type: ignore[arg-type]
    assert found == pytest.approx(single, abs=5e-3)
    of_means = intraclass_correlation(SHROUT_FLEISS, model, of_means=True)  # type: ignore[arg-type]
    assert of_means == pytest.approx(mean, abs=5e-3)


# --- By hand ----------------------------------------------------------------------------------


def test_two_experts_by_hand() -> None:
    """Differences 0, 1, 0, 2, 1 on five criteria.

    Quadratic kappa: observed 0+1+0+4+1 = 6. Margins: first 1,2,2,3,0 -> 0:1 1:1 2:2 3:1; second
    1,3,2,1,1 -> 1:3 2:1 3:1. Expected sum of (a-b)^2 over all 25 pairs / 5: for a=0: 3+4+9 = 16;
    a=1: 0+1+4 = 5; a=2 twice: 2*(3+0+1) = 8; a=3: 12+1+0 = 13; together 42 / 5 = 8.4.
    Kappa = 1 - 6 / 8.4 = 2 / 7.
    """
    first, second = [1, 2, 2, 3, 0], [1, 3, 2, 1, 1]
    found = agreement([first, second])
    assert (found.raters, found.items) == (2, 5)
    assert found.exact == pytest.approx(2 / 5)
    assert found.within_one == pytest.approx(4 / 5)
    assert found.kappa == pytest.approx(2 / 7)
    # Linear: observed 4; expected (3+2+3 + 0+1+2 + 2*(3+0+1) + 6+1+0) / 5 = 26 / 5.
    assert weighted_kappa(first, second, "linear") == pytest.approx(1 - 4 / (26 / 5))


def test_scores_that_are_missing_count_for_nothing() -> None:
    found = agreement([[3, NONE, 2], [3, 1, NONE], [2, 1, NONE]])
    assert found.items == 2
    assert found.exact == pytest.approx(2 / 4)
    assert found.within_one == 1.0
    assert found.kappa is None


@pytest.mark.parametrize("scores", [[[2, 2, 2], [2, 2, 2]], [[NONE, 1], [2, NONE]], [[1, 2, 3]]])
def test_what_is_not_defined_is_none(scores: list[list[float]]) -> None:
    found = agreement(scores)
    assert found.kappa is None
    assert found.alpha is None
    assert found.icc is None


def test_scores_off_the_scale_or_out_of_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="not one of the categories"):
        weighted_kappa([0, 1], [1, 4], categories=[0, 1, 2, 3])
    with pytest.raises(ValueError, match="raters by items"):
        agreement([1, 2, 3])


# --- Naive twins ------------------------------------------------------------------------------

SCORES = st.integers(2, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, NONE]), min_size=raters, max_size=raters),
        min_size=2,
        max_size=8,
    ).map(lambda items: np.array(items).T)
)


def naive_alpha(table: NDArray[np.float64]) -> float | None:
    """Ordinal alpha from its pairs, straight from the definition."""
    items = [[v for v in column if not np.isnan(v)] for column in table.T]
    items = [item for item in items if len(item) > 1]
    pooled = [value for item in items for value in item]
    if len(pooled) < 2:
        return None

    def distance(a: float, b: float) -> float:
        low, high = min(a, b), max(a, b)
        between = sum(low <= value <= high for value in pooled)
        return (between - (pooled.count(low) + pooled.count(high)) / 2) ** 2 if a != b else 0.0

    observed = sum(
        distance(a, b) / (len(item) - 1) for item in items for a, b in permutations(item, 2)
    ) / len(pooled)
    expected = sum(distance(a, b) for a, b in permutations(pooled, 2)) / (
        len(pooled) * (len(pooled) - 1)
    )
    return 1 - observed / expected if expected else None


@given(SCORES)
def test_alpha_is_what_its_definition_says(table: NDArray[np.float64]) -> None:
    naive = naive_alpha(table)
    found = krippendorff_alpha(table)
    assert found == (None if naive is None else pytest.approx(naive))


@given(SCORES, st.sampled_from([0.0, 1.0]))
def test_shares_are_what_their_definition_says(table: NDArray[np.float64], far: float) -> None:
    pairs = [
        abs(a - b)
        for column in table.T
        for a, b in combinations([v for v in column if not np.isnan(v)], 2)
    ]
    expected = pytest.approx(sum(each <= far for each in pairs) / len(pairs)) if pairs else None
    assert share_within(table, far) == expected


@given(SCORES)
def test_the_order_of_experts_does_not_matter(table: NDArray[np.float64]) -> None:
    there, back = agreement(table), agreement(table[::-1])
    for name in ("exact", "within_one", "kappa", "alpha", "icc"):
        value = getattr(there, name)
        assert getattr(back, name) == (None if value is None else pytest.approx(value))
