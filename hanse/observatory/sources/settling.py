"""Which of the cells of a file are kept when keys occur twice, and the tidy table of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from hanse.observatory.sources.codes import CodeBook
from hanse.observatory.sources.figures import flag_letters
from hanse.observatory.sources.reading import MeasureRule
from hanse.observatory.tables import OBSERVATION_KEY, OBSERVATIONS

CELLS: Final = pl.Schema(
    {
        "line": pl.UInt32,
        "figure": pl.UInt16,  # which column of figures
        "rule": pl.UInt8,  # which measure rule
        "region": pl.UInt32,  # entries of the code books
        "industry": pl.UInt32,
        "year": pl.UInt32,
        "value": pl.Float64,
        "flags": pl.UInt16,  # bits
    }
)
"""Cells without a problem, codes as numbers: 4 million of them take little memory."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`kept` cells, sorted by key; `repeats` and `contradicting` ones with another line `of`."""

    kept: pl.DataFrame
    repeats: pl.DataFrame
    contradicting: pl.DataFrame


def settle(
    cells: pl.DataFrame,
    books: Sequence[CodeBook],
    rules: Sequence[MeasureRule],
    *,
    register: bool = False,
) -> Settled:
    """Keep every key once.

    The key is region, industry, year and measure; of a register it is unit and year, or there
    is none when the rows have no `unit`. Identical repeats are kept once, the first;
    contradicting ones not at all.
    """
    same = ["value", "flags"]
    key = _key(cells, books, rules)
    if register:
        same += ["region", "industry"]
        key = pl.int_range(cells.height, eager=True)
        if "unit" in cells.columns:
            key = (
                pl.DataFrame({"unit": cells["unit"], "year": cells["year"]})
                .select(pl.struct("unit", "year").rank("dense"))
                .to_series()
            )
    keyed = cells.with_columns(key=key)
    keyed = keyed.sort("key", "line", "figure")
    repeats = (keyed["key"] == keyed["key"].shift()).fill_null(False)
    twice = repeats | repeats.shift(-1, fill_value=False)
    if not twice.any():
        none = keyed.clear().with_columns(of=pl.lit(0, pl.UInt32))
        return Settled(keyed.drop("key"), none, none)
    first = [pl.col(name).eq_missing(pl.col(name).first().over("key")) for name in same]
    groups = keyed.filter(twice).with_columns(like_first=pl.all_horizontal(first))
    groups = groups.with_columns(
        alike=pl.col("like_first").all().over("key"),
        first=pl.col("line").first().over("key"),
        other=pl.col("line").filter(~pl.col("like_first")).first().over("key"),
        place=pl.int_range(pl.len()).over("key"),
    ).with_columns(
        # A contradicting cell names a line that says something else than it does.
        of=pl.when(pl.col("like_first") & ~pl.col("alike")).then("other").otherwise("first")
    )
    once = groups.filter(pl.col("alike"), pl.col("place") == 0)
    kept = pl.concat([keyed.filter(~twice), once.select(keyed.columns)]).sort("key")
    spare = [*keyed.columns, "of"]
    return Settled(
        kept.drop("key"),
        groups.filter(pl.col("alike"), pl.col("place") > 0).select(spare),
        groups.filter(~pl.col("alike")).select(spare),
    )


def tidy_table(
    cells: pl.DataFrame, books: Sequence[CodeBook], rules: Sequence[MeasureRule]
) -> pl.DataFrame:
    """Settled cells, in their order, as table `OBSERVATIONS`."""
    return pl.DataFrame(
        {
            **_codes(cells, books),
            "measure": _measures(rules).gather(cells["rule"]),
            "value": cells["value"],
            "flag": _letters(cells["flags"]),
        },
        schema=OBSERVATIONS,
    )


def added_up(cells: pl.DataFrame, books: Sequence[CodeBook]) -> tuple[pl.DataFrame, int]:
    """Firms or plants as cells of table `OBSERVATIONS`, and how many lack a figure.

    Employment is the sum over the firms of a region, industry and year; it is null where one
    of them has no figure, since a sum without it would be too small. Establishments are the
    number of rows.
    """
    key = ["region", "industry", "year"]
    firms = pl.DataFrame(_codes(cells, books)).with_columns(cells["value"], cells["flags"])
    sums = firms.group_by(key).agg(
        pl.when(pl.col("value").is_not_null().all()).then(pl.col("value").sum()),
        pl.len().cast(pl.Float64).alias("count"),
        pl.col("flags").bitwise_or(),
    )
    sums = sums.with_columns(flag=_letters(sums["flags"]))
    employment = sums.select(*key, pl.lit("employment_persons").alias("measure"), "value", "flag")
    establishments = sums.select(
        *key,
        pl.lit("establishments_count").alias("measure"),
        pl.col("count").alias("value"),
        pl.lit("").alias("flag"),
    )
    table = pl.concat([employment, establishments]).sort(OBSERVATION_KEY)
    return table.cast(OBSERVATIONS), employment["value"].null_count()


def _key(cells: pl.DataFrame, books: Sequence[CodeBook], rules: Sequence[MeasureRule]) -> pl.Series:
    """The key as one number that sorts as the codes do."""
    key = pl.repeat(0, cells.height, dtype=pl.UInt64, eager=True)
    for column, codes in (
        *((book_column, book.codes()) for book_column, book in zip(_BOOKED, books, strict=True)),
        ("rule", _measures(rules)),
    ):
        rank = codes.rank("dense").cast(pl.UInt64)
        # At most 10^6 x 10^6 x 10^3 x 10: far below 2^64.
        key = key * (len(rank) + 1) + rank.gather(cells[column])
    return key


_BOOKED: Final = ("region", "industry", "year")


def _codes(cells: pl.DataFrame, books: Sequence[CodeBook]) -> dict[str, pl.Series]:
    codes = {
        column: book.codes().gather(cells[column])
        for column, book in zip(_BOOKED, books, strict=True)
    }
    codes["year"] = codes["year"].cast(pl.Int32)
    return codes


def _measures(rules: Sequence[MeasureRule]) -> pl.Series:
    return pl.Series([rule.measure for rule in rules], dtype=pl.String)


def _letters(flags: pl.Series) -> pl.Series:
    letters = {bits: flag_letters(bits) for bits in flags.unique().to_list()}
    return flags.replace_strict(letters, return_dtype=pl.String)
