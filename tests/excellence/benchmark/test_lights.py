"""When a light is green, yellow or red."""

import pytest

from hanse.excellence.benchmark.lights import Light, LightRule, light
from hanse.excellence.benchmark.percentiles import Standing


@pytest.mark.parametrize(
    ("percentile", "low", "high", "wanted"),
    [
        (90, 60, 99, "green"),
        (90, 45, 99, "yellow"),  # chance alone may have put it there
        (60, 55, 70, "yellow"),  # above the middle, but in the middle third
        (200 / 3, 51, 80, "green"),
        (10, 2, 40, "red"),
        (10, 2, 55, "yellow"),
        (40, 30, 45, "yellow"),
        (50, 20, 80, "yellow"),
    ],
)
def test_lights(percentile: float, low: float, high: float, wanted: Light) -> None:
    assert light(Standing(20, percentile, low, high), LightRule()) == wanted


def test_turning_a_standing_turns_its_light() -> None:
    strong = Standing(20, 90, 70, 98)
    assert light(strong, LightRule()) == "green"
    assert light(strong.turned(), LightRule()) == "red"
