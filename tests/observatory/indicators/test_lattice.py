"""Panels laid out by their keys give what the same rows give in any order."""

import math
from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hanse.observatory.indicators.groups import CodedGroups, Codes, combined, earlier
from hanse.observatory.indicators.lattice import lattice_of

KEYS = ("region", "category", "year")
NAN = math.nan


def laid_out(lengths: dict[str, int], order: tuple[str, ...]) -> dict[str, Codes]:
    """Codes of all combinations of keys, the last of `order` changing fastest."""
    cells = np.array(list(product(*(range(lengths[key]) for key in order))))
    return {key: cells[:, at].astype(np.int64) for at, key in enumerate(order)}


layouts = st.tuples(
    st.fixed_dictionaries({key: st.integers(1, 4) for key in KEYS}),
    st.permutations(KEYS).map(tuple),
)


@given(layouts, st.data())
def test_slices_give_what_codes_give(
    layout: tuple[dict[str, int], tuple[str, ...]], data: st.DataObject
) -> None:
    codes = laid_out(*layout)
    # A key whose codes are no sequence, and rows that are told apart by no key that is named.
    codes["category"] = np.array([7, 2, 9, 4])[codes["category"]]
    named = data.draw(st.sets(st.sampled_from(KEYS), min_size=1).map(sorted))
    lattice = lattice_of({key: codes[key] for key in named})
    assert lattice is not None
    rows = len(codes["year"])
    values = data.draw(
        hnp.arrays(np.float64, rows, elements=st.sampled_from([0.0, 1.0, 1.0, 2.5, NAN]))
    )
    by = data.draw(st.lists(st.sampled_from(named), unique=True))
    slices, coded = lattice.groups(by), CodedGroups(*combined([codes[key] for key in by], rows))
    zeros = np.nan_to_num(values)
    for ours, theirs in zip(
        (
            slices.sums(zeros),
            slices.counts(values > 0),
            slices.places(values),
            *slices.quantiles(values, [0.1, 0.75], 2),
            *slices.quantiles(values, [0.1, 0.75], 2, zeros),
        ),
        (
            coded.sums(zeros),
            coded.counts(values > 0),
            coded.places(values),
            *coded.quantiles(values, [0.1, 0.75], 2),
            *coded.quantiles(values, [0.1, 0.75], 2, zeros),
        ),
        strict=True,
    ):
        assert ours.shape == lattice.shape
        assert np.array_equal(ours.reshape(-1), theirs, equal_nan=True)
    assert lattice.tells_apart(KEYS) == (
        len({*zip(*(codes[key] for key in named), strict=True)}) == rows
    )
    if len(named) == len(KEYS):
        assert lattice.goes_by_one("year")
        cluster = combined([codes["region"], codes["category"]], rows)
        expected, _ = earlier(values, *cluster, codes["year"], 2)
        cuts = lattice.cuts(data.draw(st.integers(1, rows)))
        found = [lattice.earlier(values, "year", 2, *cut) for cut in pairwise(cuts)]
        assert np.array_equal(np.concatenate(found), expected, equal_nan=True)
        parts = [lattice.part(values.reshape(lattice.shape), *cut) for cut in pairwise(cuts)]
        assert np.array_equal(np.concatenate(parts), values, equal_nan=True)


def test_rows_that_are_not_laid_out_are_no_lattice() -> None:
    codes = laid_out({"region": 3, "category": 2, "year": 4}, KEYS)
    assert lattice_of(codes) is not None
    shuffled = np.random.default_rng(3).permutation(24)
    others = {
        "shuffled": {key: each[shuffled] for key, each in codes.items()},
        "a row short": {key: each[:-1] for key, each in codes.items()},
        "a row twice": codes | {"year": np.where(np.arange(24) == 23, 2, codes["year"])},
        "a region away": codes | {"region": np.where(np.arange(24) == 9, 2, codes["region"])},
        "no rows": {key: each[:0] for key, each in codes.items()},
        "no keys": {},
    }
    assert {name for name, other in others.items() if lattice_of(other) is not None} == set()


def test_years_with_a_gap_do_not_go_by_one() -> None:
    codes = laid_out({"region": 3, "year": 3}, ("region", "year"))
    lattice = lattice_of(codes | {"year": np.array([2010, 2011, 2013])[codes["year"]]})
    assert lattice is not None
    assert not lattice.goes_by_one("year")
    assert lattice.goes_by_one("region")
