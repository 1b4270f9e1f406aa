"""Whether a group of answers may be shown at all: the primary rules of disclosure control."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

Reason = Literal["too_few", "dominated", "too_alike"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules, with their parameters; the defaults are set by Hanse.

    threshold: a set of answers that can be told apart has at least so many.
    dominant, dominance: the `dominant` largest amounts make up at most `dominance` of the total.
    ratio: the amounts other than the two largest come to at least this share of the largest, so
    that the second largest cannot estimate the largest more closely (the p % rule).
    insiders: so many of a set may know their own answers and pool them.
    spread: the answers left must then still span this share of the largest of them.
    """

    threshold: int = 5
    dominant: int = 2
    dominance: float = 0.85
    ratio: float = 0.10
    insiders: int = 2
    spread: float = 0.10


@dataclass(frozen=True, slots=True)
class Scale:
    """What kind of figure is protected.

    step: the least difference that tells two answers apart, in their unit. amount: whether figures
    add up and cannot be negative, such as persons and euros, so that one can dominate.
    """

    step: float = 1.0
    amount: bool = False


def dominated(values: Values, rules: Rules) -> bool:
    """Whether few amounts make up most of the total, or the second can estimate the first.

    The (n, k) rule and the p % rule (Hundepool et al. 2012, Statistical Disclosure Control,
    section 4.2.2). Amounts are not negative; a total of zero is dominated by nobody.
    """
    total = float(values.sum())
    if total <= 0:
        return False
    largest = np.sort(values)[::-1]
    if largest[: rules.dominant].sum() > rules.dominance * total:
        return True
    return bool(largest[2:].sum() < rules.ratio * largest[0])


def deducible_width(values: Values, insiders: int) -> float:
    """The narrowest range left when any `insiders` members of a set know and remove their own.

    Answers in a set that nothing tells apart could be exchanged without any published figure
    changing, so an onlooker cannot confine an answer to less than the range of those he does not
    know. Negative infinity when nobody is left.
    """
    known = np.sort(values)
    left = known.size - insiders
    if left < 1:
        return -np.inf
    return float(min(known[first + left - 1] - known[first] for first in range(insiders + 1)))


def objection(values: Values, scale: Scale, rules: Rules) -> Reason | None:
    """Why these answers may not be told apart from others; None when they may.

    Needs `threshold` answers; amounts that nobody dominates; and answers that still span
    `spread` of the largest, and at least a step, whichever `insiders` of them are known.
    """
    if values.size < rules.threshold:
        return "too_few"
    if scale.amount and dominated(values, rules):
        return "dominated"
    wanted = max(scale.step, rules.spread * float(np.abs(values).max()))
    # Sums of decimal fractions are not exact; a hair's breadth is no protection lost.
    if deducible_width(values, rules.insiders) < wanted * (1 - 1e-9):
        return "too_alike"
    return None
