"""How long offers stand: the longest time, the reminder before, and their end."""

from datetime import date, timedelta
from typing import Final

LONGEST_DAYS: Final = 366
"""An offer stands for a year at most, so that those on the list mean it. Set by Hanse."""

USUAL_DAYS: Final = 180
REMIND_DAYS: Final = 14
"""Days before its end on which an offer's editors are reminded."""


def why_not_valid(begins: date, ends: date, on: date) -> str:
    """Which rule the dates of an offer break on a day: "backwards", "past", "long"; "" for none."""
    if ends < begins:
        return "backwards"
    if ends <= on:
        return "past"
    if ends - max(begins, on) > timedelta(days=LONGEST_DAYS):
        return "long"
    return ""


def is_over(ends: date, on: date) -> bool:
    """Whether an offer that stands until `ends` is over on a day; its last day counts."""
    return on > ends


def reminder_due(ends: date, reminded: date | None, on: date) -> bool:
    """Whether its editors are to be told now. reminded: for which end they were told before."""
    return reminded != ends and on <= ends <= on + timedelta(days=REMIND_DAYS)
