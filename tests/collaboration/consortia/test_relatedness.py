"""Relatedness of portfolios: by hand, against a naive twin, and the strength of ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.consortia.composing.relatedness import relatedness, tie_strength

PROXIMITY = {("a", "b"): 0.5, ("c", "b"): 0.2}


def test_by_hand() -> None:
    found = relatedness(
        [frozenset("a"), frozenset("b"), frozenset("ac"), frozenset(), frozenset("a")], PROXIMITY
    )
    assert found[0, 1] == pytest.approx(0.5)
    # From a and c to b: 0.5 and 0.2; from b the nearest is a, 0.5.
    assert found[2, 1] == pytest.approx((0.35 + 0.5) / 2)
    assert found[0, 4] == 1
    assert not found[3].any()
    assert np.allclose(found, found.T)


def naive(one: frozenset[str], other: frozenset[str]) -> float:
    def near(a: str, b: str) -> float:
        return 1.0 if a == b else PROXIMITY.get((a, b), PROXIMITY.get((b, a), 0.0))

    if not one or not other:
        return 0.0
    there = sum(max(near(a, b) for b in other) for a in one) / len(one)
    back = sum(max(near(a, b) for a in one) for b in other) / len(other)
    return (there + back) / 2


@given(st.lists(st.frozensets(st.sampled_from("abcd")), min_size=1, max_size=6))
def test_against_a_naive_twin(portfolios: list[frozenset[str]]) -> None:
    found = relatedness(portfolios, PROXIMITY)
    for at, one in enumerate(portfolios):
        for to, other in enumerate(portfolios):
            assert found[at, to] == pytest.approx(naive(one, other))


def test_ties_grow_and_stay_below_one() -> None:
    assert [tie_strength(count) for count in (0, 1, 2, 3)] == [0, 0.5, 0.75, 0.875]
