"""Relative size and persons per establishment, worked by hand."""

import pytest

from hanse.observatory.indicators.size import establishment_size_persons, size
from tests.observatory.panels import ENGINES, Bench, panel_of, polars, same, type_of


@pytest.mark.parametrize("engine", ENGINES)
def test_size_by_hand(bench: Bench, engine: str) -> None:
    # c1 has four clusters with employment, of 10, 20, 20 and 50; c2 has one.
    panel = panel_of(
        [
            {"region": r, "category": c, "year": 2020, "employment_persons": e}
            for r, c, e in (
                ("A", "c1", 10.0),
                ("B", "c1", 20.0),
                ("C", "c1", 20.0),
                ("D", "c1", 50.0),
                ("E", "c1", 0.0),
                ("E", "c2", 3.0),
                ("F", "c1", None),
            )
        ]
    )
    result = size(bench.table(panel, engine))
    assert issubclass(type(result), type_of(engine))
    table = polars(result)
    same(table["size"], [1 / 4, 3 / 4, 3 / 4, 1.0, 0.0, 1.0, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_size_within_a_country(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {"region": r, "category": "c", "year": 2020, "employment_persons": e, "country": r[:2]}
            for r, e in (("DE1", 900.0), ("DE2", 300.0), ("LU0", 20.0))
        ]
    )
    table = polars(size(bench.table(panel, engine), within=("country",)))
    same(table["size"], [1.0, 1 / 2, 1.0])


@pytest.mark.parametrize("engine", ENGINES)
def test_persons_per_establishment_by_hand(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {
                "region": region,
                "category": "c",
                "year": 2020,
                "employment_persons": persons,
                "establishments_count": establishments,
            }
            for region, persons, establishments in (
                ("A", 120.0, 8.0),
                ("B", 0.0, 2.0),
                ("C", 7.0, 0.0),
                ("D", None, 4.0),
                ("E", 30.0, None),
            )
        ]
    )
    table = polars(establishment_size_persons(bench.table(panel, engine)))
    same(table["establishment_size_persons"], [15.0, 0.0, None, None, None])
