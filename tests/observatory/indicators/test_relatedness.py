"""Relatedness: worked examples, a naive twin, and the traps of existing tools."""

import math

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.cells import Cube
from hanse.observatory.indicators.relatedness import (
    Diagonal,
    Mask,
    add_relatedness_density,
    density_table,
    most_related,
    proximity,
    proximity_table,
    relatedness_density,
    specialisations,
    specialisations_from_quotients,
)
from tests.observatory.panels import ENGINES, Bench, same

NAN = math.nan


def cube(*years: list[list[float]]) -> Cube:
    return np.array(years, dtype=np.float64)


def mask(*rows: str) -> Mask:
    """One year: a row a region, a letter an industry, `x` for yes."""
    return np.array([[[letter == "x" for letter in row] for row in rows]])


def all_known(specialised: Mask) -> Mask:
    return np.ones_like(specialised)


# --- Worked by hand ---------------------------------------------------------------------------

# Each region employs 40, the industries 60, 40 and 20 of 120. Employment and location quotients:
#        a   b   c     a    b     c
#   r1  30  10   0    1.5  0.75  0.0
#   r2  20  10  10    1.0  0.75  1.5
#   r3  10  20  10    0.5  1.5   1.5
WORKED = cube([[30, 10, 0], [20, 10, 10], [10, 20, 10]])


def test_the_worked_example() -> None:
    specialised, known = specialisations(WORKED)
    assert known.all()
    assert np.array_equal(specialised, mask("x  ", "x x", " xx"))
    # Ubiquity 2, 1, 2. Together: ab 0, ac 1 (r2), bc 1 (r3).
    phi = proximity(specialised, known)
    assert np.array_equal(phi[0], [[1, 0, 1 / 2], [0, 1, 1 / 2], [1 / 2, 1 / 2, 1]])
    # Row sums 1.5, 1.5, 2. r1 has a; r2 has a and c; r3 has b and c.
    density = relatedness_density(specialised, known, phi)
    expected = [
        [1 / 1.5, 0 / 1.5, 0.5 / 2],
        [1.5 / 1.5, 0.5 / 1.5, 1.5 / 2],
        [0.5 / 1.5, 1.5 / 1.5, 1.5 / 2],
    ]
    assert np.allclose(density[0], expected, rtol=1e-15, atol=0)


def test_the_worked_example_without_the_diagonal() -> None:
    specialised, known = specialisations(WORKED)
    phi = proximity(specialised, known, diagonal="zero")
    assert np.array_equal(phi[0], [[0, 0, 1 / 2], [0, 0, 1 / 2], [1 / 2, 1 / 2, 0]])
    density = relatedness_density(specialised, known, phi)
    # Row sums 0.5, 0.5, 1: the industry's own presence no longer counts.
    assert np.array_equal(density[0], [[0, 0, 0.5], [1, 1, 0.5], [1, 1, 0.5]])


def test_proximity_is_the_smaller_conditional_probability() -> None:
    # 17 regions have the first, 24 the second, 11 both: min(11/17, 11/24) = 11/24.
    regions = ["xx"] * 11 + ["x "] * 6 + [" x"] * 13
    specialised = mask(*regions)
    phi = proximity(specialised, all_known(specialised))
    assert phi[0, 0, 1] == 11 / 24


# --- Traps: each has been seen in a tool in use -----------------------------------------------


def test_a_region_with_no_data_is_specialised_in_nothing() -> None:
    specialised, known = specialisations(cube([[30, 10], [NAN, NAN], [10, 20]]))
    assert not specialised[0, 1].any()
    assert not known[0, 1].any()
    density = relatedness_density(specialised, known, proximity(specialised, known))
    assert np.isnan(density[0, 1]).all()
    assert not np.isnan(density[0, [0, 2]]).any()


