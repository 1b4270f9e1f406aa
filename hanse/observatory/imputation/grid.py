"""Observations as a dense grid of measure x year x region x industry, for the matrix methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hanse.observatory.imputation.descent import IndustryTree
from hanse.observatory.tables import FLAGS

FLAG_BITS: Final = {letter: np.uint16(1 << bit) for bit, letter in enumerate(sorted(FLAGS))}
"""One bit for each letter of `tables.FLAGS`, in alphabetical order."""


@dataclass(frozen=True)
class Grid:
    """Statistics of m measures, y years, g regions and n industries of one tree.

    values: (m, y, g, n), NaN where the source gives none. flags: (m, y, g, n) bits of
    `FLAG_BITS`. outside: observations of industries that are not in the tree (aggregates such
    as B-E), which the grid leaves aside.
    """

    measures: tuple[str, ...]
    years: tuple[int, ...]
    regions: tuple[str, ...]
    tree: IndustryTree
    values: NDArray[np.float64]
    flags: NDArray[np.uint16]
    outside: int


def grid_of(
    observations: pl.DataFrame,
    tree: IndustryTree,
    *,
    regions: Sequence[str],
    years: Sequence[int],
    measures: Sequence[str],
) -> Grid:
    """The tidy table `observations` as a grid; regions and years not listed are left aside."""
    shape = (len(measures), len(years), len(regions), len(tree.nodes))
    values = np.full(shape, np.nan)
    flags = np.zeros(shape, dtype=np.uint16)
    axes = {"measure": measures, "region": regions, "industry": tree.nodes}
    of_year = {year: at for at, year in enumerate(years)}
    positions = observations.select(
        *(_position(name, members) for name, members in axes.items()),
        pl.col("year").replace_strict(of_year, default=None, return_dtype=pl.Int64),
        value=pl.col("value").fill_null(float("nan")),
        flag=pl.col("flag"),
    ).drop_nulls(["measure", "region", "year"])
    inside = positions.filter(pl.col("industry").is_not_null())
    keys = [inside[name].to_numpy() for name in ("measure", "year", "region", "industry")]
    flat = np.ravel_multi_index(tuple(keys), shape)
    values.reshape(-1)[flat] = inside["value"].to_numpy()
    flags.reshape(-1)[flat] = flag_bits(inside["flag"])
    return Grid(
        measures=tuple(measures),
        years=tuple(years),
        regions=tuple(regions),
        tree=tree,
        values=values,
        flags=flags,
        outside=positions.height - inside.height,
    )


def _position(name: str, members: Sequence[str]) -> pl.Expr:
    """Position of each code among `members`, null for a stranger."""
    return pl.col(name).cast(pl.Enum(list(members)), strict=False).to_physical().cast(pl.Int64)


def flag_bits(flags: pl.Series) -> NDArray[np.uint16]:
    """(n,) bits for each text of flag letters."""
    texts = flags.unique().cast(pl.String)
    bits = [sum(int(FLAG_BITS[letter]) for letter in text) for text in texts]
    if not bits:
        return np.zeros(0, dtype=np.uint16)
    mapped = flags.cast(pl.String).replace_strict(texts, pl.Series(bits, dtype=pl.UInt16))
    return mapped.to_numpy().astype(np.uint16)


def flag_texts(bits: NDArray[np.uint16]) -> pl.Series:
    """Flag letters, sorted, for each of the (n,) bits: the inverse of `flag_bits`."""
    present, inverse = np.unique(bits, return_inverse=True)
    texts = [
        "".join(letter for letter, bit in FLAG_BITS.items() if int(value) & int(bit))
        for value in present
    ]
    return pl.Series(texts, dtype=pl.String).gather(inverse.reshape(-1))
