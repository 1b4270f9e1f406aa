"""Panels for tests: the four engines, one small table by hand, and generated ones."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import strategies as st

Rows: TypeAlias = list[dict[str, object]]
Panel: TypeAlias = pl.DataFrame | pl.LazyFrame | pd.DataFrame | pa.Table | duckdb.DuckDBPyRelation
ENGINES = ("polars", "polars lazy", "pandas", "arrow", "duckdb")


class Bench:
    """Gives a table in the engine that is asked for, all on one DuckDB connection."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.tables = 0

    def table(self, frame: pl.DataFrame, engine: str) -> Panel:
        """`frame` as a table of `engine`."""
        if engine == "polars":
            return frame
        if engine == "polars lazy":
            return frame.lazy()
        if engine == "pandas":
            return frame.to_pandas()
        if engine == "arrow":
            return frame.to_arrow()
        self.tables += 1
        name = f"panel_{self.tables}"
        self.connection.register(name, frame.to_arrow())
        return self.connection.table(name)


def type_of(engine: str) -> type:
    """The type a table of `engine` has, and that an indicator must hand back."""
    types: dict[str, type] = {
        "polars": pl.DataFrame,
        "polars lazy": pl.LazyFrame,
        "pandas": pd.DataFrame,
        "arrow": pa.Table,
        "duckdb": duckdb.DuckDBPyRelation,
    }
    return types[engine]


def polars(panel: object) -> pl.DataFrame:
    """`panel` as Polars, sorted by key, so that engines without a row order can be compared."""
    if isinstance(panel, pl.LazyFrame):
        frame = panel.collect()
    elif isinstance(panel, duckdb.DuckDBPyRelation):
        frame = panel.pl()
    elif isinstance(panel, pd.DataFrame):
        frame = pl.from_pandas(panel)
    elif isinstance(panel, pa.Table):
        converted = pl.from_arrow(panel)
        assert isinstance(converted, pl.DataFrame)
        frame = converted
    else:
        assert isinstance(panel, pl.DataFrame)
        frame = panel
    return frame.sort(key for key in ("region", "category", "year") if key in frame.columns)


def panel_of(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a panel with the types of the contract, whatever happens to be null."""
    kinds: dict[str, pl.DataType] = {"year": pl.Int32()}
    for name in (
        "employment_persons",
        "establishments_count",
        "wages_eur",
        "value_added_eur",
        "location_quotient",
        "focus",
        "productivity_eur",
        "employment_growth_cagr",
    ):
        kinds[name] = pl.Float64()
    return pl.DataFrame(
        rows,
        schema={name: kinds.get(name, pl.String()) for name in rows[0]},
        orient="row",
    )


def figures(largest: int = 40) -> st.SearchStrategy[float | None]:
    """Few whole figures, so that ties, zeros and gaps are frequent."""
    return st.one_of(st.none(), st.integers(0, largest).map(float))


def panels(
    regions: int = 4, categories: int = 3, years: int = 4, *, measures: Sequence[str]
) -> st.SearchStrategy[pl.DataFrame]:
    """Panels with gaps in their rows and cells; a category's kind is its first letter."""
    keys = st.tuples(
        st.sampled_from([f"R{n}" for n in range(regions)]),
        st.sampled_from([f"{'tl'[n % 2]}{n}" for n in range(categories)]),
        st.sampled_from([2010 + n for n in range(years)]),
    )

    def rows(chosen: list[tuple[str, str, int]]) -> st.SearchStrategy[pl.DataFrame]:
        cells = st.lists(
            st.tuples(*(figures() for _ in measures)),
            min_size=len(chosen),
            max_size=len(chosen),
        )
        return cells.map(
            lambda values: panel_of(
                [
                    {
                        "region": region,
                        "category": category,
                        "kind": {"t": "traded", "l": "local"}[category[0]],
                        "year": year,
                        **dict(zip(measures, cell, strict=True)),
                    }
                    for (region, category, year), cell in zip(chosen, values, strict=True)
                ]
            )
        )

    return st.lists(keys, min_size=1, max_size=24, unique=True).flatmap(rows)


def same(found: pl.Series, expected: Sequence[object], *, tolerance: float = 1e-12) -> None:
    """Asserts that figures agree to `tolerance` (relative) and nulls and truth values exactly."""
    values = found.to_list()
    assert len(values) == len(expected)
    for at, (got, want) in enumerate(zip(values, expected, strict=True)):
        if isinstance(want, float) and got is not None:
            assert abs(got - want) <= tolerance * max(1.0, abs(want)), (found.name, at, got, want)
        else:
            assert got == want, (found.name, at, got, want)