def test_a_region_with_zeros_only_is_specialised_in_nothing() -> None:
    # 0 * total >= threshold * 0 * column holds, and 0/0 is NaN, "not below the cut-off".
    specialised, known = specialisations(cube([[30, 10], [0, 0], [10, 20]]))
    assert not specialised[0, 1].any()
    density = relatedness_density(specialised, known, proximity(specialised, known))
    assert np.isnan(density[0, 1]).all()


def test_a_region_with_data_and_no_specialisation_has_no_density() -> None:
    # At a threshold of 1.4 the middle region (quotients 1.0, 1.0, 1.0) has data and nothing else.
    specialised, known = specialisations(
        cube([[30, 10, 0], [20, 10, 10], [10, 10, 20]]), threshold=1.4
    )
    assert known[0, 1].all()
    assert not specialised[0, 1].any()
    density = relatedness_density(specialised, known, proximity(specialised, known))
    assert np.isnan(density[0, 1]).all()
    assert not np.isnan(density[0, 0, 0])


def test_an_industry_nobody_is_specialised_in_is_null_and_harms_no_other() -> None:
    specialised = mask("x  ", "xx ", " x ")
    phi = proximity(specialised, all_known(specialised))
    assert np.isnan(phi[0, 2]).all()
    assert np.isnan(phi[0, :, 2]).all()
    assert np.array_equal(phi[0, :2, :2], [[1, 0.5], [0.5, 1]])
    density = relatedness_density(specialised, all_known(specialised), phi)
    assert np.isnan(density[0, :, 2]).all()
    expected = np.array([[1 / 1.5, 0.5 / 1.5], [1, 1], [0.5 / 1.5, 1 / 1.5]])
    assert np.allclose(density[0, :, :2], expected, rtol=1e-15, atol=0)


def test_an_industry_without_employment_is_unknown_not_specialised() -> None:
    specialised, known = specialisations(cube([[30, 0], [10, 0]]))
    assert not specialised[0, :, 1].any()
    assert not known[0, :, 1].any()


def test_proximities_that_add_up_to_zero_give_no_density() -> None:
    specialised = mask("x ", " x")
    phi = proximity(specialised, all_known(specialised), diagonal="zero")
    assert np.array_equal(phi[0], np.zeros((2, 2)))
    assert np.isnan(relatedness_density(specialised, all_known(specialised), phi)).all()


def test_a_missing_cell_is_not_an_absence() -> None:
    # a and b sit together wherever both are known; b is hidden in the second region.
    specialised = mask("xx", "x ", "  ")
    known = mask("xx", "x ", "xx")
    assert proximity(specialised, known)[0, 0, 1] == 1.0
    assert proximity(specialised, all_known(specialised))[0, 0, 1] == 0.5
    # The second region is known to hold all that is known of it.
    density = relatedness_density(specialised, known, proximity(specialised, known))
    assert np.array_equal(density[0, 1], [1, 1])


def test_a_pair_never_known_together_is_null() -> None:
    specialised = mask("x ", " x")
    known = mask("x ", " x")
    phi = proximity(specialised, known)
    assert np.isnan(phi[0, 0, 1])
    assert phi[0, 0, 0] == 1


def test_a_quotient_of_exactly_one_is_specialised() -> None:
    # Every quotient is 1; dividing shares gives 0.9999999999999999 for some.
    column = np.array([3.0, 7.0, 11.0, 49.0])
    employment = np.outer([1.0, 3.0, 9.0], column)[None]
    specialised, _ = specialisations(employment)
    assert specialised.all()


def test_quotients_computed_elsewhere_keep_their_nulls() -> None:
    specialised, known = specialisations_from_quotients(cube([[1.0, NAN, 0.99]]))
    assert np.array_equal(specialised, mask("x  "))
    assert np.array_equal(known, mask("x x"))


# --- A naive twin -----------------------------------------------------------------------------


