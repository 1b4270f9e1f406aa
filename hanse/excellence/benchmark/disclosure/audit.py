"""What an onlooker can deduce of cells that are not shown, by linear or integer programming."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from hanse.excellence.benchmark.disclosure.tables import MarginTable, Mask, Needs

Values = npt.NDArray[np.float64]

_HAIR = 1e-6


@dataclass(frozen=True, eq=False)
class Deduced:
    """The smallest and largest value each cell can have, in the shape of the table."""

    low: Values
    high: Values


def deduce(table: MarginTable, hidden: Mask, *, counts: bool, most: float | None = None) -> Deduced:
    """The interval of each hidden cell that agrees with all cells that are shown.

    The onlooker knows that the sums hold, that nothing is negative and, for `counts`, that cells
    are whole numbers. most: an upper bound known of every cell, if any. Two programmes for each
    hidden cell, over the hidden cells only.
    """
    shown = table.values.ravel()
    places = np.flatnonzero(hidden.ravel())
    low, high = shown.copy(), shown.copy()
    if places.size:
        known = np.where(hidden.ravel(), 0.0, shown)
        relations = table.relations
        rest = relations @ known
        ours = relations[:, places]
        held = LinearConstraint(ours, -rest, -rest)
        bounds = Bounds(0.0, np.inf if most is None else most)
        whole = np.full(places.size, int(counts))
        for at, place in enumerate(places):
            for sign, ends in ((1.0, low), (-1.0, high)):
                goal = np.zeros(places.size)
                goal[at] = sign
                found = milp(goal, constraints=held, bounds=bounds, integrality=whole)
                # Unbounded (status 3) is an onlooker who knows no end; nothing else can go wrong,
                # because the true table is a solution.
                ends[place] = found.fun * sign if found.status == 0 else -sign * np.inf
    return Deduced(low.reshape(hidden.shape), high.reshape(hidden.shape))


def exposed(table: MarginTable, needs: Needs, deduced: Deduced) -> Mask:
    """Cells that must be protected and of which too much can be deduced."""
    slack = _HAIR * (1 + table.values)
    return needs.primary & (
        (deduced.low > table.values - needs.below + slack)
        | (deduced.high < table.values + needs.above - slack)
        | (deduced.high - deduced.low < needs.width - slack)
    )
