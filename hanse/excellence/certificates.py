"""Certificates of people: what each takes, how long it holds, and what is missing on a day.

Rules are data (`data/excellence/certificates/`); a body with rules of its own loads its own file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.excellence.label.clock import months_later
from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

NEWEST: Final = "2026"
REMINDER_DAYS: Final = (90, 30, 7)
"""Days before the end on which a holder is reminded; set by Hanse."""

AchievementKind = Literal[
    "course_completed",
    "course_delivered",
    "calibration_passed",
    "exam_passed",
    "field_project_passed",
    "certificate_held",
    "interviews",
    "education_hours",
]
Standing = Literal["not yet", "valid", "due", "grace", "expired", "suspended", "revoked"]
Months = Annotated[int, Field(ge=1, le=240)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Requirement(_Part):
    """One thing to be shown: at least `amount` of a kind of achievement.

    what: of which course or certificate; "" for any. within_months: no older than that; for a
    renewal, what was achieved since the certificate was issued counts, unless this says less.
    basis: "field" where a public source says so, "hanse" where we do.
    """

    kind: AchievementKind
    what: str = ""
    amount: Annotated[float, Field(gt=0)] = 1
    within_months: Months | None = None
    text: Annotated[str, Field(min_length=1)]
    basis: Literal["field", "hanse"]


class CertificateRule(_Part):
    """One kind of certificate: what it entitles to, what it takes, how long it holds."""

    code: str
    name: str
    entitles: str
    basis: Literal["field", "hanse"]
    valid_months: Months
    renewal_opens_months: Months
    grace_months: Annotated[int, Field(ge=0, le=60)]
    requirement: tuple[Requirement, ...] = Field(min_length=1)
    renewal: tuple[Requirement, ...] = Field(min_length=1)


class CertificateRules(_Part):
    """All kinds of certificates of one version."""

    title: str
    version: str
    source: str
    decided_by: str
    certificate: tuple[CertificateRule, ...]

    @model_validator(mode="after")
    def _codes_are_known(self) -> "CertificateRules":
        codes = [rule.code for rule in self.certificate]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"the certificate {', '.join(twice)} stands twice")
        for rule in self.certificate:
            for each in (*rule.requirement, *rule.renewal):
                if each.kind == "certificate_held" and each.what not in codes:
                    raise ValueError(
                        f"{rule.code} asks for the certificate {each.what or '(none)'}, "
                        f"which is not one of {', '.join(codes)}"
                    )
        return self

    def of(self, code: str) -> CertificateRule:
        """The rule of a kind of certificate. Raises `KeyError` for an unknown code."""
        return self.by_code[code]

    @property
    def by_code(self) -> Mapping[str, CertificateRule]:
        """Rules by their code, in the order of the file."""
        return MappingProxyType({rule.code: rule for rule in self.certificate})


@dataclass(frozen=True, slots=True)
class Achievement:
    """Something a person has done: `amount` of `kind`, about `what`, on a day.

    until: the last day it holds, for a certificate; None for what is done once and for all.
    """

    kind: AchievementKind
    what: str
    on: date
    amount: float = 1
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement that is not met, and how much of it there is."""

    requirement: Requirement
    have: float


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as it stands: the days it was issued, ends, was suspended and revoked."""

    issued: date
    expires: date
    suspended: date | None = None
    revoked: date | None = None


def read_rules(path: Path) -> CertificateRules:
    """The rules in a TOML file. Raises `HanseError` with the line of every field at fault."""
    return read_toml(path, what="The file of certificates").checked(
        CertificateRules, what="The file of certificates"
    )


@cache
def certificate_rules(version: str = NEWEST) -> CertificateRules:
    """The rules that come with Hanse. Raises `HanseError` for a version there is not."""
    return read_rules(reference_path(f"excellence/certificates/{version}.toml"))


def unmet(
    requirements: Iterable[Requirement],
    achievements: Iterable[Achievement],
    *,
    on: date,
    since: date | None = None,
) -> list[Unmet]:
    """The requirements that `achievements` do not meet `on` a day, in their order.

    since: only what was achieved on or after that day counts (certificates held count anyway).
    """
    known = list(achievements)
    found = []
    for each in requirements:
        have = sum(one.amount for one in known if _counts(one, each, on=on, since=since))
        if have < each.amount:
            found.append(Unmet(each, have))
    return found


def _counts(one: Achievement, wanted: Requirement, *, on: date, since: date | None) -> bool:
    if one.kind != wanted.kind or (wanted.what and one.what != wanted.what) or one.on > on:
        return False
    if one.until is not None:
        return one.until >= on
    if since is not None and one.on < since:
        return False
    return wanted.within_months is None or one.on >= months_later(on, -wanted.within_months)


def expiry(rule: CertificateRule, issued: date) -> date:
    """The last day of a certificate issued for the first time."""
    return months_later(issued, rule.valid_months) - timedelta(days=1)


def renewed_expiry(rule: CertificateRule, before: Held) -> date:
    """The last day of a renewal: counted on from the old end, however early or late it comes."""
    return months_later(before.expires, rule.valid_months)


def standing(rule: CertificateRule, held: Held, on: date) -> Standing:
    """How a certificate stands on a day; "due" while it holds and its renewal is open.

    In "grace" it does not hold any more but can still be renewed.
    """
    if held.revoked is not None and on >= held.revoked:
        return "revoked"
    if on < held.issued:
        return "not yet"
    if on > months_later(held.expires, rule.grace_months):
        return "expired"
    if held.suspended is not None and on >= held.suspended:
        return "suspended"
    if on > held.expires:
        return "grace"
    opens = months_later(held.expires, -rule.renewal_opens_months)
    return "due" if on >= opens else "valid"


def holds(rule: CertificateRule, held: Held, on: date) -> bool:
    """Whether the holder may do on that day what the certificate entitles to."""
    return standing(rule, held, on) in ("valid", "due")


def reminder_due(held: Held, on: date) -> int | None:
    """How many days are left, where that is a day on which holders are reminded; else None."""
    left = (held.expires - on).days
    ended = held.revoked is not None and on >= held.revoked
    return left if left in REMINDER_DAYS and not ended else None
