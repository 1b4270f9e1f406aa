"""Places of rows: held against dictionaries and sorting."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.observatory.places import key_places, positions, row_order

KEYS = st.lists(
    st.tuples(st.sampled_from(["AT11", "AT12", "B", "Å", ""]), st.integers(-3, 2_000_000)),
    max_size=20,
)


@given(KEYS, st.sampled_from([pl.String, pl.Categorical, pl.Enum(["", "B", "AT12", "AT11", "Å"])]))
def test_places_lie_in_the_order_of_the_key(
    rows: list[tuple[str, int]], dtype: pl.DataType
) -> None:
    table = pl.DataFrame(
        {
            "text": pl.Series([text for text, _ in rows], dtype=pl.String).cast(dtype),
            "number": pl.Series([number for _, number in rows], dtype=pl.Int64),
        }
    )
    place, places = key_places(table, ("text", "number"))
    ranks = {key: rank for rank, key in enumerate(sorted(set(rows)))}
    dense = pl.Series(place).rank("dense").to_list()
    assert dense == [ranks[row] + 1 for row in rows]
    assert all(0 <= at < places for at in place)
    order = row_order(place, places)
    if len(ranks) < len(rows):
        assert order is None
    else:
        assert order is not None
        assert [rows[at] for at in order] == sorted(rows)


@pytest.mark.parametrize("places", [5, 10**12])
def test_rows_are_ordered_the_same_when_places_are_few_or_many(places: int) -> None:
    order = row_order(np.array([4, 0, 2]), places)
    assert order is not None
    assert order.to_list() == [1, 2, 0]
    assert row_order(np.array([4, 0, 4]), places) is None


def test_a_stranger_has_no_position() -> None:
    codes = pl.Series(["b", "x", "a", "b"])
    assert positions(codes, ["a", "b"]).tolist() == [1, -1, 0, 1]
    assert positions(codes.cast(pl.Categorical), ["a", "b"]).tolist() == [1, -1, 0, 1]
    assert positions(pl.Series([2010, 1, 2012]), [2012, 2010]).tolist() == [1, -1, 0]
    assert positions(codes.clear(), ["a"]).tolist() == []
