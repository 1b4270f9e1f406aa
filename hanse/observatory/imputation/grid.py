"""Observations as a dense grid of measure x year x region x industry, for the matrix methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hanse.observatory.imputation.descent import IndustryTree
from hanse.observatory.places import positions
from hanse.observatory.tables import FLAGS

FLAG_BITS: Final = {letter: np.uint16(1 << bit) for bit, letter in enumerate(sorted(FLAGS))}
"""One bit for each letter of `tables.FLAGS`, in alphabetical order."""

_ROWS: Final = 1 << 20


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
    outside = 0
    # A part at a time, so that the positions of millions of rows never stand side by side.
    for part in observations.iter_slices(_ROWS):
        place = positions(part["measure"], measures)
        wanted = place >= 0
        for size, position in (
            (len(years), positions(part["year"], years)),
            (len(regions), positions(part["region"], regions)),
        ):
            wanted &= position >= 0
            place = place * size + position
        industry = positions(part["industry"], tree.nodes)
        inside = wanted & (industry >= 0)
        outside += int(wanted.sum() - inside.sum())
        place = place * len(tree.nodes) + industry
        value, flag = part["value"].fill_null(float("nan")).to_numpy(), flag_bits(part["flag"])
        if not inside.all():
            place, value, flag = place[inside], value[inside], flag[inside]
        values.reshape(-1)[place] = value
        flags.reshape(-1)[place] = flag
    return Grid(
        measures=tuple(measures),
        years=tuple(years),
        regions=tuple(regions),
        tree=tree,
        values=values,
        flags=flags,
        outside=outside,
    )


def flag_bits(flags: pl.Series) -> NDArray[np.uint16]:
    """(n,) bits for each text of flag letters."""
    texts = flags.unique().cast(pl.String).to_list()
    bits = [sum(int(FLAG_BITS[letter]) for letter in text) for text in texts]
    return np.array(bits, dtype=np.uint16)[positions(flags, texts)]


def flag_texts(bits: NDArray[np.uint16]) -> pl.Series:
    """Flag letters, sorted, for each of the (n,) bits: the inverse of `flag_bits`."""
    present, inverse = np.unique(bits, return_inverse=True)
    texts = [
        "".join(letter for letter, bit in FLAG_BITS.items() if int(value) & int(bit))
        for value in present
    ]
    return pl.Series(texts, dtype=pl.String).gather(inverse.reshape(-1))
