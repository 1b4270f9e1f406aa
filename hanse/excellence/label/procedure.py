"""How labels of a scheme are applied for, assessed and decided: read from a data file, checked."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hanse.excellence.label.board import VotingRule
from hanse.excellence.label.clock import Validity
from hanse.excellence.label.workflow import Route
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

Basis = Literal["field", "hanse"]
_HOME: Final = "excellence/procedures"

Count = Annotated[int, Field(ge=0)]
Days = Annotated[int, Field(ge=0, le=730)]
Months = Annotated[int, Field(ge=0, le=240)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Part):
    """One level of the scheme: its route, its experts, its visit, its validity, its rules.

    hours: how long the visit takes; `least_share_of_hours` of them must have been spent.
    """

    code: str
    route: Route
    experts: Annotated[int, Field(ge=1, le=6)]
    national: Count
    foreign: Count
    hours: Annotated[float, Field(gt=0)]
    renewal_hours: Annotated[float, Field(gt=0)]
    least_share_of_hours: Share
    first_months: Annotated[int, Field(ge=1, le=240)]
    renewal_months: Annotated[int, Field(ge=1, le=240)]
    grace_months: Months
    renewal_basis: Basis
    eligibility: tuple[str, ...]
    renewal_eligibility: tuple[str, ...] = ()

    @property
    def validity(self) -> Validity:
        """How long it is valid, in months."""
        return Validity(self.first_months, self.renewal_months, self.grace_months)

    def visit_hours(self, *, renewal: bool) -> float:
        """How long its visit takes, in hours."""
        return self.renewal_hours if renewal else self.hours

    def least_hours(self, *, renewal: bool) -> float:
        """How long its visit must have taken at least, in hours."""
        return self.least_share_of_hours * self.visit_hours(renewal=renewal)

    def rules(self, *, renewal: bool) -> tuple[str, ...]:
        """Codes of its rules of eligibility; a renewal has the same unless others are named."""
        return (self.renewal_eligibility if renewal else ()) or self.eligibility


class Statement(_Part):
    """What a cluster organisation states about itself.

    question: where the latest benchmarking has the answer; "" for none.
    """

    code: str
    kind: Literal["number", "whole", "url"]
    text: str
    help: str = ""
    question: str = ""


class Rule(_Part):
    """A rule of eligibility as data; `eligibility` judges it. basis: who set it."""

    code: str
    kind: Literal[
        "at_least", "kinds", "share", "present", "benchmarked", "window", "improvements", "no_red"
    ]
    basis: Basis
    text: str
    statement: str = ""
    of: tuple[str, ...] = ()
    whole: str = ""
    number: Annotated[float, Field(ge=0)] = 0.0
    least_months: Months = 0
    most_months: Months = 0

    @property
    def statements(self) -> tuple[str, ...]:
        """Codes of the statements it reads."""
        return tuple(each for each in (self.statement, self.whole, *self.of) if each)


class Limits(_Part):
    """Time limits, in days and months as the names say."""

    eligibility_days: Days
    objection_days: Days
    due_least_days: Days
    due_most_days: Days
    factual_check_days: Days
    hearing_days: Days
    appeal_days: Days
    appeal_decision_days: Days
    deferral_months: Months
    renewal_opens_months: Months


class Reminders(_Part):
    """When holders are reminded: months before the end of validity, and of grace."""

    expiry_months: tuple[Months, ...]
    lapse_months: tuple[Months, ...]


class Voting(_Part):
    """When a vote counts; `board.VotingRule` says how. members: of a panel, 0 where all sit."""

    least_votes: Annotated[int, Field(ge=1)]
    share_of_entitled: Share
    members: Count = 0

    @property
    def rule(self) -> VotingRule:
        """The rule to count by."""
        return VotingRule(self.least_votes, self.share_of_entitled)


class Conflicts(_Part):
    """How long past work and advice count, in years."""

    years: Annotated[int, Field(ge=0, le=20)]


class Procedure(_Part):
    """The procedure of one version of a scheme."""

    scheme: str
    version: str
    decided_by: str
    decided_on: date
    source: str
    levels: tuple[Level, ...]
    statements: tuple[Statement, ...]
    rules: tuple[Rule, ...]
    limits: Limits
    reminders: Reminders
    board: Voting
    panel: Voting
    conflicts: Conflicts

    @model_validator(mode="after")
    def _hangs_together(self) -> "Procedure":
        statements = {each.code for each in self.statements}
        rules = {each.code for each in self.rules}
        for parts in (self.levels, self.statements, self.rules):
            codes = [each.code for each in parts]
            if len(codes) != len(set(codes)):
                raise ValueError("codes must differ within levels, statements and rules")
        for rule in self.rules:
            if unknown := set(rule.statements) - statements:
                raise ValueError(f"rule {rule.code}: no statement {', '.join(sorted(unknown))}")
        for level in self.levels:
            if unknown := {*level.eligibility, *level.renewal_eligibility} - rules:
                raise ValueError(f"level {level.code}: no rule {', '.join(sorted(unknown))}")
            if level.national + level.foreign > level.experts:
                raise ValueError(f"level {level.code}: more places than experts")
        if self.limits.due_least_days > self.limits.due_most_days:
            raise ValueError("due_least_days exceeds due_most_days")
        return self

    def level(self, code: str) -> Level:
        """A level by its code. Raises `KeyError`."""
        return {each.code: each for each in self.levels}[code]

    def rank(self, code: str) -> int:
        """Where a level stands, the lowest at 0. Raises `ValueError` for one there is not."""
        return [each.code for each in self.levels].index(code)

    def rules_of(self, level: str, *, renewal: bool) -> tuple[Rule, ...]:
        """The rules of eligibility for a level, in the order they are shown."""
        found = {each.code: each for each in self.rules}
        return tuple(found[code] for code in self.level(level).rules(renewal=renewal))

    def statements_of(self, level: str, *, renewal: bool) -> tuple[Statement, ...]:
        """The statements that the rules for a level read, in the order of the file."""
        read = {code for rule in self.rules_of(level, renewal=renewal) for code in rule.statements}
        return tuple(each for each in self.statements if each.code in read)


@cache
def procedure(scheme: str, version: str) -> Procedure:
    """The procedure of a scheme's version that comes with Hanse. Raises `HanseError`."""
    return read_procedure(reference_path(f"{_HOME}/{scheme}/{version}.toml"))


def read_procedure(path: Path) -> Procedure:
    """The procedure in a file. Raises `HanseError` that names the field at fault."""
    try:
        return Procedure.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as problem:
        raise HanseError(f"{path.name} is no TOML.", where=str(path), why=str(problem)) from None
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise HanseError(
            f"{path.name} is no procedure of a label scheme.",
            where=f"{path}, {field}",
            why=str(first["msg"]).removeprefix("Value error, "),
            remedy="data/excellence/procedures/hanse_label/2026.toml shows every field.",
        ) from None
