"""The descent against a hand-worked table and a naive twin."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.observatory.imputation.descent import NO_ANCHOR, descend, industry_tree


@dataclass(frozen=True)
class Node:
    parent: str


TREE = industry_tree(
    {
        "C": Node(""),
        "C1": Node("C"),
        "C2": Node("C"),
        "C11": Node("C1"),
        "C12": Node("C1"),
        "C13": Node("C1"),
        "C21": Node("C2"),
        "C22": Node("C2"),
        "D": Node(""),
    }
)


def row(**given_values: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[given_values.get(code, np.nan) for code in TREE.nodes]])


def filled(**given_values: float) -> dict[str, float]:
    values = descend(TREE, row(**given_values)).values[0]
    return {
        code: float(value)
        for code, value in zip(TREE.leaf_codes, values, strict=True)
        if not np.isnan(value)
    }


def test_a_hand_worked_table() -> None:
    # C is 100; C1 (40) is available, so C2's two blank classes share 100 - 40 = 60; within C1
    # the class C11 is given as 10, so C12 and C13 share 30.
    assert filled(C=100, C1=40, C11=10) == {"C11": 10, "C12": 15, "C13": 15, "C21": 30, "C22": 30}


def test_an_available_class_under_a_blank_group_is_subtracted() -> None:
    assert filled(C=100, C11=10, C21=20) == pytest.approx(
        {"C11": 10, "C12": 70 / 3, "C13": 70 / 3, "C21": 20, "C22": 70 / 3}
    )


def test_nothing_above_means_nothing_filled() -> None:
    assert filled(C1=9) == {"C11": 3, "C12": 3, "C13": 3}
    assert filled() == {}


def test_a_given_zero_is_a_value_and_missing_is_not_zero() -> None:
    assert filled(C=0, D=0) == {"C11": 0, "C12": 0, "C13": 0, "C21": 0, "C22": 0, "D": 0}


def test_descendants_above_their_ancestor_are_counted_and_leave_no_rest() -> None:
    descent = descend(TREE, row(C1=5, C11=7))
    assert descent.overdrawn == 1
    assert filled(C1=5, C11=7) == {"C11": 7, "C12": 0, "C13": 0}


def test_a_rest_with_no_blank_leaf_is_reported() -> None:
    assert descend(TREE, row(C2=10, C21=3, C22=4)).unplaced == 3


def test_the_anchor_names_the_ancestor() -> None:
    anchors = descend(TREE, row(C=100, C1=40, C11=10)).anchor[0]
    named = [TREE.nodes[at] if at != NO_ANCHOR else "" for at in anchors]
    assert dict(zip(TREE.leaf_codes, named, strict=True)) == {
        "C11": "",
        "C12": "C1",
        "C13": "C1",
        "C21": "C",
        "C22": "C",
        "D": "",
    }


def naive(values: dict[str, float]) -> dict[str, float]:
    parent = {
        code: TREE.nodes[at] if at >= 0 else ""
        for code, at in zip(TREE.nodes, TREE.parent.tolist(), strict=True)
    }

    def first_available(code: str) -> str:
        while code and code not in values:
            code = parent[code]
        return code

    def nearest_given_below(code: str) -> float:
        total = 0.0
        for child in (c for c in TREE.nodes if parent[c] == code):
            total += values[child] if child in values else nearest_given_below(child)
        return total

    result = {}
    for leaf in TREE.leaf_codes:
        source = first_available(leaf)
        if source == leaf:
            result[leaf] = values[leaf]
        elif source:
            sharing = [
                other
                for other in TREE.leaf_codes
                if other not in values and first_available(other) == source
            ]
            rest = max(0.0, values[source] - nearest_given_below(source))
            result[leaf] = rest / len(sharing)
    return result


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(TREE.nodes), st.integers(0, 1000).map(float)))
def test_the_fast_version_agrees_with_the_naive_one(values: dict[str, float]) -> None:
    assert filled(**values) == pytest.approx(naive(values))
