"""Cluster index and Ellison-Glaeser index: by hand, as published, and against plain loops."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.agglomeration import cluster_index, ellison_glaeser
from tests.observatory.panels import ENGINES, Bench, figures, panels, polars, same, type_of
from tests.shared_data import shared_file

CELLS = ["region", "category", "year", "employment_persons", "establishments_count"]
REGIONS = ["region", "year", "area_km2", "population_persons"]


def cells(*rows: tuple[str, str, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(region, category, 2020, *counts) for region, category, *counts in rows],
        schema=dict(
            zip(CELLS, [pl.String, pl.String, pl.Int32, pl.Float64, pl.Float64], strict=True)
        ),
        orient="row",
    )


def regions(*rows: tuple[str, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(region, 2020, *figures) for region, *figures in rows],
        schema=dict(zip(REGIONS, [pl.String, pl.Int32, pl.Float64, pl.Float64], strict=True)),
        orient="row",
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_cluster_index_by_hand(bench: Bench, engine: str) -> None:
    panel = cells(
        ("A", "c", 20.0, 2.0),
        ("A", "d", 0.0, 0.0),
        ("A", "f", 5.0, 0.0),
        ("A", "g", None, 3.0),
        ("B", "c", 10.0, 6.0),
        ("B", "d", 8.0, 2.0),
        ("B", "f", 5.0, 1.0),
        ("C", "c", 10.0, 4.0),
    )
    # All regions: 40 km2 and 250 people, those of C among them, whose area is not known.
    places = regions(("A", 10.0, 100.0), ("B", 30.0, 100.0), ("C", None, 50.0))
    result = cluster_index(bench.table(panel, engine), bench.table(places, engine))
    assert issubclass(type(result), type_of(engine))
    table = polars(result)
    assert table.columns == [*CELLS, "cluster_index"]
    # A, c: (20/10) / (40/40) * (20/100) / (40/250) / ((20/2) / (40/12)) = 2 * 1.25 / 3.
    same(table["cluster_index"], [5 / 6, 0.0, None, None, 5 / 12, 10 / 3, 5 / 3, None])


@pytest.mark.parametrize("engine", ENGINES)
def test_published_cluster_index(bench: Bench, engine: str) -> None:
    """The example of the R package REAT; the second region is what is left of the nation."""
    panel = cells(("R", "i", 1743.0, 35.0), ("rest", "i", 5740.0 - 1743.0, 53.0 - 35.0))
    places = regions(("R", 50.0, 488.0), ("rest", 576.0 - 50.0, 4621.0 - 488.0))
    table = polars(cluster_index(bench.table(panel, engine), bench.table(places, engine)))
    assert table["cluster_index"][0] == pytest.approx(21.87491, abs=5e-6)


def test_the_highest_cluster_index_of_the_german_laender() -> None:
    table = pl.read_csv(shared_file("reat/G.regions.industries.csv")).with_columns(
        pl.col("year").cast(pl.Int32)
    )
    panel = table.select(
        "year",
        region="region_code",
        category="ind_code",
        employment_persons="emp_all",
        establishments_count="firms",
    )
    places = table.unique("region_code").select(
        "year", region="region_code", area_km2="area_sqkm", population_persons="pop"
    )
    found = cluster_index(panel, places).sort("cluster_index", descending=True, nulls_last=True)
    top = found.row(0, named=True)
    assert (top["region"], top["category"]) == ("BE", "WZ08-R")
    assert top["cluster_index"] == pytest.approx(104.735657, abs=5e-7)
    # The one cell without employment, which divides 0 by 0 elsewhere.
    nothing = found.filter(pl.col("employment_persons") == 0)
    assert nothing.select("region", "category", "cluster_index").rows() == [("HB", "WZ08-B", 0.0)]


def naive_cluster_index(panel: pl.DataFrame, places: pl.DataFrame) -> list[float | None]:
    """The formula as it is printed, cell by cell."""
    rows = panel.to_dicts()
    where = {(row["region"], row["year"]): row for row in places.to_dicts()}

    def total(name: str, of: list[dict[str, float]]) -> float:
        return sum(row[name] or 0.0 for row in of)

    found: list[float | None] = []
    for row in rows:
        peers = [r for r in rows if (r["category"], r["year"]) == (row["category"], row["year"])]
        e_i, b_i = total("employment_persons", peers), total("establishments_count", peers)
        here = where.get((row["region"], row["year"]), {})
        a_j, p_j = here.get("area_km2"), here.get("population_persons")
        year = [place for (_, when), place in where.items() if when == row["year"]]
        e, b = row["employment_persons"], row["establishments_count"]
        if e is None or b is None or not a_j or not p_j or not e_i or not b_i or (e and not b):
            found.append(None)
        elif not e:
            found.append(0.0)
        else:
            density = (e / a_j) / (e_i / total("area_km2", year))
            per_head = (e / p_j) / (e_i / total("population_persons", year))
            found.append(density * per_head / ((e / b) / (e_i / b_i)))
    return found


@st.composite
def places_of(draw: st.DrawFn, panel: pl.DataFrame) -> pl.DataFrame:
    keys = panel.select("region", "year").unique().sort("region", "year")
    kept = keys.filter(pl.Series([draw(st.booleans()) or n == 0 for n in range(keys.height)]))
    return kept.with_columns(
        pl.Series(name, [draw(figures()) for _ in range(kept.height)], dtype=pl.Float64)
        for name in REGIONS[2:]
    )


@settings(max_examples=15, deadline=None)
@given(
    panels(measures=CELLS[3:]).flatmap(
        lambda panel: st.tuples(st.just(panel.sort(CELLS[:3])), places_of(panel))
    )
)
def test_cluster_index_as_printed_on_all_engines(
    bench: Bench, tables: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    panel, places = tables
    expected = naive_cluster_index(panel, places)
    for engine in ENGINES:
        table = polars(cluster_index(bench.table(panel, engine), bench.table(places, engine)))
        same(table["cluster_index"], expected)


# --- Ellison & Glaeser ------------------------------------------------------------------------


def of_plants(
    sizes: list[float], industry: list[int], region: list[int], totals: list[float]
) -> pl.DataFrame:
    gamma = ellison_glaeser(
        np.array(sizes, dtype=np.float64),
        np.array(industry, dtype=np.int64),
        np.array(region, dtype=np.int64),
        np.array(totals, dtype=np.float64),
    )
    return pl.DataFrame({"ellison_glaeser": pl.Series(gamma, nan_to_null=True)})


def test_ellison_glaeser_by_hand() -> None:
    # Two regions of 50; H is 1/2, and 1 - sum x^2 too.
    table = of_plants(
        # Two equal plants in one region: G 1/2. In both regions: G 0. Unequal ones in both.
        [10.0, 10.0, 10.0, 10.0, 30.0, 10.0, 10.0, 0.0],
        [0, 0, 1, 1, 2, 2, 3, 3],
        [0, 0, 0, 1, 0, 1, 0, 1],
        [50.0, 50.0],
    )
    # Third: s 3/4 and 1/4, G 1/8, H 10/16. The fourth has one plant with jobs.
    same(
        table["ellison_glaeser"],
        [
            (1 / 2 - 1 / 4) / (1 / 2 * 1 / 2),
            (0 - 1 / 4) / (1 / 2 * 1 / 2),
            (1 / 8 - 1 / 2 * 10 / 16) / (1 / 2 * 6 / 16),
            None,
        ],
    )


def test_published_ellison_glaeser_index() -> None:
    """Ten plants in three regions, from Farhauer & Kroell (2014)."""
    table = of_plants(
        [200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000],
        [0] * 10,
        [0, 0, 0, 0, 0, 1, 1, 1, 1, 2],
        [500000, 400000, 100000],
    )
    assert table["ellison_glaeser"].item() == pytest.approx(0.05990628, abs=5e-9)


def naive_ellison_glaeser(
    plants: list[tuple[float, int, int]], totals: list[float], industry: int
) -> float | None:
    mine = [(size, region) for size, which, region in plants if which == industry and size]
    if len(mine) < 2 or sum(total > 0 for total in totals) < 2:
        return None
    persons = sum(size for size, _ in mine)
    herfindahl = sum((size / persons) ** 2 for size, _ in mine)
    uneven, spread = 0.0, 1.0
    for region, total in enumerate(totals):
        x = total / sum(totals)
        s = sum(size for size, where in mine if where == region) / persons
        uneven += (s - x) ** 2
        spread -= x**2
    return (uneven - spread * herfindahl) / (spread * (1 - herfindahl))


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 1.0, 2.0, 30.0]), st.integers(0, 3), st.integers(0, 2)),
        max_size=14,
    ),
    st.lists(st.sampled_from([0.0, 10.0, 25.0, 700.0]), min_size=3, max_size=3).filter(any),
)
def test_ellison_glaeser_as_printed(
    plants: list[tuple[float, int, int]], totals: list[float]
) -> None:
    columns = [[plant[at] for plant in plants] for at in range(3)]
    table = of_plants(columns[0], [*map(int, columns[1])], [*map(int, columns[2])], totals)
    industries = max((plant[1] for plant in plants), default=-1) + 1
    expected = [naive_ellison_glaeser(plants, totals, each) for each in range(industries)]
    same(table["ellison_glaeser"], expected, tolerance=1e-9)


def test_gamma_is_about_0_where_plants_lie_at_random() -> None:
    random = np.random.default_rng(3)
    totals = random.integers(1, 100, 40).astype(np.float64)
    plants = 300
    found = [
        ellison_glaeser(
            random.lognormal(size=plants),
            np.zeros(plants, dtype=np.int64),
            random.choice(40, plants, p=totals / totals.sum()),
            totals,
        )[0]
        for _ in range(200)
    ]
    assert abs(np.mean(found)) < 4 * np.std(found) / math.sqrt(len(found))


@pytest.mark.parametrize(
    ("plants", "message"),
    [
        (([1.0], [0, 0], [0], [1.0, 1.0]), "1, 2 in number"),
        (([math.nan], [0], [0], [1.0, 1.0]), "employment of plant 0 is nan"),
        (([1.0], [0], [0], [1.0, -1.0]), "employment of region 1 is -1"),
        (([1.0], [0], [2], [1.0, 1.0]), "none of those there are"),
        (([1.0], [0], [0], [0.0, 0.0]), "no employment"),
    ],
)
def test_plants_that_cannot_be_judged_are_refused(
    plants: tuple[list[float], list[int], list[int], list[float]], message: str
) -> None:
    with pytest.raises(HanseError, match=message):
        of_plants(*plants)
