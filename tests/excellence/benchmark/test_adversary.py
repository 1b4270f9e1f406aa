"""The proof test: who knows all published figures learns no answer, and would without protection.

Random portfolios of two releases are published, read by an adversary who searches every world or
solves integer programmes, and again with one member's own answer and percentiles known to him.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.excellence.benchmark.disclosure.classes import Kept
from hanse.excellence.benchmark.disclosure.rules import Rules, Scale
from hanse.excellence.benchmark.peers import Ladder, Trait
from hanse.excellence.benchmark.percentiles import mid_rank
from hanse.excellence.benchmark.release import Decided, Holding, Shown, decide
from tests.excellence.benchmark.adversary import Enumerator, Programmer, figures, published

LADDER = Ladder("field", (("field", "country"), ("field",), ()))
RULES = Rules()
NO_RULES = Rules(threshold=1, dominance=1.0, ratio=0.0, insiders=0, spread=0.0)
STEP = 0.01


@dataclass(frozen=True)
class Portfolio:
    """Participants with their traits, and what they answered in each of two releases."""

    traits: Mapping[str, Mapping[Trait, str]]
    answers: Mapping[str, float]
    """By key, participant@version."""
    releases: tuple[tuple[str, ...], ...]
    """The keys in each release."""


@dataclass(frozen=True)
class Shape:
    """`stay` in both releases, of whom `change` answer anew; `join` come with the second."""

    stay: int
    join: int
    change: int
    answers: Sequence[float]


def portfolio(seed: int, shape: Shape) -> Portfolio:
    """A random portfolio; the same for the same arguments."""
    random = np.random.default_rng(seed)
    people = [f"p{number}" for number in range(shape.stay + shape.join)]
    traits: dict[str, Mapping[Trait, str]] = {
        each: {
            "field": str(random.choice(["ict", "food"], p=[0.6, 0.4])),
            "country": str(random.choice(["DE", "FR"], p=[0.6, 0.4])),
        }
        for each in people
    }
    first = [f"{each}@1" for each in people[: shape.stay]]
    anew = [f"{each}@2" for each in people[: shape.change]]
    second = [*first[shape.change :], *anew, *(f"{each}@1" for each in people[shape.stay :])]
    # Skewed for every second seed, so that groups of equal answers happen.
    weights = random.dirichlet(np.full(len(shape.answers), 1.5 if seed % 2 else 20.0))
    said = {
        key: float(random.choice(shape.answers, p=weights))
        for key in dict.fromkeys([*first, *second])
    }
    return Portfolio(traits, said, (tuple(first), tuple(second)))


def holding(
    case: Portfolio, release: int, answers: Mapping[str, float], step: float = 1.0
) -> Holding:
    keys = case.releases[release]
    return Holding(
        ("question",),
        LADDER,
        (Scale(step),),
        keys,
        np.array([[answers[key]] for key in keys]),
        tuple(case.traits[key.partition("@")[0]] for key in keys),
    )


def released(
    case: Portfolio, rules: Rules, answers: Mapping[str, float], step: float = 1.0
) -> list[Decided]:
    """Both releases, the second in the knowledge of the first."""
    kept, made = Kept(), []
    for at in range(len(case.releases)):
        made.append(decide(holding(case, at, answers, step), kept, rules))
        kept = made[-1].kept
    return made


def by_threshold_only(case: Portfolio) -> list[Shown]:
    """What a careless publisher does: every group of five or more, and nothing else is checked."""
    made = []
    for release in range(len(case.releases)):
        held = holding(case, release, case.answers)
        groups = {group for traits in held.traits for group in LADDER.groups(traits)}
        for group in sorted(groups):
            members = [at for at, traits in enumerate(held.traits) if group.holds(traits)]
            if len(members) >= RULES.threshold:
                keys = tuple(held.keys[at] for at in members)
                made.append(Shown(group, keys, held.values[members]))
    return made


def shown_in(made: Sequence[Decided]) -> list[Shown]:
    return [each for one in made for each in one.shown.values()]


def onlooker(case: Portfolio, shown: list[Shown], answers: Sequence[float]) -> Enumerator:
    """Who has read everything, and takes part himself in nothing."""
    reader = Enumerator(list(case.answers), answers)
    reader.read(published(shown, STEP), STEP)
    return reader


def insider(reader: Enumerator, case: Portfolio, shown: list[Shown], key: str) -> Enumerator:
    """A reader who knows his own answer and is told his percentile in each of his groups."""
    inside = reader.twin()
    inside.knows(key, case.answers[key])
    for each in shown:
        if key in each.keys:
            others = np.delete(each.values[:, 0], each.keys.index(key))
            inside.percentile(key, each.keys, mid_rank(case.answers[key], others))
    return inside


YES_NO = (0.0, 1.0)
GRADES = (0.0, 1.0, 2.0)
CASES = [
    pytest.param(Shape(stay=14, join=1, change=0, answers=YES_NO), id="one joins"),
    pytest.param(Shape(stay=15, join=0, change=1, answers=YES_NO), id="one answers anew"),
    pytest.param(Shape(stay=12, join=2, change=1, answers=YES_NO), id="some of both"),
    pytest.param(Shape(stay=10, join=1, change=0, answers=GRADES), id="three answers"),
    pytest.param(Shape(stay=8, join=8, change=0, answers=YES_NO), id="many join"),
]
SEEDS = range(20)


@pytest.mark.parametrize("shape", CASES)
def test_nobody_learns_an_answer(shape: Shape) -> None:
    groups = 0
    for seed in SEEDS:
        case = portfolio(seed, shape)
        shown = shown_in(released(case, RULES, case.answers))
        groups += len(shown)
        reader = onlooker(case, shown, shape.answers)
        assert reader.learned() == set(), seed
        for key in case.answers:
            assert insider(reader, case, shown, key).learned() == {key}, (seed, key)
    assert groups >= len(SEEDS) // 2, "a proof of protection needs something to be published"


@pytest.mark.parametrize("shape", CASES)
def test_the_adversary_wins_where_nothing_is_protected(shape: Shape) -> None:
    won = 0
    for seed in SEEDS:
        case = portfolio(seed, shape)
        shown = shown_in(released(case, NO_RULES, case.answers, step=0.0))
        won += bool(onlooker(case, shown, shape.answers).learned())
    assert won >= 0.9 * len(SEEDS)


@pytest.mark.parametrize("shape", CASES)
def test_the_adversary_wins_against_a_threshold_alone(shape: Shape) -> None:
    won = 0
    for seed in SEEDS:
        case = portfolio(seed, shape)
        shown = by_threshold_only(case)
        reader = onlooker(case, shown, shape.answers)
        won += bool(reader.learned()) or any(
            insider(reader, case, shown, key).learned() != {key} for key in case.answers
        )
    assert won >= len(SEEDS) // 2


# --- An adversary who also knows the rules -----------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_what_is_not_shown_tells_nobody_an_answer_either(seed: int) -> None:
    """He runs the rules in each world and rules out those in which other groups were shown."""
    case = portfolio(seed, Shape(stay=11, join=1, change=0, answers=YES_NO))
    made = released(case, RULES, case.answers)
    outcomes = [each.outcomes for each in made]
    shown = shown_in(made)
    reader = onlooker(case, shown, YES_NO)

    def same_rulings(world: Mapping[str, float]) -> bool:
        return [each.outcomes for each in released(case, RULES, world)] == outcomes

    reader.keep(same_rulings)
    assert reader.learned() == set()
    for key in case.answers:
        assert insider(reader, case, shown, key).learned() == {key}


# --- Any amounts, by linear programming --------------------------------------------------------


def amounts(seed: int) -> Portfolio:
    """Sixty participants with amounts of up to 1,000; seven are new and five left in the second."""
    case = portfolio(seed, Shape(stay=53, join=7, change=5, answers=YES_NO))
    random = np.random.default_rng(seed)
    said = {key: float(np.round(random.gamma(2, 60)).clip(0, 1000)) for key in case.answers}
    return Portfolio(case.traits, said, case.releases)


def programmer(case: Portfolio, shown: list[Shown]) -> Programmer:
    onlooker = Programmer(list(case.answers), 0.0, 1000.0)
    onlooker.read(published(shown, STEP), STEP)
    return onlooker


@pytest.mark.parametrize("seed", range(6))
def test_linear_programmes_find_no_amount(seed: int) -> None:
    case = amounts(seed)
    shown = shown_in(released(case, RULES, case.answers))
    assert len(shown) >= 4
    keys = list(case.answers)
    for target, inside in zip(keys[::4], keys[1::4], strict=False):
        onlooker = programmer(case, shown)
        onlooker.knows(inside, case.answers[inside])
        low, high = onlooker.interval(target)
        true = case.answers[target]
        assert low - 1e-6 <= true <= high + 1e-6
        assert high - low >= max(1.0, RULES.spread * true)


@pytest.mark.parametrize("seed", range(6))
def test_linear_programmes_find_amounts_where_only_a_threshold_protects(seed: int) -> None:
    case = amounts(seed)
    # One answer comes late: all groups of before and after differ by it.
    late = case.releases[0][-1]
    two = (case.releases[0][:-1], case.releases[0])
    answers = {key: case.answers[key] for key in two[1]}
    case = Portfolio(case.traits, answers, two)
    low, high = programmer(case, by_threshold_only(case)).interval(late)
    assert round((low + high) / 2) == answers[late]
    assert high - low < 2.0
    shown = shown_in(released(case, RULES, answers))
    low, high = programmer(case, shown).interval(late)
    assert high - low >= max(1.0, RULES.spread * answers[late])


# --- The reason, beside the search --------------------------------------------------------------


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_answers_of_a_class_can_be_exchanged_unseen(seed: int) -> None:
    """Why nobody can learn an answer: all figures stay when members of a class change places."""
    random = np.random.default_rng(seed)
    case = portfolio(seed, Shape(stay=24, join=9, change=6, answers=GRADES))
    made = released(case, RULES, case.answers)
    alike: dict[tuple[int, ...], list[str]] = {}
    for key in case.answers:
        places = tuple(
            next((at for at, one in enumerate(each.kept.classes) if key in one.keys), -1)
            for each in made
        )
        alike.setdefault(places, []).append(key)
    exchanged = dict(case.answers)
    for keys in alike.values():
        for key, other in zip(keys, random.permutation(keys), strict=True):
            exchanged[key] = case.answers[str(other)]
    for group in published(shown_in(made), STEP):
        values = np.array([exchanged[key] for key in group.members])
        assert figures(values, STEP) == group.figures
