"""The set of least cost, proved by looking at every set that could be it, where these are few.

Once it is known which two cannot be together in a good set, what is left are the cliques of a thin
graph. They are grown partner by partner, all that begin with the same row side by side, and given
up as soon as no set that holds them can cost little enough (branch and bound, Land & Doig 1960).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.consortia.composing.problem import Cut, Model

MOST_SETS: Final = 1_000_000
"""So many sets, half-grown ones counted, are looked at before the search is given up."""

_CELLS: Final = 1 << 23
"""So many figures are held at most when sets are grown side by side, whatever is left out."""


class TooManyError(Exception):
    """There are more sets than are looked at one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Grown:
    """Sets of so many rows, a line each.

    rows: sets x rows of each. cost: distance. add: sets x all rows, what each would add to it;
    infinite for those that may not be added. open: sets x wishes. homes: sets x countries.
    """

    rows: NDArray[np.int64]
    cost: NDArray[np.float64]
    add: NDArray[np.float64]
    open: NDArray[np.bool_]
    homes: NDArray[np.bool_]

    def part(self, lines: slice) -> "_Grown":
        return _Grown(
            self.rows[lines], self.cost[lines], self.add[lines], self.open[lines], self.homes[lines]
        )


def least_cost_of_all(
    model: Model, cuts: Sequence[Cut], at_most: float, most_sets: int = MOST_SETS
) -> tuple[int, ...] | None:
    """The rows of the set of least cost, of equals the first; None where none is `at_most`.

    A set costs its distance and `model.penalty` for each wish and country it leaves open; no two
    of its rows are infinitely far apart, and it keeps to the cuts. Raises `TooManyError`.
    """
    return _Search(model, cuts, at_most, most_sets).run()


class _Search:
    def __init__(self, model: Model, cuts: Sequence[Cut], at_most: float, most_sets: int) -> None:
        self.model, self.left = model, most_sets
        self.best: tuple[int, ...] | None = None
        self.limit = at_most + 1e-9 * max(1.0, abs(at_most))
        rows = len(model)
        self.members = np.zeros((len(cuts), rows), dtype=np.int64)
        for at, cut in enumerate(cuts):
            self.members[at, sorted(cut.rows)] = 1
        self.shared = np.array([cut.shared for cut in cuts], dtype=np.int64)
        self.countries = int(model.country.max(initial=-1)) + 1 if model.short else 0
        self.home = np.zeros((rows, self.countries), dtype=np.bool_)
        known = np.flatnonzero(model.country >= 0) if model.short else np.arange(0)
        self.home[known, model.country[known]] = True
        self.brought = int(model.serves.sum(axis=1).max(initial=0))
        self.cheapest = float(model.near.min(initial=0.0))
        self.later = np.triu(np.ones((rows, rows), dtype=np.bool_), 1)

    def run(self) -> tuple[int, ...] | None:
        model = self.model
        if model.fewest == 0:
            self._finish(
                _Grown(
                    np.zeros((1, 0), dtype=np.int64),
                    np.zeros(1),
                    np.zeros((1, 0)),
                    np.ones((1, model.serves.shape[1]), dtype=np.bool_),
                    np.zeros((1, self.countries), dtype=np.bool_),
                )
            )
        # Rows of least cost first: the sooner a good set is known, the more are given up.
        for row in np.argsort(model.near, kind="stable").tolist():
            add = np.where(self.later[row], model.near + model.apart[row], np.inf)
            self._grow(
                _Grown(
                    np.array([[row]]),
                    model.near[[row]],
                    add[None, :],
                    ~model.serves[[row]],
                    self.home[[row]],
                )
            )
        return self.best

    def _grow(self, sets: _Grown) -> None:
        """Look at `sets`, and at all that hold them."""
        self.left -= len(sets.rows)
        if self.left < 0:
            raise TooManyError
        size = sets.rows.shape[1]
        if size >= self.model.fewest:
            self._finish(sets)
        if size == self.model.most:
            return
        width = max(1, _CELLS // len(self.model) ** 2)
        for begin in range(0, len(sets.rows), width):
            part = sets.part(slice(begin, begin + width))
            larger = self._larger(part)
            if len(larger.rows):
                self._grow(larger)

    def _larger(self, sets: _Grown) -> _Grown:
        """Every set of `sets` with one row more that may still come to cost little enough."""
        model, size = self.model, sets.rows.shape[1] + 1
        cost = sets.cost[:, None] + sets.add
        line, row = np.nonzero(cost <= self.limit)
        cost = cost[line, row]
        still = sets.open[line] & ~model.serves[row]
        homes = sets.homes[line] | self.home[row]
        fit = cost + self._at_least(still.sum(axis=1), homes.sum(axis=1), size) <= self.limit
        if len(self.shared):
            inside = self.members[:, sets.rows].sum(axis=2)[:, line] + self.members[:, row]
            fit &= (inside <= self.shared[:, None]).all(axis=0)
        line, row = line[fit], row[fit]
        add = sets.add[line] + model.apart[row]
        add[~self.later[row]] = np.inf
        rows = np.hstack([sets.rows[line], row[:, None]])
        return _Grown(rows, cost[fit], add, still[fit], homes[fit])

    def _at_least(
        self, still: NDArray[np.int64], homes: NDArray[np.int64], size: int
    ) -> NDArray[np.float64]:
        """What is to be added at least to the distance of sets of `size` rows.

        still: wishes open; homes: countries added. For each number of further partners: what they
        cost at least, and what they leave open however much they bring.
        """
        model = self.model
        least = np.full(len(still), np.inf)
        for more in range(max(model.fewest - size, 0), model.most - size + 1):
            missing = np.maximum(still - more * self.brought, 0)
            missing = missing + np.maximum(model.short - homes - more, 0)
            least = np.minimum(least, model.penalty * missing + more * self.cheapest)
        return least

    def _finish(self, sets: _Grown) -> None:
        """Keep the best of whole sets, if it is better than all before."""
        model = self.model
        missing = sets.open.sum(axis=1) + np.maximum(model.short - sets.homes.sum(axis=1), 0)
        cost = sets.cost + model.penalty * missing
        if len(self.shared):
            inside = self.members[:, sets.rows].sum(axis=2)
            cost = np.where((inside <= self.shared[:, None]).all(axis=0), cost, np.inf)
        least = float(cost.min())
        if least <= self.limit:
            # Only what is cheaper counts from now on.
            self.best = tuple(sorted(sets.rows[int(cost.argmin())].tolist()))
            self.limit = least - 1e-9 * max(1.0, abs(least))
