"""Descent: values given for branches of the industry tree, carried down to blank leaves.

The rule is that of the European Cluster Observatory (2007-2012, "Data processing algorithms"):
a blank leaf climbs to its first available ancestor; from that ancestor's value the available
descendants are subtracted; the rest is split equally over the blank leaves below it that have
no nearer available ancestor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

NO_ANCHOR: Final = -1
"""Anchor of a leaf that was given, or that nothing above it could fill."""

_ROUNDING: Final = 1e-9


class Node(Protocol):
    """What the tree must say of each industry."""

    @property
    def parent(self) -> str:
        """Code of the industry above, "" at the top."""


@dataclass(frozen=True)
class IndustryTree:
    """The industries as arrays: nodes top-down, their parents, and which are leaves.

    nodes: n codes, parents before children. parent: (n,) position of the parent, -1 at the
    top. leaves: (l,) positions of the leaves, in the order of `nodes`. depth_of: (n,) steps
    from the top.
    """

    nodes: tuple[str, ...]
    parent: NDArray[np.int32]
    leaves: NDArray[np.int32]
    depth_of: NDArray[np.int32]

    @property
    def leaf_codes(self) -> tuple[str, ...]:
        """Codes of the leaves, in the order of the columns of `Descent.values`."""
        return tuple(self.nodes[position] for position in self.leaves)


def industry_tree(items: Mapping[str, Node]) -> IndustryTree:
    """The tree of the industries `items` (code -> industry with its `parent`)."""
    depth: dict[str, int] = {}

    def depth_of(code: str) -> int:
        steps = []
        while code and code not in depth:
            steps.append(code)
            code = items[code].parent
        start = depth[code] if code else -1
        for offset, step in enumerate(reversed(steps), start=1):
            depth[step] = start + offset
        return depth[steps[0]] if steps else start

    for code in items:
        depth_of(code)
    nodes = tuple(sorted(items, key=lambda code: (depth[code], code)))
    position = {code: index for index, code in enumerate(nodes)}
    parent = np.array([position.get(items[code].parent, -1) for code in nodes], dtype=np.int32)
    inner = set(parent.tolist())
    leaves = np.array([at for at in range(len(nodes)) if at not in inner], dtype=np.int32)
    depths = np.array([depth[code] for code in nodes], dtype=np.int32)
    return IndustryTree(nodes=nodes, parent=parent, leaves=leaves, depth_of=depths)


@dataclass(frozen=True)
class Descent:
    """Leaf values after the descent, for r rows (a region, year and measure each), l leaves.

    values: (r, l), NaN where nothing is known. anchor: (r, l) position in `IndustryTree.nodes`
    of the ancestor whose rest filled the leaf, `NO_ANCHOR` where the leaf was given or stays
    unknown. doubtful: (r, l) whether that ancestor is overdrawn. given, filled, unknown: counts
    of leaves. overdrawn: counts of ancestors whose available descendants add up to more than the
    ancestor itself (their rest counts as zero). unplaced: sum of the rests that no blank leaf
    could take.
    """

    values: NDArray[np.float64]
    anchor: NDArray[np.int16]
    doubtful: NDArray[np.bool_]
    given: int
    filled: int
    unknown: int
    overdrawn: int
    unplaced: float


def descend(tree: IndustryTree, values: NDArray[np.float64], *, signed: bool = False) -> Descent:
    """Fill blank leaves from their first available ancestor.

    values: (r, n) in the order of `tree.nodes`, NaN where the source gives none. signed: whether
    figures below zero are in order; then a rest below zero is shared out like any other.
    """
    known = ~np.isnan(values)
    given = np.where(known, values, 0.0)
    below = children_matrix(tree)
    by_depth = [np.flatnonzero(tree.depth_of == depth) for depth in range(tree.depth_of.max() + 1)]
    is_leaf = np.zeros(len(tree.nodes), dtype=bool)
    is_leaf[tree.leaves] = True

    # Upwards: what is available under each node, and how many leaves still have no cover.
    available = given.copy()
    uncovered = np.where(is_leaf & ~known, 1.0, 0.0)
    rest_each = np.zeros_like(given)
    below_zero = np.zeros(given.shape, dtype=bool)
    overdrawn = 0
    unplaced = 0.0
    for level in reversed(by_depth):
        inner = level[~is_leaf[level]]
        if not inner.size:
            continue
        summing = below[:, inner]
        children = available @ summing
        open_leaves = uncovered @ summing
        here = known[:, inner]
        rest = np.where(here, given[:, inner] - children, 0.0)
        tolerance = _ROUNDING * np.maximum(1.0, np.abs(given[:, inner]))
        if not signed:
            below_zero[:, inner] = rest < -tolerance
            overdrawn += int(below_zero[:, inner].sum())
        rest = np.where((np.abs(rest) if signed else rest) > tolerance, rest, 0.0)
        taken = here & (open_leaves > 0)
        unplaced += float(rest[here & (open_leaves == 0)].sum())
        rest_each[:, inner] = np.divide(rest, open_leaves, out=np.zeros_like(rest), where=taken)
        available[:, inner] = np.where(here, given[:, inner], children)
        uncovered[:, inner] = np.where(here, 0.0, open_leaves)

    # Downwards: each node passes on its own rest, or that of its nearest available ancestor.
    share = np.full_like(given, np.nan)
    anchor = np.full(given.shape, NO_ANCHOR, dtype=np.int16)
    for depth, level in enumerate(by_depth):
        if depth:
            share[:, level] = share[:, tree.parent[level]]
            anchor[:, level] = anchor[:, tree.parent[level]]
        inner = level[~is_leaf[level]]
        share[:, inner] = np.where(known[:, inner], rest_each[:, inner], share[:, inner])
        anchor[:, inner] = np.where(known[:, inner], inner.astype(np.int16), anchor[:, inner])

    leaf_known = known[:, tree.leaves]
    leaf_values = np.where(leaf_known, given[:, tree.leaves], share[:, tree.leaves])
    leaf_anchor = np.where(leaf_known, np.int16(NO_ANCHOR), anchor[:, tree.leaves])
    is_filled = leaf_anchor != NO_ANCHOR
    row, leaf = np.nonzero(is_filled)
    doubtful = np.zeros(leaf_anchor.shape, dtype=bool)
    doubtful[row, leaf] = below_zero[row, leaf_anchor[row, leaf]]
    filled = int(is_filled.sum())
    total_given = int(leaf_known.sum())
    return Descent(
        values=leaf_values,
        anchor=leaf_anchor,
        doubtful=doubtful,
        given=total_given,
        filled=filled,
        unknown=leaf_values.size - total_given - filled,
        overdrawn=overdrawn,
        unplaced=unplaced,
    )


def children_matrix(tree: IndustryTree) -> sparse.csc_array:
    """(n, n) matrix whose column j sums the children of node j."""
    child = np.flatnonzero(tree.parent >= 0)
    ones = np.ones(child.size)
    shape = (len(tree.nodes), len(tree.nodes))
    return sparse.csc_array((ones, (child, tree.parent[child])), shape=shape)
