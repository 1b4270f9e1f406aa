"""Which of the cells of a file are kept when keys occur twice, and the tidy table of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hanse.observatory.places import row_order, summed
from hanse.observatory.sources.codes import CodeBook
from hanse.observatory.sources.figures import flag_letters
from hanse.observatory.sources.reading import MeasureRule
from hanse.observatory.tables import OBSERVATION_KEY, OBSERVATIONS, compact

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
    if not register:
        place, places = _places(cells, books, rules)
        order = row_order(place, places)
        if order is not None:
            none = cells.clear().with_columns(of=pl.lit(0, pl.UInt32))
            return Settled(cells[order], none, none)
        key = pl.Series(place)
    else:
        same += ["region", "industry"]
        key = pl.int_range(cells.height, eager=True)
        if "unit" in cells.columns:
            key = cells.select(pl.struct("unit", "year").rank("dense")).to_series()
    keyed = cells.with_columns(key=key).sort("key", "line", "figure")
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
    """Settled cells, in their order, as table `OBSERVATIONS`, its texts as categories."""
    return pl.DataFrame(
        {
            **_codes(cells, books),
            "measure": _measures(rules).cast(pl.Categorical).gather(cells["rule"]),
            "value": cells["value"],
            "flag": _letters(cells["flags"]),
        }
    ).select(list(OBSERVATIONS))


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
    table = pl.concat(part.cast(OBSERVATIONS) for part in (employment, establishments))
    return compact(table.sort(OBSERVATION_KEY)), employment["value"].null_count()


def _places(
    cells: pl.DataFrame, books: Sequence[CodeBook], rules: Sequence[MeasureRule]
) -> tuple[NDArray[np.int64], int]:
    """The key of each cell as one number that sorts as the codes do, and how many there can be."""
    columns, places = [], 1
    for column, codes in (
        ("rule", _measures(rules)),
        *((role, book.codes()) for role, book in zip(_BOOKED[::-1], books[::-1], strict=True)),
    ):
        # At most 10^6 x 10^6 x 10^3 x 10 places: far below 2^63.
        rank = codes.rank("dense").cast(pl.Int64).to_numpy() - 1
        columns.append((cells[column].to_numpy(), places * rank))
        places *= max(1, codes.n_unique())
    return summed(columns, cells.height), places


_BOOKED: Final = ("region", "industry", "year")


def _codes(cells: pl.DataFrame, books: Sequence[CodeBook]) -> dict[str, pl.Series]:
    types = {"region": pl.Categorical, "industry": pl.Categorical, "year": pl.Int32}
    return {
        column: book.codes().cast(types[column], strict=False).gather(cells[column])
        for column, book in zip(_BOOKED, books, strict=True)
    }


def _measures(rules: Sequence[MeasureRule]) -> pl.Series:
    return pl.Series([rule.measure for rule in rules], dtype=pl.String)


def _letters(flags: pl.Series) -> pl.Series:
    """Letters of the bits in `flags` (UInt16), as categories."""
    met = np.bincount(flags.to_numpy()) > 0
    letters = [flag_letters(bits) if there else "" for bits, there in enumerate(met.tolist())]
    return pl.Series(letters, dtype=pl.Categorical).gather(flags)
