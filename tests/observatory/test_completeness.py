"""How much of a region's employment a year leaves out, worked by hand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.observatory.completeness import left_out


def cells(*rows: tuple[str, str, int, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema={
            "region": pl.String,
            "category": pl.String,
            "year": pl.Int32,
            "employment_persons": pl.Float64,
        },
        orient="row",
    )


def test_a_year_leaves_out_what_is_usual_in_the_categories_it_does_not_know() -> None:
    found = left_out(
        cells(
            ("A", "steel", 2020, 100.0),
            ("A", "steel", 2021, None),
            ("A", "steel", 2022, 300.0),
            ("A", "wood", 2020, 800.0),
            ("A", "wood", 2021, 800.0),
            ("A", "wood", 2022, 800.0),
            ("A", "gold", 2020, None),
            ("A", "gold", 2021, None),
            ("A", "gold", 2022, None),
        )
    )
    # Steel usually has 200 of 1,000 people; gold is never known and counts for nothing.
    assert found.rows() == [("A", 2020, 0.0), ("A", 2021, pytest.approx(0.2)), ("A", 2022, 0.0)]


def test_a_region_of_which_nothing_is_known_leaves_out_nothing_that_is_known() -> None:
    assert left_out(cells(("A", "steel", 2020, None))).rows() == [("A", 2020, 0.0)]


figures = st.one_of(st.none(), st.floats(0, 1e6))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.integers(2020, 2023)), figures
    )
)
def test_it_is_what_a_plain_loop_finds(table: dict[tuple[str, str, int], float | None]) -> None:
    found = left_out(cells(*((*key, value) for key, value in table.items())))
    expected = {}
    for region, _category, year in table:
        usual: dict[str, float] = {}
        for category in {c for r, c, _y in table if r == region}:
            known = [
                value
                for (r, c, _y), value in table.items()
                if (r, c) == (region, category) and value is not None
            ]
            usual[category] = sum(known) / len(known) if known else 0.0
        here = {c: v for (r, c, y), v in table.items() if (r, y) == (region, year)}
        whole = sum(usual[category] for category in here)
        unknown = sum(usual[category] for category, value in here.items() if value is None)
        expected[region, year] = unknown / whole if whole else 0.0
    assert {(r, y): share for r, y, share in found.iter_rows()} == pytest.approx(expected)
