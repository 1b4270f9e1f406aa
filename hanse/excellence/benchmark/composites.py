"""Composite scores: several indicators as one figure, in the steps of the OECD/JRC Handbook.

Nardo et al. 2008, Handbook on Constructing Composite Indicators, OECD and JRC: normalisation,
weights, aggregation. What each choice does to the result belongs beside it: see `sensitivity`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

Values = npt.NDArray[np.float64]
Normalisation = Literal["min_max", "z_score", "rank"]
Aggregation = Literal["arithmetic", "geometric"]


@dataclass(frozen=True, slots=True)
class Method:
    """How a composite is made.

    bounds: the shares between whose quantiles figures are scaled by `min_max`; beyond them they
    are held at the end, so that one outlier does not press all others together. coverage: a unit
    with less than this share of the weights known has no score.
    """

    normalisation: Normalisation = "min_max"
    aggregation: Aggregation = "arithmetic"
    bounds: tuple[float, float] = (0.05, 0.95)
    coverage: float = 2 / 3


def normalised(figures: Values, more_is_better: Sequence[bool], method: Method) -> Values:
    """Figures (units x indicators) on one scale where more is better; missing stays missing.

    min_max: 0 to 1 between the quantiles `bounds`. z_score: mean 0, standard deviation 1 (n in the
    divisor). rank: mid-rank percentile from 0 to 1. An indicator that is the same for all is 0.5,
    or 0 as a z-score: it tells nobody apart.
    """
    turned = np.where(np.array(more_is_better), figures, -figures)
    scaled = np.full_like(turned, np.nan)
    for column in range(turned.shape[1]):
        known = ~np.isnan(turned[:, column])
        if known.any():
            scaled[known, column] = _scaled(turned[known, column], method)
    return scaled


def _scaled(figures: Values, method: Method) -> Values:
    if method.normalisation == "rank":
        return np.asarray((rankdata(figures) - 0.5) / figures.size)
    if method.normalisation == "z_score":
        deviation = figures.std()
        centred: Values = figures - figures.mean()
        return np.asarray(centred / deviation) if deviation > 0 else centred
    low, high = np.quantile(figures, method.bounds)
    if high <= low:
        return np.full(figures.size, 0.5)
    return np.asarray(np.clip((figures - low) / (high - low), 0.0, 1.0))


def equal_weights(indicators: int) -> Values:
    """The same weight for each indicator; they add up to 1."""
    return np.full(indicators, 1 / indicators)


def dimension_weights(dimensions: Sequence[str]) -> Values:
    """The same weight for each dimension, shared equally by its indicators."""
    named = list(dict.fromkeys(dimensions))
    return np.array([1 / len(named) / dimensions.count(each) for each in dimensions])


def aggregated(scaled: Values, weights: Values, method: Method) -> Values:
    """The composite of each unit; missing indicators give their weight to those known.

    arithmetic: the weighted mean, in which strong indicators make up for weak ones. geometric: the
    weighted geometric mean of 1 + 99 x, brought back by (y - 1) / 99, in which they do so less; for
    figures from 0 to 1. NaN where less than `coverage` of the weights is known.

    Raises ValueError for weights that do not add up to 1, and for z-scores taken geometrically.
    """
    if not np.isclose(weights.sum(), 1.0) or (weights < 0).any():
        raise ValueError("weights are not negative and add up to 1")
    known = ~np.isnan(scaled)
    held = known @ weights
    enough = held >= method.coverage - 1e-12
    share = np.where(known, weights, 0.0) / np.where(held > 0, held, 1.0)[:, None]
    filled = np.where(known, scaled, 0.0)
    if method.aggregation == "geometric":
        if method.normalisation == "z_score":
            raise ValueError("z-scores can be negative and have no geometric mean")
        scores = (np.exp((share * np.log(1 + 99 * filled)).sum(axis=1)) - 1) / 99
    else:
        scores = (share * filled).sum(axis=1)
    return np.where(enough, scores, np.nan)


def composite(
    figures: Values, more_is_better: Sequence[bool], weights: Values, method: Method
) -> Values:
    """Normalised and aggregated: one score for each unit (row of `figures`)."""
    return aggregated(normalised(figures, more_is_better, method), weights, method)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Ranks of each unit (1 is best, ties share the mean) under each choice of method.

    choices: names of the choices, the first the one taken; ranks: choices x units.
    """

    choices: tuple[str, ...]
    ranks: Values

    @property
    def range(self) -> tuple[Values, Values]:
        """The best and the worst rank of each unit over all choices."""
        return self.ranks.min(axis=0), self.ranks.max(axis=0)

    @property
    def mean_shift(self) -> Values:
        """Mean absolute change of ranks against the choice taken, for each other choice.

        R_S of Saisana, Saltelli and Tarantola 2005 (J. R. Statist. Soc. A 168:307-323).
        """
        return np.asarray(np.nanmean(np.abs(self.ranks[1:] - self.ranks[0]), axis=1))


def sensitivity(
    figures: Values,
    more_is_better: Sequence[bool],
    weights: Mapping[str, Values],
    *,
    taken: tuple[Method, str],
) -> Sensitivity:
    """How the ranks change with normalisation, weights (by name) and aggregation.

    taken: the method and the name of the weights that were used. Every combination is computed
    that has a meaning (no geometric mean of z-scores).
    """
    combinations = [taken] + [
        (Method(normalisation, aggregation, taken[0].bounds, taken[0].coverage), name)
        for normalisation in ("min_max", "z_score", "rank")
        for aggregation in ("arithmetic", "geometric")
        for name in weights
        if not (normalisation == "z_score" and aggregation == "geometric")
    ]
    distinct = list(dict.fromkeys(combinations))
    scores = [composite(figures, more_is_better, weights[name], how) for how, name in distinct]
    names = tuple(f"{how.normalisation} {how.aggregation} {name}" for how, name in distinct)
    return Sensitivity(names, np.array([_ranks(each) for each in scores]))


def _ranks(scores: Values) -> Values:
    ranks = np.full(scores.size, np.nan)
    known = ~np.isnan(scores)
    ranks[known] = rankdata(-scores[known])
    return ranks
