"""Sums, places, quantiles and earlier values within groups, against plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.observatory.indicators.groups import WIDE, CodedGroups, combined, earlier, quantiles_of

NAN = math.nan
rows = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 2),
        st.sampled_from([0.0, 1.0, 1.0, 2.5, 7.0, NAN]),
    ),
    max_size=30,
)


def groups_of(
    table: list[tuple[int, int, float]],
) -> tuple[CodedGroups, list[float], list[list[float]]]:
    """Groups by the first two columns, the third column, and for each row the values it is with."""
    codes = [np.array([row[key] for row in table], dtype=np.int64) for key in (0, 1)]
    values = [row[2] for row in table]
    mates = [[other[2] for other in table if other[:2] == row[:2]] for row in table]
    return CodedGroups(*combined(codes, len(table))), values, mates


@given(rows)
def test_sums_counts_and_places_are_those_of_a_loop(table: list[tuple[int, int, float]]) -> None:
    groups, values, mates = groups_of(table)
    array = np.array(values)
    sums = [sum(value for value in mate if not math.isnan(value)) for mate in mates]
    assert groups.sums(np.nan_to_num(array)).tolist() == sums
    counts = [sum(value > 0 for value in mate) for mate in mates]
    assert groups.counts(array > 0).tolist() == counts
    places = [
        NAN if math.isnan(own) else 1.0 + sum(value > own for value in mate)
        for own, mate in zip(values, mates, strict=True)
    ]
    assert np.array_equal(groups.places(array), np.array(places), equal_nan=True)


@given(rows, st.sampled_from([0.0, 0.25, 0.9, 1.0]), st.integers(0, 3))
def test_quantiles_are_those_of_numpy(
    table: list[tuple[int, int, float]], level: float, fewest: int
) -> None:
    groups, values, mates = groups_of(table)
    (found,) = groups.quantiles(np.array(values), [level], fewest)
    for mate, quantile in zip(mates, found, strict=True):
        known = [value for value in mate if not math.isnan(value)]
        if known and len(known) >= fewest:
            assert math.isclose(quantile, np.quantile(known, level), rel_tol=1e-14)
        else:
            assert math.isnan(quantile)


@given(rows, st.integers(1, 3), st.sampled_from([1, 1000]))
def test_earlier_values_are_those_of_a_loop(
    table: list[tuple[int, int, float]], years: int, apart: int
) -> None:
    # Far apart, the years make a table of all combinations too large: the other way is taken.
    unique = {(cluster, year * apart): value for cluster, year, value in table}
    cluster = np.array([key[0] for key in unique], dtype=np.int64)
    year = np.array([key[1] for key in unique], dtype=np.int64)
    values = np.array(list(unique.values()), dtype=np.float64)
    found, repeated = earlier(values, *combined([cluster], len(unique)), year, years * apart)
    expected = [unique.get((key[0], key[1] - years * apart), NAN) for key in unique]
    assert repeated is None
    assert np.array_equal(found, np.array(expected, dtype=np.float64), equal_nan=True)


def test_a_row_given_twice_is_named() -> None:
    cluster = np.array([0, 1, 0], dtype=np.int64)
    for year in ([5, 5, 5], [5, 90_000, 5]):
        _, repeated = earlier(np.ones(3), cluster, 2, np.array(year, dtype=np.int64), 1)
        assert repeated in (0, 2)


def test_many_sparse_codes_are_made_dense() -> None:
    code = np.array([0, 10**12, 5, 10**12], dtype=np.int64)
    whole, size = combined([code, code], 4)
    assert size <= 9
    assert whole[1] == whole[3]
    assert len(set(whole.tolist())) == 3


def test_long_and_short_groups_meet_in_many_blocks() -> None:
    random = np.random.default_rng(7)
    group = np.sort(random.geometric(0.0005, 400_000)) % 3000
    random.shuffle(group)
    values = np.round(random.normal(size=len(group)), 1)
    groups = CodedGroups(*combined([group.astype(np.int64)], len(group)))
    places = groups.places(values)
    (medians,) = groups.quantiles(values, [0.5], 1)
    for code in (group[0], group[1], group[-1]):
        own = values[group == code]
        assert np.array_equal(places[group == code], 1 + (own[:, None] < own[None, :]).sum(axis=1))
        assert np.all(np.abs(medians[group == code] - np.median(own)) < 1e-12)


def test_places_tell_the_last_bit_of_a_value() -> None:
    near = [1.0, np.nextafter(1.0, 2.0), np.nextafter(1.0, 0.0), 1.0, -1.0, np.nextafter(-1.0, 0.0)]
    values = np.array([*near, 0.0, -0.0, NAN, 1e300, -1e300])
    everyone = CodedGroups(*combined([], len(values)))
    assert everyone.places(values).tolist()[:8] == [3, 2, 5, 3, 9, 8, 6, 6]
    assert everyone.places(values).tolist()[9:] == [1, 10]
    assert math.isnan(everyone.places(values)[8])


@pytest.mark.parametrize("width", [1, 2, WIDE - 1, WIDE, 2 * WIDE])
@pytest.mark.parametrize("levels", [[0.0], [0.9], [1.0], [0.25, 0.8], [0.0, 0.5, 1.0]])
@pytest.mark.parametrize("distinct", [3, 10_000])
def test_quantiles_of_lines_of_any_width_are_those_of_numpy(
    width: int, levels: list[float], distinct: int
) -> None:
    random = np.random.default_rng(width + distinct)
    lines = random.choice(random.normal(0, 1e6, distinct), (12, width))
    lines[random.random(lines.shape) < random.random((12, 1)) ** 2] = np.nan
    lines[0], lines[1, 1:], lines[2] = np.nan, np.nan, -np.abs(lines[2])
    lines[3, : width // 2], lines[4, 0] = 0.0, -0.0
    lines[5] = np.where(np.isnan(lines[5]), -np.nan, lines[5])
    before = lines.copy()
    found = quantiles_of(lines, levels, fewest=2)
    assert np.array_equal(lines, before, equal_nan=True)
    for line, quantiles in zip(lines, found.T, strict=True):
        known = line[~np.isnan(line)]
        expected = np.quantile(known, levels) if len(known) >= 2 else [np.nan] * len(levels)
        np.testing.assert_allclose(quantiles, expected, rtol=1e-14)
