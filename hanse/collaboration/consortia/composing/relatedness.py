"""How related the industries of organisations are: portfolios of categories, and proximities."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def relatedness(
    portfolios: Sequence[frozenset[str]], proximity: Mapping[tuple[str, str], float]
) -> NDArray[np.float64]:
    """How related portfolios are to each other, 0 to 1; square, even, in the order given.

    portfolios: categories of each, such as those its region is specialised in. proximity: of two
    categories, in either order; 0 where not known, and 1 to itself. For every category of one the
    nearest of the other counts; the mean over both sides. 0 where a portfolio is empty.
    """
    different = list(dict.fromkeys(portfolios))
    place = {each: at for at, each in enumerate(different)}
    categories = sorted({code for each in different for code in each})
    near = _square(categories, proximity)
    row = {code: at for at, code in enumerate(categories)}
    found = np.zeros((len(different), len(different)))
    members = [[row[code] for code in sorted(each)] for each in different]
    for at, mine in enumerate(members):
        if not mine:
            continue
        best = near[:, mine].max(axis=1)
        for other, theirs in enumerate(members):
            if theirs:
                found[other, at] = best[theirs].mean()
    both = (found + found.T) / 2
    rows = [place[each] for each in portfolios]
    return both[np.ix_(rows, rows)]


def tie_strength(pieces: int) -> float:
    """How strong so many pieces of evidence make a tie: 0, 0.5, 0.75, 0.875, ... below 1."""
    return 1 - 0.5**pieces if pieces > 0 else 0.0


def _square(
    categories: Collection[str], proximity: Mapping[tuple[str, str], float]
) -> NDArray[np.float64]:
    row = {code: at for at, code in enumerate(categories)}
    near = np.eye(len(row))
    for (one, other), value in proximity.items():
        if one in row and other in row and one != other:
            near[row[one], row[other]] = near[row[other], row[one]] = min(max(value, 0.0), 1.0)
    return near
