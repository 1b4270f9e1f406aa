"""The catalogue: complete, documented, and every entry as loops over dictionaries compute it."""

import importlib
from collections import defaultdict
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.catalogue import (
    CATALOGUE,
    Entry,
    compute,
    entry,
    indicators_for,
    worst_status,
)
from hanse.observatory.ratings.rules import EUROPEAN_CLUSTER_OBSERVATORY
from hanse.observatory.ratings.stars import rate
from hanse.observatory.tables import MEASURES
from tests.observatory.panels import ENGINES, Bench, panel_of, panels, polars, same, type_of

ALL = tuple(MEASURES)
Figures: TypeAlias = dict[str, list[float | None]]


def naive(panel: pl.DataFrame, *, base: tuple[str, ...], years: int) -> Figures:
    """Every computed entry of the catalogue, cell by cell, from the formulas it prints."""
    rows = panel.to_dicts()
    total: dict[tuple[object, ...], float] = defaultdict(float)
    cells = {}
    for row in rows:
        within = (row["year"], *(row[name] for name in base))
        for key in (("region", row["region"]), ("category", row["category"]), ("all",)):
            total[(*within, *key)] += row["employment_persons"] or 0.0
        cells[row["region"], row["category"], row["year"]] = row["employment_persons"]
    found: Figures = defaultdict(list)
    for row in rows:
        within = (row["year"], *(row[name] for name in base))
        e = row["employment_persons"]
        region = total[(*within, "region", row["region"])]
        category = total[(*within, "category", row["category"])]
        lq = None
        if e is not None and region and category:
            lq = (e / region) / (category / total[(*within, "all")])
        found["location_quotient"].append(lq)
        found["symmetric_location_quotient"].append(None if lq is None else (lq - 1) / (lq + 1))
        found["share"].append(e / category if e is not None and category else None)
        found["focus"].append(e / region if e is not None and region else None)
        for code, above, below in (
            ("establishment_size_persons", "employment_persons", "establishments_count"),
            ("average_wage_eur", "wages_eur", "employment_persons"),
            ("productivity_eur", "value_added_eur", "employment_persons"),
        ):
            known = row[above] is not None and row[below]
            found[code].append(row[above] / row[below] if known else None)
        before = cells.get((row["region"], row["category"], row["year"] - years))
        both = e is not None and before is not None
        found["employment_growth_persons"].append(e - before if both else None)
        found["employment_growth_cagr"].append(
            (e / before) ** (1 / years) - 1 if both and before else None
        )
        peers = [
            other["employment_persons"]
            for other in rows
            if (other["category"], other["year"]) == (row["category"], row["year"])
            and other["employment_persons"]
        ]
        size = None if e is None else 0.0
        if e:
            size = sum(peer <= e for peer in peers) / len(peers)
        found["size"].append(size)
    for code, each in CATALOGUE.items():
        if each.is_rank:
            of = code.removesuffix("_rank")
            figures = panel[of].to_list() if of in panel.columns else found[of]
            found[code] = _places(rows, figures)
    return found


def _places(rows: list[dict[str, object]], figures: list[float | None]) -> list[float | None]:
    groups = defaultdict(list)
    for row, figure in zip(rows, figures, strict=True):
        if figure is not None:
            groups[row["category"], row["year"]].append(figure)
    return [
        None
        if figure is None
        else 1 + sum(other > figure for other in groups[row["category"], row["year"]])
        for row, figure in zip(rows, figures, strict=True)
    ]


