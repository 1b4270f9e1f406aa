"""Calibration exercises: a trainee scores a model case, and is held against the reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from hanse.excellence.label.agreement import share_within, weighted_kappa

LEAST_EXACT: Final = 0.6
"""Share of criteria that must be scored as the reference does; set by Hanse."""
LEAST_WITHIN_ONE: Final = 0.9
"""Share of criteria that may differ by one point at most; set by Hanse."""
MOST_BIAS: Final = 0.5
"""How many points the mean may lie above or below the reference's; set by Hanse."""


@dataclass(frozen=True, slots=True)
class PassRule:
    """What passes: shares from 0 to 1, bias in points."""

    least_exact: float = LEAST_EXACT
    least_within_one: float = LEAST_WITHIN_ONE
    most_bias: float = MOST_BIAS


@dataclass(frozen=True, slots=True)
class Apart:
    """A criterion that was scored otherwise than the reference."""

    criterion: str
    given: int
    reference: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a trainee's scores agree with the reference.

    exact, within_one: shares of criteria. kappa: with quadratic weights; None where all scores are
    the same. bias: mean of given minus reference, in points; above 0 is milder. apart: the
    criteria that differ, the farthest first.
    """

    criteria: int
    exact: float
    within_one: float
    kappa: float | None
    bias: float
    apart: tuple[Apart, ...]
    passed: bool


def calibrate(
    given: Mapping[str, int], reference: Mapping[str, int], rule: PassRule | None = None
) -> Calibration:
    """Hold scores by criterion against the reference. Every criterion must be scored.

    Raises `ValueError` naming criteria that are missing or not part of the model case.
    """
    rule = rule or PassRule()
    missing, unknown = reference.keys() - given.keys(), given.keys() - reference.keys()
    if missing or unknown or not reference:
        raise ValueError(
            f"Not scored: {', '.join(sorted(missing)) or 'none'}; "
            f"not part of the case: {', '.join(sorted(unknown)) or 'none'}."
        )
    codes = sorted(reference)
    scores = np.array([[given[code] for code in codes], [reference[code] for code in codes]], float)
    exact, within_one = share_within(scores, 0.0) or 0.0, share_within(scores, 1.0) or 0.0
    bias = float((scores[0] - scores[1]).mean())
    apart = [
        Apart(code, given[code], reference[code])
        for code in codes
        if given[code] != reference[code]
    ]
    apart.sort(key=lambda each: (-abs(each.given - each.reference), each.criterion))
    return Calibration(
        criteria=len(codes),
        exact=exact,
        within_one=within_one,
        kappa=weighted_kappa(scores[0], scores[1], "quadratic"),
        bias=bias,
        apart=tuple(apart),
        passed=exact >= rule.least_exact
        and within_one >= rule.least_within_one
        and abs(bias) <= rule.most_bias,
    )
