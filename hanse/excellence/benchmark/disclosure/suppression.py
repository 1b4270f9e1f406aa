"""Complementary suppression: which further cells to hide so that no hidden one can be deduced.

Exact by integer programming with cuts (Fischetti and Salazar-Gonzalez 2001, Management Science
47:1008-1027) for tables of moderate size; else cell by cell (after Kelly, Golden and Assad 1992,
Networks 22:397-417). Whichever way, the result is audited before it is returned.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from hanse.excellence.benchmark.disclosure.audit import Deduced, deduce, exposed
from hanse.excellence.benchmark.disclosure.tables import MarginTable, Mask, Needs

Values = npt.NDArray[np.float64]
Way = Literal["exact", "stepwise"]

_ROUNDS: Final = 200
_THOROUGH: Final = 400
"""Pairs of cells up to which it is tried what need not be hidden."""
_TINY: Final = 1e-7
_TOTALS_COST: Final = 4.0


@dataclass(frozen=True, eq=False)
class Suppressed:
    """Which cells are hidden, in the shape of the table.

    primary: by a rule. complementary: to protect those. cost: of the complementary ones. way: how
    they were found. deduced: what an onlooker can still say of each cell.
    """

    primary: Mask
    complementary: Mask
    cost: float
    way: Way
    deduced: Deduced

    @property
    def hidden(self) -> Mask:
        """All cells that are not shown."""
        return self.primary | self.complementary


def suppress(
    table: MarginTable,
    needs: Needs,
    *,
    counts: bool,
    costs: Values | None = None,
    way: Way = "exact",
) -> Suppressed | None:
    """The cheapest set of cells to hide so that every primary cell is uncertain enough.

    costs: what hiding each cell costs, positive; by default the logarithm of its size, and
    four times that for totals, which readers miss most. Empty cells are never hidden: who is
    absent can be known. None when even hiding every cell protects too little; then the table is
    not published. Deterministic.
    """
    costs = default_costs(table) if costs is None else costs
    problem = _Problem(table, needs, costs)
    if not problem.primary:
        hidden = np.zeros(table.values.shape, dtype=bool)
    else:
        found = problem.exact() if way == "exact" else problem.stepwise()
        if found is None:
            return None
        hidden = found.reshape(table.values.shape)
    deduced = deduce(table, hidden, counts=counts)
    if exposed(table, needs, deduced).any():
        return None
    extra = hidden & ~needs.primary
    return Suppressed(needs.primary, extra, float(costs[extra].sum()), way, deduced)


def default_costs(table: MarginTable) -> Values:
    """What hiding a cell costs: more for larger ones, and more for totals."""
    return np.log1p(table.values) * np.where(table.totals, _TOTALS_COST, 1.0) + 1.0


def _pairs(low: Values, high: Values) -> list[tuple[float, float]]:
    return list(zip(low.tolist(), high.tolist(), strict=True))


class _Problem:
    """A table whose cells may be moved within bounds where they are hidden."""

    def __init__(self, table: MarginTable, needs: Needs, costs: Values) -> None:
        self.relations = table.relations.toarray()
        self.values = table.values.ravel()
        self.costs = costs.ravel()
        self.primary: list[int] = np.flatnonzero(needs.primary.ravel()).tolist()
        self.below, self.above = needs.below.ravel(), needs.above.ravel()
        self.width = needs.width.ravel()
        self.movable = self.values > 0
        self.down = np.where(self.movable, self.values, 0.0)
        # No cell need ever move further than all there is.
        self.up = np.where(self.movable, self.values.max(initial=0.0) * 2 + self.width.max(), 0.0)

    def exact(self) -> npt.NDArray[np.bool_] | None:
        """The optimum, by cuts: while a primary cell is unprotected, what protects it is asked."""
        fixed = np.zeros(self.values.size)
        fixed[self.primary] = 1.0
        bounds = Bounds(fixed, np.where(self.movable, 1.0, 0.0))
        rows: list[Values] = []
        wanted: list[float] = []
        for _round in range(_ROUNDS):
            cuts = [LinearConstraint(np.array(rows), np.array(wanted), np.inf)] if rows else []
            found = milp(
                self.costs,
                constraints=cuts,
                bounds=bounds,
                integrality=np.ones(self.values.size, dtype=np.intp),
            )
            if found.x is None:
                return None
            hidden = found.x > 0.5
            before = len(rows)
            for cell in self.primary:
                for need, ways in self._needed(cell):
                    reach, row = self._reach(cell, hidden.astype(float), ways)
                    if reach < need - _TINY * (1 + need):
                        rows.append(np.minimum(row, need))
                        wanted.append(need)
            if len(rows) == before:
                return hidden
        return self.stepwise()

    def _needed(self, cell: int) -> list[tuple[float, tuple[float, ...]]]:
        """What is needed at `cell`: how far, and in which directions taken together."""
        asked: list[tuple[float, tuple[float, ...]]] = [
            (float(self.above[cell]), (1.0,)),
            (float(self.below[cell]), (-1.0,)),
            (float(self.width[cell]), (1.0, -1.0)),
        ]
        return [(need, ways) for need, ways in asked if need > 0]

    def _reach(self, cell: int, hidden: Values, ways: tuple[float, ...]) -> tuple[float, Values]:
        """How far the cell can move in each of `ways`, added up, and the cut that bounds it.

        By duality, the reach is at most `row @ hidden` for every choice of hidden cells.
        """
        total, row = 0.0, np.zeros(self.values.size)
        for way in ways:
            goal = np.zeros(self.values.size)
            goal[cell] = -way
            found = linprog(
                goal,
                A_eq=self.relations,
                b_eq=np.zeros(self.relations.shape[0]),
                bounds=_pairs(-self.down * hidden, self.up * hidden),
                method="highs",
            )
            assert found.fun is not None, "not to move is always possible"
            total -= found.fun
            # Marginals are those of the minimum: not positive at upper and not negative at
            # lower bounds.
            row += -found.upper.marginals * self.up + found.lower.marginals * self.down
        return total, np.maximum(row, 0.0)

    def stepwise(self) -> npt.NDArray[np.bool_] | None:
        """Cell by cell, the neediest first, the cheapest way to move it as far as needed."""
        hidden = np.zeros(self.values.size, dtype=bool)
        hidden[self.primary] = True
        need = np.maximum(self.above, self.width)
        for cell in sorted(self.primary, key=lambda at: -need[at]):
            if not self._protect(cell, hidden):
                return None
        return self._without_excess(hidden)

    def _protect(self, cell: int, hidden: npt.NDArray[np.bool_]) -> bool:
        """Hide what is needed to let `cell` move far enough; False when nothing suffices."""
        below = float(self.below[cell])
        # What the width asks beyond the reach downwards is had upwards.
        above = max(float(self.above[cell]), float(self.width[cell]) - below)
        return all(
            need <= 0 or self._move(cell, sign * need, hidden)
            for need, sign in ((above, 1.0), (below, -1.0))
        )

    def _move(self, cell: int, by: float, hidden: npt.NDArray[np.bool_]) -> bool:
        """Hide the cells whose movements allow `cell` to move `by` most cheaply."""
        cells = self.values.size
        if not -self.down[cell] <= by <= self.up[cell]:
            return False
        # A movement is what a cell goes up less what it goes down; that of `cell` is given.
        low, high = np.zeros(2 * cells), np.concatenate([self.up, self.down])
        own, other = (cell, cells + cell) if by > 0 else (cells + cell, cell)
        low[own] = high[own] = abs(by)
        high[other] = 0.0
        price = np.where(hidden | ~self.movable, 0.0, self.costs / np.maximum(self.values, 1.0))
        found = linprog(
            np.concatenate([price, price]),
            A_eq=np.hstack([self.relations, -self.relations]),
            b_eq=np.zeros(self.relations.shape[0]),
            bounds=_pairs(low, high),
            method="highs",
        )
        if found.x is None:
            return False
        hidden |= np.abs(found.x[:cells] - found.x[cells:]) > _TINY
        return True

    def _without_excess(self, hidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Show again each cell, the dearest first, that nothing needs to be hidden."""
        extra = set(np.flatnonzero(hidden).tolist()) - set(self.primary)
        if len(extra) * len(self.primary) > _THOROUGH:
            return hidden
        for at in sorted(extra, key=lambda place: (-self.costs[place], place)):
            hidden[at] = False
            if not self._suffices(hidden):
                hidden[at] = True
        return hidden

    def _suffices(self, hidden: npt.NDArray[np.bool_]) -> bool:
        return all(
            self._reach(cell, hidden.astype(float), ways)[0] >= need - _TINY * (1 + need)
            for cell in self.primary
            for need, ways in self._needed(cell)
        )
