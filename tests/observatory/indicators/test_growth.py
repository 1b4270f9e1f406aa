"""Growth of employment, worked by hand."""

import pytest

from hanse.observatory.indicators.growth import employment_growth_cagr, employment_growth_persons
from tests.observatory.panels import ENGINES, Bench, panel_of, polars, same

HAND = panel_of(
    [
        {"region": region, "category": "c", "year": year, "employment_persons": persons}
        for region, year, persons in (
            ("A", 2018, 100.0),
            ("A", 2019, 500.0),
            ("A", 2020, 121.0),
            ("B", 2018, 0.0),
            ("B", 2020, 7.0),
            ("C", 2018, 80.0),
            ("C", 2020, 0.0),
            ("D", 2018, None),
            ("D", 2020, 9.0),
            ("E", 2018, 9.0),
            ("E", 2020, None),
            ("F", 2019, 9.0),
            ("F", 2020, 9.0),
        )
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_growth_over_two_years_by_hand(bench: Bench, engine: str) -> None:
    # A grew from 100 to 121, a tenth a year; what it was in between does not count. F has no 2018.
    table = polars(
        employment_growth_persons(
            employment_growth_cagr(bench.table(HAND, engine), years=2), years=2
        )
    ).filter(year=2020)
    assert table["region"].to_list() == ["A", "B", "C", "D", "E", "F"]
    same(table["employment_growth_cagr"], [0.1, None, -1.0, None, None, None])
    same(table["employment_growth_persons"], [21.0, 7.0, -80.0, None, None, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_years_have_no_growth(bench: Bench, engine: str) -> None:
    table = polars(employment_growth_persons(bench.table(HAND, engine), years=1))
    same(table.filter(region="A")["employment_growth_persons"], [None, 400.0, -379.0])
