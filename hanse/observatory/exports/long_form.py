"""The long form of a table, one figure a row, as the statistical formats want it."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.reading import Layout, MeasureRule
from hanse.observatory.tables import MEASURES, OBSERVATIONS

KEYS: Final = ("scheme", "category", "industry", "region", "year")
"""Columns of an edition's tables that say what a figure is about, in the order of the exports."""

STATUS: Final = "_status"
"""A column `size_status` says how the figures of the column `size` were come by."""

_FLAG_OF_STATUS: Final = {"observed": "", "estimated": "e", "withheld": "c", "missing": ""}


TIDY_LAYOUT: Final = Layout(
    region="region",
    industry="industry",
    year="year",
    value="value",
    flag="flag",
    confidentiality="",
    measure="measure",
    measures={code: MeasureRule(code) for code in MEASURES},
)
"""The layout with which the readers take a CSV or Parquet export of observations back."""


@dataclass(frozen=True, slots=True)
class LongForm:
    """One figure a row.

    table: the columns `dimensions`, `value` (Float64, null when there is none) and `flag`
    (letters of `tables.FLAGS`), sorted by the dimensions. The dimensions are `measure` for
    observations or `indicator` for an edition's table, then those of `KEYS` the table has.
    """

    table: pl.DataFrame
    dimensions: tuple[str, ...]


def long_form(table: pl.DataFrame, *, where: str) -> LongForm:
    """`table` as one figure a row.

    An observation table keeps its rows. In a wide table each column of numbers becomes an
    indicator, true and false become 1 and 0, and `<indicator>_status` becomes a flag:
    estimated `e`, withheld `c`, the others none.
    Raises `HanseError` naming `where` when a key repeats or is empty, a figure is not finite,
    or a column of text is neither key nor status.
    """
    if set(table.columns) == set(OBSERVATIONS):
        keys = [key for key in KEYS if key in table.columns]
        long = table.select("measure", *keys, "value", "flag")
        dimensions = ("measure", *keys)
    else:
        long, dimensions = _unpivoted(table, where)
    for dimension in dimensions:
        if long[dimension].null_count():
            raise HanseError(f"Column {dimension} has empty cells.", where=where)
    long = long.sort(dimensions)
    if long.select(dimensions).is_duplicated().any():
        raise HanseError(
            f"Rows share their {', '.join(dimensions)}.",
            where=where,
            why="Statistical formats hold one figure for each combination.",
        )
    if not long["value"].drop_nulls().is_finite().all():
        raise HanseError("A figure is not a finite number.", where=where)
    return LongForm(long, dimensions)


def layout_of(form: LongForm, *, scheme: str = "") -> Layout:
    """The layout with which the readers take an SDMX-CSV or JSON-stat export back.

    Column and dimension names are those of both formats. Of a wide table only the additive
    measures of `tables.MEASURES` are observations; `scheme` names the one wanted when there
    are several.
    """
    first = form.dimensions[0]
    found = form.table[first].unique().to_list()
    return Layout(
        region="geo",
        industry="category" if "category" in form.dimensions else "industry",
        measure=first,
        measures={code: MeasureRule(code) for code in sorted(found) if code in MEASURES},
        select={"scheme": (scheme,)} if scheme else {},
    )


def _unpivoted(table: pl.DataFrame, where: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    keys = [key for key in KEYS if key in table.columns]
    status = {name for name in table.columns if name.endswith(STATUS)}
    figures = [
        name
        for name, dtype in table.schema.items()
        if name not in keys and (dtype.is_numeric() or dtype == pl.Boolean)
    ]
    others = [name for name in table.columns if name not in {*keys, *status, *figures}]
    strays = [*others, *sorted(status - {f"{name}{STATUS}" for name in figures})]
    if strays or not figures or not keys:
        raise HanseError(
            f"Column {strays[0]} is neither key, figure nor status of a figure."
            if strays
            else "The table has no figures."
            if keys
            else "The table has no key column.",
            where=where,
            remedy=f"Keys are {', '.join(KEYS)}; leave other texts out of this format.",
        )
    for name in sorted(status):
        unknown = set(table[name].unique()) - _FLAG_OF_STATUS.keys()
        if unknown:
            raise HanseError(f"Unknown status {unknown.pop()}.", where=f"{where}, column {name}")
    parts = [
        table.select(
            pl.lit(name).alias("indicator"),
            *keys,
            value=pl.col(name).cast(pl.Float64),
            flag=pl.col(f"{name}{STATUS}").replace_strict(_FLAG_OF_STATUS)
            if f"{name}{STATUS}" in status
            else pl.lit(""),
        )
        for name in figures
    ]
    return pl.concat(parts), ("indicator", *keys)
