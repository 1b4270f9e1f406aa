"""Industry and region trees laid out so that a total is one `reduceat` over its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

INDUSTRY_WIDTHS: Final = (1, 3, 4, 5)
"""Length of a NACE code in Eurostat's writing: section C, division C29, group C291, class C2910."""

REGION_WIDTHS: Final = (2, 3, 4)
"""Length of a NUTS code: country AT, NUTS 1 AT1, NUTS 2 AT11."""


@dataclass(frozen=True, slots=True)
class Tree:
    """All codes of a hierarchy, level after level, each level sorted.

    levels: slice of `codes` that holds each level, the coarsest first.
    starts: for each level but the last, where the children of each code begin within the next.
    """

    codes: tuple[str, ...]
    levels: tuple[slice, ...]
    starts: tuple[NDArray[np.intp], ...]

    def ancestors(self, depth: int) -> NDArray[np.intp]:
        """For each code at level `depth` or below, which code of that level it lies under.

        Shape (codes,); codes above `depth` hold -1.
        """
        names = self.codes[self.levels[depth]]
        place = {name: index for index, name in enumerate(names)}
        width = len(names[0]) if names else 0
        return np.array([place.get(code[:width], -1) for code in self.codes], dtype=np.intp)

    def totals(self, leaves: NDArray[np.int64], axis: int) -> NDArray[np.int64]:
        """`leaves`, with its last level along `axis`, grown to all codes of the tree by summing."""
        parts = [leaves]
        for starts in reversed(self.starts):
            parts.append(np.add.reduceat(parts[-1], starts, axis=axis))
        return np.concatenate(parts[::-1], axis=axis)


def build_tree(leaves: Sequence[str], widths: Sequence[int]) -> Tree:
    """The tree whose last level is `leaves` and whose other codes are prefixes of them."""
    levels = [sorted({leaf[:width] for leaf in leaves}) for width in widths]
    starts: list[NDArray[np.intp]] = []
    for below, width in zip(levels[1:], widths[:-1], strict=True):
        above = np.array([code[:width] for code in below])
        starts.append(np.flatnonzero(np.r_[True, above[1:] != above[:-1]]).astype(np.intp))
    ends = np.cumsum([0, *map(len, levels)])
    return Tree(
        tuple(code for level in levels for code in level),
        tuple(slice(int(a), int(b)) for a, b in pairwise(ends)),
        tuple(starts),
    )
