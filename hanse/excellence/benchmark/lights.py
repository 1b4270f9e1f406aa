"""Red, yellow or green: whether a figure stands clearly below, near or above its peers."""

from dataclasses import dataclass
from typing import Literal

from hanse.excellence.benchmark.percentiles import Standing

Light = Literal["green", "yellow", "red"]

_MIDDLE = 50.0


@dataclass(frozen=True, slots=True)
class LightRule:
    """When a light is green or red; the defaults are set by Hanse.

    green_from, red_to: percentiles. Beyond them the whole interval must also lie on its side of
    the middle, so that chance alone turns no light.
    """

    green_from: float = 200 / 3
    red_to: float = 100 / 3


def light(standing: Standing, rule: LightRule) -> Light:
    """The light of a standing where more is better; turn it first where less is.

    Green from the upper third when the whole interval lies above the middle, red down from the
    lower third when the whole interval lies below it, else yellow: not told apart from the middle.
    """
    if standing.percentile >= rule.green_from and standing.low > _MIDDLE:
        return "green"
    if standing.percentile <= rule.red_to and standing.high < _MIDDLE:
        return "red"
    return "yellow"
