"""What parties owe each other: whether it is met, due soon or overdue, and who is reminded when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import RUNNING, State
from hanse.foundation.sentences import gettext_noop as _

SOON_DAYS: Final = 30
"""So many days before it is due an obligation counts as due soon."""
NOTICE_DAYS: Final = 90
"""So many days before its end the parties of an agreement are told, unless they say otherwise."""


class Standing(StrEnum):
    """How an obligation stands on a day."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    MET = "met"


STANDING_WORDS: Final = MappingProxyType(
    {
        Standing.OPEN: _("open"),
        Standing.SOON: _("due soon"),
        Standing.OVERDUE: _("overdue"),
        Standing.MET: _("met"),
    }
)


def standing(due: PartialDate | None, met: bool, on: date) -> Standing:
    """How an obligation stands: overdue from the day after the last day it may be due.

    One without a date is never due.
    """
    if met:
        return Standing.MET
    if due is None:
        return Standing.OPEN
    if due.surely_past(on):
        return Standing.OVERDUE
    return Standing.SOON if days_left(due, on) <= SOON_DAYS else Standing.OPEN


def days_left(due: PartialDate, on: date) -> int:
    """Days from `on` to the last day it may be; negative when that is past."""
    return (due.last - on).days


class Alert(StrEnum):
    """What the parties are told of, once each."""

    RENEWAL = "renewal"
    """The agreement ends soon."""
    OBLIGATION_SOON = "obligation_soon"
    OBLIGATION_OVERDUE = "obligation_overdue"


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation by its number. due: when; None for no date."""

    number: int
    due: PartialDate | None
    met: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """An alert that is due. about: number of the obligation; 0 for the agreement.

    due: the date it is about; a new one, as after an extension, is told anew.
    """

    alert: Alert
    about: int
    due: PartialDate

    @property
    def key(self) -> str:
        """What tells it from every other reminder of the same agreement."""
        return f"{self.alert}/{self.about}/{self.due}"


def reminders(
    state: State,
    ends_on: PartialDate | None,
    owed: Iterable[Owed],
    on: date,
    *,
    notice_days: int = NOTICE_DAYS,
) -> tuple[Reminder, ...]:
    """What the parties should have been told by the day `on`; who tells keeps what was told.

    Alerts on the end are for agreements in force; those on obligations also for ones just signed.
    """
    found = []
    if (
        state in RUNNING
        and ends_on is not None
        and not ends_on.surely_past(on)
        and (ends_on.first - on).days <= notice_days
    ):
        found.append(Reminder(Alert.RENEWAL, 0, ends_on))
    if state in RUNNING or state is State.SIGNED:
        for each in owed:
            how = standing(each.due, each.met, on)
            if each.due is not None and how in {Standing.SOON, Standing.OVERDUE}:
                alert = Alert.OBLIGATION_SOON if how is Standing.SOON else Alert.OBLIGATION_OVERDUE
                found.append(Reminder(alert, each.number, each.due))
    return tuple(found)
