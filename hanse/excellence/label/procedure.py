"""How labels of a scheme are applied for, assessed and decided: read from a data file, checked.

What a scheme says of its levels is in `criteria.scheme`; this adds time limits, votes and
conflicts, and draws from a level what steps need to know.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.excellence.criteria.scheme import Level
from hanse.excellence.criteria.versions import version_folder
from hanse.excellence.label.board import VotingRule
from hanse.excellence.label.clock import Validity
from hanse.excellence.label.proposing import Places
from hanse.excellence.label.workflow import Route
from hanse.foundation.toml_file import read_toml

Days = Annotated[int, Field(ge=0, le=730)]
Months = Annotated[int, Field(ge=0, le=240)]
Weeks = Annotated[int, Field(ge=0, le=52)]
Share = Annotated[float, Field(ge=0, le=1)]

_WHAT: Final = "The procedure of the label scheme"
_DAYS_A_WEEK: Final = 7


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Part):
    """Time limits, in days and months as the names say; the data file says of what."""

    eligibility_days: Days
    objection_days: Days
    factual_check_days: Days
    hearing_days: Days
    appeal_days: Days
    appeal_decision_days: Days
    deferral_months: Months
    renewal_opens_months: Months
    benchmarking_months: Months


class Assessment(_Part):
    """When the self-assessment is due before the visit, and how much of the visit must be kept."""

    weeks_before: tuple[Weeks, Weeks]
    least_share_of_hours: Share

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.weeks_before[0] > self.weeks_before[1]:
            raise ValueError("weeks_before: the smaller number comes first")
        return self


class Reminders(_Part):
    """When holders are reminded: months before the end of validity, and of grace."""

    expiry_months: tuple[Months, ...]
    lapse_months: tuple[Months, ...]


class Voting(_Part):
    """When a vote counts; `board.VotingRule` says how."""

    least_votes: Annotated[int, Field(ge=1)]
    share_of_entitled: Share

    @property
    def rule(self) -> VotingRule:
        """The rule to count by."""
        return VotingRule(self.least_votes, self.share_of_entitled)


class Panel(Voting):
    """When the vote of an appeal panel counts, and how many sit on it."""

    members: Annotated[int, Field(ge=1)]


class Conflicts(_Part):
    """How long past work and advice count, in years."""

    years: Annotated[int, Field(ge=0, le=20)]


class Procedure(_Part):
    """The procedure of one version of a scheme."""

    decided_by: str
    decided_on: date
    limits: Limits
    assessment: Assessment
    reminders: Reminders
    board: Voting
    panel: Panel
    conflicts: Conflicts

    def due_days(self, level: Level) -> tuple[int, int]:
        """How many days before the visit the self-assessment is due, at least and at most."""
        weeks = level.self_assessment_weeks_before or self.assessment.weeks_before
        return _DAYS_A_WEEK * weeks[0], _DAYS_A_WEEK * weeks[1]

    def least_hours(self, level: Level, *, renewal: bool) -> float:
        """How long the visit must have taken, in hours."""
        hours = level.renewal_audit_hours if renewal else level.audit_hours
        return self.assessment.least_share_of_hours * hours


@cache
def procedure(scheme: str, version: str) -> Procedure:
    """The procedure of a scheme's version. Raises `HanseError` for one there is not."""
    folder = version_folder(f"schemes/{scheme}", version, what=f"version of {scheme}")
    return read_procedure(folder / "procedure.toml")


def read_procedure(path: Path) -> Procedure:
    """The procedure in a file. Raises `HanseError` with the line of every field at fault."""
    return read_toml(path, what=_WHAT).checked(Procedure, what=_WHAT)


# --- What a level means for the steps ---------------------------------------------------------


def route_of(level: Level) -> Route:
    """How a level is assessed: by interview without points, by one auditor, or jointly."""
    if level.scored == "none":
        return Route.INTERVIEW
    return Route.JOINT if level.experts > 1 else Route.AUDIT


def places_of(level: Level) -> Places:
    """How many experts a level asks for; where some must be foreign, the others are national."""
    national = level.experts - level.foreign_experts if level.foreign_experts else 0
    return Places(level.experts, national=national, foreign=level.foreign_experts)


def validity_of(level: Level) -> Validity:
    """How long a level is valid, and from what its terms are counted."""
    return Validity(
        first_months=level.validity_months,
        renewal_months=level.renewal_months,
        grace_months=level.grace_months,
        from_assessment=level.validity_from == "interview_month",
        from_old_end=level.renewal_from == "old_end",
    )
