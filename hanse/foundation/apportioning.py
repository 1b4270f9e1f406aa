"""Sums of observations over whole and partial regions: kinds of change, weights, flags, gaps."""

from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError

WEIGHTS: Final = pl.Schema(
    {"source": pl.String, "target": pl.String, "weight": pl.Float64, "kind": pl.String}
)
"""Share of each source region that goes to a target region, and the kind of change."""

ONE_TO_ONE: Final = ("unchanged", "recoded")
EXACT: Final = (*ONE_TO_ONE, "merged")
"""Kinds of change that need no estimate; the others are split and redrawn."""

_CELL: Final = ("region", "industry", "year", "measure", "value", "flag")
_TOLERANCE: Final = 1e-9


def checked_cells(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations with values as Float64, when each has a key and a flag.

    Raises `HanseError` when the columns are not region, industry, year, measure, value, flag, in
    any order, or when a cell other than a value is empty.
    """
    if sorted(observations.columns) != sorted(_CELL):
        raise HanseError(
            "The table does not have the columns of observations.",
            where=f"columns {', '.join(observations.columns)}",
            remedy=f"Give the columns {', '.join(_CELL)}, and no others.",
        )
    empty = [name for name in _CELL if name != "value" and observations[name].null_count()]
    if empty:
        raise HanseError(
            f"Column {', '.join(empty)} has empty cells.",
            why="Every observation names its region, industry, year, measure and flag.",
        )
    return observations.with_columns(pl.col("value").cast(pl.Float64))


def with_kinds(
    weights: pl.DataFrame,
    leaving: frozenset[str] = frozenset(),
    joining: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """`weights` (source, target, weight) with the kind of each row, sorted; columns `WEIGHTS`.

    unchanged: one region, same code. recoded: one region, new code. merged: whole regions into
    one. split: one region into several that take in nothing else. redrawn: everything else.
    `leaving` are sources of which a part goes nowhere, `joining` targets of which a part comes
    from nowhere: those are never exact.
    """
    source, target = pl.col("source"), pl.col("target")
    only_target = (pl.len().over("source") == 1) & ~source.is_in(sorted(leaving))
    only_source = (pl.len().over("target") == 1) & ~target.is_in(sorted(joining))
    weights = weights.with_columns(only_target=only_target, only_source=only_source)
    of_whole = pl.col("only_target").all().over("target") & ~target.is_in(sorted(joining))
    into_own = pl.col("only_source").all().over("source") & ~source.is_in(sorted(leaving))
    one_to_one = pl.col("only_target") & pl.col("only_source")
    kind = (
        pl.when(one_to_one & (source == target))
        .then(pl.lit("unchanged"))
        .when(one_to_one)
        .then(pl.lit("recoded"))
        .when(pl.col("only_target") & of_whole)
        .then(pl.lit("merged"))
        .when(~pl.col("only_target") & into_own)
        .then(pl.lit("split"))
        .otherwise(pl.lit("redrawn"))
    )
    return weights.with_columns(kind=kind).select(list(WEIGHTS)).sort("source", "target")


def checked_shares(weights: pl.DataFrame) -> pl.DataFrame:
    """Columns source, target, weight of a user's table, when the weights are shares.

    Raises `HanseError` on a missing column, a null, a pair that occurs twice, a weight that is
    not above 0, or a source whose weights do not add up to 1.
    """
    absent = [column for column in ("source", "target", "weight") if column not in weights.columns]
    if absent or not weights["weight"].dtype.is_numeric():
        raise HanseError(
            "The weights need the columns source, target and weight, the last with numbers.",
            where=f"columns {', '.join(weights.columns)}",
        )
    own = weights.select("source", "target", pl.col("weight").cast(pl.Float64))
    bad = own.filter(
        pl.any_horizontal(pl.all().is_null())
        | ~(pl.col("weight").is_finite() & (pl.col("weight") > 0))
        | pl.struct("source", "target").is_duplicated()
    )
    if bad.height:
        raise HanseError(
            f"{bad.height} rows of the weights cannot be used.",
            where=f"first: {', '.join(str(cell) for cell in bad.row(0))}",
            why="Each pair of source and target occurs once, with a weight above 0.",
        )
    sums = own.group_by("source").agg(pl.col("weight").sum()).sort("source")
    off = sums.filter((pl.col("weight") - 1).abs() > _TOLERANCE)
    if off.height:
        raise HanseError(
            f"The weights of {off.height} source regions do not add up to 1.",
            where=f"first: {off['source'][0]} adds up to {off['weight'][0]:.6g}",
        )
    return own


def moved(observations: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """The observations of unchanged and recoded regions under their new code, in their order."""
    codes = weights.filter(pl.col("kind").is_in(ONE_TO_ONE))
    names = dict(codes.select("source", "target").iter_rows())
    kept = observations.filter(pl.col("region").is_in(list(names)))
    if all(source == target for source, target in names.items()):
        return kept
    return kept.with_columns(pl.col("region").replace(names))


def summed(observations: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """Weighted sums over the parts of each merged, split or redrawn target region.

    Null when a part has no value or no row. Flags of all parts, each letter once, sorted; `e` is
    added to values that rest on a split or redrawn part. Raises `HanseError` on duplicates.
    """
    weights = weights.filter(~pl.col("kind").is_in(ONE_TO_ONE))
    observations = observations.filter(pl.col("region").is_in(weights["source"].unique().implode()))
    if observations.is_empty():
        return observations
    letters = "".join(sorted(set("e").union(*observations["flag"].unique())))
    masks = {
        flag: sum(1 << letters.index(letter) for letter in set(flag))
        for flag in observations["flag"].unique()
    }
    needed = weights.group_by("target").agg(
        parts=pl.len(), estimate=~pl.col("kind").is_in(EXACT).all()
    )
    sums = (
        observations.with_columns(
            mask=pl.col("flag").replace_strict(masks, return_dtype=pl.Int64),
        )
        .join(weights, left_on="region", right_on="source")
        # Floating-point sums depend on the order of their terms; results must not.
        .sort("region")
        .group_by("target", "industry", "year", "measure", maintain_order=True)
        .agg(
            value=(pl.col("value") * pl.col("weight")).sum(),
            found=pl.col("value").count(),
            rows=pl.len(),
            mask=pl.col("mask").bitwise_or(),
        )
        .join(needed, on="target", maintain_order="left")
    )
    twice = sums.filter(pl.col("rows") > pl.col("parts"))
    if twice.height:
        raise HanseError(
            "A region, industry, year and measure occurs twice.",
            where=f"among the parts of {', '.join(str(part) for part in twice.row(0)[:4])}",
            remedy="Keep one row for each before converting.",
        )
    whole = pl.col("found") == pl.col("parts")
    estimate = pl.when(whole & pl.col("estimate")).then(1 << letters.index("e")).otherwise(0)
    sums = sums.with_columns(
        value=pl.when(whole).then("value"), mask=pl.col("mask") | estimate, region="target"
    )
    flags = {
        mask: "".join(letter for place, letter in enumerate(letters) if mask >> place & 1)
        for mask in sums["mask"].unique()
    }
    flag = pl.col("mask").replace_strict(flags, return_dtype=pl.String)
    return sums.with_columns(flag=flag).select(observations.columns)
