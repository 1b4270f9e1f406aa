"""Similarity of regions: by hand, as published, and against a plain loop."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.concentration import krugman_index
from hanse.observatory.indicators.similarity import similarity_of_rows, structural_similarity
from tests.observatory.panels import ENGINES, Bench, panel_of, panels, polars, same, type_of
from tests.shared_data import shared_file

MEASURE = "employment_persons"

HAND = panel_of(
    [
        {"region": region, "category": category, "year": 2020, MEASURE: persons}
        for region, category, persons in (
            ("A", "c", 10.0),
            ("A", "d", 30.0),
            ("A", "e", 0.0),
            ("B", "c", 30.0),
            ("B", "d", 10.0),
            ("B", "e", 40.0),
            ("C", "c", None),
            ("C", "d", 5.0),
            ("C", "e", 15.0),
            ("D", "c", 0.0),
            ("E", "c", None),
        )
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_similarity_by_hand(bench: Bench, engine: str) -> None:
    result = structural_similarity(bench.table(HAND, engine), "A")
    assert issubclass(type(result), type_of(engine))
    table = polars(result)
    assert table.columns == ["region", "year", "structural_similarity"]
    assert table["region"].to_list() == ["A", "B", "C", "D", "E"]
    # A has 1/4, 3/4, 0; B 3/8, 1/8, 4/8. Without c, A has all in d and C a quarter.
    same(
        table["structural_similarity"],
        [1.0, 1 - (1 / 8 + 5 / 8 + 4 / 8) / 2, 1 - (3 / 4 + 3 / 4) / 2, None, None],
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_region_in_a_table_of_its_own(bench: Bench, engine: str) -> None:
    own = bench.table(HAND.filter(pl.col("region") == "A"), engine)
    others = bench.table(HAND.filter(pl.col("region") != "A"), engine)
    table = polars(structural_similarity(others, "A", own=own))
    assert table["region"].to_list() == ["B", "C", "D", "E"]
    whole = polars(structural_similarity(bench.table(HAND, engine), "A"))
    same(table["structural_similarity"], whole["structural_similarity"].to_list()[1:])


def test_published_regions_with_nothing_in_common() -> None:
    """Farhauer & Kroell (2013): a Krugman index of 2."""
    rows = {"A": [20.0, 10.0, 70.0, 0.0, 0.0], "B": [0.0, 0.0, 0.0, 60.0, 40.0]}
    panel = panel_of(
        [
            {"region": region, "category": f"i{number}", "year": 2020, MEASURE: persons}
            for region, figures in rows.items()
            for number, persons in enumerate(figures)
        ]
    )
    found = structural_similarity(panel, "A")["structural_similarity"].to_list()
    assert found == pytest.approx([1.0, 0.0], abs=1e-12)


def test_goettingen_beside_germany() -> None:
    """A Krugman index of 0.4508469 in 2017, in the examples of the R package REAT."""
    table = pl.read_csv(shared_file("reat/Goettingen.csv"))[1:]
    panel = pl.concat(
        table.select(
            pl.lit(region).alias("region"),
            pl.col("WZ2008_Code").cast(pl.String).alias("category"),
            pl.lit(2017, pl.Int32).alias("year"),
            pl.col(column).cast(pl.Float64).alias(MEASURE),
        )
        for region, column in (("DE", "BRD2017"), ("GOE", "Goettingen2017"))
    )
    found = structural_similarity(panel, "DE")["structural_similarity"].to_list()
    assert found == pytest.approx([1.0, 1 - 0.4508469 / 2], abs=5e-8)


def naive(panel: pl.DataFrame, one: str) -> list[float | None]:
    rows = {(r["region"], r["category"], r["year"]): r[MEASURE] for r in panel.to_dicts()}
    found: list[float | None] = []
    for region, year in sorted({(region, year) for region, _, year in rows}):
        pairs = [
            (persons, rows.get((one, category, year)))
            for (of, category, at), persons in rows.items()
            if (of, at) == (region, year)
        ]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        a_all, b_all = sum(a for a, _ in known), sum(b for _, b in known)
        if a_all == 0 or b_all == 0:
            found.append(None)
        else:
            found.append(1 - sum(abs(a / a_all - b / b_all) for a, b in known) / 2)
    return found


@settings(max_examples=6, deadline=None)
@given(panels(measures=[MEASURE]))
def test_fast_and_naive_agree_on_all_engines(bench: Bench, panel: pl.DataFrame) -> None:
    one = panel["region"][0]
    for engine in ENGINES:
        table = polars(structural_similarity(bench.table(panel, engine), one))
        same(table["structural_similarity"], naive(panel, one))


@settings(max_examples=20, deadline=None)
@given(panels(measures=[MEASURE]))
def test_dense_rows_agree_with_the_table(panel: pl.DataFrame) -> None:
    for (year,), rows in panel.group_by("year"):
        wide = rows.pivot("category", index="region", values=MEASURE).sort("region")
        persons = wide.drop("region").cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for at, one in enumerate(wide["region"]):
            table = polars(structural_similarity(rows, one)).filter(pl.col("year") == year)
            same(
                pl.Series(similarity_of_rows(persons, persons[at])).fill_nan(None),
                table.sort("region")["structural_similarity"].to_list(),
            )


def test_dense_rows_by_hand() -> None:
    persons = np.array([[10.0, 30, 0], [30, 10, 40], [np.nan, 5, 15], [0, np.nan, np.nan]])
    found = similarity_of_rows(persons, persons[0])
    assert found[:3] == pytest.approx([1.0, 1 - (1 / 8 + 5 / 8 + 4 / 8) / 2, 1 - 3 / 4])
    assert np.isnan(found[3])


def test_two_regions_are_as_far_apart_as_krugman_says() -> None:
    two = HAND.filter(pl.col("region").is_in(["A", "B"]) & (pl.col("category") != "e"))
    first = two.filter(pl.col("region") == "A")
    apart = krugman_index(
        first, "region", totals=two.filter(pl.col("region") == "B").drop("region")
    )["krugman_index"].item()
    alike = structural_similarity(two, "A")["structural_similarity"].to_list()
    assert alike == pytest.approx([1.0, 1 - apart / 2])


def test_what_cannot_be_compared() -> None:
    nothing = structural_similarity(HAND, "nowhere")["structural_similarity"]
    assert nothing.null_count() == len(nothing) == 5
    with pytest.raises(HanseError, match="share their region, category, year"):
        structural_similarity(pl.concat([HAND, HAND.head(1)]), "B")
    with pytest.raises(HanseError, match="no column employment_persons"):
        structural_similarity(HAND.drop(MEASURE), "A", own=HAND)
