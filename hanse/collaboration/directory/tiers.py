"""The tier of a cluster organisation in the directory: provisional, or validated by three checks.

The checks are those in use in European cluster directories: a management team of half a post, a
public web page that shows activity, and 15 committed members of at least two types; all are waived
for clusters that a national or regional programme recognises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class Tier(StrEnum):
    """How far an entry of the directory was looked at."""

    PROVISIONAL = "provisional"
    VALIDATED = "validated"


class Outcome(StrEnum):
    """What a check came to."""

    MET = "met"
    NOT_MET = "not_met"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class TierRules:
    """What is asked for. page_days: for how long it counts that activity was seen on the page."""

    staff_fte: float = 0.5
    members: int = 15
    member_types: int = 2
    page_days: int = 365


@dataclass(frozen=True, slots=True)
class TierFacts:
    """What is known. members: committed members by type; page_active: when an officer last saw
    activity on the public page; recognised_by: the programme, "" for none.
    """

    staff_fte: float | None = None
    website: str = ""
    page_active: date | None = None
    members: Mapping[str, int] | None = None
    recognised_by: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it asks, what it came to, and why."""

    code: str
    asks: Sentence
    outcome: Outcome
    why: Sentence


RULES: Final = TierRules()


def tier_checks(facts: TierFacts, on: date, rules: TierRules = RULES) -> tuple[Check, ...]:
    """The three checks as they stand on a day."""
    found = (
        _staff(facts, rules),
        _page(facts, on, rules),
        _members(facts, rules),
    )
    if not facts.recognised_by.strip():
        return found
    why = Sentence(
        _("Waived: recognised by {programme}."), {"programme": facts.recognised_by.strip()}
    )
    return tuple(
        each if each.outcome is Outcome.MET else Check(each.code, each.asks, Outcome.WAIVED, why)
        for each in found
    )


def may_be_validated(checks: tuple[Check, ...]) -> bool:
    """Whether every check is met or waived."""
    return all(each.outcome is not Outcome.NOT_MET for each in checks)


def _staff(facts: TierFacts, rules: TierRules) -> Check:
    asks = Sentence(
        _("A management team of at least {fte} full-time equivalents"), {"fte": rules.staff_fte}
    )
    if facts.staff_fte is None:
        return Check("staff", asks, Outcome.NOT_MET, Sentence(_("The team's size is not given.")))
    met = facts.staff_fte >= rules.staff_fte
    why = Sentence(_("The team has {fte} full-time equivalents."), {"fte": f"{facts.staff_fte:g}"})
    return Check("staff", asks, Outcome.MET if met else Outcome.NOT_MET, why)


def _page(facts: TierFacts, on: date, rules: TierRules) -> Check:
    asks = Sentence(_("A public web page that shows activity"))
    if not facts.website:
        return Check("page", asks, Outcome.NOT_MET, Sentence(_("No web page is given.")))
    seen = facts.page_active
    if seen is None:
        why = Sentence(_("An officer has not yet looked at the web page."))
        return Check("page", asks, Outcome.NOT_MET, why)
    if on - seen > timedelta(days=rules.page_days):
        why = Sentence(
            _("Activity was last seen on {day}, more than {days} days ago."),
            {"day": seen, "days": rules.page_days},
        )
        return Check("page", asks, Outcome.NOT_MET, why)
    return Check(
        "page", asks, Outcome.MET, Sentence(_("Activity was seen on {day}."), {"day": seen})
    )


def _members(facts: TierFacts, rules: TierRules) -> Check:
    asks = Sentence(
        _("At least {members} committed members of at least {types} types"),
        {"members": rules.members, "types": rules.member_types},
    )
    counts = {kind: count for kind, count in (facts.members or {}).items() if count > 0}
    total = sum(counts.values())
    met = total >= rules.members and len(counts) >= rules.member_types
    if met:
        why = Sentence(_("It has {members} members of enough types."), {"members": total})
    elif total >= rules.members:
        why = Sentence(_("Its {members} members are of too few types."), {"members": total})
    else:
        # How many types there are could tell of members who do not want to be named.
        why = Sentence(_("It has {members} members."), {"members": total})
    return Check("members", asks, Outcome.MET if met else Outcome.NOT_MET, why)
