"""How fresh many entries are at once, by the rules of `hanse.collaboration.directory.freshness`."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.directory.freshness import RULES, FreshnessRules, State

CLASSES: Final = (State.FRESH, State.AGEING, State.STALE)
"""Freshest first."""

Days = NDArray[np.int32]


def freshness_classes(
    confirmed: Days, active: Days, today: int, rules: FreshnessRules = RULES
) -> NDArray[np.int8]:
    """Places in `CLASSES`.

    confirmed, active: ordinals of the days of confirmation and of activity last seen, 0 for never.
    today: an ordinal.
    """
    age = today - confirmed
    is_fresh = (confirmed > 0) & (age <= rules.fresh)
    alive = (active > 0) & (today - active <= rules.active)
    is_ageing = alive | ((confirmed > 0) & (age <= rules.stale))
    return np.where(is_fresh, 0, np.where(is_ageing, 1, 2)).astype(np.int8)