@settings(max_examples=20)
@given(panels(measures=ALL), st.sampled_from([(), ("kind",)]), st.integers(1, 3))
def test_every_entry_against_loops_on_all_engines(
    bench: Bench, panel: pl.DataFrame, base: tuple[str, ...], years: int
) -> None:
    panel = panel.sort("region", "category", "year")
    expected = naive(panel, base=base, years=years)
    computed = [code for code, each in CATALOGUE.items() if each.indicator is not None]
    assert set(expected) == set(computed)
    for engine in ENGINES:
        table = polars(compute(bench.table(panel, engine), base=base, years=years))
        assert table.columns == [*panel.columns, *computed]
        for code in computed:
            # Quotients that are equal on paper may differ in the last bit, and then in place.
            if code != "location_quotient_rank" and code != "focus_rank":
                same(table[code], expected[code])
        for code in ("location_quotient", "focus"):
            same(table[f"{code}_rank"], list(_places(panel.to_dicts(), table[code].to_list())))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_goes_in_comes_out(bench: Bench, engine: str) -> None:
    panel = panel_of(
        [
            {"region": "B", "category": "x", "year": 2020, "employment_persons": 3.0},
            {"region": "A", "category": "x", "year": 2020, "employment_persons": None},
        ]
    )
    table = bench.table(panel, engine)
    result = compute(table)
    assert issubclass(type(result), type_of(engine))
    back = polars(result)
    assert back.columns == [
        *panel.columns,
        "share",
        "location_quotient",
        "symmetric_location_quotient",
        "focus",
        "size",
        "employment_growth_cagr",
        "employment_growth_persons",
        "employment_persons_rank",
        "location_quotient_rank",
        "focus_rank",
        "employment_growth_cagr_rank",
        "employment_growth_persons_rank",
    ]
    same(back["employment_persons_rank"], [None, 1])


def test_row_order_is_kept_where_there_is_one() -> None:
    rows = [
        {"region": r, "category": c, "year": y, "employment_persons": float(len(r + c))}
        for y in (2021, 2019, 2020)
        for r in ("B", "AA", "C")
        for c in ("y", "xx")
    ]
    panel = panel_of(rows)
    assert compute(panel).select(panel.columns).equals(panel)
    assert compute(panel.to_arrow()).select(panel.columns).equals(panel.to_arrow())
    assert compute(panel.to_pandas())[panel.columns].equals(panel.to_pandas())


def test_the_same_panel_gives_the_same_bits_every_time() -> None:
    keys = {
        "region": [f"R{n:03d}" for n in range(600)],
        "category": [f"c{n:03d}" for n in range(120)],
        "year": list(range(2010, 2016)),
    }
    parts = [pl.DataFrame({name: values}) for name, values in keys.items()]
    panel = parts[0].join(parts[1], how="cross").join(parts[2], how="cross")
    persons = (pl.int_range(pl.len()) * 7919 % 100_003) * 1.1000000001
    panel = panel.with_columns(persons.alias("employment_persons"))
    codes = ["location_quotient", "share", "focus"]
    first = compute(panel, codes)
    rated = rate(first, EUROPEAN_CLUSTER_OBSERVATORY)
    for _ in range(4):
        again = compute(panel, codes)
        assert again.equals(first)
        assert rate(again, EUROPEAN_CLUSTER_OBSERVATORY).equals(rated)


def test_a_pandas_frame_keeps_its_index_and_its_own_columns(bench: Bench) -> None:
    panel = panel_of(
        [
            {"region": r, "category": "x", "year": 2020, "employment_persons": e}
            for r, e in (("A", 1.0), ("B", None), ("C", 1.0))
        ]
    )
    table = panel.to_pandas().set_axis([7, 7, 3])
    before = table.copy()
    result = compute(table, ["share", "employment_persons_rank"])
    assert result.index.to_list() == [7, 7, 3]
    assert result["employment_persons_rank"].dtype == "Int32"
    assert result["share"].dropna().to_list() == [0.5, 0.5]
    assert table.equals(before)


def test_keys_may_be_categorical_or_whole_numbers() -> None:
    rows = [
        {"region": r, "category": c, "year": 2020, "employment_persons": e}
        for r, c, e in (("A", "x", 1.0), ("B", "x", 3.0), ("A", "y", 4.0))
    ]
    panel = panel_of(rows)
    codes = {"A": 1, "B": 2, "x": 3, "y": 4}
    for other in (
        panel.with_columns(pl.col("region", "category").cast(pl.Categorical)),
        panel.with_columns(
            pl.col("region").cast(pl.Enum(["B", "A"])), pl.col("category").cast(pl.Categorical)
        ),
        panel.with_columns(
            pl.col("region", "category").replace_strict(codes, return_dtype=pl.UInt16)
        ),
    ):
        result = compute(other)
        assert result.select(other.columns).equals(other)
        assert result.drop(panel.columns).equals(compute(panel).drop(panel.columns))


