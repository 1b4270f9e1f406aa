"""Places among the clusters of a category, worked by hand."""

import pytest

from hanse.observatory.catalogue import compute
from hanse.observatory.indicators.ranks import rank
from tests.observatory.panels import ENGINES, Bench, panel_of, polars, same, type_of

# region, year, persons, establishments, wages, value added
ROWS = (
    ("A", 2019, 100.0, 1.0, 1.0, 1.0),
    ("B", 2019, 50.0, 1.0, 1.0, 1.0),
    ("C", 2019, 200.0, 1.0, 1.0, 1.0),
    ("D", 2019, 10.0, 1.0, 1.0, 1.0),
    ("A", 2020, 110.0, 5.0, 2_200.0, 1_100.0),
    ("B", 2020, 60.0, 9.0, 1_200.0, 3_000.0),
    ("C", 2020, 220.0, 9.0, 2_200.0, 220.0),
    ("D", 2020, None, 7.0, 900.0, 900.0),
)
MEASURES = ("employment_persons", "establishments_count", "wages_eur", "value_added_eur")
HAND = panel_of(
    [
        {"region": region, "category": "c", "year": year} | dict(zip(MEASURES, cells, strict=True))
        for region, year, *cells in ROWS
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_places_by_hand(bench: Bench, engine: str) -> None:
    table = polars(compute(bench.table(HAND, engine), years=1)).filter(year=2020)
    assert table["region"].to_list() == ["A", "B", "C", "D"]
    same(table["employment_persons_rank"], [2, 3, 1, None])
    # 5, 9, 9, 7: two share the first place, and the second is skipped.
    same(table["establishments_count_rank"], [4, 1, 1, 3])
    # 20, 20, 10 EUR a person.
    same(table["average_wage_eur_rank"], [1, 1, 3, None])
    # 10, 50, 1 EUR a person.
    same(table["productivity_eur_rank"], [2, 1, 3, None])
    # A tenth, a fifth, a tenth.
    same(table["employment_growth_cagr_rank"], [2, 1, 2, None])
    # 10, 10, 20 persons.
    same(table["employment_growth_persons_rank"], [2, 2, 1, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_places_by_specialisation_by_hand(bench: Bench, engine: str) -> None:
    # c weighs 3/4 of A, 1/4 of B, nothing of C and 1/2 of D; of all regions 6/16.
    panel = panel_of(
        [
            {"region": r, "category": c, "year": 2020, "employment_persons": e}
            for r, c, e in (
                ("A", "c", 3.0),
                ("A", "d", 1.0),
                ("B", "c", 1.0),
                ("B", "d", 3.0),
                ("C", "c", 0.0),
                ("C", "d", 4.0),
                ("D", "c", 2.0),
                ("D", "d", 2.0),
                ("E", "c", None),
            )
        ]
    )
    table = polars(compute(bench.table(panel, engine))).filter(category="c")
    same(table["focus"], [3 / 4, 1 / 4, 0.0, 1 / 2, None])
    same(table["focus_rank"], [1, 3, 4, 2, None])
    same(table["location_quotient_rank"], [1, 3, 4, 2, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_places_are_taken_within_category_year_and_country(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {"region": r, "category": c, "year": y, "focus": f, "country": r[:2]}
            for r, c, y, f in (
                ("DE1", "c", 2019, 0.1),
                ("DE1", "c", 2020, 0.2),
                ("DE1", "d", 2020, 0.1),
                ("DE2", "c", 2020, 0.3),
                ("FR1", "c", 2020, 0.2),
            )
        ]
    )
    result = rank(bench.table(panel, engine), "focus", within=("country",))
    assert issubclass(type(result), type_of(engine))
    same(polars(result)["focus_rank"], [1, 2, 1, 1, 1])
