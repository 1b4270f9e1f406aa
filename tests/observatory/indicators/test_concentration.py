"""Concentration and specialisation: by hand, as published, and against plain loops."""

import math
from collections.abc import Callable
from math import log

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.concentration import (
    herfindahl_index,
    hoover_index,
    krugman_index,
    locational_gini,
    mean_log_deviation,
    theil_t,
    top_ten_share,
)
from hanse.observatory.indicators.members import Of
from tests.observatory.panels import ENGINES, Bench, panel_of, panels, polars, same, type_of
from tests.shared_data import shared_file

MEASURE = "employment_persons"

# Totals: A, B and C 40 each, c 40, d 80, nothing known of e.
HAND = panel_of(
    [
        {"region": region, "category": category, "year": 2020, MEASURE: persons}
        for region, category, persons in (
            ("A", "c", 10.0),
            ("B", "c", 30.0),
            ("C", "c", 0.0),
            ("A", "d", 30.0),
            ("B", "d", 10.0),
            ("C", "d", 40.0),
            ("A", "e", None),
        )
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
def test_concentration_of_categories_by_hand(bench: Bench, engine: str) -> None:
    panel = bench.table(HAND, engine)
    result = hoover_index(panel)
    assert issubclass(type(result), type_of(engine))
    table = polars(result)
    assert table.columns == ["category", "year", "hoover_index"]
    assert table["category"].to_list() == ["c", "d", "e"]
    # Shares of c are 1/4, 3/4, 0 and of d 3/8, 1/8, 4/8; each region has a third of everything.
    same(table["hoover_index"], [5 / 12, 5 / 24, None])
    table = polars(krugman_index(panel))
    same(table["krugman_index"], [5 / 6, 5 / 12, None])
    table = polars(herfindahl_index(panel))
    same(table["herfindahl_index"], [10 / 16, 26 / 64, None])
    # Quotients sorted: 0, 3/4, 9/4 and 3/8, 9/8, 12/8; their mean is 1.
    table = polars(locational_gini(panel))
    same(table["locational_gini"], [2 / 9 * (-1 - 2 / 4 + 3 * 5 / 4), 1 / 4, None])
    table = polars(theil_t(panel))
    same(
        table["theil_t"],
        [
            (3 / 4 * log(3 / 4) + 9 / 4 * log(9 / 4)) / 3,
            (9 / 8 * log(9 / 8) + 3 / 8 * log(3 / 8) + 12 / 8 * log(12 / 8)) / 3,
            None,
        ],
    )
    # The region without any of c is infinitely far below the mean.
    table = polars(mean_log_deviation(panel))
    same(table["mean_log_deviation"], [None, -(log(9 / 8) + log(3 / 8) + log(12 / 8)) / 3, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_specialisation_of_regions_by_hand(bench: Bench, engine: str) -> None:
    panel = bench.table(HAND, engine)
    table = polars(hoover_index(panel, "region"))
    assert table.columns == ["region", "year", "hoover_index"]
    # Shares of c are 1/4, 3/4, 0; of all employment 1/3.
    same(table["hoover_index"], [1 / 12, 5 / 12, 1 / 3])
    table = polars(krugman_index(panel, "region"))
    same(table["krugman_index"], [1 / 6, 5 / 6, 2 / 3])
    table = polars(herfindahl_index(panel, "region"))
    same(table["herfindahl_index"], [10 / 16, 10 / 16, 1.0])
    # The quotients are 3/4 and 9/8; 9/4 and 3/8; none and 3/2.
    table = polars(locational_gini(panel, "region"))
    same(table["locational_gini"], [1 / 10, 5 / 14, 1 / 2])
    table = polars(theil_t(panel, "region"))
    same(
        table["theil_t"],
        [(log(1 / 2) + 3 * log(3 / 2)) / 4, (log(1 / 2) + 3 * log(3 / 2)) / 4, log(2)],
    )
    table = polars(mean_log_deviation(panel, "region"))
    same(
        table["mean_log_deviation"],
        [-(log(1 / 2) + log(3 / 2)) / 2, -(log(1 / 2) + log(3 / 2)) / 2, None],
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_the_share_of_the_ten_largest_by_hand(bench: Bench, engine: str) -> None:
    few = {f"r{n:02}": float(n) for n in range(1, 13)}
    tied = dict.fromkeys(few, 5.0) | {"r01": 40.0}
    panel = panel_of(
        [
            {"region": region, "category": category, "year": 2020, MEASURE: persons}
            for category, cells in (
                ("c", few),
                ("d", tied),
                ("e", {"r01": 3.0, "r02": None}),
                ("f", {"r01": 0.0}),
            )
            for region, persons in cells.items()
        ]
    )
    table = polars(top_ten_share(bench.table(panel, engine)))
    # 3 to 12 of 1 to 12; 40 and nine fives of 40 and eleven fives.
    same(table["top_ten_share"], [75 / 78, 85 / 95, 1.0, None])


# --- Published --------------------------------------------------------------------------------


def one_category(persons: list[float]) -> pl.DataFrame:
    return panel_of(
        [
            {"region": f"r{number}", "category": "c", "year": 2020, MEASURE: float(each)}
            for number, each in enumerate(persons)
        ]
    )


def one_region(persons: list[float]) -> pl.DataFrame:
    swapped = one_category(persons).rename({"region": "category", "category": "region"})
    return swapped.select("region", "category", "year", MEASURE)


@pytest.mark.parametrize("engine", ENGINES)
def test_published_ginis(bench: Bench, engine: str) -> None:
    """Examples of Farhauer & Kroell (2013), as computed by the R package REAT."""
    totals = one_category([20000, 15000, 20000, 40000, 5000]).drop("category")
    found = locational_gini(
        bench.table(one_category([500, 500, 1000, 7000, 1000]), engine),
        totals=bench.table(totals, engine),
    )
    assert polars(found)["locational_gini"].item() == pytest.approx(0.4068966, abs=5e-8)
    totals = one_region([30000, 15000, 10000, 60000, 50000]).drop("region")
    found = locational_gini(
        bench.table(one_region([700, 600, 500, 10000, 40000]), engine),
        "region",
        totals=bench.table(totals, engine),
    )
    assert polars(found)["locational_gini"].item() == pytest.approx(0.6222222, abs=5e-8)


def test_published_mean_log_deviation_which_is_not_theils_t() -> None:
    """Stoermann (2009); the R package REAT calls it theil."""
    panel = one_category([10, 10, 10, 20, 50])
    found = mean_log_deviation(panel)["mean_log_deviation"].item()
    assert found == pytest.approx(0.2326302, abs=5e-8)
    assert theil_t(panel)["theil_t"].item() == pytest.approx(0.2502012, abs=5e-8)


def test_published_herfindahl_index() -> None:
    """Doersam (2004): the turnover of four car makers, here in the place of regions."""
    found = herfindahl_index(one_category([20, 50, 20, 10]))
    assert found["herfindahl_index"].item() == pytest.approx(0.34, abs=1e-12)


def test_published_krugman_index_of_two_regions() -> None:
    """Farhauer & Kroell (2013): nothing in common."""
    found = krugman_index(
        one_region([20, 10, 70, 0, 0]),
        "region",
        totals=one_region([1, 1, 1, 60, 40]).drop("region"),
    )
    # Of their own the first three have 3 in 103: 2 - 2 * 3 / 103.
    assert found["krugman_index"].item() == pytest.approx(2 - 6 / 103, abs=1e-12)


def test_goettingen_beside_germany() -> None:
    """Gini 0.359852 and Krugman 0.4508469 in 2017, in the examples of the R package REAT."""
    table = pl.read_csv(shared_file("reat/Goettingen.csv"))[1:]
    codes = table["WZ2008_Code"]
    region = one_region(table["Goettingen2017"].to_list()).with_columns(category=codes)
    totals = one_region(table["BRD2017"].to_list()).with_columns(category=codes).drop("region")
    gini = locational_gini(region, "region", totals=totals)
    assert gini["locational_gini"].item() == pytest.approx(0.359852, abs=5e-7)
    krugman = krugman_index(region, "region", totals=totals)
    assert krugman["krugman_index"].item() == pytest.approx(0.4508469, abs=5e-8)


# --- Naive twins ------------------------------------------------------------------------------

Pairs = list[tuple[float, float]]


def naive_herfindahl(pairs: Pairs) -> float | None:
    everything = sum(own for own, _ in pairs)
    return sum((own / everything) ** 2 for own, _ in pairs) if everything else None


def naive_krugman(pairs: Pairs) -> float | None:
    pairs = [(own, total) for own, total in pairs if total]
    owns, totals = sum(own for own, _ in pairs), sum(total for _, total in pairs)
    if not owns:
        return None
    return sum(abs(own / owns - total / totals) for own, total in pairs)


def naive_hoover(pairs: Pairs) -> float | None:
    found = naive_krugman(pairs)
    return None if found is None else found / 2


def naive_gini(pairs: Pairs) -> float | None:
    """Mean difference of all pairs by twice the mean."""
    quotients = [own / total for own, total in pairs if total]
    if not sum(quotients):
        return None
    apart = sum(abs(one - other) for one in quotients for other in quotients)
    return apart / (2 * len(quotients) * sum(quotients))


def naive_theil(pairs: Pairs) -> float | None:
    everything = sum(own for own, _ in pairs)
    if not everything:
        return None
    parts = [own / everything for own, _ in pairs]
    return math.log(len(parts)) + sum(part * math.log(part) for part in parts if part)


def naive_deviation(pairs: Pairs) -> float | None:
    if not pairs or any(own <= 0 for own, _ in pairs):
        return None
    mean = sum(own for own, _ in pairs) / len(pairs)
    return math.log(mean) - sum(math.log(own) for own, _ in pairs) / len(pairs)


def naive_top_ten(pairs: Pairs) -> float | None:
    everything = sum(own for own, _ in pairs)
    largest = sorted((own for own, _ in pairs), reverse=True)[:10]
    return sum(largest) / everything if everything else None


TWINS: dict[Callable[..., object], Callable[[Pairs], float | None]] = {
    herfindahl_index: naive_herfindahl,
    hoover_index: naive_hoover,
    krugman_index: naive_krugman,
    locational_gini: naive_gini,
    theil_t: naive_theil,
    top_ten_share: naive_top_ten,
    mean_log_deviation: naive_deviation,
}


@settings(max_examples=6, deadline=None)
@given(panels(measures=[MEASURE]), st.sampled_from(["category", "region"]))
def test_fast_and_naive_agree_on_all_engines(bench: Bench, panel: pl.DataFrame, of: Of) -> None:
    member = "region" if of == "category" else "category"
    rows = panel.to_dicts()
    groups = sorted({(row[of], row["year"]) for row in rows})
    expected: dict[str, list[float | None]] = {each.__name__: [] for each in TWINS}
    for name, year in groups:
        pairs = [
            (
                row[MEASURE],
                sum(
                    other[MEASURE] or 0.0
                    for other in rows
                    if (other[member], other["year"]) == (row[member], year)
                ),
            )
            for row in rows
            if (row[of], row["year"]) == (name, year) and row[MEASURE] is not None
        ]
        for fast, slow in TWINS.items():
            expected[fast.__name__].append(slow(pairs))
    for engine in ENGINES:
        for fast in TWINS:
            table = polars(fast(bench.table(panel, engine), of))
            assert table.select(of, "year").rows() == groups
            same(table[fast.__name__], expected[fast.__name__])


# --- Missing, given, refused ------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_a_missing_cell_is_left_out_with_its_total(bench: Bench, engine: str) -> None:
    panel = one_category([500, 500, 1000, 7000, 1000])
    totals = one_category([20000, 15000, 20000, 40000, 5000]).drop("category")
    fewer = panel.filter(pl.col("region") != "r3")
    hidden = panel.with_columns(
        pl.when(pl.col("region") != "r3").then(MEASURE).otherwise(None).alias(MEASURE)
    )
    for fast in (hoover_index, locational_gini):
        expected = fast(fewer, totals=totals.filter(pl.col("region") != "r3"))
        for table in (fewer, hidden):
            found = polars(fast(bench.table(table, engine), totals=bench.table(totals, engine)))
            same(found[fast.__name__], expected[fast.__name__].to_list())


def test_another_figure_and_another_name_of_the_categories() -> None:
    panel = panel_of(
        [
            {"region": r, "industry": "i", "year": 2020, "productivity_eur": p}
            for r, p in (("A", 10.0), ("B", 30.0))
        ]
    )
    table = herfindahl_index(panel, category="industry", figure="productivity_eur")
    assert table.rows() == [("i", 2020, 10 / 16)]


def test_a_pandas_frame_comes_back_numbered_from_0() -> None:
    table = hoover_index(HAND.to_pandas().set_index(pl.Series(range(10, 17)).to_numpy()))
    assert table.index.to_list() == [0, 1, 2]


def test_what_cannot_be_described_is_refused() -> None:
    with pytest.raises(HanseError, match="Nothing is described by 'industry'"):
        hoover_index(HAND, "industry")  # type: ignore[arg-type]  # what we test
    with pytest.raises(HanseError, match="2 rows share their region, category, year"):
        hoover_index(pl.concat([HAND, HAND.head(1)]))
    with pytest.raises(HanseError, match="no column employment_persons"):
        hoover_index(HAND.drop(MEASURE))
