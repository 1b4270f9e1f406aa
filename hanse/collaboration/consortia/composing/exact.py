"""The set of least cost, proved: an integer programme that HiGHS solves.

Distances between partners are products of two choices. They are made linear after Glover (1975),
Management Science 22(4): a row's share is at least the sum of its distances to the chosen, where it
is chosen itself. That needs one continuous variable a candidate instead of one for every pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from hanse.collaboration.consortia.composing.problem import Cut, Model

_INFEASIBLE: Final = 2
"""What `milp` says when there is no answer."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The rows found. proven: whether none is better. gap: to the best bound, 0 where proven."""

    rows: tuple[int, ...]
    proven: bool
    gap: float


def least_cost(
    model: Model, cuts: Sequence[Cut], *, at_most: float | None, seconds: float
) -> Solved | None:
    """The set of least cost that keeps to the cuts; None where there is none.

    at_most: only sets that cost no more are looked for, which shortens the search. A set without
    rows stands for no set found in the time there was.
    """
    rows, wishes = model.serves.shape
    numbers = int(model.country.max(initial=-1)) + 1 if model.short else 0
    extra = numbers + (1 if model.short else 0)  # a country is there; how many are missing
    width = 2 * rows + wishes + extra
    together = np.isfinite(model.apart)
    apart = np.where(together, model.apart, 0.0)
    # The greatest sum of distances to the chosen, whether the row is one of them or not.
    top = np.sort(apart, axis=1)[:, ::-1][:, : model.most].sum(axis=1)
    least = _nearest(model.apart, model.fewest - 1)
    blocks: list[sparse.spmatrix] = []
    low: list[NDArray[np.float64]] = []
    high: list[NDArray[np.float64]] = []

    def add(matrix: sparse.spmatrix, lower: NDArray[np.float64], upper: float) -> None:
        right = sparse.csr_matrix((matrix.shape[0], width - matrix.shape[1]))
        blocks.append(sparse.hstack([matrix, right]))
        low.append(lower)
        high.append(np.full(matrix.shape[0], upper))

    identity = sparse.eye(rows, format="csr")
    shares = sparse.hstack([-sparse.csr_matrix(apart) - sparse.diags(top), identity])
    add(shares, -top, np.inf)
    add(sparse.hstack([-sparse.diags(least), identity]), np.zeros(rows), np.inf)
    if wishes:
        serving = sparse.csr_matrix(model.serves.T.astype(float))
        gap = sparse.csr_matrix((wishes, rows))
        add(sparse.hstack([serving, gap, sparse.eye(wishes)]), np.ones(wishes), np.inf)
    add(sparse.csr_matrix(np.ones((1, rows))), np.array([float(model.fewest)]), float(model.most))
    one, other = np.nonzero(np.triu(~together, 1))
    if len(one):
        # Two that cannot be together: one of them at most.
        ends = np.zeros((len(one), rows))
        ends[np.arange(len(one)), one] = ends[np.arange(len(one)), other] = 1
        add(sparse.csr_matrix(ends), np.full(len(one), -np.inf), 1.0)
    for cut in cuts:
        shared = np.zeros((1, rows))
        shared[0, sorted(cut.rows)] = 1
        add(sparse.csr_matrix(shared), np.zeros(1), float(cut.shared))
    if model.short:
        homes = np.zeros((numbers, rows))
        homes[model.country[model.country >= 0], np.flatnonzero(model.country >= 0)] = 1
        gap = sparse.csr_matrix((numbers, rows + wishes))
        add(
            sparse.hstack([sparse.csr_matrix(homes), gap, -sparse.eye(numbers)]),
            np.zeros(numbers),
            np.inf,
        )
        enough = np.zeros((1, width))
        enough[0, 2 * rows + wishes :] = 1
        add(sparse.csr_matrix(enough), np.array([float(model.short)]), np.inf)
    costs = np.zeros(width)
    costs[:rows] = model.near
    costs[rows : 2 * rows] = 0.5
    costs[2 * rows : 2 * rows + wishes] = model.penalty
    if model.short:
        costs[-1] = model.penalty
    if at_most is not None:
        known = at_most + 1e-5 * max(1.0, abs(at_most))
        add(sparse.csr_matrix(costs[None, :]), np.array([-np.inf]), known)
    upper = np.ones(width)
    upper[rows : 2 * rows] = np.inf
    if model.short:
        upper[-1] = model.short
    whole = np.ones(width)
    whole[rows : 2 * rows] = 0
    answer = milp(
        costs,
        integrality=whole,
        bounds=Bounds(np.zeros(width), upper),
        constraints=LinearConstraint(
            sparse.vstack(blocks).tocsc(), np.concatenate(low), np.concatenate(high)
        ),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None if answer.status == _INFEASIBLE else Solved((), proven=False, gap=1.0)
    chosen = tuple(np.flatnonzero(answer.x[:rows] > 0.5).tolist())
    proven = answer.status == 0
    return Solved(chosen, proven, 0.0 if proven else float(answer.mip_gap or 0.0))


def _nearest(apart: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    if count <= 0:
        return np.zeros(len(apart))
    others = apart.copy()
    np.fill_diagonal(others, np.inf)
    nearest = np.sort(others, axis=1)[:, :count]
    return np.asarray(np.where(np.isfinite(nearest), nearest, 0.0).sum(axis=1))
