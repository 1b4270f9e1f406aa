"""The composer: exact against a naive twin, different sets, reasons, and what it refuses."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.collaboration.consortia.calls import Call, call_of
from hanse.collaboration.consortia.composing.bounds import (
    asked,
    fewest_needed,
    least_costs,
    least_pair_costs,
    narrowed,
    prefiltered,
)
from hanse.collaboration.consortia.composing.composer import compose, for_call
from hanse.collaboration.consortia.composing.exact import least_cost
from hanse.collaboration.consortia.composing.local_search import good_set
from hanse.collaboration.consortia.composing.problem import (
    Candidate,
    Cut,
    Problem,
    Wish,
    distances,
    modelled,
)
from hanse.collaboration.consortia.composing.reasons import ReasonKind
from hanse.foundation.problems import HanseError
from tests.collaboration.consortia.problems import every_set, made_up, naive_cost


def rows_of(problem: Problem, partners: tuple[int, ...]) -> list[int]:
    place = {each.key: at for at, each in enumerate(problem.candidates)}
    return [place[key] for key in partners]


def small() -> Problem:
    """One in the core; 1 brings both wishes from afar, 2 and 3 one each from near by."""
    people = [
        Candidate(0, "DE", frozenset()),
        Candidate(1, "FR", frozenset({"wood", "steel"})),
        Candidate(2, "IT", frozenset({"wood"})),
        Candidate(3, "DE", frozenset({"steel"})),
    ]
    related = np.array(
        [[1.0, 0.0, 0.8, 0.9], [0.0, 1.0, 0.0, 0.0], [0.8, 0.0, 1.0, 0.5], [0.9, 0.0, 0.5, 1.0]]
    )
    wishes = (Wish("capability", "wood"), Wish("capability", "steel"))
    return Problem(
        (people[0],),
        tuple(people[1:]),
        wishes,
        ties=np.zeros((4, 4)),
        relatedness=related,
        fewest=1,
        most=2,
        tie_weight=0.0,
    )


def test_a_set_worked_out_by_hand() -> None:
    # 2 and 3: 0.2 + 0.1 to the core, 0.2 times 0.5 between them. 1 alone: 1.0.
    found = compose(small(), sets=3)
    first, second, *_others = found.sets
    assert first.partners == (2, 3)
    assert first.distance == pytest.approx(0.4)
    assert first.proven
    assert first.open == ()
    assert second.partners[0] == 1
    assert [reason.kind for reason in first.why[2]] == [ReasonKind.ONLY, ReasonKind.RELATED]
    assert first.why[3][-1].other == 0
    assert first.why[3][-1].figure == 0.9


def test_a_country_that_a_call_asks_for_outweighs_distance() -> None:
    problem = replace(small(), fewest_countries=3)
    found = compose(problem, sets=1).sets[0]
    assert set(found.partners) == {1, 2}
    assert found.countries == {"DE", "FR", "IT"}
    assert ReasonKind.COUNTRY in {reason.kind for reason in found.why[1]}


def test_past_ties_bring_partners_closer() -> None:
    ties = np.zeros((4, 4))
    ties[0, 1] = ties[1, 0] = 1.0
    found = compose(replace(small(), ties=ties, tie_weight=1.0), sets=1).sets[0]
    assert found.partners == (1,)
    assert {reason.kind for reason in found.why[1]} == {ReasonKind.ONLY, ReasonKind.TIE}


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    size=st.integers(3, 9),
    wishes=st.integers(0, 6),
    fewest=st.integers(1, 3),
    more=st.integers(0, 2),
    countries=st.integers(1, 5),
)
def test_every_set_is_the_best_that_is_left(
    seed: int, size: int, wishes: int, fewest: int, more: int, countries: int
) -> None:
    problem = made_up(
        size, seed=seed, wishes=wishes, fewest=fewest, most=fewest + more, countries=countries
    )
    found = compose(problem, sets=3, shared=0.5)
    before: list[set[int]] = []
    for each in found.sets:
        rows = rows_of(problem, each.partners)
        assert each.proven
        if each.close:
            allowed = [max(int(len(one) * 0.5), len(one) - 1) for one in before]
        else:
            allowed = [int(len(one) * 0.5) for one in before]
        best = min(
            naive_cost(problem, some)
            for some in every_set(problem)
            if all(len(one & set(some)) <= most for one, most in zip(before, allowed, strict=True))
        )
        missing, total = naive_cost(problem, rows)
        assert missing == best[0]
        assert total == pytest.approx(best[1], abs=1e-5)
        assert each.distance == pytest.approx(total)
        before.append(set(rows))
    assert found.sets


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(4, 8))
def test_no_set_with_a_candidate_costs_less_than_its_bound(seed: int, size: int) -> None:
    problem = made_up(size, seed=seed, fewest=2, most=4)
    model = modelled(problem)
    cuts = [Cut(frozenset({0, 1, 2}), 1)]
    asks = asked(model, cuts)
    sets = [rows for rows in every_set(problem) if cuts[0].holds(rows)]
    best = min(sets, key=model.cost)
    prices = np.tile(np.linspace(0.0, 1.0, len(asks.least)), (len(model), 1))
    bounds, prices = least_costs(model, asks, model.cost(best), prices)
    pairs = least_pair_costs(model, asks, prices)
    for rows in sets:
        assert all(model.cost(rows) >= bounds[row] - 1e-7 for row in rows)
        for one, other in combinations(rows, 2):
            assert model.cost(rows) >= pairs[one, other] - 1e-7
    rows_left, left = narrowed(model, cuts, model.cost(best))
    place = {int(row): at for at, row in enumerate(rows_left)}
    assert set(best) <= set(place)
    assert np.isfinite(left.apart[np.ix_(*[[place[row] for row in best]] * 2)]).all()
    missing = model.open_wishes(best)
    needed = min(len(rows) for rows in sets if model.open_wishes(rows) <= missing)
    assert fewest_needed(model, cuts, missing) == needed


def test_a_good_set_is_no_better_than_the_best() -> None:
    model = modelled(made_up(30, seed=5))
    good = good_set(model, [])
    best = least_cost(model, [], at_most=None, seconds=30)
    assert good is not None
    assert best is not None
    assert best.proven
    assert model.cost(best.rows) <= model.cost(good) + 1e-6


def test_sets_share_at_most_half() -> None:
    found = compose(made_up(60, seed=3, fewest=3, most=5), sets=4)
    assert len(found.sets) == 4
    for number, later in enumerate(found.sets):
        for earlier in found.sets[:number]:
            both = set(later.partners) & set(earlier.partners)
            assert len(both) <= len(earlier.partners) // 2


def test_when_nothing_else_differs_enough_a_close_set_is_said_to_be_close() -> None:
    found = compose(made_up(4, seed=2, fewest=3, most=3, countries=1), sets=3)
    assert [each.close for each in found.sets] == [False, True, True]
    assert len({each.partners for each in found.sets}) == 3


def test_every_partner_has_a_reason() -> None:
    for seed in range(5):
        found = compose(made_up(40, seed=seed, fewest=4, most=6), sets=3)
        for each in found.sets:
            assert set(each.why) == set(each.partners)
            assert all(each.why[partner] for partner in each.partners)


def test_prefilter_keeps_whoever_brings_what_is_rare() -> None:
    problem = made_up(300, seed=1, wishes=4)
    rare = replace(problem.candidates[17], capabilities=frozenset({"rare"}), country="SE")
    candidates = (*problem.candidates[:17], rare, *problem.candidates[18:])
    wishes = (*problem.wishes, Wish("capability", "rare"))
    apart = problem.relatedness.copy()
    apart[19, :] = apart[:, 19] = 0.0
    problem = replace(problem, candidates=candidates, wishes=wishes, relatedness=apart)
    kept = prefiltered(modelled(problem), 50)
    assert len(kept) == 50
    assert 17 in kept
    found = compose(problem, sets=1, prefilter=50)
    assert found.sets[0].open == ()
    assert (found.looked_at, found.left_out) == (50, 250)


def test_the_same_problem_gives_the_same_answer() -> None:
    problem = made_up(80, seed=11)
    assert compose(problem, sets=2) == compose(problem, sets=2)


def test_what_nobody_brings_stays_open() -> None:
    problem = replace(small(), wishes=(*small().wishes, Wish("capability", "gold")))
    found = compose(problem, sets=1).sets[0]
    assert found.open == (Wish("capability", "gold"),)
    assert found.partners == (2, 3)


def test_nobody_to_choose_from() -> None:
    problem = replace(small(), candidates=(), ties=np.zeros((1, 1)), relatedness=np.ones((1, 1)))
    assert compose(problem).sets == ()


def test_a_call_says_who_may_take_part_and_how_many() -> None:
    problem = made_up(30, seed=4, fewest=1, most=3, countries=1)
    others = (
        replace(problem.candidates[0], country="US"),
        replace(problem.candidates[1], country=""),
        *problem.candidates[2:],
    )
    asked = for_call(replace(problem, candidates=others), call_of("escp_4i_2020"))
    assert len(asked.candidates) == 28
    assert asked.relatedness.shape == (30, 30)
    assert asked.fewest == 1
    s3 = for_call(problem, call_of("escp_s3"))
    assert s3.fewest_countries == 3
    free = for_call(problem, None)
    assert (free.candidates, free.fewest, free.most) == (problem.candidates, 1, 3)


def test_a_call_for_clusters_alone() -> None:
    call = Call.model_validate(
        {
            "code": "own",
            "title": "Own",
            "programme": "Own",
            "source": "made up",
            "rules": [
                {"code": "p", "kind": "partners", "least": 5, "most": 6, "clusters_only": True}
            ],
        }
    )
    problem = made_up(10, seed=4, fewest=1, most=9)
    others = (replace(problem.candidates[0], cluster=False), *problem.candidates[1:])
    asked = for_call(replace(problem, candidates=others), call)
    assert (len(asked.candidates), asked.fewest, asked.most) == (9, 3, 4)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"core": ()}, "The core has no organisation."),
        ({"fewest": 3, "most": 2}, "no range"),
        ({"ties": np.zeros((2, 2))}, "square, 4 by 4"),
        ({"relatedness": np.full((4, 4), 1.5)}, "between 0 and 1"),
        ({"relatedness": np.full((4, 4), np.nan)}, "between 0 and 1"),
        ({"tie_weight": 2.0}, "weight of ties"),
    ],
)
def test_a_problem_without_sense_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(HanseError, match=why):
        compose(replace(small(), **change))  # type: ignore[arg-type]


def test_an_organisation_twice_is_refused() -> None:
    problem = small()
    twice = (*problem.candidates[:2], problem.candidates[0])
    with pytest.raises(HanseError, match="twice"):
        compose(replace(problem, candidates=twice))


def test_distances_are_even_and_none_to_oneself() -> None:
    apart = distances(made_up(10, seed=1))
    assert np.allclose(apart, apart.T)
    assert not np.diag(apart).any()
