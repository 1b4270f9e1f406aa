"""When participants of a mission are asked what came of it: after 3, 6 and 12 months."""

from collections.abc import Collection
from datetime import date
from typing import Final

from hanse.collaboration.journey.months import after

MONTHS: Final = (3, 6, 12)
"""Months after the last day of a mission."""


def due_on(ends: date, months: int) -> date:
    """The day on which participants are asked; the last of a month where it has no such day."""
    return after(ends, months)


def due_by(ends: date, on: date, asked: Collection[int]) -> list[int]:
    """The rounds that are due on a day and were not asked yet, earliest first."""
    return [each for each in MONTHS if each not in asked and due_on(ends, each) <= on]


def is_over(ends: date, on: date) -> bool:
    """Whether the last round has been due."""
    return due_on(ends, MONTHS[-1]) <= on
