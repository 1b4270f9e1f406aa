"""The contracts of the tidy tables: columns, types, keys, units, flags and status."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.places import key_places, row_order

Status = Literal["observed", "estimated", "withheld", "missing"]

OBSERVATIONS: Final = pl.Schema(
    {
        "region": pl.String,  # NUTS code, or the user's own region code
        "industry": pl.String,  # code of the classification the source uses
        "year": pl.Int32,
        "measure": pl.String,  # a key of MEASURES
        "value": pl.Float64,  # null when missing or withheld; never zero for missing
        "flag": pl.String,  # letters of FLAGS, sorted, each once; "" when there is none
    }
)
"""One row a region, industry, year and measure."""

OBSERVATION_KEY: Final = ("region", "industry", "year", "measure")


@dataclass(frozen=True, slots=True)
class Measure:
    """A statistic that sources deliver and indicators consume; all are additive.

    signed: whether a figure below zero is in order.
    """

    code: str
    label: str
    unit: str
    signed: bool = False


MEASURES: Final = {
    measure.code: measure
    for measure in (
        Measure("employment_persons", "Employment", "persons"),
        Measure("establishments_count", "Establishments", "local units"),
        Measure("wages_eur", "Wages and salaries", "EUR"),
        Measure("value_added_eur", "Value added", "EUR", signed=True),
    )
}

EMPLOYMENT: Final = "employment_persons"
"""The measure that sizes, location quotients and stars rest on."""

FLAGS: Final = {
    "b": "break in time series",
    "c": "confidential",
    "d": "definition differs",
    "e": "estimated",
    "f": "forecast",
    "i": "filled in by Hanse",
    "n": "not significant",
    "p": "provisional",
    "r": "revised",
    "s": "Eurostat estimate",
    "u": "low reliability",
    "z": "not applicable",
}
"""Flag letters as Eurostat publishes them, plus `i` for values this system filled in."""

ESTIMATED_FLAGS: Final = "efis"
"""Flags that make a value an estimate rather than an observation."""


def tidy_flag(flags: str) -> str:
    """Letters of `flags` in lower case, sorted, each once.

    Raises `ValueError` when a letter is not a key of `FLAGS`.
    """
    letters = sorted(set(flags.lower()) - set(" ,;"))
    unknown = [letter for letter in letters if letter not in FLAGS]
    if unknown:
        raise ValueError(f"unknown flag {', '.join(unknown)}")
    return "".join(letters)


def merge_flags(flag: pl.Expr) -> pl.Expr:
    """Aggregation: every letter that occurs in the group, sorted, each once."""
    return flag.str.join("").map_elements(
        lambda letters: "".join(sorted(set(letters))), return_dtype=pl.String
    )


def status(value: str = "value", flag: str = "flag") -> pl.Expr:
    """Expression giving the `Status` of each value: what a page says next to it.

    A value is estimated when its flag holds one of `ESTIMATED_FLAGS`, otherwise observed. An
    absent value is withheld when its flag holds `c`, otherwise missing.
    """
    present = pl.col(value).is_not_null()
    return (
        pl.when(present & pl.col(flag).str.contains(f"[{ESTIMATED_FLAGS}]"))
        .then(pl.lit("estimated"))
        .when(present)
        .then(pl.lit("observed"))
        .when(pl.col(flag).str.contains("c", literal=True))
        .then(pl.lit("withheld"))
        .otherwise(pl.lit("missing"))
    )


def check_observations(table: pl.DataFrame, *, where: str) -> pl.DataFrame:
    """`table` in the column order of `OBSERVATIONS`, sorted by key, when it keeps the contract.

    Text columns may be categories (see `compact`); they stay as they are.
    Raises `HanseError` naming `where` on a missing or mistyped column, a null in a key, an
    unknown measure or flag, a value that is not finite, or a key that occurs twice.
    """
    absent = [column for column in OBSERVATIONS if column not in table.columns]
    if absent:
        raise HanseError(
            f"The table has no column {_listed(absent)}.",
            where=where,
            remedy=f"A tidy table has the columns {_listed(OBSERVATIONS)}.",
        )
    table = table.select(list(OBSERVATIONS))
    for column, dtype in OBSERVATIONS.items():
        found = pl.String if table.schema[column] == pl.Categorical else table.schema[column]
        if found != dtype:
            raise HanseError(
                f"Column {column} holds {table.schema[column]}, not {dtype}.", where=where
            )
        if column != "value" and table[column].null_count():
            raise HanseError(
                f"Column {column} has {table[column].null_count()} empty cells.",
                where=where,
                why="Every observation names its region, industry, year and measure.",
            )
    unknown = sorted(set(table["measure"].unique()) - MEASURES.keys())
    if unknown:
        raise HanseError(
            f"Unknown measure {_listed(unknown)}.",
            where=where,
            remedy=f"Use one of {_listed(MEASURES)}.",
        )
    for flag in table["flag"].unique():
        try:
            tidy = tidy_flag(flag)
        except ValueError as error:
            raise HanseError(f"Column flag: {error}.", where=where) from error
        if tidy != flag:
            raise HanseError(f"Flag '{flag}' is not tidy: write '{tidy}'.", where=where)
    if not table["value"].is_finite().all():
        raise HanseError(
            "Column value holds a figure that is not a finite number.",
            where=where,
            why="A missing value is empty (null), never NaN.",
        )
    place, places = key_places(table, OBSERVATION_KEY)
    if (place[1:] > place[:-1]).all():
        return table
    order = row_order(place, places)
    if order is not None:
        return table[order]
    by_place = pl.Series(place).arg_sort()
    table, sorted_places = table[by_place], pl.Series(place).gather(by_place)
    twice = (sorted_places == sorted_places.shift(1)).arg_true()
    first = ", ".join(str(part) for part in table.row(twice[0])[:4])
    raise HanseError(
        f"{twice.len()} rows repeat the region, industry, year and measure of another.",
        where=f"{where}, first: {first}",
        remedy="Keep one row for each, or select one unit or breakdown.",
    )


def compact(table: pl.DataFrame) -> pl.DataFrame:
    """`table` with its text columns as categories: the same rows in a third of the memory."""
    return table.with_columns(pl.col(pl.String).cast(pl.Categorical))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
