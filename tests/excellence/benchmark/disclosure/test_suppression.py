"""Tables with margins: what can be deduced, the cheapest protection, and rounding that adds up."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.excellence.benchmark.disclosure.audit import deduce, exposed
from hanse.excellence.benchmark.disclosure.rounding import controlled_rounding
from hanse.excellence.benchmark.disclosure.rules import Rules
from hanse.excellence.benchmark.disclosure.suppression import default_costs, suppress
from hanse.excellence.benchmark.disclosure.tables import (
    MarginTable,
    amount_needs,
    count_needs,
)

RULES = Rules()


def table(cells: list[list[int]]) -> MarginTable:
    axes = [[f"r{at}" for at in range(len(cells))], [f"c{at}" for at in range(len(cells[0]))]]
    return MarginTable.from_cells(axes, np.array(cells, dtype=float))


SMALL = table([[20, 50, 10], [8, 19, 22], [17, 32, 3]])


def test_sums_hold() -> None:
    assert SMALL.values[-1, -1] == 181
    assert SMALL.values[2].tolist() == [17, 32, 3, 52]
    assert (SMALL.relations @ SMALL.values.ravel() == 0).all()
    assert SMALL.relations.shape == (8, 16)
    assert SMALL.totals.sum() == 7


def test_three_axes_add_up_too() -> None:
    cube = MarginTable.from_cells([["a", "b"]] * 3, np.arange(8.0).reshape(2, 2, 2))
    assert (cube.relations @ cube.values.ravel() == 0).all()
    assert cube.values[-1, -1, -1] == 28


@pytest.mark.parametrize("cells", [np.ones((2, 3)), np.array([[1.0, np.nan]]), -np.ones((1, 2))])
def test_tables_that_make_no_sense_are_refused(cells: np.ndarray) -> None:
    with pytest.raises(ValueError, match="cells"):
        MarginTable.from_cells([["a"], ["x", "y"]], cells)


def test_a_cell_hidden_alone_is_deduced_from_its_sums() -> None:
    needs = count_needs(SMALL, RULES)
    assert np.argwhere(needs.primary).tolist() == [[2, 2]]
    alone = deduce(SMALL, needs.primary, counts=True)
    assert (alone.low[2, 2], alone.high[2, 2]) == (3, 3)
    assert exposed(SMALL, needs, alone)[2, 2]


def test_three_more_hidden_cells_protect_it() -> None:
    needs = count_needs(SMALL, RULES)
    hidden = needs.primary.copy()
    for cell in ((1, 0), (1, 2), (2, 0)):
        hidden[cell] = True
    found = deduce(SMALL, hidden, counts=True)
    # With 8 it falls by 3 at most; it rises by 17 while 22 and 17 fall.
    assert (found.low[2, 2], found.high[2, 2]) == (0, 20)
    assert not exposed(SMALL, needs, found).any()


def brute_force(shown: MarginTable) -> float:
    """The least cost of any set of cells that protects, by trying all of them."""
    needs = count_needs(shown, RULES)
    costs = default_costs(shown)
    free = np.argwhere((shown.values > 0) & ~needs.primary)
    best = np.inf
    for choice in product([False, True], repeat=len(free)):
        hidden = needs.primary.copy()
        for cell, taken in zip(free, choice, strict=True):
            hidden[tuple(cell)] = taken
        cost = costs[hidden & ~needs.primary].sum()
        if cost < best and not exposed(shown, needs, deduce(shown, hidden, counts=True)).any():
            best = cost
    return float(best)


@pytest.mark.parametrize("cells", [[[3, 9], [7, 12]], [[2, 20], [11, 4]], [[1, 8], [9, 0]]])
def test_the_exact_way_finds_what_trying_everything_finds(cells: list[list[int]]) -> None:
    shown = table(cells)
    found = suppress(shown, count_needs(shown, RULES), counts=True)
    assert found is not None
    assert found.cost == pytest.approx(brute_force(shown))


@given(cells=st.lists(st.lists(st.integers(0, 25), min_size=4, max_size=4), min_size=3, max_size=5))
@settings(max_examples=12, deadline=None)
def test_both_ways_protect_and_the_exact_one_costs_no_more(cells: list[list[int]]) -> None:
    shown = table(cells)
    needs = count_needs(shown, RULES)
    exact = suppress(shown, needs, counts=True)
    stepwise = suppress(shown, needs, counts=True, way="stepwise")
    for found in (exact, stepwise):
        if found is not None:
            assert not exposed(shown, needs, found.deduced).any()
            assert not (found.hidden & (shown.values == 0)).any()
            assert (found.deduced.low <= shown.values + 1e-6).all()
            assert (found.deduced.high >= shown.values - 1e-6).all()
    if stepwise is not None:
        assert exact is not None
        assert exact.cost <= stepwise.cost + 1e-6


def test_a_lone_cell_takes_all_its_totals_with_it() -> None:
    lone = table([[3, 0], [0, 0]])
    found = suppress(lone, count_needs(lone, RULES), counts=True)
    assert found is not None
    assert (found.hidden == (lone.values > 0)).all()


def test_what_needs_no_protection_is_shown_whole() -> None:
    shown = table([[30, 50], [20, 60]])
    found = suppress(shown, count_needs(shown, RULES), counts=True)
    assert found is not None
    assert not found.hidden.any()


def test_a_table_that_cannot_be_protected_is_not_shown() -> None:
    shown = table([[3, 9], [7, 12]])
    needs = count_needs(shown, RULES)
    # No cell can lie as far below its value as this.
    needs.below[0, 0] = 4.0
    assert suppress(shown, needs, counts=True) is None
    assert suppress(shown, needs, counts=True, way="stepwise") is None


def test_amounts_ask_for_the_reach_their_rule_gives() -> None:
    people = [((0, 0), 90.0), ((0, 0), 5.0)] + [((0, 0), 1.0)] * 3
    people += [((0, 1), 10.0)] * 5 + [((1, 0), 12.0)] * 6 + [((1, 1), 9.0)] * 7
    cells = np.zeros((2, 2))
    for cell, amount in people:
        cells[cell] += amount
    shown = MarginTable.from_cells([["a", "b"], ["x", "y"]], cells)
    needs = amount_needs(shown, people, RULES)
    assert np.argwhere(needs.primary).tolist() == [[0, 0]]
    # By p %: 0.1 * 90 - 3 = 6; by (2, 85 %): 95 / 0.85 - 98 = 13.8.
    assert needs.above[0, 0] == pytest.approx(95 / 0.85 - 98)
    found = suppress(shown, needs, counts=False)
    assert found is not None
    assert found.deduced.high[0, 0] >= 98 + needs.above[0, 0] - 1e-6
    assert found.deduced.low[0, 0] <= 98 - needs.below[0, 0] + 1e-6


def test_rounding_by_hand() -> None:
    rounded = controlled_rounding(table([[1, 2], [3, 4]]), 5)
    assert rounded is not None
    assert (rounded % 5 == 0).all()
    assert rounded[-1, -1] == 10


@given(
    cells=st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=6),
    step=st.sampled_from([3, 5, 10]),
)
@settings(max_examples=60, deadline=None)
def test_rounded_cells_add_up_and_lie_next_to_the_true_ones(
    cells: list[list[int]], step: int
) -> None:
    shown = table(cells)
    rounded = controlled_rounding(shown, step)
    assert rounded is not None
    assert np.allclose(shown.relations @ rounded.ravel(), 0)
    assert np.allclose(rounded % step, 0)
    assert (np.abs(rounded - shown.values) < step).all()
    whole = shown.values % step == 0
    assert (rounded[whole] == shown.values[whole]).all()
