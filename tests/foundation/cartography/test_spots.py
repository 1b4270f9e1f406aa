"""The spot of a region lies inside it, also where its centroid does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.foundation.cartography.spots import spot

SQUARE = "M10 10l20 0 0 20-20 0z"
CRESCENT = "M0 0l40 0 0 10-30 0 0 20 30 0 0 10-40 0z"


def inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Whether a point lies in a ring: crossings of a ray to the right, one by one."""
    crossed = False
    for (one_x, one_y), (two_x, two_y) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (one_y > y) != (two_y > y) and x < (two_x - one_x) * (y - one_y) / (
            two_y - one_y
        ) + one_x:
            crossed = not crossed
    return crossed


def test_of_a_square_it_is_the_middle() -> None:
    assert spot(SQUARE) == pytest.approx((20, 20), abs=0.5)


def test_of_a_crescent_it_is_not_in_the_gap() -> None:
    x, y = spot(CRESCENT)
    assert y == pytest.approx(20, abs=0.5)
    assert 0 < x < 10


def test_the_largest_part_counts() -> None:
    assert spot(f"M100 100l1 0 0 1-1 0z{SQUARE}M200 0l2 0 0 2z") == spot(SQUARE)


@given(
    st.lists(st.integers(2, 60), min_size=5, max_size=24),
    st.integers(-300, 300),
)
def test_it_lies_inside_any_star(reaches: list[int], shift: int) -> None:
    turns = np.linspace(0, 2 * np.pi, len(reaches), endpoint=False)
    corners = [
        (round(float(reach * np.cos(turn)) + shift, 3), round(float(reach * np.sin(turn)), 3))
        for reach, turn in zip(reaches, turns, strict=True)
    ]
    steps = np.diff(np.array(corners), axis=0)
    path = f"M{corners[0][0]} {corners[0][1]}l" + " ".join(f"{x:.3f} {y:.3f}" for x, y in steps)
    x, y = spot(f"{path}z")
    # Steps are rounded: a hair's breadth outside is inside.
    assert any(inside(x + dx, y, corners) for dx in (-0.1, 0, 0.1))
