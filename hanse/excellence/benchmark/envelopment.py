"""Data envelopment analysis, as a learning aid: how near each unit is to the best practice seen.

The frontier is made by extremes, so results depend on single units and on errors in their
figures. They are for discussion within a programme, never for labels, and never published.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

Values = npt.NDArray[np.float64]
Returns = Literal["constant", "variable"]
Orientation = Literal["input", "output"]


@dataclass(frozen=True, eq=False)
class Efficiency:
    """The efficiency of each unit and the weights (units x units) of those it is compared with.

    scores: by inputs, the share of its inputs with which best practice gives the same outputs
    (0 to 1); by outputs, the factor by which best practice gives more (1 or more). 1 is best.
    """

    scores: Values
    weights: Values


def efficiency(
    inputs: Values,
    outputs: Values,
    *,
    returns: Returns = "constant",
    orientation: Orientation = "input",
) -> Efficiency:
    """Radial efficiency of each unit (row) by its inputs and outputs (columns).

    Constant returns to scale: Charnes, Cooper and Rhodes 1978 (EJOR 2:429-444); variable: Banker,
    Charnes and Cooper 1984 (Management Science 30:1078-1092). Envelopment form: for unit o,
    min theta with X'w <= theta x_o, Y'w >= y_o, w >= 0, or max phi with X'w <= x_o,
    Y'w >= phi y_o; sum w = 1 for variable returns.

    Raises ValueError when a figure is missing or negative, or a unit has no input or no output.
    """
    _check(inputs, outputs)
    units = inputs.shape[0]
    scores, weights = np.empty(units), np.empty((units, units))
    by_input = orientation == "input"
    for unit in range(units):
        # The first variable is theta or phi, the rest are the weights.
        scale_in = -inputs[unit] if by_input else np.zeros(inputs.shape[1])
        scale_out = np.zeros(outputs.shape[1]) if by_input else outputs[unit]
        found = linprog(
            np.concatenate([[1.0 if by_input else -1.0], np.zeros(units)]),
            A_ub=np.vstack(
                [np.column_stack([scale_in, inputs.T]), np.column_stack([scale_out, -outputs.T])]
            ),
            b_ub=np.concatenate(
                [
                    np.zeros(inputs.shape[1]) if by_input else inputs[unit],
                    -outputs[unit] if by_input else np.zeros(outputs.shape[1]),
                ]
            ),
            A_eq=np.array([[0.0] + [1.0] * units]) if returns == "variable" else None,
            b_eq=np.array([1.0]) if returns == "variable" else None,
            bounds=(0, None),
            method="highs",
        )
        # A unit can always be compared with itself, so there is a solution.
        assert found.x is not None
        scores[unit], weights[unit] = found.x[0], found.x[1:]
    return Efficiency(scores, weights)


def benefit_of_the_doubt(indicators: Values) -> Values:
    """The composite of each unit (row) with the weights that are best for it, from 0 to 1.

    max sum(w y_o) with sum(w y_j) <= 1 for every unit j, w >= 0 (Melyn and Moesen 1991; Cherchye
    et al. 2007, Social Indicators Research 82:111-145). Indicators where more is better, not
    negative, none missing.
    """
    _check(np.ones((indicators.shape[0], 1)), indicators)
    most = np.ones(len(indicators))
    scores = np.empty(len(indicators))
    for unit, figures in enumerate(indicators):
        found = linprog(-figures, A_ub=indicators, b_ub=most, bounds=(0, None), method="highs")
        assert found.x is not None
        scores[unit] = found.x @ figures
    return scores


def _check(inputs: Values, outputs: Values) -> None:
    for name, figures in (("input", inputs), ("output", outputs)):
        if not (np.isfinite(figures).all() and (figures >= 0).all()):
            raise ValueError(f"every {name} is known and not negative")
        if (figures.sum(axis=1) <= 0).any():
            raise ValueError(f"every unit has an {name} above zero")
