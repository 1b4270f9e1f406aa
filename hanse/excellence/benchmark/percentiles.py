"""Where a figure stands among those of its peers: mid-rank percentile, quantiles, intervals."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

DRAWS: Final = 1000
"""Bootstrap draws; the ends of an interval then stand to about one percentile."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure among its peers.

    n: how many were compared, the figure itself among them. percentile, low, high: from 0 to 100;
    `low` to `high` is the interval in which the percentile would lie with other peers of the kind.
    """

    n: int
    percentile: float
    low: float
    high: float

    def turned(self) -> "Standing":
        """The same where less is better: the share that lies above instead of below."""
        return Standing(self.n, 100 - self.percentile, 100 - self.high, 100 - self.low)


def mid_rank(value: float, others: Values) -> float:
    """Mid-rank percentile of `value` among itself and `others`, from 0 to 100.

    The share of figures below it and half the share equal to it, itself included:
    100 (B + E/2) / n. Missing ones (NaN) among `others` are left out. Of equal figures each has
    the same percentile, and the percentiles of a whole group have the mean 50.
    """
    known = others[~np.isnan(others)]
    below = np.count_nonzero(known < value)
    equal = np.count_nonzero(known == value) + 1
    return float(100 * (below + equal / 2) / (known.size + 1))


def standing(
    value: float, others: Values, *, seed: int, share: float = 0.9, draws: int = DRAWS
) -> Standing:
    """Percentile of `value` with its bootstrap interval (Efron 1979, percentile method).

    Drawing n peers with replacement and counting those below and equal is a draw from the
    multinomial distribution of these counts, so the counts are drawn directly: all draws at once,
    and the same for the same seed. share: the part of the draws the interval holds.
    """
    known = others[~np.isnan(others)]
    n = known.size + 1
    below = int(np.count_nonzero(known < value))
    equal = int(np.count_nonzero(known == value)) + 1
    parts = np.array([below, equal, n - below - equal]) / n
    counts = np.random.default_rng(seed).multinomial(n, parts, size=draws)
    drawn = 100 * (counts[:, 0] + counts[:, 1] / 2) / n
    tail = (1 - share) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Standing(n, 100 * (below + equal / 2) / n, float(low), float(high))


def quantile(values: Values, share: float) -> float | None:
    """The quantile by linear interpolation (Hyndman and Fan 1996, type 7).

    None where it would be the smallest or largest figure or lean on one: a quantile is published,
    and the ends of a peer group never are. Missing figures (NaN) are left out.
    """
    known = np.sort(values[~np.isnan(values)])
    place = (known.size - 1) * share
    first, last = floor(place), ceil(place)
    if first < 1 or last > known.size - 2:
        return None
    return float(known[first] + (place - first) * (known[last] - known[first]))


def rounded(value: float | None, step: float) -> float | None:
    """`value` to the nearest multiple of `step`; None stays None."""
    if value is None:
        return None
    return float(round(round(value / step) * step, 12))
