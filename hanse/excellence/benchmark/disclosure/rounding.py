"""Rounding of tables with margins so that the rounded cells still add up."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from hanse.excellence.benchmark.disclosure.tables import MarginTable

Values = npt.NDArray[np.float64]


def controlled_rounding(table: MarginTable, step: float) -> Values | None:
    """Every cell rounded to a multiple of `step` next to it, totals equal to the sums of parts.

    Zero-restricted controlled rounding (Cox 1987, JASA 82:520-524): multiples stay as they are,
    every other cell goes to the multiple below or above it, with the least sum of changes. Always
    possible for one or two axes; None where three or more allow none.
    """
    values = table.values.ravel() / step
    floor = np.floor(values + 1e-9)
    # The part above the multiple below: 0 where the cell stays as it is.
    above = np.where(np.abs(values - np.round(values)) < 1e-9, 0.0, values - floor)
    floor = np.where(above > 0, floor, np.round(values))
    held = table.relations @ floor
    found = milp(
        1 - 2 * above,
        constraints=LinearConstraint(table.relations, -held, -held),
        bounds=Bounds(0.0, np.where(above > 0, 1.0, 0.0)),
        integrality=np.ones(values.size, dtype=np.intp),
    )
    if found.x is None:
        return None
    return ((floor + np.round(found.x)) * step).reshape(table.values.shape)
