"""Where a place lies on the sheet: in the main frame, or in an inset of an outermost region."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hanse.foundation.cartography.projection import EUROPE, EqualArea, Points

WIDTH: Final = 2000
"""Width of the sheet in units; a unit is about 2.5 km in the main frame."""

_WEST_M, _EAST_M = 2_480_000.0, 7_400_000.0
_SOUTH_M, _NORTH_M = 1_350_000.0, 5_450_000.0
_SCALE: Final = WIDTH / (_EAST_M - _WEST_M)

HEIGHT: Final = round((_NORTH_M - _SOUTH_M) * _SCALE)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the sheet, in units, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Inset:
    """A part of the world that has a box of its own: degrees west, south, east, north."""

    label: str
    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place in degrees is drawn in this inset."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def project(self, points: Points, box: Box) -> Points:
        """Places in degrees as units of the sheet, filling `box` and keeping their shape."""
        middle = EqualArea((self.south + self.north) / 2, (self.west + self.east) / 2)
        steps = np.linspace(0, 1, 9)
        across, up = (
            self.west + steps * (self.east - self.west),
            self.south + steps * (self.north - self.south),
        )
        edge = middle.project(
            np.array(
                [(each, side) for each in across for side in (self.south, self.north)]
                + [(side, each) for each in up for side in (self.west, self.east)]
            )
        )
        low, high = edge.min(axis=0), edge.max(axis=0)
        scale = min(box.width / (high[0] - low[0]), box.height / (high[1] - low[1]))
        centre = (low + high) / 2
        middle_of_box = np.array([box.x + box.width / 2, box.y + box.height / 2])
        units: Points = (middle.project(points) - centre) * (scale, -scale) + middle_of_box
        return units


INSETS: Final = (
    Inset("Canarias", -18.35, 27.5, -13.25, 29.5),
    Inset("Madeira", -17.35, 32.35, -16.2, 33.15),
    Inset("Açores", -31.6, 36.75, -24.7, 39.9),
    Inset("Guadeloupe", -61.9, 15.75, -60.9, 16.6),
    Inset("Martinique", -61.35, 14.32, -60.72, 14.95),
    Inset("Guyane", -54.8, 1.9, -51.4, 6.0),
    Inset("La Réunion", 55.1, -21.5, 55.95, -20.75),
    Inset("Mayotte", 44.9, -13.1, 45.4, -12.55),
    Inset("Svalbard", 9.5, 76.2, 34.5, 81.0),
)

_COLUMNS: Final = 3
_CELL: Final = Box(0, 0, 222, 176)
_BETWEEN: Final = 12
_LABEL: Final = 34
_PADDING: Final = 8


def inset_frame(place: int) -> Box:
    """The frame of the inset at `place` in `INSETS`: three columns in the upper right corner."""
    row, column = divmod(place, _COLUMNS)
    left = WIDTH - 4 - _COLUMNS * _CELL.width - (_COLUMNS - 1) * _BETWEEN
    return Box(
        left + column * (_CELL.width + _BETWEEN),
        4 + row * (_CELL.height + _BETWEEN),
        _CELL.width,
        _CELL.height,
    )


def _room(place: int) -> Box:
    """The part of an inset's frame that is not its label."""
    frame = inset_frame(place)
    return Box(
        frame.x + _PADDING,
        frame.y + _LABEL,
        frame.width - 2 * _PADDING,
        frame.height - _LABEL - _PADDING,
    )


def inset_of(longitude: float, latitude: float) -> int | None:
    """Which inset a place is drawn in, None for the main frame."""
    return next(
        (place for place, each in enumerate(INSETS) if each.holds(longitude, latitude)), None
    )


def placed(points: Points, inset: int | None) -> Points:
    """Places in degrees as units of the sheet."""
    if inset is not None:
        return INSETS[inset].project(points, _room(inset))
    metres = EUROPE.project(points)
    return np.column_stack([(metres[:, 0] - _WEST_M) * _SCALE, (_NORTH_M - metres[:, 1]) * _SCALE])


def is_on_sheet(points: Points) -> bool:
    """Whether any of the units lies on the sheet."""
    inside = (points >= 0) & (points <= (WIDTH, HEIGHT))
    return bool(inside.all(axis=1).any())
