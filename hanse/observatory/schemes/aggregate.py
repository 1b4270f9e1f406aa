"""From industries to the categories of a scheme: weighted sums that know what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from hanse.foundation.problems import HanseError
from hanse.observatory.imputation.descent import (
    NO_ANCHOR,
    Descent,
    IndustryTree,
    children_matrix,
    descend,
)
from hanse.observatory.imputation.grid import FLAG_BITS, Grid
from hanse.observatory.tables import ESTIMATED_FLAGS, MEASURES

_SAME: Final = 1e-9
_FILLED: Final = FLAG_BITS["i"]
_CONFIDENTIAL: Final = FLAG_BITS["c"]
_ESTIMATED: Final = [FLAG_BITS[letter] for letter in ESTIMATED_FLAGS]


@dataclass(frozen=True)
class Leaves:
    """Leaf industries after the descent: values and flags (m, y, g, l), NaN where unknown."""

    values: NDArray[np.float64]
    flags: NDArray[np.uint16]


@dataclass(frozen=True)
class Categories:
    """One scheme's categories: values and flags (m, y, g, c), NaN where withheld or missing.

    known: (m, y, g, c) sum of what is known of the category, also where too little is known for
    a value; for totals over regions, which would be too small without it. coverage: (m, y, c)
    share of the category's weight whose industries the sources know in at least one region that
    year; the others are outside its sum.
    """

    values: NDArray[np.float64]
    flags: NDArray[np.uint16]
    known: NDArray[np.float64]
    coverage: NDArray[np.float64]


@dataclass(slots=True)
class DescentReport:
    """Counts of leaf cells over all measures, years and regions: see `Descent`."""

    given: int = 0
    filled: int = 0
    unknown: int = 0
    overdrawn: int = 0
    unplaced: float = 0.0

    def add(self, part: Descent) -> None:
        """Count `part` in."""
        self.given += part.given
        self.filled += part.filled
        self.unknown += part.unknown
        self.overdrawn += part.overdrawn
        self.unplaced += part.unplaced


@dataclass(frozen=True)
class _Rests:
    """The p rests that the descent shared out: the region of each, and (p, l) which leaves."""

    regions: NDArray[np.intp]
    leaves: sparse.csr_array


def weight_matrix(
    tree: IndustryTree, members: pl.DataFrame, categories: Sequence[str]
) -> sparse.csr_array:
    """(l, c) weights of the leaves in the categories.

    members: columns industry (a leaf code), category, weight. Raises `HanseError` when a
    member is not a leaf of the tree.
    """
    leaf_at = {code: index for index, code in enumerate(tree.leaf_codes)}
    category_at = {code: index for index, code in enumerate(categories)}
    strangers = sorted(set(members["industry"]) - leaf_at.keys())
    if strangers:
        raise HanseError(
            f"The scheme places {len(strangers)} industries that the data's classification does "
            f"not have, such as {', '.join(strangers[:3])}.",
            remedy="Use a scheme and sources of the same classification.",
        )
    rows = [leaf_at[code] for code in members["industry"]]
    columns = [category_at[code] for code in members["category"]]
    return sparse.csr_array(
        (members["weight"].to_numpy(), (rows, columns)), shape=(len(leaf_at), len(category_at))
    )


def aggregate(
    grid: Grid,
    schemes: Sequence[sparse.csr_array],
    *,
    minimum_coverage: float = 1.0,
    fill_from_depth: int = 0,
) -> tuple[Leaves, list[Categories], DescentReport]:
    """Fill the blank leaves of `grid`, and sum the leaves to the categories of each scheme.

    schemes: (l, c) weights, see `weight_matrix`. A category has a value in a region when all
    the industries that the sources cover are known there and none is withheld, or, with a
    `minimum_coverage` below 1, at least that share of them, weighted by their size in all
    regions together. A value is flagged `i` when it rests on a partial sum, on a rest that the
    descent split between industries of different weight in the category, or on an ancestor that
    is smaller than its descendants; any other rest that lies wholly inside a category is exact.
    A rest left after estimates were subtracted bears their flags.

    fill_from_depth: ancestors nearer the top than this fill nothing (0 is the top: all may). A
    section's rest spread over its dozens of classes says little about any of them.
    """
    shape = grid.values.shape
    leaves = Leaves(
        values=np.empty((*shape[:3], len(grid.tree.leaves))),
        flags=np.empty((*shape[:3], len(grid.tree.leaves)), dtype=np.uint16),
    )
    results = [
        Categories(
            values=np.empty((*shape[:3], weights.shape[1])),
            flags=np.empty((*shape[:3], weights.shape[1]), dtype=np.uint16),
            known=np.empty((*shape[:3], weights.shape[1])),
            coverage=np.empty((*shape[:2], weights.shape[1])),
        )
        for weights in schemes
    ]
    report = DescentReport()
    too_high = grid.tree.depth_of < fill_from_depth
    too_high[grid.tree.leaves] = False
    for measure, year in np.ndindex(shape[:2]):
        slab = np.where(too_high, np.nan, grid.values[measure, year])
        descent = descend(grid.tree, slab, signed=MEASURES[grid.measures[measure]].signed)
        report.add(descent)
        bits = _inherited_flags(grid.tree, np.isnan(slab), grid.flags[measure, year])
        bits |= np.where(descent.doubtful, _FILLED, np.uint16(0))
        leaves.values[measure, year] = descent.values
        leaves.flags[measure, year] = bits | np.where(
            descent.anchor == NO_ANCHOR, np.uint16(0), _FILLED
        )
        rests = _rests_of(descent, len(grid.tree.nodes))
        for weights, result in zip(schemes, results, strict=True):
            part = _categories_of(descent, rests, bits, weights, minimum_coverage)
            result.values[measure, year] = part.values
            result.flags[measure, year] = part.flags
            result.known[measure, year] = part.known
            result.coverage[measure, year] = part.coverage
    return leaves, results, report


def _categories_of(
    descent: Descent,
    rests: _Rests,
    bits: NDArray[np.uint16],
    weights: sparse.csr_array,
    minimum_coverage: float,
) -> Categories:
    """The categories of one measure and year: the axes m and y are missing."""
    known = ~np.isnan(descent.values)
    covered = np.asarray(known.any(axis=0), dtype=np.float64)
    belongs = (weights > 0).astype(np.float64)
    sums = np.where(known, descent.values, 0.0) @ weights
    withheld = ((bits & _CONFIDENTIAL) > 0) & ~known
    # An industry withheld here may be covered nowhere else: its absence is a gap all the same.
    gaps = (withheld | ((covered > 0) & ~known)).astype(np.float64) @ belongs
    size = np.where(known, np.abs(descent.values), 0.0).sum(axis=0)
    whole = size @ weights
    share = np.divide((known * size) @ weights, whole, out=np.zeros_like(sums), where=whole > 0)
    complete = gaps == 0
    # What is unknown here may be nothing elsewhere, so its size elsewhere never makes a sum whole.
    enough = (minimum_coverage < 1) & (share >= minimum_coverage - _SAME)
    present = (complete | enough) & ((covered @ belongs) > 0)

    flags = np.zeros(sums.shape, dtype=np.uint16)
    for bit in FLAG_BITS.values():
        carried = withheld if bit == _CONFIDENTIAL else (bits & bit) > 0
        if carried.any():
            flags |= np.where(carried.astype(np.float64) @ belongs > 0, bit, np.uint16(0))
    estimated = _split_unevenly(rests, weights, len(sums)) | ~complete
    flags = np.where(
        present,
        (flags & ~_CONFIDENTIAL) | np.where(estimated, _FILLED, np.uint16(0)),
        flags & _CONFIDENTIAL,
    ).astype(np.uint16)
    total = np.asarray(weights.sum(axis=0)).reshape(-1)
    coverage = np.divide(covered @ weights, total, out=np.zeros_like(total), where=total > 0)
    return Categories(np.where(present, sums, np.nan), flags, sums, coverage)


def _rests_of(descent: Descent, nodes: int) -> _Rests:
    region, leaf = np.nonzero(descent.anchor != NO_ANCHOR)
    key = region * nodes + descent.anchor[region, leaf]
    rests, which = np.unique(key, return_inverse=True)
    ones = np.ones(leaf.size)
    shape = (rests.size, descent.anchor.shape[1])
    return _Rests(rests // nodes, sparse.csr_array((ones, (which, leaf)), shape=shape))


def _split_unevenly(rests: _Rests, weights: sparse.csr_array, regions: int) -> NDArray[np.bool_]:
    """(g, c) whether a rest was split between leaves that differ in weight in the category.

    The weights of the k leaves that share a rest are all equal exactly when
    k x (sum of squares) = (sum) squared (Cauchy-Schwarz).
    """
    uneven = np.zeros((regions, weights.shape[1]), dtype=bool)
    count = np.diff(rests.leaves.indptr).astype(np.float64)
    total = (rests.leaves @ weights).tocoo()
    square = (rests.leaves @ weights.multiply(weights).tocsr()).tocsr()
    rest, category = total.coords
    squares = np.asarray(square[rest, category]).reshape(-1)
    differs = np.abs(count[rest] * squares - total.data**2) > _SAME * count[rest] ** 2
    uneven[rests.regions[rest[differs]], category[differs]] = True
    return uneven


def _inherited_flags(
    tree: IndustryTree, blank: NDArray[np.bool_], flags: NDArray[np.uint16]
) -> NDArray[np.uint16]:
    """(g, l) flags of each leaf; a blank one also bears those of its blank ancestors and the
    first available one, so that what it was filled from, or why it could not be, is seen, and
    the estimating flags of what was subtracted from that one."""
    bits = flags | _subtracted_estimates(tree, blank, flags)
    for depth in range(1, int(tree.depth_of.max()) + 1):
        level = np.flatnonzero(tree.depth_of == depth)
        above = bits[:, tree.parent[level]]
        bits[:, level] |= np.where(blank[:, level], above, np.uint16(0))
    return bits[:, tree.leaves]


def _subtracted_estimates(
    tree: IndustryTree, blank: NDArray[np.bool_], flags: NDArray[np.uint16]
) -> NDArray[np.uint16]:
    """(g, n) estimating flags of the available descendants of each node that has a value."""
    found = np.zeros_like(flags)
    below = children_matrix(tree)
    for bit in _ESTIMATED:
        available = (((flags & bit) > 0) & ~blank).astype(np.float64)
        if not available.any():
            continue
        for depth in range(int(tree.depth_of.max()) - 1, -1, -1):
            level = np.flatnonzero(tree.depth_of == depth)
            estimated = available @ below[:, level] > 0
            here = ~blank[:, level]
            found[:, level] |= np.where(estimated & here, bit, np.uint16(0))
            available[:, level] = np.where(here, available[:, level], estimated)
    return found
