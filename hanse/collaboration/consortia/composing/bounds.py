"""What a set with a given candidate costs at least, and which candidates are kept for the search.

Prices are put on the wishes, and a candidate is worth its distance less the prices of what it
brings (Lagrange relaxation). Of the distances between partners only those are counted that no
choice can avoid. So every figure here is a bound that holds, however good the prices are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from hanse.collaboration.consortia.composing.problem import Cut, Model

PREFILTERED: Final = 200
"""How many candidates the exact search looks at."""

_ROUNDS: Final = 40
_NARROWINGS: Final = 6


def prefiltered(model: Model, most: int = PREFILTERED) -> NDArray[np.int64]:
    """Rows of the `most` candidates that are worth looking at, in order of rows.

    The linear relaxation gives every wish a price; a candidate's reduced cost is its distance less
    the prices of what it brings, and the candidates with the least are kept. So a candidate far
    away stays where it brings what is rare, and there are others in reserve for different sets.
    """
    if len(model) <= most:
        return np.arange(len(model))
    reduced = _costs(model) - model.serves @ _prices(model)
    kept = np.lexsort((model.near, reduced.round(12)))[:most]
    return np.sort(kept).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a set is asked for, a column each: wishes to be met, and cuts to be kept.

    brings: row x column, 1 for a wish the row meets and -1 for a cut it is in. least: what a set
    must bring of each. wishes: how many columns are wishes.
    """

    brings: NDArray[np.float64]
    least: NDArray[np.float64]
    wishes: int


def asked(model: Model, cuts: Sequence[Cut]) -> Asked:
    """What sets of `model` are asked for."""
    wishes = model.serves.shape[1]
    members = np.zeros((len(model), len(cuts)))
    for at, cut in enumerate(cuts):
        members[sorted(cut.rows), at] = -1
    least = np.concatenate([np.ones(wishes), [-float(cut.shared) for cut in cuts]])
    return Asked(np.hstack([model.serves.astype(np.float64), members]), least, wishes)


def fewest_needed(model: Model, cuts: Sequence[Cut], missing: int) -> int:
    """The least number of partners that leaves at most so many wishes open; exact."""
    rows, wishes = model.serves.shape
    if wishes <= missing:
        return model.fewest
    asks = asked(model, cuts)
    covering = np.hstack([asks.brings.T, np.eye(len(asks.least), wishes)])
    left = np.concatenate([np.zeros(rows), np.ones(wishes)])
    answer = milp(
        1 - left,
        integrality=np.ones(rows + wishes),
        bounds=Bounds(np.zeros(rows + wishes), np.ones(rows + wishes)),
        constraints=[
            LinearConstraint(covering, asks.least, np.full(len(asks.least), np.inf)),
            LinearConstraint(left[None, :], np.zeros(1), np.array([float(missing)])),
        ],
        options={"time_limit": 2.0},
    )
    # Without time for a proof, its bound holds as well.
    bound = answer.mip_dual_bound
    known = 0 if bound is None or not np.isfinite(bound) else int(np.ceil(bound - 1e-6))
    return min(model.most, max(model.fewest, known))


def narrowed(model: Model, cuts: Sequence[Cut], cost: float) -> tuple[NDArray[np.int64], Model]:
    """The rows that can be in a set that costs no more, and the model of them alone.

    Pairs that cannot be together in such a set are infinitely far apart
    in the answer; as pairs fall away, so do rows, and the other way round.
    """
    limit = cost + 1e-5 * max(1.0, abs(cost))
    rows = np.arange(len(model))
    asks = asked(model, cuts)
    begun = np.concatenate([_prices(model), np.zeros(len(cuts))])
    prices = np.tile(begun, (len(model), 1))
    for _round in range(_NARROWINGS):
        bounds, prices = least_costs(model, asks, limit, prices)
        fit = np.flatnonzero(bounds <= limit)
        before = len(rows), np.isfinite(model.apart).sum()
        rows, model, prices = rows[fit], model.of(fit), prices[fit]
        asks = replace(asks, brings=asks.brings[fit])
        if len(rows) < model.fewest:
            break
        if model.most > 1 and len(model) > 1:
            apart = model.apart.copy()
            apart[least_pair_costs(model, asks, prices) > limit] = np.inf
            np.fill_diagonal(apart, 0.0)
            model = replace(model, apart=apart)
        if before == (len(rows), np.isfinite(model.apart).sum()):
            break
    return rows.astype(np.int64), model


