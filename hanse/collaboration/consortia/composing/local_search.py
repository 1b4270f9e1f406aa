"""A good set, fast: built one by one, then mended by adding, dropping and exchanging partners.

What it finds is never the answer. It is a cost that the best set does not exceed, which lets the
exact search leave out most candidates.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.consortia.composing.problem import Cut, Model

_EPSILON: Final = 1e-9
_FIRST: Final = 4
"""From how many of the best the first partners are drawn, so that every start goes its own way."""


def good_set(
    model: Model, cuts: Sequence[Cut], *, seed: int = 1, starts: int = 24
) -> tuple[int, ...] | None:
    """Rows of a good set that keeps to the cuts; None where none was found."""
    random = np.random.default_rng(seed)
    members = [np.isin(np.arange(len(model)), sorted(cut.rows)) for cut in cuts]
    best: tuple[float, tuple[int, ...]] | None = None
    for start in range(starts):
        rows = _built(model, cuts, members, random if start else None)
        rows = _mended(model, rows, cuts, members)
        if model.fewest <= len(rows):
            cost = model.cost(rows)
            if best is None or cost < best[0] - _EPSILON:
                best = (cost, tuple(sorted(rows)))
    return best[1] if best else None


def _built(
    model: Model,
    cuts: Sequence[Cut],
    members: Sequence[NDArray[np.bool_]],
    random: np.random.Generator | None,
) -> list[int]:
    """A set to begin with: the best partner again and again, or by chance one of the best."""
    rows: list[int] = []
    while len(rows) < model.most:
        added = _added(model, rows, cuts, members)
        order = np.argsort(added, kind="stable")[:_FIRST]
        fit = [int(row) for row in order if np.isfinite(added[row])]
        if len(rows) >= model.fewest:
            fit = [row for row in fit if added[row] < -_EPSILON]
        if not fit:
            break
        rows.append(fit[0] if random is None else fit[int(random.integers(len(fit)))])
    return rows


def _mended(
    model: Model, rows: list[int], cuts: Sequence[Cut], members: Sequence[NDArray[np.bool_]]
) -> list[int]:
    """The set after every single addition, removal or exchange that lowers its cost."""
    cost = model.cost(rows)
    while True:
        best, least = None, cost - _EPSILON
        if len(rows) < model.most:
            added = _added(model, rows, cuts, members)
            row = int(np.argmin(added))
            if cost + added[row] < least:
                best, least = [*rows, row], cost + float(added[row])
        for row in rows:
            rest = [each for each in rows if each != row]
            without = model.cost(rest)
            if len(rest) >= max(model.fewest, 1) and without < least:
                best, least = rest, without
            added = _added(model, rest, cuts, members)
            added[row] = np.inf
            other = int(np.argmin(added))
            if without + added[other] < least:
                best, least = [*rest, other], without + float(added[other])
        if best is None:
            return rows
        rows, cost = best, least


def _added(
    model: Model, rows: list[int], cuts: Sequence[Cut], members: Sequence[NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """What each candidate adds to the cost of a set; infinite for who is in it or may not be."""
    open_now = ~model.serves[rows].any(axis=0)
    gain = model.serves[:, open_now].sum(axis=1).astype(np.float64)
    if model.countries_short(rows):
        gain += (model.country >= 0) & ~np.isin(model.country, model.country[rows])
    added = model.near + model.apart[:, rows].sum(axis=1) - model.penalty * gain
    added[rows] = np.inf
    for cut, member in zip(cuts, members, strict=True):
        if len(cut.rows.intersection(rows)) >= cut.shared:
            added[member] = np.inf
    return np.asarray(added, dtype=np.float64)
