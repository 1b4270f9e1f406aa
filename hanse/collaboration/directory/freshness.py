"""How fresh an entry is: when it was last confirmed, when activity was last seen, what is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Whether readers can rely on an entry."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class FreshnessRules:
    """In days. fresh: a confirmation makes fresh for so long. stale: without one for so long an
    entry is stale, unless activity was seen within `active`. remind_before: the end of `fresh`.
    remind_every: between reminders.
    """

    fresh: int = 180
    stale: int = 365
    active: int = 90
    remind_before: int = 14
    remind_every: int = 60


RULES: Final = FreshnessRules()


@dataclass(frozen=True, slots=True)
class Freshness:
    """state on a day; confirmed, active: the days it rests on; age: days since `confirmed`."""

    state: State
    confirmed: date | None
    active: date | None
    age: int | None

    @property
    def is_stale(self) -> bool:
        """Whether readers are to be warned."""
        return self.state is State.STALE


def freshness(
    confirmed: date | None, active: date | None, on: date, rules: FreshnessRules = RULES
) -> Freshness:
    """How fresh an entry is on a day.

    confirmed: when somebody of the organisation last said that all of it holds; active: when the
    organisation was last seen to do something on the site. Activity shows that it is alive, not
    that the entry is right: it keeps an entry from being stale and never makes it fresh.
    """
    age = None if confirmed is None else (on - confirmed).days
    alive = active is not None and (on - active).days <= rules.active
    if age is not None and age <= rules.fresh:
        state = State.FRESH
    elif alive or (age is not None and age <= rules.stale):
        state = State.AGEING
    else:
        state = State.STALE
    return Freshness(state, confirmed, active, age)


def reminder_due(
    since: date, reminded: date | None, on: date, rules: FreshnessRules = RULES
) -> bool:
    """Whether its editors are to be asked to confirm an entry.

    since: the last confirmation, or the day it was made where there was none. A confirmation
    settles earlier reminders.
    """
    if on < since + timedelta(days=rules.fresh - rules.remind_before):
        return False
    if reminded is None or reminded < since:
        return True
    return on >= reminded + timedelta(days=rules.remind_every)