def test_figures_that_are_not_finite_count_as_missing() -> None:
    panel = panel_of(
        [
            {"region": r, "category": "x", "year": 2020, "employment_persons": e}
            for r, e in (("A", float("nan")), ("B", float("inf")), ("C", 5.0))
        ]
    )
    table = compute(panel, ["share", "employment_persons_rank"])
    same(table["share"], [None, None, 1.0])
    same(table["employment_persons_rank"], [None, None, 1])


def test_a_rank_does_not_bring_the_figure_it_ranks() -> None:
    panel = panel_of([{"region": "A", "category": "x", "year": 2020, "employment_persons": 1.0}])
    table = compute(panel, ["location_quotient_rank"])
    assert table.columns == [*panel.columns, "location_quotient_rank"]
    again = compute(compute(panel, ["location_quotient"]), ["location_quotient_rank"])
    assert again["location_quotient_rank"].to_list() == [1]


def test_the_column_of_categories_may_have_another_name() -> None:
    panel = panel_of([{"region": "A", "industry": "x", "year": 2020, "employment_persons": 1.0}])
    assert compute(panel, category="industry")["share"].to_list() == [1.0]


def test_what_data_allow() -> None:
    assert [each.code for each in indicators_for(["wages_eur"])] == ["wages_eur"]
    assert {each.code for each in indicators_for(ALL)} == set(CATALOGUE)
    without = {each.code for each in indicators_for(["employment_persons"])}
    assert "location_quotient" in without
    assert "average_wage_eur" not in without


@pytest.mark.parametrize(
    ("panel", "codes", "words"),
    [
        ({"employment_persons": [1.0]}, ["quotient"], "no indicator quotient"),
        ({"employment_persons": [1.0]}, ["average_wage_eur"], "cannot be computed"),
        ({"employment_persons": [1.0]}, ["relatedness_density"], "Call hanse.*_density"),
        ({"employment_persons": ["many"]}, ["share"], "not numbers"),
        ({"employment_persons": [1.0], "share": [1.0]}, ["share"], "already has a column share"),
    ],
)
def test_what_cannot_be_computed_is_refused(
    panel: dict[str, list[object]], codes: list[str], words: str
) -> None:
    table = pl.DataFrame({"region": ["A"], "category": ["x"], "year": [2020]} | panel)
    with pytest.raises(HanseError, match=words):
        compute(table, codes)


def test_broken_panels_are_refused() -> None:
    panel = pl.DataFrame(
        {"region": ["A"], "category": ["x"], "year": [2020], "employment_persons": [1.0]}
    )
    with pytest.raises(HanseError, match="Column region has 1 empty cells"):
        compute(panel.with_columns(pl.lit(None, pl.String).alias("region")))
    with pytest.raises(HanseError, match="no column region"):
        compute(panel.drop("region"))
    with pytest.raises(HanseError, match="Two rows of the panel share"):
        compute(pl.concat([panel, panel, panel.with_columns(year=pl.lit(2025, pl.Int64))]))
    with pytest.raises(HanseError, match="not whole numbers"):
        compute(panel.with_columns(pl.col("year").cast(pl.String)))
    with pytest.raises(HanseError, match="over 0 years"):
        compute(panel, years=0)
    with pytest.raises(HanseError, match="A dict is not a table"):
        compute(panel.to_dict(as_series=False))  # type: ignore[type-var]  # the wrong type on purpose


@pytest.mark.parametrize("each", CATALOGUE.values(), ids=lambda each: each.code)
def test_an_entry_is_complete_and_its_function_exists(each: Entry) -> None:
    assert entry(each.code) is each
    assert all((each.label, each.unit, each.formula, each.reference, each.inputs, each.nulls))
    assert set(each.inputs) <= set(MEASURES)
    if each.code in MEASURES:
        assert each.indicator is None
        return
    module, _, name = each.function.rpartition(".")
    function = getattr(importlib.import_module(module), name)
    if each.indicator is None:
        assert each.is_of_the_whole
        assert name == each.code
        return
    assert f"`{name}`" in function.__doc__ or name == "rank"
    assert each.is_rank or name == each.code == each.indicator.code


def test_a_figure_has_the_worst_status_of_its_inputs() -> None:
    assert worst_status(["observed", "estimated"]) == "estimated"
    assert worst_status(["missing", "estimated"]) == "missing"
    assert worst_status(["missing", "withheld", "observed"]) == "withheld"
    assert worst_status(["observed"]) == "observed"