def least_costs(
    model: Model, asks: Asked, cost: float, prices: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every row, a cost that no set with it stays below, and the prices that show it.

    prices: rows x columns of `asks`, to begin with; they are made better until no set with the row
    can be as good as `cost`, for so many rounds at most (subgradient with Polyak's step).
    """
    rows, brings = len(model), asks.brings
    fixed = _others(model, model.fewest - 2)[None, :] + _without_oneself(model)
    must, most = max(model.fewest - 1, 0), min(model.most - 1, rows - 1)
    found, best = np.full(rows, -np.inf), prices.copy()
    for _round in range(_ROUNDS):
        reduced = fixed - prices @ brings.T
        at = np.argpartition(reduced, most, axis=1)[:, :most]
        inner = np.take_along_axis(reduced, at, axis=1)
        order = np.argsort(inner, axis=1)
        at = np.take_along_axis(at, order, axis=1)
        inner = np.take_along_axis(inner, order, axis=1)
        inside = inner < 0
        inside[:, :must] = True
        chosen = np.where(inside, inner, 0.0).sum(axis=1)
        bound = prices @ asks.least + model.near - (prices * brings).sum(axis=1) + chosen
        better = bound > found
        found[better], best[better] = bound[better], prices[better]
        if not prices.shape[1] or (found > cost).all():
            break
        slope = asks.least - brings - (brings[at] * inside[:, :, None]).sum(axis=1)
        step = np.maximum(cost * (1 + 1e-3) - bound, 0) / np.maximum((slope**2).sum(axis=1), 1e-9)
        prices = np.clip(prices + step[:, None] * slope, 0, model.penalty)
    return found, best


def least_pair_costs(model: Model, asks: Asked, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every two rows, a cost that no set with both stays below. prices: row x column."""
    rows, brings, wishes = len(model), asks.brings, asks.wishes
    apart = _without_oneself(model)
    others = _others(model, model.fewest - 3)
    must, most = max(model.fewest - 2, 0), min(model.most - 2, rows - 1)
    found = np.empty((rows, rows))
    for row, price in enumerate(prices):
        reduced = (others + apart[row] - brings @ price)[None, :] + apart
        inner = np.sort(np.partition(reduced, most, axis=1)[:, :most], axis=1)
        inside = inner < 0
        inside[:, :must] = True
        both = brings + brings[row]
        both[:, :wishes] = both[:, :wishes].clip(max=1)  # a wish is met once
        own = model.near[row] + model.near + apart[row]
        found[row] = (
            price @ asks.least + own - both @ price + np.where(inside, inner, 0.0).sum(axis=1)
        )
    return np.maximum(found, found.T)


def _without_oneself(model: Model) -> NDArray[np.float64]:
    apart = model.apart.copy()
    np.fill_diagonal(apart, np.inf)
    return apart


def _others(model: Model, partners: int) -> NDArray[np.float64]:
    """What each further partner costs at least, with so many partners that are not looked at."""
    return model.near + _pairs_at_least(model, partners)


def _costs(model: Model) -> NDArray[np.float64]:
    return model.near + _pairs_at_least(model, model.fewest - 1)


def _pairs_at_least(model: Model, partners: int) -> NDArray[np.float64]:
    """Half the sum of each row's distances to its `partners` nearest: one half for each side."""
    if partners <= 0:
        return np.zeros(len(model))
    return np.asarray(np.sort(_without_oneself(model), axis=1)[:, :partners].sum(axis=1) / 2)


def _prices(model: Model) -> NDArray[np.float64]:
    """The price of every wish in the linear relaxation, where partners are taken in parts."""
    rows, wishes = model.serves.shape
    ones = np.concatenate([np.ones(rows), np.zeros(wishes)])[None, :]
    covering = np.hstack([-model.serves.T.astype(np.float64), -np.eye(wishes)])
    answer: Any = linprog(
        np.concatenate([_costs(model), np.full(wishes, model.penalty)]),
        A_ub=np.vstack([covering, ones, -ones]),
        b_ub=np.concatenate([-np.ones(wishes), [float(model.most), -float(model.fewest)]]),
        bounds=[(0.0, 1.0)] * (rows + wishes),
        method="highs",
    )
    prices: NDArray[np.float64] = -np.asarray(answer.ineqlin.marginals)[:wishes]
    return prices.clip(0, model.penalty)
