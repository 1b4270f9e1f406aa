"""Funnel plots: which groups lie further from the whole than chance explains, without ranking.

After Spiegelhalter 2005, Funnel plots for comparing institutional performance, Statistics in
Medicine 24:1185-1202.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, norm

Values = npt.NDArray[np.float64]
Overdispersion = Literal["none", "multiplicative", "additive"]

INNER: Final = 0.95
OUTER: Final = 0.998
"""The two usual limits: about two and about three standard errors."""
_TRIMMED: Final = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Between `low` and `high` lies the part `share` of groups of the size `n`, by chance alone."""

    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more groups differ than chance explains.

    factor: mean square of the standardised distances, winsorised (phi); 1 is chance alone.
    between: variance between groups that explains the rest (tau^2), 0 at least.
    """

    factor: float
    between: float


def share_limits(n: int, target: float, share: float) -> Limits:
    """Exact binomial limits around the share `target`, 0 to 1, for a group of `n`.

    Interpolated between whole numbers so that the curve is smooth (appendix A.1.1): with r the
    smallest number for which P(R <= r) reaches the tail p, the limit is (r - a) / n where
    a = (P(R <= r) - p) / P(R = r).
    """
    tail = (1 - share) / 2
    low, high = (_binomial(n, target, p) for p in (tail, 1 - tail))
    return Limits(n, share, low, high)


def _binomial(n: int, target: float, p: float) -> float:
    r = float(binom.ppf(p, n, target))
    reached, here = binom.cdf(r, n, target), binom.pmf(r, n, target)
    a = (reached - p) / here if here > 0 else 0.0
    return float(np.clip((r - a) / n, 0.0, 1.0))


def mean_limits(
    n: int,
    target: float,
    deviation: float,
    share: float,
    *,
    dispersion: Dispersion | None = None,
    kind: Overdispersion = "none",
) -> Limits:
    """Normal limits around the mean `target` for a group of `n`.

    deviation: standard deviation of single figures. With overdispersion, the standard error
    s = deviation / sqrt(n) becomes s sqrt(phi) (multiplicative) or sqrt(s^2 + tau^2) (additive).
    """
    error = deviation / np.sqrt(n)
    if dispersion is not None and kind == "multiplicative":
        error *= np.sqrt(max(dispersion.factor, 1.0))
    elif dispersion is not None and kind == "additive":
        error = np.sqrt(error**2 + dispersion.between)
    reach = float(norm.ppf((1 + share) / 2) * error)
    return Limits(n, share, target - reach, target + reach)


def dispersion(means: Values, errors: Values, target: float) -> Dispersion:
    """Overdispersion of group means with the standard errors `errors` around `target`.

    phi is the mean of z^2, with z = (y - target) / s drawn in to its 10 % and 90 % quantiles, so
    that a few outlying groups do not hide themselves; tau^2 is DerSimonian and Laird's
    (k phi - (k - 1)) / (sum w - sum w^2 / sum w), w = 1 / s^2, where k phi exceeds k - 1.
    """
    z = (means - target) / errors
    z = np.clip(z, *np.quantile(z, [_TRIMMED, 1 - _TRIMMED]))
    k = z.size
    factor = float((z**2).mean())
    weights = 1 / errors**2
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    between = (k * factor - (k - 1)) / scale if scale > 0 else 0.0
    return Dispersion(factor, max(between, 0.0))


Place = Literal["inside", "apart", "far_apart"]


def place(value: float, limits: Sequence[Limits]) -> Place:
    """Where a group lies: inside the first (inner) limits, outside them, or outside the second."""
    inner, outer = limits
    if not outer.low <= value <= outer.high:
        return "far_apart"
    return "inside" if inner.low <= value <= inner.high else "apart"
