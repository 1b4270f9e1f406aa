"""Trees of codes give the same totals as adding up by prefix."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.observatory.synthetic.trees import INDUSTRY_WIDTHS, build_tree

CODES = st.sets(st.from_regex(r"[AB][12]{2}[12][12]", fullmatch=True), min_size=1, max_size=20)


@settings(max_examples=40)
@given(codes=CODES, seed=st.integers(0, 2**32 - 1))
def test_totals_are_sums_over_prefixes(codes: set[str], seed: int) -> None:
    leaves = sorted(codes)
    figures = np.random.default_rng(seed).integers(0, 100, (3, len(leaves), 2))
    tree = build_tree(leaves, INDUSTRY_WIDTHS)
    grown = tree.totals(figures, axis=1)
    assert grown.shape == (3, len(tree.codes), 2)
    for place, code in enumerate(tree.codes):
        members = [index for index, leaf in enumerate(leaves) if leaf.startswith(code)]
        assert (grown[:, place] == figures[:, members].sum(axis=1)).all()


@settings(max_examples=40)
@given(codes=CODES)
def test_ancestors_are_prefixes(codes: set[str]) -> None:
    tree = build_tree(sorted(codes), INDUSTRY_WIDTHS)
    for depth, width in enumerate(INDUSTRY_WIDTHS):
        level = tree.codes[tree.levels[depth]]
        for code, above in zip(tree.codes, tree.ancestors(depth), strict=True):
            assert (level[above] == code[:width]) if len(code) >= width else above == -1
