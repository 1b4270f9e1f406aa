"""Means of small groups drawn towards the mean of all, as far as chance explains their distance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A group's mean before and after.

    weight: how much of the common mean is in `adjusted`, from 0 to 1. error: standard deviation of
    the adjusted mean, given the spread between groups.
    """

    n: int
    mean: float
    adjusted: float
    weight: float
    error: float


def shrink(groups: Sequence[Values]) -> list[Shrunk]:
    """Empirical Bayes estimate of each group's mean, in the order of `groups`.

    Means y_g are taken as normal around true means with the variance v_g = s^2 / n_g, where s^2 is
    pooled within groups, and true means as normal around mu with the variance tau^2. Then
    adjusted = B_g mu + (1 - B_g) y_g with B_g = v_g / (v_g + tau^2) (Efron and Morris 1975,
    JASA 70:311-319; Morris 1983, JASA 78:47-55). tau^2 solves
    sum((y_g - mu)^2 / (v_g + tau^2)) = k - 1, or is 0 (Paule and Mandel 1982,
    J. Res. NBS 87:377-385), with mu the mean weighted by 1 / (v_g + tau^2).

    Missing figures (NaN) are left out. Raises ValueError for a group without figures, or when no
    group has two, because the chance within groups is then unknown.
    """
    known = [group[~np.isnan(group)] for group in groups]
    sizes = np.array([group.size for group in known])
    if (sizes == 0).any():
        raise ValueError("each group needs a figure")
    spare = int((sizes - 1).sum())
    if spare < 1:
        raise ValueError("one group at least needs two figures")
    means = np.array([group.mean() for group in known])
    inside = sum(float(((group - group.mean()) ** 2).sum()) for group in known) / spare
    if inside == 0:
        # Within groups all are alike, so their means are known without error.
        return [
            Shrunk(int(n), float(y), float(y), 0.0, 0.0) for n, y in zip(sizes, means, strict=True)
        ]
    variances = inside / sizes
    between = between_groups(means, variances)
    common = _weighted(means, variances + between)
    weights = variances / (variances + between)
    adjusted = weights * common + (1 - weights) * means
    errors = np.sqrt(variances * (1 - weights))
    return [
        Shrunk(int(n), float(y), float(a), float(b), float(e))
        for n, y, a, b, e in zip(sizes, means, adjusted, weights, errors, strict=True)
    ]


def between_groups(means: Values, variances: Values) -> float:
    """tau^2, the variance of true means between groups (Paule and Mandel 1982); 0 at least."""

    def excess(between: float) -> float:
        spread = variances + between
        return float(((means - _weighted(means, spread)) ** 2 / spread).sum()) - (means.size - 1)

    if means.size < 2 or excess(0.0) <= 0:
        return 0.0
    # Beyond this the sum is at most k / (k + 1) of the sum of squares over the bound: below k - 1.
    most = float(((means - means.mean()) ** 2).sum()) + float(variances.max())
    return float(brentq(excess, 0.0, most, xtol=1e-12 * most))


def _weighted(means: Values, spread: Values) -> float:
    return float((means / spread).sum() / (1 / spread).sum())
