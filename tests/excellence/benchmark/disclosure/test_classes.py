"""Classes by hand: made bottom up, never of too few or too like answers, and how they retire."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.excellence.benchmark.disclosure.classes import (
    AnswerClass,
    Kept,
    Protection,
    new_classes,
    without_replaced,
)
from hanse.excellence.benchmark.disclosure.rules import Rules, Scale
from hanse.excellence.benchmark.peers import Ladder, Trait

LADDER = Ladder("field", (("field", "country"), ("field",), ()))
YES_NO = Protection((Scale(1.0),), Rules())


def made(
    cells: dict[str, list[float]], before: frozenset[str] = frozenset()
) -> tuple[dict[str, int], frozenset[str]]:
    """Classes of answers by "field country": narrowest group -> size, and what was refused."""
    keys, values, chains = [], [], []
    for cell, answers in cells.items():
        field, country = cell.split()
        traits: dict[Trait, str] = {"field": field, "country": country}
        for at, answer in enumerate(answers):
            keys.append(f"{cell} {at}")
            values.append([answer])
            chains.append(tuple(LADDER.groups(traits)))
    classes, refused = new_classes(keys, np.array(values), chains, before, YES_NO)
    return {each.groups[0].code: len(each.keys) for each in classes}, refused


MIXED = [0.0, 1.0] * 3


def test_a_narrow_group_of_enough_is_a_class() -> None:
    assert made({"ict DE": MIXED, "ict FR": MIXED}) == (
        {"field=ict&country=DE": 6, "field=ict&country=FR": 6},
        frozenset(),
    )


def test_too_few_climb_and_join_those_of_other_countries() -> None:
    found, refused = made({"ict DE": MIXED, "ict FR": [0, 1, 1], "ict ES": [0, 0, 1]})
    assert found == {"field=ict&country=DE": 6, "field=ict": 6}
    assert refused == frozenset()


def test_too_few_anywhere_wait() -> None:
    found, refused = made({"ict DE": MIXED, "food FR": [0, 1], "health ES": [0, 1]})
    assert found == {"field=ict&country=DE": 6}
    assert refused == frozenset()  # nothing was refused for what anybody said


def test_answers_too_alike_climb_to_where_they_differ() -> None:
    found, refused = made({"ict DE": [1.0] * 5, "ict FR": [0.0] * 5})
    assert found == {"field=ict": 10}
    assert refused == frozenset()


def test_answers_too_alike_everywhere_are_refused() -> None:
    found, refused = made({"ict DE": [1.0] * 5, "ict FR": [1.0, 0.0, 1.0]})
    assert found == {}
    # The three from France were too few, so they stay apart from what was refused.
    assert refused == {f"ict DE {at}" for at in range(5)}


def test_one_more_does_not_open_what_was_refused() -> None:
    before = frozenset(f"ict DE {at}" for at in range(11))
    eleven = [0.0] * 9 + [1.0, 1.0]
    assert made({"ict DE": eleven}) == ({}, before)
    # With a twelfth they would differ enough; that they now do would tell his answer.
    assert made({"ict DE": [*eleven, 1.0]}, before)[0] == {}
    assert made({"ict DE": [*eleven, *MIXED]}, before)[0] == {"field=ict&country=DE": 17}


def test_tied_indicators_are_refused_together() -> None:
    both = Protection((Scale(1.0), Scale(1.0)), Rules())
    values = np.column_stack([MIXED, [1.0] * 6])
    traits: dict[Trait, str] = {"field": "ict", "country": "DE"}
    chains = [tuple(LADDER.groups(traits))] * 6
    classes, refused = new_classes([*"abcdef"], values, chains, frozenset(), both)
    assert classes == []
    assert refused == set("abcdef")


def a_class(answers: list[float]) -> AnswerClass:
    traits: dict[Trait, str] = {"field": "ict", "country": "DE"}
    keys = tuple(f"p{at}@1" for at in range(len(answers)))
    return AnswerClass(tuple(LADDER.groups(traits)), keys, np.array(answers)[:, None])


@pytest.mark.parametrize(
    ("answers", "replaced", "left", "retired"),
    [
        (MIXED, 0, [6], 0),
        (MIXED, 6, [], 6),
        (MIXED, 2, [6], 0),  # two would be told apart
        (MIXED * 2, 6, [6], 6),
        (MIXED * 2, 8, [12], 0),  # four that stay would be told apart
        ([*MIXED, *[1.0] * 6], 6, [12], 0),  # those that stay all say yes
    ],
)
def test_classes_lose_members_all_at_once_or_in_two_classes(
    answers: list[float], replaced: int, left: list[int], retired: int
) -> None:
    whole = a_class(answers)
    current = frozenset(whole.keys[replaced:])
    classes, gone = without_replaced([whole], current, YES_NO)
    assert [len(each.keys) for each in classes] == left
    assert len(gone) == retired


@given(
    cells=st.dictionaries(
        st.sampled_from([f"{f} {c}" for f in ("ict", "food") for c in ("DE", "FR", "ES")]),
        st.lists(st.sampled_from([0.0, 1.0, 2.0]), max_size=12),
        min_size=1,
    )
)
@settings(max_examples=150, deadline=None)
def test_every_class_satisfies_the_rules_and_nobody_is_in_two(
    cells: dict[str, list[float]],
) -> None:
    keys, values, chains = [], [], []
    for cell, answers in cells.items():
        field, country = cell.split()
        traits: dict[Trait, str] = {"field": field, "country": country}
        keys += [f"{cell} {at}" for at in range(len(answers))]
        values += [[answer] for answer in answers]
        chains += [tuple(LADDER.groups(traits))] * len(answers)
    table = np.array(values).reshape(-1, 1)
    classes, refused = new_classes(keys, table, chains, Kept().refused, YES_NO)
    placed = [key for each in classes for key in each.keys]
    assert len(placed) == len(set(placed))
    assert not set(placed) & refused
    for each in classes:
        assert YES_NO.allows(each.values)
        field, country, _at = each.keys[0].split()
        assert each.groups[-1].code == "all"
        for key in each.keys:
            assert each.groups[0].holds({"field": key.split()[0], "country": key.split()[1]})
            assert table[keys.index(key)] in each.values
