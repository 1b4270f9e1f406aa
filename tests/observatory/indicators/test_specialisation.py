"""Location quotients, shares and focus: by hand, as published, on all engines."""

import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.specialisation import (
    focus,
    location_quotient,
    share,
    symmetric_location_quotient,
)
from tests.observatory.panels import ENGINES, Bench, panel_of, polars, same, type_of
from tests.shared_data import shared_file

HAND = panel_of(
    [
        {"region": region, "category": category, "year": 2020, "employment_persons": persons}
        for region, category, persons in (
            ("A", "c1", 30.0),
            ("A", "c2", 10.0),
            ("B", "c1", 0.0),
            ("B", "c2", 60.0),
            ("C", "c1", None),
            ("C", "c2", 0.0),
        )
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_by_hand(bench: Bench, engine: str) -> None:
    # Totals: A 40, B 60, C 0; c1 30, c2 70; all 100.
    panel = bench.table(HAND, engine)
    quotients = location_quotient(panel)
    assert issubclass(type(quotients), type_of(engine))
    table = polars(symmetric_location_quotient(share(focus(quotients))))
    assert table.columns == [
        *HAND.columns,
        "location_quotient",
        "focus",
        "share",
        "symmetric_location_quotient",
    ]
    same(table["location_quotient"], [2.5, 0.25 / 0.7, 0.0, 1 / 0.7, None, None])
    same(table["focus"], [0.75, 0.25, 0.0, 1.0, None, None])
    same(table["share"], [1.0, 1 / 7, 0.0, 6 / 7, None, 0.0])
    same(
        table["symmetric_location_quotient"],
        [1.5 / 3.5, -0.45 / 0.95, -1.0, 0.3 / 1.7, None, None],
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_published_location_quotient(bench: Bench, engine: str) -> None:
    """(1714/879213) / (79006/15593224) = 0.3847623, with totals that are supplied."""
    panel = panel_of([{"region": "R", "category": "i", "year": 2020, "employment_persons": 1714.0}])
    regions = panel_of([{"region": "R", "year": 2020, "employment_persons": 879213.0}])
    categories = panel_of([{"category": "i", "year": 2020, "employment_persons": 79006.0}])
    grand = panel_of([{"year": 2020, "employment_persons": 15593224.0}])
    table = polars(
        location_quotient(
            bench.table(panel, engine),
            region_totals=bench.table(regions, engine),
            category_totals=bench.table(categories, engine),
            grand_totals=bench.table(grand, engine),
        )
    )
    assert table["location_quotient"].item() == pytest.approx(0.3847623, abs=5e-8)


def test_the_highest_location_quotient_of_the_german_laender() -> None:
    table = pl.read_csv(shared_file("reat/G.regions.industries.csv")).select(
        pl.col("region_code").alias("region"),
        pl.col("ind_code").alias("category"),
        pl.col("year").cast(pl.Int32),
        pl.col("emp_all").alias("employment_persons"),
    )
    top = location_quotient(table).sort("location_quotient", descending=True).row(0, named=True)
    assert (top["region"], top["category"]) == ("BE", "WZ08-R")
    assert top["location_quotient"] == pytest.approx(2.555951, abs=5e-7)


def test_totals_of_regions_and_categories_alone_leave_the_grand_total_open() -> None:
    regions = panel_of([{"region": "A", "year": 2020, "employment_persons": 1.0}])
    categories = panel_of([{"category": "c1", "year": 2020, "employment_persons": 1.0}])
    with pytest.raises(HanseError, match="grand totals are not known"):
        location_quotient(HAND, region_totals=regions, category_totals=categories)


def test_a_total_given_twice_is_refused() -> None:
    twice = panel_of([{"region": "A", "year": 2020, "employment_persons": 1.0}] * 2)
    with pytest.raises(HanseError, match="gives A, 2020 twice"):
        focus(HAND, region_totals=twice)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_base_sets_traded_against_traded(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {"region": r, "category": c, "kind": k, "year": 2020, "employment_persons": e}
            for r, c, k, e in (
                ("A", "t1", "traded", 20.0),
                ("A", "t2", "traded", 20.0),
                ("A", "x", "local", 500.0),
                ("B", "t1", "traded", 10.0),
                ("B", "t2", "traded", 50.0),
                ("B", "x", "local", 300.0),
            )
        ]
    )
    table = polars(location_quotient(bench.table(panel, engine), base=("kind",)))
    same(
        table["location_quotient"],
        [0.5 / 0.3, 0.5 / 0.7, 1.0, (1 / 6) / 0.3, (5 / 6) / 0.7, 1.0],
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_supplied_category_totals_set_the_grand_total(bench: Bench, engine: str) -> None:
    # The nation employs more than the regions shown: c1 60, c2 140, all 200.
    nation = panel_of(
        [
            {"category": c, "year": 2020, "employment_persons": e}
            for c, e in (("c1", 60.0), ("c2", 140.0))
        ]
    )
    table = polars(
        location_quotient(bench.table(HAND, engine), category_totals=bench.table(nation, engine))
    )
    same(table["location_quotient"], [0.75 / 0.3, 0.25 / 0.7, 0.0, 1 / 0.7, None, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_supplied_region_totals_hold_what_no_category_has(bench: Bench, engine: str) -> None:
    regions = panel_of(
        [
            {"region": r, "year": 2020, "employment_persons": e}
            for r, e in (("A", 80.0), ("B", 120.0))
        ]
    )
    table = polars(focus(bench.table(HAND, engine), region_totals=bench.table(regions, engine)))
    same(table["focus"], [30 / 80, 10 / 80, 0.0, 0.5, None, None])


def test_totals_must_be_of_the_panels_engine_where_that_is_lazy(bench: Bench) -> None:
    regions = panel_of([{"region": "A", "year": 2020, "employment_persons": 1.0}])
    with pytest.raises(HanseError, match="not of the panel's engine"):
        focus(bench.table(HAND, "duckdb"), region_totals=regions)


def test_totals_of_another_key_type_are_refused() -> None:
    regions = pl.DataFrame({"region": [1], "year": [2020], "employment_persons": [1.0]})
    with pytest.raises(HanseError, match="Column region holds"):
        focus(HAND, region_totals=regions)


def test_a_year_without_a_total_gives_null() -> None:
    regions = panel_of([{"region": "A", "year": 2019, "employment_persons": 1.0}])
    assert focus(HAND, region_totals=regions)["focus"].null_count() == HAND.height


def test_sums_of_supplied_totals_have_the_same_bits_every_time() -> None:
    regions = 40_000
    totals = pl.DataFrame(
        {
            "region": [f"R{number}" for number in range(regions)],
            "year": pl.Series([2020] * regions, dtype=pl.Int32),
            "employment_persons": [
                number * 7919 % 100_003 * 1.1000000001 for number in range(regions)
            ],
        }
    )
    panel = panel_of([{"region": "R7", "category": "c", "year": 2020, "employment_persons": 5.0}])
    found = {
        location_quotient(panel, region_totals=totals)["location_quotient"].item() for _ in range(8)
    }
    assert len(found) == 1
