"""The long form keeps every figure, says how it was come by, and refuses what it cannot hold."""

import polars as pl
import pytest
from hypothesis import given, settings

from hanse.foundation.problems import HanseError
from hanse.observatory.exports.long_form import layout_of, long_form
from tests.observatory.exports.tables_made import edition_table, observations


@settings(max_examples=40)
@given(table=observations())
def test_observations_stay_as_they_are(table: pl.DataFrame) -> None:
    form = long_form(table, where="test")
    assert form.dimensions == ("measure", "industry", "region", "year")
    back = form.table.select(table.columns).sort("region", "industry", "year", "measure")
    assert back.equals(table)


def test_a_wide_table_becomes_one_figure_a_row() -> None:
    form = long_form(edition_table(), where="test")
    assert form.dimensions == ("indicator", "scheme", "category", "region", "year")
    assert form.table.height == 4 * 3
    found = {
        (row["indicator"], row["region"]): (row["value"], row["flag"])
        for row in form.table.iter_rows(named=True)
    }
    assert found["employment_persons", "AT11"] == (1200.0, "")
    assert found["employment_persons", "AT12"] == (None, "c")
    assert found["location_quotient", "DE1"] == (0.1, "e")
    assert found["stars", "AT11"] == (3.0, "")
    assert found["stars", "AT12"] == (None, "")
    assert found["strong", "AT11"] == (1.0, "")
    assert found["strong", "DE1"] == (0.0, "")
    assert set(layout_of(form).measures) == {"employment_persons"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (pl.lit("x").alias("region_name"), "Column region_name is neither key"),
        (pl.lit("observed").alias("size_status"), "Column size_status is neither key"),
        (pl.lit(None, pl.String).alias("category"), "Column category has empty cells"),
        (pl.lit("AT11").alias("region"), "Rows share their indicator, scheme"),
        (pl.lit(float("inf")).alias("location_quotient"), "not a finite number"),
        (pl.lit("guessed").alias("location_quotient_status"), "Unknown status guessed"),
    ],
)
def test_what_cannot_be_held_is_refused(change: pl.Expr, what: str) -> None:
    with pytest.raises(HanseError, match=what):
        long_form(edition_table().with_columns(change), where="test")


def test_a_table_without_figures_or_keys_is_refused() -> None:
    table = edition_table()
    with pytest.raises(HanseError, match="no figures"):
        long_form(table.select("scheme", "region", "year"), where="test")
    with pytest.raises(HanseError, match="no key"):
        long_form(table.select("stars"), where="test")