def naive_proximity(specialised: Mask, known: Mask, diagonal: str) -> Cube:
    years, regions, industries = specialised.shape
    result = np.full((years, industries, industries), NAN)
    for t in range(years):
        ubiquity = [sum(specialised[t, r, i] for r in range(regions)) for i in range(industries)]
        for i in range(industries):
            for j in range(industries):
                if not ubiquity[i] or not ubiquity[j]:
                    continue
                both = in_i = in_j = 0
                for r in range(regions):
                    if known[t, r, i] and known[t, r, j]:
                        both += int(specialised[t, r, i] and specialised[t, r, j])
                        in_i += int(specialised[t, r, i])
                        in_j += int(specialised[t, r, j])
                if max(in_i, in_j):
                    result[t, i, j] = both / max(in_i, in_j)
                if i == j and diagonal == "zero":
                    result[t, i, j] = 0.0
    return result


def naive_density(specialised: Mask, known: Mask, phi: Cube) -> Cube:
    years, regions, industries = specialised.shape
    result = np.full(specialised.shape, NAN)
    for t in range(years):
        for r in range(regions):
            if not any(specialised[t, r]):
                continue
            for i in range(industries):
                near = total = 0.0
                for j in range(industries):
                    if known[t, r, j] and not math.isnan(phi[t, i, j]):
                        total += phi[t, i, j]
                        near += phi[t, i, j] if specialised[t, r, j] else 0.0
                if total > 0:
                    result[t, r, i] = near / total
    return result


def naive_quotient(year: npt.NDArray[np.float64], r: int, i: int) -> float:
    in_region, in_industry = np.nansum(year[r]), np.nansum(year[:, i])
    if math.isnan(year[r, i]) or in_region == 0 or in_industry == 0:
        return NAN
    return float((year[r, i] / in_region) / (in_industry / np.nansum(year)))


employments = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 2), st.integers(1, 6), st.integers(1, 5)),
    elements=st.sampled_from([0.0, 0.0, 1.0, 2.0, 5.0, 17.0, 90.0, NAN]),
)
diagonals = st.sampled_from(["one", "zero"])


@given(employments, diagonals, st.sampled_from([0.5, 1.0, 2.0]))
def test_fast_and_naive_agree(employment: Cube, diagonal: Diagonal, threshold: float) -> None:
    specialised, known = specialisations(employment, threshold=threshold)
    for (t, r, i), yes in np.ndenumerate(specialised):
        quotient = naive_quotient(employment[t], r, i)
        assert known[t, r, i] == (not math.isnan(quotient))
        if not math.isclose(quotient, threshold, rel_tol=1e-12):
            assert yes == (quotient >= threshold)
    phi = proximity(specialised, known, diagonal=diagonal)
    assert np.array_equal(phi, naive_proximity(specialised, known, diagonal), equal_nan=True)
    density = relatedness_density(specialised, known, phi)
    naive = naive_density(specialised, known, phi)
    assert np.allclose(density, naive, rtol=1e-14, atol=0, equal_nan=True)


@given(employments, diagonals)
def test_proximity_and_density_stay_in_their_bounds(employment: Cube, diagonal: Diagonal) -> None:
    specialised, known = specialisations(employment)
    phi = proximity(specialised, known, diagonal=diagonal)
    assert np.array_equal(phi, phi.transpose(0, 2, 1), equal_nan=True)
    for values in (phi, relatedness_density(specialised, known, phi)):
        defined = values[~np.isnan(values)]
        assert ((defined >= 0) & (defined <= 1)).all()


# --- Tables -----------------------------------------------------------------------------------


def panel(years: tuple[int, ...] = (2015,)) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (region, category, year, WORKED[0, r, c])
            for year in years
            for c, category in enumerate("abc")
            for r, region in enumerate(("r1", "r2", "r3"))
        ],
        schema={
            "region": pl.String,
            "category": pl.String,
            "year": pl.Int32,
            "employment_persons": pl.Float64,
        },
        orient="row",
    )


def test_proximity_table_lists_each_pair_once() -> None:
    assert proximity_table(panel()).rows() == [
        (2015, "a", "b", 0.0),
        (2015, "a", "c", 0.5),
        (2015, "b", "c", 0.5),
    ]


