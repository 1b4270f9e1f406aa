"""Panels held in memory give the same bits however many of their rows are worked off at a time."""

from itertools import permutations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hanse.observatory.catalogue import compute
from hanse.observatory.indicators import held
from hanse.observatory.indicators.columns import floats_in_place, series_of
from hanse.observatory.ratings.rules import EUROPEAN_CLUSTER_OBSERVATORY
from hanse.observatory.ratings.stars import rate

KEYS = ("region", "category", "year")
LENGTHS = {"region": 7, "category": 5, "year": 6}


def laid_out(order: tuple[str, ...], *, words: pl.DataType) -> pl.DataFrame:
    """A panel with a row for each combination of the keys, the last of `order` changing fastest."""
    random = np.random.default_rng(11)
    keys = pl.DataFrame({"region": [f"R{at}" for at in range(LENGTHS["region"])]})
    keys = keys.join(pl.DataFrame({"category": list("ABCDE")}), how="cross")
    keys = keys.join(pl.DataFrame({"year": range(2010, 2016)}), how="cross")
    persons = random.lognormal(7, 2, keys.height)
    persons[random.random(keys.height) < 0.2] = 0.0
    shown = random.random(keys.height) > 0.15
    panel = keys.with_columns(
        employment_persons=pl.Series(np.where(shown, persons, np.nan), nan_to_null=True),
        establishments_count=pl.Series(np.ceil(persons / 9).astype(np.int64)),
        # Infinite and not a number count as missing.
        wages_eur=pl.Series(np.where(persons < 50, np.inf, persons * 30_000)),
        kind=pl.col("category").replace_strict({"E": "local"}, default="traded"),
        employment_persons_status=pl.lit("observed"),
    ).sort(order)
    return panel.with_columns(pl.col("region", "category", "kind").cast(words))


def worked_out(panel: pl.DataFrame) -> pl.DataFrame:
    regions = panel.group_by("region", "year").agg(pl.lit(1e6).alias("employment_persons").first())
    table = compute(panel, years=2)
    again = compute(
        panel, ["focus"], region_totals=regions.with_columns(pl.col("region").cast(pl.String))
    )
    table = table.with_columns(again["focus"].alias("given_focus"))
    return rate(table, EUROPEAN_CLUSTER_OBSERVATORY, status="employment_persons_status")


@pytest.mark.parametrize("order", [*permutations(KEYS)])
@pytest.mark.parametrize("words", [pl.String(), pl.Categorical()])
def test_stretches_of_rows_give_what_all_rows_give(
    monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...], words: pl.DataType
) -> None:
    panel = laid_out(order, words=words)
    monkeypatch.setattr(held, "STRETCH_ROWS", panel.height)
    whole = worked_out(panel)
    assert whole["stars"].n_unique() > 2
    assert whole["employment_growth_cagr"].count() > 50
    for rows in (1, 13, 80):
        monkeypatch.setattr(held, "STRETCH_ROWS", rows)
        assert_frame_equal(worked_out(panel), whole, check_exact=True)


@pytest.mark.parametrize("order", [*permutations(KEYS)])
def test_a_layout_decides_on_no_figure(
    monkeypatch: pytest.MonkeyPatch, order: tuple[str, ...]
) -> None:
    panel = laid_out(order, words=pl.String())
    monkeypatch.setattr(held, "STRETCH_ROWS", 13)
    shuffled = panel.sample(fraction=1.0, shuffle=True, seed=5)
    assert_frame_equal(worked_out(panel).sort(KEYS), worked_out(shuffled).sort(KEYS), rel_tol=1e-13)


def test_figures_are_read_where_they_lie_when_nulls_hide_nan() -> None:
    floats = np.array([1.0, np.nan, 3.0])
    column = series_of("figure", floats)
    assert column.to_list() == [1.0, None, 3.0]
    lying = floats_in_place(column)
    assert lying is not None
    assert np.shares_memory(lying, floats)
    others = (
        pl.Series([1.0, None, 3.0]),
        pl.Series([1.0, float("inf")]),
        pl.Series([1.0, float("nan")]),
        pl.Series([1, 2]),
        pl.concat([column, column]),
    )
    assert [floats_in_place(other) for other in others] == [None] * 5
