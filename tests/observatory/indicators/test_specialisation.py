"""Location quotients, shares and focus: by hand, as published, against loops, on all engines."""

from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given, settings

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.specialisation import (
    focus,
    location_quotient,
    share,
    symmetric_location_quotient,
)
from tests.observatory.panels import ENGINES, Bench, panel_of, panels, polars, same, type_of
from tests.shared_data import shared_file

BENCH = Bench()

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
def test_by_hand(engine: str) -> None:
    # Totals: A 40, B 60, C 0; c1 30, c2 70; all 100.
    panel = BENCH.table(HAND, engine)
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
def test_a_published_location_quotient(engine: str) -> None:
    """(1714/879213) / (79006/15593224) = 0.3847623, with totals that are supplied."""
    panel = panel_of([{"region": "R", "category": "i", "year": 2020, "employment_persons": 1714.0}])
    regions = panel_of([{"region": "R", "year": 2020, "employment_persons": 879213.0}])
    categories = panel_of([{"category": "i", "year": 2020, "employment_persons": 79006.0}])
    grand = panel_of([{"year": 2020, "employment_persons": 15593224.0}])
    table = polars(
        location_quotient(
            BENCH.table(panel, engine),
            region_totals=BENCH.table(regions, engine),
            category_totals=BENCH.table(categories, engine),
            grand_totals=BENCH.table(grand, engine),
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


def naive(panel: pl.DataFrame, base: tuple[str, ...]) -> dict[str, list[float | None]]:
    """The four indicators by loops over dictionaries."""
    rows = panel.to_dicts()
    sums: dict[tuple[object, ...], float] = defaultdict(float)
    for row in rows:
        frame = (row["year"], *(row[name] for name in base))
        for key in (("region", row["region"]), ("category", row["category"]), ("all",)):
            sums[(*frame, *key)] += row["employment_persons"] or 0.0
    found: dict[str, list[float | None]] = {"lq": [], "slq": [], "share": [], "focus": []}
    for row in rows:
        frame = (row["year"], *(row[name] for name in base))
        cell = row["employment_persons"]
        region = sums[(*frame, "region", row["region"])]
        category = sums[(*frame, "category", row["category"])]
        grand = sums[(*frame, "all")]
        known = cell is not None
        lq = (cell / region) / (category / grand) if known and region and category else None
        found["lq"].append(lq)
        found["slq"].append(None if lq is None else (lq - 1) / (lq + 1))
        found["share"].append(cell / category if known and category else None)
        found["focus"].append(cell / region if known and region else None)
    return found


@settings(max_examples=25, deadline=None)
@given(panels(measures=["employment_persons"]))
def test_against_loops_on_all_engines(panel: pl.DataFrame) -> None:
    panel = panel.sort("region", "category", "year")
    for base in ((), ("kind",)):
        expected = naive(panel, base)
        for engine in ENGINES:
            table = BENCH.table(panel, engine)
            same(polars(location_quotient(table, base=base))["location_quotient"], expected["lq"])
            same(
                polars(symmetric_location_quotient(table, base=base))[
                    "symmetric_location_quotient"
                ],
                expected["slq"],
            )
            same(polars(share(table, base=base))["share"], expected["share"])
            same(polars(focus(table, base=base))["focus"], expected["focus"])


def test_totals_of_regions_and_categories_alone_leave_the_grand_total_open() -> None:
    regions = panel_of([{"region": "A", "year": 2020, "employment_persons": 1.0}])
    categories = panel_of([{"category": "c1", "year": 2020, "employment_persons": 1.0}])
    with pytest.raises(HanseError, match="grand totals are not known"):
        location_quotient(HAND, region_totals=regions, category_totals=categories)


def test_a_total_given_twice_is_refused() -> None:
    twice = panel_of([{"region": "A", "year": 2020, "employment_persons": 1.0}] * 2)
    with pytest.raises(HanseError, match="gives A, 2020 twice"):
        focus(HAND, region_totals=twice)
