"""Stars by hand, at ties, at nulls, in small groups, and against loops on all engines."""

import math
from collections import defaultdict
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.catalogue import compute
from hanse.observatory.ratings.rules import (
    CLUSTER_PANORAMA,
    EUROPEAN_CLUSTER_OBSERVATORY,
    RULES,
    US_CLUSTER_MAPPING,
    Condition,
    Rule,
    rule_with,
)
from hanse.observatory.ratings.stars import REASONS, SAME, rate
from hanse.observatory.tables import MEASURES
from tests.observatory.panels import ENGINES, Bench, Rows, panel_of, panels, polars, same, type_of


def cells(column: str, figures: list[float | None], **others: object) -> Rows:
    """One category in one year: a region for each figure, other columns the same for all."""
    return [
        {"region": f"R{at:02d}", "category": "x", "year": 2020, column: figure, **others}
        for at, figure in enumerate(figures)
    ]


SIZE_ONLY = rule_with(EUROPEAN_CLUSTER_OBSERVATORY, {"floor_employment": 0}, criteria=["size"])

OBSERVATORY = panel_of(
    [
        {
            "region": region,
            "category": "x",
            "year": 2020,
            "employment_persons": persons,
            "location_quotient": quotient,
            "focus": part,
        }
        for region, persons, quotient, part in (
            ("A", 9000.0, 2.5, 0.30),  # largest, specialised, in focus
            ("B", 5000.0, 2.0, 0.10),  # exactly the threshold of specialisation
            ("C", 1000.0, 1.9, 0.20),  # exactly the floor
            ("D", 999.0, 9.0, 0.90),  # below the floor, whatever else it has
            ("E", None, None, None),  # withheld
            ("F", 3000.0, None, 0.05),  # one criterion unknown
            ("G", 0.0, 0.0, 0.0),  # nobody employed
        )
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_european_cluster_observatory_by_hand(bench: Bench, engine: str) -> None:
    # Employment above 0: 999, 1000, 3000, 5000, 9000; the top tenth starts at the quantile 0.9,
    # position 3.6 of 0..4, 7400. Focus: 0.05, 0.1, 0.2, 0.3, 0.9; it starts at 0.66.
    rated = rate(bench.table(OBSERVATORY, engine), EUROPEAN_CLUSTER_OBSERVATORY)
    assert issubclass(type(rated), type_of(engine))
    table = polars(rated)
    same(table["stars"], [2, 1, 0, 0, None, 0, 0])
    same(table["eligible"], [True, True, True, False, None, True, False])
    same(table["star_size"], [True, False, False, False, None, False, False])
    same(table["star_specialisation"], [True, True, False, False, None, None, False])
    same(table["star_focus"], [False, False, False, False, None, False, False])
    same(
        table["stars_reason"],
        [None, None, None, "below_floor", "missing", "partly", "below_floor"],
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_the_panorama_by_hand(bench: Bench, engine: str) -> None:
    # Five clusters: the top fifth starts at position 3.2 of 0..4. Employment 10..50: 42;
    # quotients 1..5: 4.2; productivity of four: position 2.4, 3.4; growth -0.2..0.2: 0.12.
    rows = [
        ("A", 50.0, 1.0, 4.0, 0.2),
        ("B", 40.0, 5.0, None, 0.1),
        ("C", 30.0, 4.0, 3.0, 0.0),
        ("D", 20.0, 3.0, 2.0, -0.1),
        ("E", 10.0, 2.0, 1.0, -0.2),
    ]
    panel = panel_of(
        [
            {
                "region": region,
                "category": "x",
                "year": 2020,
                "employment_persons": persons,
                "location_quotient": quotient,
                "productivity_eur": value,
                "employment_growth_cagr": growth,
            }
            for region, persons, quotient, value, growth in rows
        ]
    )
    table = polars(rate(bench.table(panel, engine), CLUSTER_PANORAMA))
    same(table["stars"], [3, 1, 0, 0, 0])
    same(table["star_productivity"], [True, None, False, False, False])
    same(table["star_dynamism"], [True, False, False, False, False])
    same(table["stars_reason"], [None, "partly", None, None, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_us_rule_by_hand(bench: Bench, engine: str) -> None:
    # Quotients 0.5, 0.9, 1.1, 1.2, 3.0: quartiles 0.9, 1.1, 1.2, the quantile 0.9 is 2.28.
    # Employment 10..50, its first quartile 20 to be exceeded; establishments the same, but R4.
    panel = panel_of(
        [
            {
                "region": f"R{at}",
                "category": category,
                "kind": kind,
                "year": 2020,
                "employment_persons": persons,
                "establishments_count": places,
                "location_quotient": quotient,
            }
            for category, kind in (("t", "traded"), ("u", "local"))
            for at, persons, places, quotient in (
                (0, 50.0, 5.0, 0.5),
                (1, 40.0, 4.0, 1.2),
                (2, 30.0, 3.0, 1.1),
                (3, 20.0, 6.0, 3.0),
                (4, 25.0, 1.0, 0.9),
            )
        ]
    )
    table = polars(rate(bench.table(panel, engine), US_CLUSTER_MAPPING))
    traded, local = table.filter(kind="traded"), table.filter(kind="local")
    # Employment is 20, 25, 30, 40, 50: above 25. Establishments 1, 3, 4, 5, 6: above 3.
    same(traded.sort("region")["eligible"], [True, True, False, False, False])
    same(traded.sort("region")["strong"], [False, True, False, False, False])
    same(traded.sort("region")["strong10"], [False] * 5)
    same(traded.sort("region")["significant"], [False, True, False, False, False])
    same(traded.sort("region")["qualifying"], [False, True, False, False, False])
    same(traded.sort("region")["stars"], [0, 3, 0, 0, 0])
    assert local["stars"].null_count() == local["strong"].null_count() == local.height
    assert set(local["stars_reason"]) == {"not_rated"}
    everything = rate(panel.drop("kind"), US_CLUSTER_MAPPING)
    assert everything["stars"].to_list() == [0, 3, 0, 0, 0] * 2


@pytest.mark.parametrize("engine", ENGINES)
def test_all_that_are_tied_at_the_cut_off_are_in(bench: Bench, engine: str) -> None:
    panel = panel_of(cells("employment_persons", [1.0, 2.0, 5.0, 5.0, 5.0, 5.0]))
    table = polars(rate(bench.table(panel, engine), SIZE_ONLY))
    same(table["star_size"], [False, False, True, True, True, True])


def test_none_that_are_tied_exceed_the_cut_off() -> None:
    rows = cells("location_quotient", [2.0] * 4, employment_persons=9.0, establishments_count=9.0)
    table = rate(panel_of(rows), US_CLUSTER_MAPPING)
    assert table["eligible"].to_list() == [False] * 4


def test_one_region_alone_is_at_the_top_unless_a_population_is_asked_for() -> None:
    panel = panel_of(cells("employment_persons", [7.0, None, 0.0]))
    same(rate(panel, SIZE_ONLY)["stars"], [1, None, 0])
    asked = rule_with(SIZE_ONLY, {"smallest_population": 2})
    table = rate(panel, asked)
    same(table["stars"], [None, None, 0])
    same(table["stars_reason"], ["unknown", "missing", None])


def test_nobody_is_rated_in_an_empty_group() -> None:
    panel = panel_of(cells("employment_persons", [None, 0.0, 0.0]))
    same(rate(panel, SIZE_ONLY)["stars"], [None, 0, 0])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_last_bit_decides_nothing(bench: Bench, engine: str) -> None:
    # 0.1 + 0.2 is not 0.3 in floating point; as location quotients the two are equal.
    rows = cells("location_quotient", [0.1 + 0.2, 0.3, 0.1], employment_persons=1.0)
    for threshold, stars in ((0.3, [1, 1, 0]), (0.1 + 0.2, [1, 1, 0])):
        rule = rule_with(
            EUROPEAN_CLUSTER_OBSERVATORY,
            {"specialisation": threshold, "floor_employment": 0},
            criteria=["specialisation"],
        )
        same(polars(rate(bench.table(panel_of(rows), engine), rule))["stars"], stars)
    top = rule_with(CLUSTER_PANORAMA, {"specialisation": 0.0}, criteria=["specialisation"])
    same(polars(rate(bench.table(panel_of(rows), engine), top))["stars"], [1, 1, 0])


def test_years_and_categories_have_their_own_cut_offs() -> None:
    rows = cells("employment_persons", [1.0, 2.0]) + [
        row | {"year": 2021} for row in cells("employment_persons", [20.0, 10.0])
    ]
    table = rate(panel_of(rows), SIZE_ONLY)
    same(table["star_size"], [False, True, True, False])


def test_cut_offs_within_a_further_column() -> None:
    rows = cells("employment_persons", [1.0, 2.0], country="PT") + [
        row | {"country": "DE"} for row in cells("employment_persons", [30.0, 20.0])
    ]
    table = rate(panel_of(rows), SIZE_ONLY, within=("country",))
    same(table["star_size"], [False, True, True, False])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_withheld_cluster_says_so(bench: Bench, engine: str) -> None:
    rows = cells("employment_persons", [5.0, None, None])
    for row, status in zip(rows, ("observed", "withheld", "missing"), strict=True):
        row["status"] = status
    table = polars(rate(bench.table(panel_of(rows), engine), SIZE_ONLY, status="status"))
    same(table["stars_reason"], [None, "withheld", "missing"])
    assert set(table["stars_reason"].drop_nulls()) <= set(REASONS)


def test_a_panel_without_the_columns_is_refused() -> None:
    panel = panel_of(cells("employment_persons", [5.0]))
    with pytest.raises(HanseError, match="no column location_quotient, focus"):
        rate(panel, EUROPEAN_CLUSTER_OBSERVATORY)


# --- Against loops ----------------------------------------------------------------------------


Figures: TypeAlias = dict[str, float | None]


def quantile(figures: list[float], level: float) -> float:
    """Linear between the two nearest, as the textbook has it."""
    ordered = sorted(figures)
    at = (len(ordered) - 1) * level
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def met(rule: Rule, condition: Condition, row: Figures, group: list[Figures]) -> bool | None:
    figure, persons = row[condition.column], row["employment_persons"]
    number = rule.numbers[condition.number].value
    if condition.kind == "at_least":
        return None if figure is None else figure >= number * (1 - SAME)
    if persons is not None and persons <= 0:
        return False
    population = [
        peer
        for other in group
        if (other["employment_persons"] or 0) > 0 and (peer := other[condition.column]) is not None
    ]
    if figure is None or not population:
        return None
    level = round(1 - number, 12) if condition.kind == "top_share" else number
    cut = quantile(population, level)
    equal = abs(figure - cut) <= SAME * abs(cut)
    return (
        figure > cut and not equal if condition.kind == "above_quantile" else figure > cut or equal
    )


def every(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def naive(panel: pl.DataFrame, rule: Rule) -> dict[str, list[object]]:
    rows = panel.to_dicts()
    groups: dict[tuple[object, ...], list[Figures]] = defaultdict(list)
    for row in rows:
        groups[row["category"], row["year"]].append(row)
    found: dict[str, list[object]] = defaultdict(list)
    for row in rows:
        group = groups[row["category"], row["year"]]
        eligible = every([met(rule, floor, row, group) for floor in rule.floors])
        stars = {
            each.code: every([eligible, *(met(rule, c, row, group) for c in each.conditions)])
            for each in rule.criteria
        }
        found["eligible"].append(eligible)
        for code, star in stars.items():
            found[code].append(star)
        if eligible is False:
            found["stars"].append(0)
        elif eligible is None or all(star is None for star in stars.values()):
            found["stars"].append(None)
        else:
            found["stars"].append(sum(star is True for star in stars.values()))
    return found


@settings(max_examples=15)
@given(
    panels(regions=9, categories=2, years=2, measures=tuple(MEASURES)),
    st.sampled_from(sorted(RULES)),
)
def test_against_loops_on_all_engines(bench: Bench, panel: pl.DataFrame, code: str) -> None:
    rule = RULES[code]
    if code == "european_cluster_observatory":
        rule = rule_with(rule, {"floor_employment": 10, "specialisation": 1.1})
    ready = compute(panel.drop("kind"), years=1).sort("region", "category", "year")
    expected = naive(ready, rule)
    for engine in ENGINES:
        table = polars(rate(bench.table(ready, engine), rule))
        for column, values in expected.items():
            same(table[column], values)
