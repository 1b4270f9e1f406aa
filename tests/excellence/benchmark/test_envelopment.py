"""Efficiency by hand on cases that can be drawn, and what must hold between the models."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.excellence.benchmark.envelopment import benefit_of_the_doubt, efficiency

# One input, one output: A (2, 1), B (3, 3), C (6, 4), D (5, 2).
X = np.array([[2.0], [3.0], [6.0], [5.0]])
Y = np.array([[1.0], [3.0], [4.0], [2.0]])


def test_constant_returns_by_hand() -> None:
    # The best ratio is B's 1; the others have 1/2, 2/3 and 2/5.
    assert efficiency(X, Y).scores == pytest.approx([1 / 2, 1, 2 / 3, 2 / 5])
    outward = efficiency(X, Y, orientation="output").scores
    assert outward == pytest.approx([2, 1, 3 / 2, 5 / 2])


def test_variable_returns_by_hand() -> None:
    # A, B and C are on the frontier. D makes 2, which between A and B takes 2.5 of its 5.
    assert efficiency(X, Y, returns="variable").scores == pytest.approx([1, 1, 1, 0.5])
    # By outputs D could make, between B and C, 3 + 2/3 instead of 2.
    outward = efficiency(X, Y, returns="variable", orientation="output").scores
    assert outward == pytest.approx([1, 1, 1, (3 + 2 / 3) / 2])


def test_whom_a_unit_is_compared_with() -> None:
    weights = efficiency(X, Y, returns="variable").weights
    assert weights[3] == pytest.approx([0.5, 0.5, 0, 0])


def test_benefit_of_the_doubt_by_hand() -> None:
    # The first two are best at something; the third is half of their even mixture.
    found = benefit_of_the_doubt(np.array([[1.0, 0.0], [0.0, 1.0], [0.25, 0.25]]))
    assert found == pytest.approx([1, 1, 0.5])


@pytest.mark.parametrize(
    ("inputs", "outputs", "what"),
    [
        (np.array([[np.nan]]), np.array([[1.0]]), "input is known"),
        (np.array([[1.0]]), np.array([[-1.0]]), "output is known"),
        (np.array([[0.0]]), np.array([[1.0]]), "input above zero"),
    ],
)
def test_what_has_no_meaning_is_refused(
    inputs: np.ndarray,
    outputs: np.ndarray,
    what: str,
) -> None:
    with pytest.raises(ValueError, match=what):
        efficiency(inputs, outputs)


@given(seed=st.integers(0, 300))
@settings(max_examples=12, deadline=None)
def test_how_the_models_hang_together(seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.uniform(1, 9, (7, 2)), random.uniform(1, 9, (7, 2))
    constant, variable = efficiency(x, y), efficiency(x, y, returns="variable")
    assert (constant.scores <= variable.scores + 1e-7).all()
    assert constant.scores.max() == pytest.approx(1)
    outward = efficiency(x, y, orientation="output")
    assert outward.scores == pytest.approx(1 / constant.scores)
    assert variable.weights.sum(axis=1) == pytest.approx(np.ones(7))
    scaled = efficiency(x * [2.0, 30.0], y * [5.0, 0.1])
    assert scaled.scores == pytest.approx(constant.scores)
