"""Average wages, worked by hand."""

import pytest

from hanse.observatory.indicators.wages import average_wage_eur
from tests.observatory.panels import ENGINES, Bench, panel_of, polars, same


@pytest.mark.parametrize("engine", ENGINES)
def test_average_wage_by_hand(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {
                "region": region,
                "category": "c",
                "year": 2020,
                "employment_persons": persons,
                "wages_eur": wages,
            }
            for region, persons, wages in (
                ("A", 40.0, 1_200_000.0),
                ("B", 8.0, 0.0),
                ("C", 0.0, 500.0),
                ("D", None, 500.0),
                ("E", 5.0, None),
            )
        ]
    )
    table = polars(average_wage_eur(bench.table(panel, engine)))
    same(table["average_wage_eur"], [30_000.0, 0.0, None, None, None])