def test_density_table_has_a_row_for_each_combination() -> None:
    table = density_table(panel((2015, 2014)))
    assert table.columns == ["region", "category", "year", "relatedness_density"]
    assert table.height == 18
    assert table.equals(table.sort("region", "category", "year"))
    row = table.filter(region="r2", category="b", year=2014)
    assert row["relatedness_density"].to_list() == [pytest.approx(1 / 3)]


def test_tables_hold_null_and_never_nan() -> None:
    table = panel().with_columns(
        pl.when(pl.col("region") == "r3").then(None).otherwise("employment_persons").alias("x")
    )
    density = density_table(table, employment="x")["relatedness_density"]
    assert density.to_list()[6:] == [None, None, None]
    assert not density.is_nan().any()
    # Without r3 the quotients are 1.2, 1, 0 and 0.8, 1, 2: at 1.2 nobody is specialised in b.
    pairs = proximity_table(table, employment="x", threshold=1.2)["proximity"]
    assert pairs.to_list() == [None, 0.0, None]


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_by_hand(bench: Bench, engine: str) -> None:
    # The worked example above, read from a table.
    table = proximity_table(bench.table(panel(), engine))
    same(table["proximity"], [0.0, 1 / 2, 1 / 2])
    table = density_table(bench.table(panel(), engine))
    assert table["region"].to_list() == ["r1"] * 3 + ["r2"] * 3 + ["r3"] * 3
    same(
        table["relatedness_density"],
        [1 / 1.5, 0.0, 0.5 / 2, 1.0, 0.5 / 1.5, 1.5 / 2, 0.5 / 1.5, 1.0, 1.5 / 2],
    )


def test_every_engine_gives_the_same_tables() -> None:
    expected = density_table(panel())
    tables: list[nw.typing.IntoFrame] = [
        panel().to_pandas(),
        panel().to_arrow(),
        panel().lazy(),
        panel().sample(fraction=1, shuffle=True, seed=4),
        panel().with_columns(pl.col("region", "category").cast(pl.Categorical)),
        panel().to_pandas().astype({"employment_persons": "int64", "region": "category"}),
    ]
    for table in tables:
        assert density_table(table).equals(expected)


@pytest.mark.parametrize(
    "table",
    [
        panel((2015, 2014)).sample(fraction=1, shuffle=True, seed=4),
        panel((2015, 2014)).to_pandas().set_index(pd.Index(range(50, 68))),
        panel((2015, 2014)).to_arrow(),
    ],
    ids=["polars", "pandas", "arrow"],
)
def test_a_column_is_added_row_by_row(table: pl.DataFrame | pd.DataFrame | pa.Table) -> None:
    added = add_relatedness_density(table)
    assert type(added) is type(table)
    before, after = nw.from_native(table).to_polars(), nw.from_native(added).to_polars()
    assert after.drop("relatedness_density").equals(before)
    assert (
        after.select(density_table(panel()).columns)
        .sort("region", "category", "year")
        .equals(density_table(panel((2015, 2014))))
    )
    if isinstance(added, pd.DataFrame):
        assert added.index.to_list() == list(range(50, 68))


def test_nan_from_pandas_is_missing() -> None:
    table = panel().to_pandas()
    table.loc[table["region"] == "r3", "employment_persons"] = float("nan")
    assert isinstance(table, pd.DataFrame)
    density = density_table(table).filter(region="r3")["relatedness_density"]
    assert density.to_list() == [None] * 3


def test_an_absent_row_is_missing_not_zero() -> None:
    gone = panel().filter(~((pl.col("region") == "r1") & (pl.col("category") == "c")))
    hidden = panel().with_columns(
        pl.when((pl.col("region") == "r1") & (pl.col("category") == "c"))
        .then(None)
        .otherwise("employment_persons")
        .alias("employment_persons")
    )
    assert density_table(gone).equals(density_table(hidden))
    assert not density_table(gone).equals(density_table(panel()))


