"""How far experts agree who gave points independently: the usual statistics, exactly defined.

Scores are arrays of shape (raters, items), integers or floats; NaN where a rater gave none. Every
statistic is None where it is not defined, such as when all scores are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Weighting = Literal["unweighted", "linear", "quadratic"]

_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of the experts of one file. items: criteria that at least two of them scored.

    exact, within_one: shares of the pairs of scores, from 0 to 1. kappa: quadratic weights; None
    unless there are two experts. alpha: Krippendorff, ordinal. icc: two-way random effects, single
    scores, absolute agreement.
    """

    raters: int
    items: int
    exact: float | None
    within_one: float | None
    kappa: float | None
    alpha: float | None
    icc: float | None


def agreement(scores: ArrayLike) -> Agreement:
    """All statistics of one file, of scores as (raters, items)."""
    table = _table(scores)
    raters = len(table)
    return Agreement(
        raters=raters,
        items=int((np.isfinite(table).sum(axis=0) >= _PAIR).sum()),
        exact=share_within(table, 0.0),
        within_one=share_within(table, 1.0),
        kappa=weighted_kappa(table[0], table[1], "quadratic") if raters == _PAIR else None,
        alpha=krippendorff_alpha(table),
        icc=intraclass_correlation(table),
    )


def share_within(scores: ArrayLike, distance: float) -> float | None:
    """The share of pairs of scores on the same item that differ by at most `distance`."""
    table = _table(scores)
    agreeing = pairs = 0
    for first in range(len(table)):
        for second in range(first + 1, len(table)):
            difference = np.abs(table[first] - table[second])
            known = np.isfinite(difference)
            pairs += int(known.sum())
            agreeing += int((difference[known] <= distance).sum())
    return agreeing / pairs if pairs else None


def weighted_kappa(
    first: ArrayLike,
    second: ArrayLike,
    weighting: Weighting = "quadratic",
    categories: ArrayLike | None = None,
) -> float | None:
    """Kappa of two raters, 1 - observed by expected disagreement.

    A disagreement weighs |a - b| (linear) or (a - b)^2 (quadratic); unweighted, every one is alike.
    categories: the scale, where not all of it was used; it changes nothing but what is allowed.
    Cohen (1968), Psychological Bulletin 70, 213-220. Raises `ValueError` for a score off the scale.
    """
    pair = np.vstack([_row(first), _row(second)])
    pair = pair[:, np.isfinite(pair).all(axis=0)]
    if categories is not None and not np.isin(pair, np.asarray(categories, float)).all():
        raise ValueError("A score is not one of the categories.")
    values = np.unique(pair)
    counts = np.zeros((len(values), len(values)))
    np.add.at(counts, (np.searchsorted(values, pair[0]), np.searchsorted(values, pair[1])), 1.0)
    distance = np.abs(values[:, None] - values[None, :])
    weights = {
        "unweighted": (distance > 0).astype(float),
        "linear": distance,
        "quadratic": distance**2,
    }[weighting]
    return kappa_of_table(counts, weights)


def kappa_of_table(counts: ArrayLike, weights: ArrayLike) -> float | None:
    """Kappa of a square table of counts or shares with any weights of disagreement.

    Cohen (1968): 1 - sum(w o) / sum(w e), with e the product of the margins.
    """
    table, weigh = np.asarray(counts, float), np.asarray(weights, float)
    total = table.sum()
    if total == 0:
        return None
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / total
    by_chance = float((weigh * expected).sum())
    return 1.0 - float((weigh * table).sum()) / by_chance if by_chance > 0 else None


Metric = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(scores: ArrayLike, metric: Metric = "ordinal") -> float | None:
    """Krippendorff's alpha of any number of raters, some scores missing, 1 - D_o / D_e.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections B to D: coincidences
    of values within items, each item weighed by 1 / (m - 1) for its m scores.
    """
    table = _table(scores)
    values = np.unique(table[np.isfinite(table)])
    if len(values) < _PAIR:
        return None
    # counts[item, value]: how many raters gave the item this value
    counts = (table.T[:, :, None] == values).sum(axis=1).astype(float)
    given = counts.sum(axis=1)
    counts, given = counts[given >= _PAIR], given[given >= _PAIR]
    if not len(given):
        return None
    scaled = counts / (given - 1)[:, None]
    coincidences = scaled.T @ counts - np.diag(scaled.sum(axis=0))
    margins = coincidences.sum(axis=1)
    total = margins.sum()
    distance = _DISTANCES[metric](values, margins)
    expected = float((np.outer(margins, margins) * distance).sum()) / (total - 1)
    return 1.0 - float((coincidences * distance).sum()) / expected if expected > 0 else None


def _nominal(values: Floats, _margins: Floats) -> Floats:
    differ: Floats = (values[:, None] != values[None, :]).astype(float)
    return differ


def _ordinal(_values: Floats, margins: Floats) -> Floats:
    """(n_c / 2 + all between + n_k / 2)^2: how many scores lie from one value to the other."""
    middle = np.cumsum(margins) - margins / 2
    between: Floats = middle[:, None] - middle[None, :]
    return between**2


def _interval(values: Floats, _margins: Floats) -> Floats:
    difference: Floats = values[:, None] - values[None, :]
    return difference**2


_DISTANCES: Final[dict[Metric, Callable[[Floats, Floats], Floats]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}

Model = Literal["one_way", "two_way_random", "two_way_mixed"]


def intraclass_correlation(
    scores: ArrayLike, model: Model = "two_way_random", *, of_means: bool = False
) -> float | None:
    """Intraclass correlation of items that all raters scored; the others are left out.

    Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428: one_way is ICC(1,1),
    two_way_random ICC(2,1), absolute agreement, two_way_mixed ICC(3,1), consistency; of_means
    gives ICC(.,k).
    """
    table = _table(scores)
    table = table[:, np.isfinite(table).all(axis=0)]
    k, n = table.shape
    if k < _PAIR or n < _PAIR:
        return None
    mean = table.mean()
    items, raters = table.mean(axis=0), table.mean(axis=1)
    between = k * float(((items - mean) ** 2).sum()) / (n - 1)
    of_raters = n * float(((raters - mean) ** 2).sum()) / (k - 1)
    within = float(((table - items) ** 2).sum()) / (n * (k - 1))
    residual = table - items - raters[:, None] + mean
    error = float((residual**2).sum()) / ((n - 1) * (k - 1))
    times = 1 if of_means else k
    above, below = {
        "one_way": (between - within, between + (times - 1) * within),
        "two_way_random": (
            between - error,
            between + (times - 1) * error + times * (of_raters - error) / n,
        ),
        "two_way_mixed": (between - error, between + (times - 1) * error),
    }[model]
    return above / below if below > 0 else None


def _table(scores: ArrayLike) -> Floats:
    table = np.asarray(scores, dtype=float)
    if table.ndim != _PAIR:
        raise ValueError("Scores are a table of raters by items.")
    return table


def _row(scores: ArrayLike) -> Floats:
    return np.asarray(scores, dtype=float).reshape(1, -1)
