"""Months of the calendar, added to days and counted between them."""

from calendar import monthrange
from datetime import date
from typing import Final

_YEAR: Final = 12
_DAYS_A_MONTH: Final = 365.2425 / 12


def after(day: date, months: int) -> date:
    """The same day `months` later (earlier where negative); the last day of a shorter month."""
    whole = day.year * _YEAR + day.month - 1 + months
    year, month = divmod(whole, _YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def between(first: date, last: date) -> float:
    """Months from `first` to `last`, by a month's mean length; negative when `last` is first."""
    return (last - first).days / _DAYS_A_MONTH
