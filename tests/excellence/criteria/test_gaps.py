"""The cheapest improvements that reach a level: by hand, and against trying everything."""

import itertools
import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.excellence.criteria.gaps import Plan, cheapest_improvements, default_costs
from hanse.excellence.criteria.points import proposed_points, result
from hanse.excellence.criteria.scheme import LabelScheme, scheme
from hanse.foundation.problems import HanseError
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.criteria.questionnaires import small_scheme

SCHEME = scheme("hanse_label", "2026")
COSTS = default_costs(SCHEME)


def gains(plan: Plan) -> dict[str, tuple[int, int]]:
    """Criterion -> points before and after."""
    return {each.code: (each.before, each.after) for each in plan.improvements}


def by_trying(
    small: LabelScheme, scores: Mapping[str, int], costs: Mapping[str, Sequence[float]]
) -> tuple[int, ...] | None:
    """The best points by trying all: cheapest, fewest steps, earliest criteria; None if none."""
    best: tuple[tuple[float, int, tuple[int, ...]], tuple[int, ...]] | None = None
    ranges = [range(scores[each.code], each.max_points + 1) for each in small.criteria]
    for points in itertools.product(*ranges):
        reached = dict(zip(small.by_code, points, strict=True))
        spent = [
            costs[code][step] for code in reached for step in range(scores[code], reached[code])
        ]
        if math.inf in spent or not result(small, "top", reached).meets:
            continue
        hundredths = sum(round(each * 100) for each in spent)
        rank = (hundredths, len(spent), tuple(-each for each in points))
        if best is None or rank < best[0]:
            best = (rank, points)
    return best[1] if best else None


@st.composite
def problems(
    draw: st.DrawFn,
) -> tuple[LabelScheme, dict[str, int], dict[str, list[float]]]:
    """A small scheme, where somebody stands, and what each step costs them."""
    maxima = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    thresholds = [draw(st.integers(0, most)) for most in maxima]
    small = small_scheme(maxima, thresholds, percent=draw(st.integers(0, 100)))
    scores = {f"c{at}": draw(st.integers(0, most)) for at, most in enumerate(maxima)}
    cost = st.sampled_from([0.0, 0.5, 1.0, 1.0, 2.0, 3.25, math.inf])
    costs = {f"c{at}": [draw(cost) for _ in range(most)] for at, most in enumerate(maxima)}
    return small, scores, costs


@settings(max_examples=300)
@given(problems())
def test_nothing_is_cheaper_and_ties_are_broken_by_the_rule(
    problem: tuple[LabelScheme, dict[str, int], dict[str, list[float]]],
) -> None:
    small, scores, costs = problem
    plan = cheapest_improvements(small, "top", scores, costs)
    best = by_trying(small, scores, costs)
    assert plan.reachable == (best is not None)
    if best is None:
        assert plan.improvements == ()
        assert plan.after == plan.before
        return
    reached = {**scores, **{each.code: each.after for each in plan.improvements}}
    assert tuple(reached.values()) == best
    assert plan.cost == pytest.approx(sum(each.cost for each in plan.improvements))
    assert plan.after == result(small, "top", reached)
    assert plan.after.meets


def test_thresholds_come_first_then_the_cheapest_points() -> None:
    small = small_scheme([4, 4, 4], [2, 0, 0], percent=50)
    costs = {"c0": [9.0] * 4, "c1": [1.0, 1.0, 5.0, 5.0], "c2": [2.0, 2.0, 2.0, 2.0]}
    plan = cheapest_improvements(small, "top", {"c0": 0, "c1": 0, "c2": 0}, costs)
    assert gains(plan) == {"c0": (0, 2), "c1": (0, 2), "c2": (0, 2)}
    assert plan.cost == 18 + 2 + 4
    assert [each.needed for each in plan.improvements] == [2, 0, 0]


def test_a_dear_step_is_taken_where_the_ones_behind_it_are_cheap() -> None:
    small = small_scheme([3, 3], [0, 0], percent=50)
    costs = {"c0": [4.0, 0.0, 0.0], "c1": [2.0, 2.0, 2.0]}
    plan = cheapest_improvements(small, "top", {"c0": 0, "c1": 0}, costs)
    # Step by step c1 looks cheaper; three steps of c0 cost 4, three of c1 cost 6.
    assert gains(plan) == {"c0": (0, 3)}


def test_who_meets_the_level_needs_nothing() -> None:
    full = {each.code: each.max_points for each in SCHEME.criteria}
    plan = cheapest_improvements(SCHEME, "gold", full, COSTS)
    assert plan.reachable
    assert plan.improvements == ()
    assert plan.cost == 0
    bronze = cheapest_improvements(SCHEME, "bronze", {}, COSTS)
    assert bronze.reachable


def test_the_way_of_the_model_organisation_to_gold() -> None:
    proposed = proposed_points(SCHEME, MODEL, year=2025)
    scores = {code: 1 if points is None else points for code, points in proposed.items()}
    plan = cheapest_improvements(SCHEME, "gold", scores, COSTS)
    assert plan.reachable
    assert plan.after.meets
    assert plan.after.points == 100
    assert set(plan.before.missed) <= {each.code for each in plan.improvements}
    # A step dearer than any other that was left is not among those taken.
    spent = sum(each.cost for each in plan.improvements)
    assert plan.cost == spent
    assert spent == sum(
        COSTS[each.code][step]
        for each in plan.improvements
        for step in range(each.before, each.after)
    )


def test_what_is_not_possible_is_left_out_or_makes_it_unreachable() -> None:
    scores = {each.code: 3 for each in SCHEME.criteria}
    never = {**COSTS, "1.2": (math.inf,) * 4}
    plan = cheapest_improvements(SCHEME, "gold", scores, never)
    assert plan.reachable
    assert "1.2" not in gains(plan)
    blocked = cheapest_improvements(SCHEME, "gold", {**scores, "1.2": 0}, never)
    assert not blocked.reachable
    assert blocked.improvements == ()


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        ({"1.2": (1.0,)}, "costs of criterion 1.2"),
        ({"1.2": (1.0, 1.0, 1.0, -1.0)}, "costs of criterion 1.2"),
        ({"1.2": (1.0, 1.0, 1.0, math.nan)}, "costs of criterion 1.2"),
    ],
)
def test_costs_that_cannot_be_used_are_refused(
    costs: dict[str, Sequence[float]], said: str
) -> None:
    scores = {each.code: 1 for each in SCHEME.criteria}
    with pytest.raises(HanseError, match=said):
        cheapest_improvements(SCHEME, "gold", scores, {**COSTS, **costs})


def test_criteria_without_points_are_asked_for() -> None:
    with pytest.raises(HanseError, match="31 criteria have no points"):
        cheapest_improvements(SCHEME, "gold", {}, COSTS)
