"""Lambert azimuthal equal-area projection, as EPSG:3035 uses it for maps of Europe."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

# GRS 1980, the ellipsoid of ETRS89.
_RADIUS_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257222101
_E2: Final = _FLATTENING * (2 - _FLATTENING)
_E: Final = _E2**0.5

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EqualArea:
    """A projection around a centre in degrees; areas keep their proportions.

    false_easting, false_northing: coordinates of the centre, in metres.
    """

    latitude: float
    longitude: float
    false_easting: float = 0.0
    false_northing: float = 0.0

    def project(self, longitude_latitude: Points) -> Points:
        """Eastings and northings in metres of points in degrees, an array of n x 2.

        Formulae for the ellipsoid: IOGP Guidance Note 7-2 (2019), 3.2.2.2, after Snyder (1987),
        equations 24-17 to 24-23.
        """
        centre = np.radians(self.latitude)
        polar = _authalic(np.pi / 2)
        beta_0 = np.arcsin(_authalic(centre) / polar)
        radius = _RADIUS_M * np.sqrt(polar / 2)
        scale = (
            _RADIUS_M
            * np.cos(centre)
            / np.sqrt(1 - _E2 * np.sin(centre) ** 2)
            / (radius * np.cos(beta_0))
        )
        beta = np.arcsin(_authalic(np.radians(longitude_latitude[:, 1])) / polar)
        turn = np.radians(longitude_latitude[:, 0] - self.longitude)
        cosines = np.cos(beta) * np.cos(turn)
        spread = radius * np.sqrt(
            2 / (1 + np.sin(beta_0) * np.sin(beta) + np.cos(beta_0) * cosines)
        )
        east = spread * scale * np.cos(beta) * np.sin(turn)
        north = spread / scale * (np.cos(beta_0) * np.sin(beta) - np.sin(beta_0) * cosines)
        return np.column_stack([east + self.false_easting, north + self.false_northing])


EUROPE: Final = EqualArea(52.0, 10.0, 4_321_000.0, 3_210_000.0)
"""ETRS89-extended / LAEA Europe, EPSG:3035."""


def _authalic(latitude: float | Points) -> float | Points:
    """Snyder's q of a latitude in radians."""
    sine = np.sin(latitude)
    found: float | Points = (1 - _E2) * (
        sine / (1 - _E2 * sine**2) - np.log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E)
    )
    return found
