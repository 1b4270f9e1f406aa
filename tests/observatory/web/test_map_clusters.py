"""Circles that count what lies where: none over another, nothing lost."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.observatory.web.map_clusters import Cluster, clustered

POINTS = st.lists(
    st.builds(Cluster, st.floats(0, 2000), st.floats(0, 1600), st.integers(1, 5000).map(float)),
    max_size=30,
)


def test_far_points_stay_apart_and_larger_ones_are_larger() -> None:
    one, other = clustered([Cluster(0, 0, 3), Cluster(900, 0, 40)], em=20)
    assert (one.count, other.count) == (40, 3)
    assert one.radius > other.radius > 0


def test_near_points_are_one_where_most_of_it_is() -> None:
    (found,) = clustered([Cluster(0, 0, 1), Cluster(10, 0, 3)], em=20)
    assert (found.x, found.y, found.count) == (7.5, 0, 4)


@given(POINTS)
def test_nothing_is_lost_and_nothing_lies_over_another(points: list[Cluster]) -> None:
    found = clustered(points, em=20)
    assert sum(each.count for each in found) == pytest.approx(sum(each.count for each in points))
    for one, other in combinations(found, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= 0.9 * (one.radius + other.radius)
    assert [each.count for each in found] == sorted((each.count for each in found), reverse=True)
