"""What would get an organisation to a level: the cheapest improvements that reach it.

The cheapest set is found exactly, by an integer programme: a variable of 0 or 1 for each step of
a point, a step only after the one before it, thresholds as steps that must be taken, the minimum
share as a sum. Several sets may cost the same; the one given takes the fewest steps, and among
those puts them where the scheme's order comes first.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from hanse.excellence.criteria.points import Result, Scores, result
from hanse.excellence.criteria.scheme import Criterion, LabelScheme
from hanse.foundation.problems import HanseError

Costs = Mapping[str, Sequence[float]]
"""Code of a criterion -> cost of each step, from 0 to 1 point on; above 10,000: not possible."""

_HUNDREDTHS: Final = 100
_DEAREST: Final = 10_000.0
_TOGETHER: Final = 4
"""Criteria decided in one programme when ties are broken: weights then stay well within floats."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """Points to gain on one criterion. needed: points that its threshold asks for beyond now."""

    code: str
    before: int
    after: int
    needed: int
    cost: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The cheapest way to a level.

    reachable: whether there is a way; improvements are empty when not, and when none is needed.
    cost: their sum, in the unit of the costs given. after: how the scores would then stand.
    """

    reachable: bool
    improvements: tuple[Improvement, ...]
    cost: float
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class _Step:
    criterion: int
    cost: int
    forced: bool


def default_costs(scheme: LabelScheme) -> dict[str, tuple[float, ...]]:
    """The scheme's own efforts in person-days: starting values, to be changed by everybody."""
    return {each.code: each.effort_days for each in scheme.criteria}


def cheapest_improvements(scheme: LabelScheme, level: str, scores: Scores, costs: Costs) -> Plan:
    """The cheapest improvements by which `scores` meet `level`, with no threshold missed.

    costs: in hundredths at the finest; finer ones are rounded. Raises `HanseError` for scores
    that are not possible, a criterion of the level without points, and costs that are missing,
    negative, or not one a step.
    """
    before = result(scheme, level, scores)
    if before.unscored:
        raise HanseError(
            f"{len(before.unscored)} criteria have no points yet.",
            where=", ".join(before.unscored),
            remedy="Estimate them first: the way to a level depends on all of them.",
        )
    criteria = scheme.scored(level)
    ladders = [
        _steps(at, each, scores[each.code], scheme.threshold(level, each), costs)
        for at, each in enumerate(criteria)
    ]
    steps = [step for ladder in ladders for step in ladder or ()]
    if None in ladders or len(steps) < before.short:
        return Plan(False, (), 0.0, before, before)
    taken = _solve(steps, len(criteria), before.short)
    gains = [0] * len(criteria)
    cost = [0] * len(criteria)
    for step, used in zip(steps, taken, strict=True):
        gains[step.criterion] += used
        cost[step.criterion] += step.cost * used
    improvements = tuple(
        Improvement(
            code=each.code,
            before=scores[each.code],
            after=scores[each.code] + gains[at],
            needed=max(scheme.threshold(level, each) - scores[each.code], 0),
            cost=cost[at] / _HUNDREDTHS,
        )
        for at, each in enumerate(criteria)
        if gains[at]
    )
    reached = {**scores, **{each.code: each.after for each in improvements}}
    after = result(scheme, level, reached)
    assert after.meets
    return Plan(True, improvements, sum(cost) / _HUNDREDTHS, before, after)


def _steps(
    at: int, criterion: Criterion, points: int, threshold: int, costs: Costs
) -> list[_Step] | None:
    """The possible steps of a criterion from `points` up; None where its threshold is too far."""
    given = costs.get(criterion.code, ())
    if len(given) != criterion.max_points or any(math.isnan(c) or c < 0 for c in given):
        raise HanseError(
            f"The costs of criterion {criterion.code} are not usable.",
            where=f"criterion {criterion.code}",
            why=f"It has {criterion.max_points} steps of a point; each has a cost of 0 or more.",
            remedy="Give one number for each step.",
        )
    found = []
    for step in range(points, criterion.max_points):
        forced = step < threshold
        if given[step] > _DEAREST:
            if forced:
                return None
            # What comes after a step that is not possible is not possible either.
            break
        found.append(_Step(at, round(given[step] * _HUNDREDTHS), forced))
    return found


def _solve(steps: Sequence[_Step], criteria: int, wanted: int) -> NDArray[np.int64]:
    """Which steps to take, 1 or 0 each, to gain at least `wanted` points."""
    if not steps:
        return np.zeros(0, dtype=np.int64)
    programme = _Programme(steps, wanted)
    cost = np.array([step.cost for step in steps], dtype=np.int64)
    programme.minimise(cost)
    programme.minimise(np.ones(len(steps), dtype=np.int64))
    # Criteria that come first in the scheme gain as much as cost and number of steps allow.
    owner = np.array([step.criterion for step in steps])
    most = int(np.bincount(owner).max())
    for first in range(0, criteria, _TOGETHER):
        place = _TOGETHER - 1 - (owner - first)
        inside = (place >= 0) & (place < _TOGETHER)
        weight = np.where(inside, -((most + 1) ** np.where(inside, place, 0)), 0)
        programme.minimise(weight.astype(np.int64))
    return programme.taken


class _Programme:
    """An integer programme whose optimum is narrowed by one objective after the other."""

    def __init__(self, steps: Sequence[_Step], wanted: int) -> None:
        count = len(steps)
        self.taken: NDArray[np.int64] = np.ones(count, dtype=np.int64)
        self._bounds = Bounds(np.array([float(step.forced) for step in steps]), np.ones(count))
        rows: list[NDArray[np.int64]] = [np.ones(count, dtype=np.int64)]
        lowest = [float(wanted)]
        for at in range(1, count):
            if steps[at].criterion == steps[at - 1].criterion:
                after = np.zeros(count, dtype=np.int64)
                after[at - 1], after[at] = 1, -1
                rows.append(after)
                lowest.append(0.0)
        self._rows, self._lowest = rows, lowest
        self._highest = [np.inf] * len(rows)

    def minimise(self, weights: NDArray[np.int64]) -> None:
        """Find the choice of least weight, and hold all that follow to that weight."""
        if not weights.any():
            return
        answer = milp(
            weights.astype(np.float64),
            integrality=np.ones(len(weights), dtype=np.int64),
            bounds=self._bounds,
            constraints=LinearConstraint(
                sparse.csr_array(np.vstack(self._rows)), self._lowest, self._highest
            ),
            options={"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            # All steps together reach what is wanted, so there is always a choice.
            raise RuntimeError(f"The solver found no choice: {answer.message}")
        self.taken = np.rint(answer.x).astype(np.int64)
        sums = np.vstack(self._rows) @ self.taken
        if (sums < self._lowest).any() or (sums > self._highest).any():
            raise RuntimeError("The solver's choice does not hold in whole numbers.")
        least = float(weights @ self.taken)
        self._rows.append(weights)
        self._lowest.append(least)
        self._highest.append(least)