def test_a_column_of_quotients_takes_the_place_of_employment() -> None:
    quotients = panel().with_columns(
        pl.Series("location_quotient", [1.5, 1.0, 0.5, 0.75, 0.75, 1.5, 0.0, 1.5, 1.5])
    )
    assert density_table(quotients, location_quotient="location_quotient").equals(
        density_table(panel())
    )


def test_pooled_years_count_region_years() -> None:
    second = panel((2016,)).with_columns(
        pl.Series("employment_persons", [10, 10, 40, 40, 10, 10, 10, 40, 10])
    )
    both = pl.concat([panel(), second.cast({"employment_persons": pl.Float64})])
    # 2015: ubiquity 2, 1, 2; together ab 0, ac 1, bc 1. 2016: 1, 1, 1; together none.
    table = proximity_table(both, pooled=True)
    assert table.rows() == [
        (None, "a", "b", 0.0),
        (None, "a", "c", 1 / 3),
        (None, "b", "c", 1 / 3),
    ]
    density = density_table(both, pooled=True)
    assert density.filter(region="r1", category="a", year=2015)["relatedness_density"].item() == (
        pytest.approx(1 / (1 + 1 / 3))
    )


def test_an_empty_panel_gives_empty_tables() -> None:
    assert density_table(panel().clear()).is_empty()
    assert proximity_table(panel().clear()).is_empty()


def test_most_related_is_sorted_with_ties_by_code() -> None:
    table = proximity_table(panel((2014, 2015)))
    assert most_related(table, "c", 5, year=2015).rows() == [("a", 0.5), ("b", 0.5)]
    assert most_related(table, "a", 1, year=2015).rows() == [("c", 0.5)]
    renamed = proximity_table(panel().rename({"category": "industry"}), category="industry")
    assert most_related(renamed, "a", category="industry").columns == ["industry", "proximity"]


# --- Refusals ---------------------------------------------------------------------------------


def test_most_related_does_not_guess() -> None:
    table = proximity_table(panel((2014, 2015)))
    with pytest.raises(HanseError, match="several years"):
        most_related(table, "a")
    with pytest.raises(HanseError, match="hold no category 'z' in 2015"):
        most_related(table, "z", year=2015)
    with pytest.raises(HanseError, match="hold no category 'a' in 1999"):
        most_related(table, "a", year=1999)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (panel().drop("category"), "no column category"),
        (pl.concat([panel(), panel().head(1)]), "2 rows share their region, category and year"),
        (panel().with_columns(region=pl.lit(None, pl.String)), "9 empty cells"),
        (panel().with_columns(employment_persons=pl.lit(-1.0)), "negative or infinite"),
        (panel().with_columns(employment_persons=pl.lit(math.inf)), "negative or infinite"),
        (panel().cast({"year": pl.String}), "no whole numbers"),
        (panel().cast({"employment_persons": pl.String}), "no numbers"),
    ],
)
def test_a_panel_that_cannot_be_read_is_refused(table: pl.DataFrame, message: str) -> None:
    with pytest.raises(HanseError, match=message):
        density_table(table)


@pytest.mark.parametrize("threshold", [0.0, -1.0, NAN, math.inf])
def test_a_threshold_must_be_positive(threshold: float) -> None:
    with pytest.raises(HanseError, match="threshold"):
        specialisations(WORKED, threshold=threshold)


def test_arrays_that_do_not_fit_are_refused() -> None:
    specialised, known = specialisations(WORKED)
    with pytest.raises(HanseError, match="dimensions"):
        specialisations(WORKED[0])
    with pytest.raises(HanseError, match="do not fit"):
        proximity(specialised, known[:, :2])
    with pytest.raises(HanseError, match="Unknown diagonal"):
        proximity(specialised, known, diagonal="half")  # type: ignore[arg-type]  # what we test
    with pytest.raises(HanseError, match="do not fit"):
        relatedness_density(specialised, known, np.ones((1, 2, 2)))
