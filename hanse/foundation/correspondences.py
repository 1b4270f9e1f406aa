"""Correspondences between industry classifications, and the conversion of tables along them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from hanse.foundation.csv_rows import read_csv_rows
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from hanse.foundation.sectors import Classification, classification

WEIGHTS: Final = pl.Schema({"source": pl.String, "target": pl.String, "weight": pl.Float64})
"""One row a source code and a target code; the weights of each source add up to 1."""

_TABLES: Final = {
    ("nace_rev2", "nace_rev2_1"): "nace/rev2_to_rev2_1.csv",
    ("naics_2012", "naics_2017"): "naics/2012_to_2017.csv",
    ("naics_2017", "naics_2022"): "naics/2017_to_2022.csv",
}
_ROUNDING: Final = 1e-9
_TYPED: Final = 1e-6
_KEY: Final = ("region", "industry", "year", "measure")


@cache
def correspondence(source: str, target: str, level: str = "") -> pl.DataFrame:
    """Weights that take codes of classification `source` to `target`, contract `WEIGHTS`.

    The published tables pair classes and give no weights: where a class has several targets it
    is split equally, which is an estimate. level: name of a coarser level of both, such as
    "division"; its weights are the mean over the classes of each source code, which again is
    certain only where it is 1. A source code that the published table does not cover has no
    row: NACE Rev. 2.1 class G4689 has no counterpart in NACE Rev. 2.

    Raises `HanseError` for a pair without a published table and for an unknown level.
    """
    if (source, target) in _TABLES:
        table, forward = read_csv_rows(reference_path(_TABLES[source, target])), True
    elif (target, source) in _TABLES:
        table, forward = read_csv_rows(reference_path(_TABLES[target, source])), False
    else:
        known = ", ".join(f"{one} and {other}" for one, other in _TABLES)
        raise HanseError(
            f"There is no correspondence from {source} to {target}.",
            remedy=f"There are tables between {known}; or give one of your own as CSV.",
        )
    pairs = [cells for _, cells in table.select(("source", "target"))]
    weights = _equal_split(pairs if forward else [cells[::-1] for cells in pairs])
    if level:
        weights = _coarser(weights, classification(source), classification(target), level)
    return weights.sort("source", "target")


def correspondence_from_csv(
    path: Path, source: Classification, target: Classification
) -> pl.DataFrame:
    """The user's correspondence from a CSV with columns source, target and, if known, weight.

    Returns the contract `WEIGHTS` with canonical codes. Without a column weight, a source with
    several targets is split equally. Raises `HanseError` with file and line for an unknown
    code, a pair given twice, a weight outside (0, 1], and weights that do not add up to 1.
    """
    table = read_csv_rows(path)
    weighted = "weight" in table.columns
    wanted = ("source", "target", "weight") if weighted else ("source", "target")
    lines: dict[tuple[str, str], int] = {}
    rows: list[tuple[str, str, float]] = []
    for line, cells in table.select(wanted):
        codes: list[str] = []
        for text, tree in zip(cells, (source, target), strict=False):
            try:
                codes.append(tree.canonical(text))
            except HanseError as error:
                raise HanseError(
                    error.what, where=table.where(line), remedy=error.remedy
                ) from error
        pair = (codes[0], codes[1])
        if lines.setdefault(pair, line) != line:
            raise HanseError(
                f"{pair[0]} goes to {pair[1]} twice.",
                where=table.where(line),
                why=f"The pair is already on line {lines[pair]}.",
            )
        rows.append((*pair, _weight(cells[2], table.where(line)) if weighted else 1.0))
    if not rows:
        raise HanseError("The correspondence has no rows.", where=str(path))
    if not weighted:
        return _equal_split(row[:2] for row in rows).sort("source", "target")
    weights = pl.DataFrame(rows, schema=WEIGHTS, orient="row")
    sums = weights.group_by("source", maintain_order=True).agg(pl.col("weight").sum())
    wrong = sums.filter((pl.col("weight") - 1).abs() > _TYPED)
    if wrong.height:
        code, total = wrong.row(0)
        line = max(number for (one, _), number in lines.items() if one == code)
        raise HanseError(
            f"The weights of {code} add up to {total:g}, not to 1.",
            where=table.where(line),
            why="A source code goes to its targets as a whole.",
        )
    # Typed weights such as 0.333333 are stretched, so that nothing is lost in conversion.
    stretched = pl.col("weight") / pl.col("weight").sum().over("source")
    return weights.with_columns(stretched).sort("source", "target")


def convert_industries(observations: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """A tidy table with its industries converted along `weights` (contract `WEIGHTS`).

    Columns as in the tidy table: region, industry, year, measure, value, flag. A code with one
    target goes there unchanged, and several codes that merge are added: both are exact. A
    value that rests on a split is an estimate and gets the flag `e`. A target is null when any
    of its sources is null or not in the table for that region, year and measure, for a missing
    part is not zero. Flags of all sources are kept. When no value is missing the total of each
    region, year and measure stays as it was.

    Raises `HanseError` for industries that `weights` does not cover, such as totals and
    aggregates: take them out first, and add them up again afterwards.
    """
    strangers = sorted(set(observations["industry"]) - set(weights["source"]))
    if strangers:
        raise HanseError(
            f"{len(strangers)} industries have no target, such as {', '.join(strangers[:5])}.",
            why="The correspondence does not cover them.",
            remedy="Keep one level of the classification without totals, or give a "
            "correspondence of your own as CSV.",
        )
    needed = weights.with_columns(pl.len().over("target").alias("_needed"))
    parts = observations.join(needed, left_on="industry", right_on="source", how="inner")
    parts = parts.with_columns(
        pl.col("target").alias("industry"),
        (pl.col("value") * pl.col("weight")).alias("value"),
        (pl.col("weight") < 1 - _ROUNDING).alias("_split"),
    )
    alone = pl.col("_needed") == 1
    columns = (*_KEY, "value", "flag", "_split")
    converted = pl.concat(
        (parts.filter(alone).select(columns), _merged(parts.filter(~alone)).select(columns))
    )
    estimated = pl.col("_split") & pl.col("value").is_not_null()
    letters = converted.select(
        pl.concat_str("flag", pl.when(estimated).then(pl.lit("e")).otherwise(pl.lit("")))
    )
    return (
        converted.with_columns(_tidy(letters.to_series()).alias("flag"))
        .select(observations.columns)
        .sort(_KEY)
    )


def _merged(parts: pl.DataFrame) -> pl.DataFrame:
    """Targets of several sources: their sums, null unless every source is there with a value."""
    if parts.is_empty():
        return parts
    # Sorted and added one after the other: the same sum to the last bit on every machine.
    parts = parts.sort(*_KEY, "value")
    begins = parts.select(
        pl.any_horizontal(pl.col(_KEY) != pl.col(_KEY).shift(1)).fill_null(True)
    ).to_series()
    starts = np.flatnonzero(begins.to_numpy())
    sums = np.add.reduceat(parts["value"].fill_null(float("nan")).to_numpy(), starts)
    counts = np.diff(np.append(starts, parts.height))
    split = np.logical_or.reduceat(parts["_split"].to_numpy(), starts)
    flags = (
        parts.filter(pl.col("flag") != "")
        .group_by(_KEY)
        .agg(pl.col("flag").unique().sort().str.join("").alias("flag"))
    )
    merged = (
        parts[starts]
        .select(*_KEY, "_needed")
        .with_columns(
            pl.Series("value", sums).fill_nan(None),
            pl.Series("_split", split),
            pl.Series("_counted", counts),
        )
    )
    complete = pl.col("_counted") == pl.col("_needed")
    return merged.join(flags, on=_KEY, how="left").with_columns(
        pl.when(complete).then("value").alias("value"), pl.col("flag").fill_null("")
    )


def _tidy(flags: pl.Series) -> pl.Series:
    """Letters sorted, each once; only distinct texts are looked at."""
    texts = flags.unique().to_list()
    return flags.replace_strict(texts, ["".join(sorted(set(text))) for text in texts])


def _equal_split(pairs: Iterable[tuple[str, ...]]) -> pl.DataFrame:
    schema = {"source": pl.String, "target": pl.String}
    table = pl.DataFrame(list(pairs), schema=schema, orient="row")
    return table.with_columns((1 / pl.len().over("source")).alias("weight"))


def _coarser(
    weights: pl.DataFrame, source: Classification, target: Classification, level: str
) -> pl.DataFrame:
    for tree in (source, target):
        if level not in tree.levels:
            raise HanseError(
                f"{tree.title} has no level {level}.",
                remedy=f"Use one of {', '.join(tree.levels)}.",
            )
    lifted = weights.with_columns(
        pl.col(side).replace_strict(_lift(weights[side], tree, level))
        for side, tree in (("source", source), ("target", target))
    )
    # Groups that keep their order are added up in one order too.
    sums = lifted.group_by("source", "target", maintain_order=True).agg(pl.col("weight").sum())
    return sums.with_columns(pl.col("weight") / pl.col("weight").sum().over("source"))


def _lift(codes: pl.Series, tree: Classification, level: str) -> dict[str, str]:
    number = tree.levels.index(level) + 1
    lifted: dict[str, str] = {}
    for code in codes.unique():
        above = [c for c in (code, *tree.ancestors(code)) if tree.items[c].level == number]
        lifted[code] = above[0] if above else code
    return lifted


def _weight(text: str, where: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    if not 0 < weight <= 1:
        raise HanseError(
            f"The weight {text or '(empty)'} is not above 0 and at most 1.", where=where
        )
    return weight
