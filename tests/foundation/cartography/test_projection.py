"""The projection, held to published coordinates."""

import numpy as np
import pytest

from hanse.foundation.cartography.projection import EUROPE, EqualArea


def test_the_published_example_of_epsg_3035() -> None:
    # IOGP Publication 373-7-2, Lambert azimuthal equal area, example for ETRS89 / LAEA Europe.
    east, north = EUROPE.project(np.array([[5.0, 50.0]]))[0]
    assert east == pytest.approx(3_962_799.45, abs=0.01)
    assert north == pytest.approx(2_999_718.85, abs=0.01)


def test_the_centre_has_the_false_coordinates() -> None:
    assert EUROPE.project(np.array([[10.0, 52.0]]))[0] == pytest.approx([4_321_000, 3_210_000])


@pytest.mark.parametrize("centre", [EUROPE, EqualArea(-21.1, 55.5), EqualArea(16.2, -61.5)])
def test_areas_keep_their_proportions(centre: EqualArea) -> None:
    """Small squares of equal area on the ellipsoid are as large as each other on the map."""
    areas = []
    for latitude, longitude in (
        (centre.latitude, centre.longitude),
        (centre.latitude + 12, centre.longitude - 20),
        (centre.latitude - 14, centre.longitude + 9),
    ):
        step = 0.01
        corners = centre.project(
            np.array(
                [
                    [longitude - step, latitude - step],
                    [longitude + step, latitude - step],
                    [longitude + step, latitude + step],
                    [longitude - step, latitude + step],
                ]
            )
        )
        x, y = corners.T
        flat = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
        e2 = 0.00669438002290
        sine = np.sin(np.radians(latitude))
        meridian = 6_378_137 * (1 - e2) / (1 - e2 * sine**2) ** 1.5
        normal = 6_378_137 / (1 - e2 * sine**2) ** 0.5
        round_ = meridian * normal * np.cos(np.radians(latitude)) * np.radians(2 * step) ** 2
        areas.append(flat / round_)
    assert areas == pytest.approx([1, 1, 1], abs=1e-6)
