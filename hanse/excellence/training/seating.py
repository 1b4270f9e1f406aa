"""Who has a place in a session, and who waits: first come, first served."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Somebody's wish for a place: `number` tells them apart, `asked` says when."""

    number: int
    asked: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Seating:
    """Numbers of those with a place and of those waiting, each in the order they asked."""

    seated: tuple[int, ...]
    waiting: tuple[int, ...]

    def place_in_line(self, number: int) -> int | None:
        """1 for the first who waits; None for who does not wait."""
        return self.waiting.index(number) + 1 if number in self.waiting else None


def seating(places: int, enrolments: Iterable[Enrolment]) -> Seating:
    """Who sits and who waits, with `places` seats. Raises `ValueError` for fewer than none.

    Ties in time are decided by the number.
    """
    if places < 0:
        raise ValueError(f"A session cannot have {places} places.")
    standing = sorted(
        (each for each in enrolments if not each.cancelled),
        key=lambda each: (each.asked, each.number),
    )
    numbers = tuple(each.number for each in standing)
    return Seating(numbers[:places], numbers[places:])


def moved_up(before: Seating, after: Seating) -> tuple[int, ...]:
    """Those who waited before and have a place now: they are to be told."""
    waited = set(before.waiting)
    return tuple(number for number in after.seated if number in waited)
