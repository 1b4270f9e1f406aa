"""Days of which only the year, or the year and the month, may be known; nothing is ever guessed.

A partial date stands for every day it leaves open. So two of them can come surely one before the
other, or surely not, or it is not known: rules ask for what is sure.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

_WRITTEN: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year from 1, a month or None, a day or None; a day only with its month.

    Raises `ValueError` for what is on no calendar.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("A day is known with its month alone.")
        month = 1 if self.month is None else self.month
        date(self.year, month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """2013, 2013-12 or 2013-12-06. Raises `ValueError` for anything else."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None or not match[0].isascii():
            raise ValueError(f"{text} is no date such as 2013, 2013-12 or 2013-12-06.")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> Self:
        """A day that is known in full."""
        return cls(day.year, day.month, day.day)

    @property
    def first(self) -> date:
        """The earliest day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it may be."""
        month = self.month or _MONTHS
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def exact(self) -> date | None:
        """The day, where it is known in full."""
        return self.first if self.day is not None else None

    def __str__(self) -> str:
        return "-".join(
            [
                f"{self.year:04d}",
                *(f"{part:02d}" for part in (self.month, self.day) if part is not None),
            ]
        )

    # --- Order: what is sure ------------------------------------------------------------------

    def surely_before(self, other: Self) -> bool:
        """Whether every day it may be lies before every day that `other` may be."""
        return self.last < other.first

    def may_precede(self, other: Self) -> bool:
        """Whether it may be the same day as `other`, or one before it."""
        return self.first <= other.last

    def surely_past(self, on: date) -> bool:
        """Whether it lies before the day `on`, whatever day of it is meant."""
        return self.last < on

    def surely_begun(self, on: date) -> bool:
        """Whether it is the day `on` or one before it, whatever day of it is meant."""
        return self.last <= on

    @property
    def place(self) -> tuple[date, date]:
        """What to sort by: the earliest first; of those that begin alike, the most exact first."""
        return self.first, self.last


def in_order(dates: tuple[PartialDate | None, ...]) -> bool:
    """Whether the dates that are known may follow one another in this order.

    The latest earliest day so far is carried along: with 2013-12, 2013 and 2013-05 the first and
    the last contradict each other, though each fits the one in the middle.
    """
    earliest = date.min
    for each in dates:
        if each is None:
            continue
        if each.last < earliest:
            return False
        earliest = max(earliest, each.first)
    return True
