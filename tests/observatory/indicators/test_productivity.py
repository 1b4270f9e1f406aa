"""Value added per person, worked by hand."""

import pytest

from hanse.observatory.indicators.productivity import productivity_eur
from tests.observatory.panels import ENGINES, Bench, panel_of, polars, same


@pytest.mark.parametrize("engine", ENGINES)
def test_productivity_by_hand(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {
                "region": region,
                "category": "c",
                "year": 2020,
                "employment_persons": persons,
                "value_added_eur": added,
            }
            for region, persons, added in (
                ("A", 40.0, 2_600_000.0),
                ("B", 8.0, -40_000.0),
                ("C", 0.0, 500.0),
                ("D", None, 500.0),
                ("E", 5.0, None),
            )
        ]
    )
    table = polars(productivity_eur(bench.table(panel, engine)))
    same(table["productivity_eur"], [65_000.0, -5_000.0, None, None, None])
