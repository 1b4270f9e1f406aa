"""Withheld figures of the synthetic statistics cannot be had by subtraction."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hanse.observatory.synthetic.confidentiality import primary, secondary
from hanse.observatory.synthetic.trees import REGION_WIDTHS, Tree, build_tree

INDUSTRY_CODES = ["C1011", "C1012", "C1020", "C1111", "J6201", "J6202"]
REGION_CODES = ["AA11", "AA12", "AA21", "AAZZ", "BB00"]


def lone_figures(blank: NDArray[np.bool_], tree: Tree, axis: int) -> int:
    """Sums in which one figure alone is withheld, counted one by one."""
    rows = np.moveaxis(blank, axis, 0)
    lone = 0
    for depth in range(len(tree.starts)):
        above, below = tree.codes[tree.levels[depth]], tree.codes[tree.levels[depth + 1]]
        for code in above:
            parts = [tree.codes.index(child) for child in below if child.startswith(code)]
            withheld = rows[parts].sum(axis=0) + rows[tree.codes.index(code)]
            lone += int((withheld == 1).sum())
    return lone


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32 - 1), zeros=st.floats(0, 0.9))
def test_no_sum_has_exactly_one_withheld_figure(seed: int, zeros: float) -> None:
    rng = np.random.default_rng(seed)
    industry = build_tree(INDUSTRY_CODES, (1, 3, 4, 5))
    region = build_tree(REGION_CODES, REGION_WIDTHS)
    persons = rng.integers(1, 200, (len(INDUSTRY_CODES), len(REGION_CODES), 3))
    persons[rng.random(persons.shape) < zeros] = 0
    grown = region.totals(industry.totals(persons, axis=0), axis=1)
    first = primary(grown // 20 + (grown > 0), 0.8, rng)
    both = secondary(grown, first, industry, region)
    assert (both | first == both).all()
    assert not (both & (grown == 0)).any()
    assert lone_figures(both, industry, 0) == 0
    assert lone_figures(both, region, 1) == 0


def test_fewer_than_three_units_are_always_withheld_and_none_never() -> None:
    units = np.arange(6).repeat(40).reshape(6, 40, 1)
    rng = np.random.default_rng(3)
    assert (primary(units, 0.0, rng)[:, 0, 0] == [False, True, True, False, False, False]).all()
    wide = primary(units, 2.0, rng).mean(axis=(1, 2))
    assert wide[0] == 0
    assert (wide[1:3] == 1).all()
    assert 0 < wide[5] <= wide[3] < 1


def test_published_cells_need_no_protection() -> None:
    industry = build_tree(INDUSTRY_CODES, (1, 3, 4, 5))
    region = build_tree(REGION_CODES, REGION_WIDTHS)
    persons = np.ones((len(industry.codes), len(region.codes), 1), dtype=np.int64)
    nothing = np.zeros(persons.shape, dtype=bool)
    assert not secondary(persons, nothing, industry, region).any()
