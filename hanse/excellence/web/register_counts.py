"""Counts of the register, kept as long as nothing is entered and the day does not change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from hanse.excellence.register.chain import first_break
from hanse.excellence.register.statistics import (
    Counts,
    Decision,
    DecisionCount,
    YearCount,
    by_year,
    counts,
    decision_counts,
)
from hanse.excellence.web.models.register import RegisterEntry
from hanse.excellence.web.register_now import Register, register
from hanse.foundation.web.models.audit import AuditEvent

_KINDS: Final = {
    "eligibility_refuse": "ineligible",
    "board_defer": "deferred",
    "board_refuse": "refused",
    "appeal_lodge": "appealed",
    "revocation_appeal": "appealed",
    "appeal_dismiss": "dismissed",
    "revocation_appeal_dismiss": "dismissed",
    "appeal_decide_again": "upheld",
    "appeal_assess_again": "upheld",
    "appeal_check_again": "upheld",
    "label_reinstate": "upheld",
}
"""Step of `hanse.excellence.label.states` -> what it counts as."""


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """Labels valid on a day, and by year."""

    counts: Counts
    years: tuple[YearCount, ...]


def register_counts(on: date) -> RegisterCounts:
    """The counts of the register as it is now, as of a day."""
    return _counted(_Kept(register()), on)


def chain_holds(register: Register) -> bool:
    """Whether a register's chain holds in the database, from its first entry to its head.

    Read and checked anew once for each new entry.
    """
    return _intact(_Kept(register))


def decision_table(on: date) -> tuple[DecisionCount, ...]:
    """Refusals and appeals by year, from the log of what was done; see `decision_counts`."""
    return decision_counts(_decisions(), on)


def _decisions() -> Sequence[Decision]:
    events = AuditEvent.objects.filter(action__in=_KINDS).values_list("action", "at")
    return [Decision(at.date(), _KINDS[action]) for action, at in events]


class _Kept:
    """A register that is the same as another with the same head, for what is kept of it."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.register.head == self.register.head

    def __hash__(self) -> int:
        return hash(self.register.head)


@lru_cache(maxsize=2)
def _intact(kept: _Kept) -> bool:
    return first_break(RegisterEntry.objects.entries(), kept.register.head) is None


@lru_cache(maxsize=8)
def _counted(kept: _Kept, on: date) -> RegisterCounts:
    labels = kept.register.records.values()
    return RegisterCounts(counts(labels, on), by_year(labels, on))
