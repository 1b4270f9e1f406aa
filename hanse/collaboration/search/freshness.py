"""How fresh a profile is: how long ago its people said that all of it holds."""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

FRESH_DAYS: Final = 183
AGEING_DAYS: Final = 366


class Freshness(StrEnum):
    """Classes of freshness, freshest first."""

    FRESH = "fresh"
    """Confirmed in the last half year."""
    AGEING = "ageing"
    """Confirmed in the last year."""
    STALE = "stale"
    """Confirmed longer ago."""
    NEVER = "never"
    """Never confirmed."""


CLASSES: Final = tuple(Freshness)


def freshness_classes(confirmed: NDArray[np.int32], today: int) -> NDArray[np.int8]:
    """Places in `CLASSES` for days of confirmation.

    confirmed: ordinals of days, 0 for never. today: an ordinal; what lies ahead of it is fresh.
    """
    age = today - confirmed
    return np.select(
        [confirmed == 0, age <= FRESH_DAYS, age <= AGEING_DAYS],
        [np.int8(3), np.int8(0), np.int8(1)],
        np.int8(2),
    )
