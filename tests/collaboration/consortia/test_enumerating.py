"""Looking at every set that could be the best: against a naive twin and the integer programme."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.collaboration.consortia.composing.enumerating import TooManyError, least_cost_of_all
from hanse.collaboration.consortia.composing.exact import least_cost
from hanse.collaboration.consortia.composing.problem import Cut, Model, modelled
from tests.collaboration.consortia.problems import made_up


def parted(model: Model, seed: int, share: float) -> Model:
    """`model` where some pairs cannot be together."""
    apart = model.apart.copy()
    never = np.triu(np.random.default_rng(seed).random(apart.shape) < share, 1)
    apart[never | never.T] = np.inf
    return replace(model, apart=apart)


def naive(model: Model, cuts: list[Cut]) -> float:
    """The least cost of all sets that may be, one by one; infinite where there is none."""
    return min(
        (
            model.cost(rows)
            for size in range(model.fewest, model.most + 1)
            for rows in combinations(range(len(model)), size)
            if np.isfinite(model.distance(rows)) and all(cut.holds(rows) for cut in cuts)
        ),
        default=np.inf,
    )


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    size=st.integers(1, 9),
    wishes=st.integers(0, 5),
    fewest=st.integers(0, 3),
    more=st.integers(0, 3),
    countries=st.integers(1, 5),
    cut=st.booleans(),
    share=st.sampled_from([0.0, 0.3, 0.8]),
    room=st.sampled_from([0.0, 0.5, 20.0]),
)
def test_it_finds_what_a_naive_twin_finds(
    seed: int,
    size: int,
    wishes: int,
    fewest: int,
    more: int,
    countries: int,
    cut: bool,
    share: float,
    room: float,
) -> None:
    problem = made_up(
        size, seed=seed, wishes=wishes, fewest=fewest, most=max(1, fewest + more),
        countries=countries,
    )  # fmt: skip
    model = parted(modelled(problem), seed, share)
    cuts = [Cut(frozenset(range(0, size, 2)), 1)] if cut else []
    least = naive(model, cuts)
    if not np.isfinite(least):
        assert least_cost_of_all(model, cuts, 1e6) is None
        return
    found = least_cost_of_all(model, cuts, least + room)
    assert found is not None
    assert model.cost(found) == pytest.approx(least, abs=1e-9)
    assert model.fewest <= len(found) <= model.most
    assert all(cut.holds(found) for cut in cuts)
    assert least_cost_of_all(model, cuts, least - 1e-3) is None


def test_it_agrees_with_the_integer_programme() -> None:
    for seed in range(6):
        model = parted(modelled(made_up(30, seed=seed, wishes=6, fewest=3, most=5)), seed, 0.6)
        programme = least_cost(model, [], at_most=None, seconds=60)
        assert programme is not None
        assert programme.proven
        found = least_cost_of_all(model, [], at_most=1e6)
        assert found is not None
        assert model.cost(found) == pytest.approx(model.cost(programme.rows), abs=1e-6)


def test_more_sets_than_it_may_look_at_are_refused() -> None:
    model = modelled(made_up(20, seed=1, wishes=3, fewest=4, most=6))
    with pytest.raises(TooManyError):
        least_cost_of_all(model, [], at_most=1e6, most_sets=50)
