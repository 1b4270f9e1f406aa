"""Whether a badge is good: every check by name, passed, failed or not possible, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from hanse.excellence.credentials import proofs, sentences
from hanse.excellence.credentials.issuer import KnownIssuer
from hanse.excellence.credentials.keys import PublicKey
from hanse.excellence.credentials.reading import (
    Badge,
    ReadingError,
    StatusList,
    read_badge,
    read_list,
)
from hanse.excellence.credentials.status_lists import PURPOSES, Place, Purpose, is_set
from hanse.foundation.problems import HanseError

Verdict = Literal["valid", "invalid", "undecided"]


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"
    """It could not be made with what is at hand."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, how it ended, and the answer with its facts, see `sentences`.

    detail: what the library said, for those who write such credentials.
    """

    code: str
    outcome: Outcome
    answer: str
    facts: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""

    @property
    def name(self) -> str:
        """What holds when it passes, in English."""
        return sentences.CHECKS[self.code]

    @property
    def why(self) -> str:
        """Why it ended so, in English."""
        return sentences.told(self.answer, self.facts)


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks in their order, and the badge where one was found.

    What the badge says may be shown as true only where the verdict is valid.
    """

    on: date
    checks: tuple[Check, ...]
    badge: Badge | None = None

    @property
    def verdict(self) -> Verdict:
        """invalid when a check failed, undecided when one could not be made, or valid."""
        outcomes = {each.outcome for each in self.checks}
        if Outcome.FAILED in outcomes:
            return "invalid"
        return "undecided" if Outcome.OPEN in outcomes else "valid"


def verify(
    content: bytes,
    *,
    issuers: Iterable[KnownIssuer],
    lists: Iterable[bytes] = (),
    on: date,
) -> Verification:
    """Check the badge in a file as of a day. Never raises for what the file holds.

    content: JSON, or an SVG or PNG picture with a credential inside. issuers: those whose documents
    are trusted. lists: signed status lists as they were published; what is none is left out. on:
    the day in question, by which the dates and the lists are judged.
    """
    try:
        badge = read_badge(content)
    except ReadingError as problem:
        return Verification(on, tuple(_unread(problem)))
    known = {each.id: each for each in issuers}
    at_hand = {each.address: each for each in map(_list_or_none, lists) if each is not None}
    issuer = known.get(badge.issuer)
    checks = [
        Check("file", Outcome.PASSED, "found_picture" if badge.in_picture else "found_json"),
        Check("badge", Outcome.PASSED, "is_badge"),
        _issuer(badge, known),
        *_signature(badge, issuer),
        *_dates(badge, on),
        *(_status(badge, purpose, issuer, at_hand, on) for purpose in PURPOSES),
    ]
    return Verification(on, tuple(checks), badge)


def _unread(problem: ReadingError) -> Iterator[Check]:
    if problem.check == "badge":
        yield Check("file", Outcome.PASSED, "found_json")
    yield Check(problem.check, Outcome.FAILED, problem.answer, problem.facts)


def _list_or_none(content: bytes) -> StatusList | None:
    try:
        return read_list(content)
    except HanseError:
        return None


def _issuer(badge: Badge, known: Mapping[str, KnownIssuer]) -> Check:
    facts = {"issuer": badge.issuer}
    if badge.issuer in known:
        return Check("issuer", Outcome.PASSED, "known", facts)
    if known:
        return Check("issuer", Outcome.FAILED, "unknown", facts)
    return Check("issuer", Outcome.OPEN, "no_issuers", facts)


def _signature(badge: Badge, issuer: KnownIssuer | None) -> Iterator[Check]:
    key = issuer.keys.get(badge.key) if issuer else None
    if issuer is None:
        yield Check("key", Outcome.OPEN, "without_key")
    elif key is None:
        yield Check("key", Outcome.FAILED, "key_foreign", {"key": badge.key})
    else:
        yield _key(badge, key)
    fault = proofs.form_fault(badge.document)
    if fault:
        yield Check("form", Outcome.FAILED, "not_covered", detail=fault)
    else:
        yield Check("form", Outcome.PASSED, "covered")
    if key is None:
        yield Check("signature", Outcome.OPEN, "without_key")
    elif fault := proofs.signature_fault(badge.document, key):
        yield Check("signature", Outcome.FAILED, "wrong", detail=fault)
    else:
        yield Check("signature", Outcome.PASSED, "right")


def _key(badge: Badge, key: PublicKey) -> Check:
    facts = {
        "key": key.name,
        "signed": _said(badge.signed),
        "since": _said(key.since),
        "until": _said(key.until),
    }
    if key.revoked is not None:
        return Check("key", Outcome.FAILED, "key_revoked", facts)
    if badge.signed is None:
        return Check("key", Outcome.FAILED, "no_day", facts)
    objection = key.objection(badge.signed)
    if objection:
        return Check("key", Outcome.FAILED, f"key_{objection}", facts)
    return Check("key", Outcome.PASSED, "key_good", facts)


def _dates(badge: Badge, on: date) -> Iterator[Check]:
    first, last = badge.valid_from, badge.valid_until
    facts = {"day": first.isoformat()}
    if first <= on:
        yield Check("begun", Outcome.PASSED, "begun", facts)
    else:
        yield Check("begun", Outcome.FAILED, "not_begun", facts)
    if last is None:
        yield Check("unexpired", Outcome.PASSED, "endless")
    elif on <= last:
        yield Check("unexpired", Outcome.PASSED, "unexpired", {"day": last.isoformat()})
    else:
        yield Check("unexpired", Outcome.FAILED, "expired", {"day": last.isoformat()})


def _status(
    badge: Badge,
    purpose: Purpose,
    issuer: KnownIssuer | None,
    at_hand: Mapping[str, StatusList],
    on: date,
) -> Check:
    """The worst of what the lists of this purpose say."""
    if badge.other_status:
        return Check(purpose, Outcome.OPEN, "other_status")
    places = [each for each in badge.status if each.purpose == purpose]
    if not places:
        return Check(purpose, Outcome.PASSED, "no_status")
    checks = [_at(place, issuer, at_hand.get(place.address), on) for place in places]
    worst = (Outcome.FAILED, Outcome.OPEN, Outcome.PASSED)
    return min(checks, key=lambda check: worst.index(check.outcome))


def _at(place: Place, issuer: KnownIssuer | None, found: StatusList | None, on: date) -> Check:
    facts = {"address": place.address}
    if found is None or issuer is None:
        return Check(place.purpose, Outcome.OPEN, "no_list", facts)
    facts["day"] = found.valid_from.isoformat()
    answer, detail = _list_fault(found, place, issuer)
    if answer:
        return Check(place.purpose, Outcome.OPEN, answer, facts, detail)
    if on > found.valid_until:
        facts["day"] = found.valid_until.isoformat()
        return Check(place.purpose, Outcome.OPEN, "list_old", facts)
    named = is_set(found.bits, place.index)
    # A later list still tells of an earlier day that nothing was revoked: that is never undone.
    if on < found.valid_from and (named or place.purpose == "suspension"):
        return Check(place.purpose, Outcome.OPEN, "list_ahead", facts)
    if named:
        said = "revoked" if place.purpose == "revocation" else "suspended"
        return Check(place.purpose, Outcome.FAILED, said, facts)
    return Check(place.purpose, Outcome.PASSED, "clear", facts)


def _list_fault(found: StatusList, place: Place, issuer: KnownIssuer) -> tuple[str, str]:
    """Why a list does not count, as an answer and what the library said; "" where it does."""
    key = issuer.keys.get(found.key)
    if found.issuer != issuer.id or key is None:
        return "list_foreign", ""
    if place.purpose not in found.purposes or place.index >= len(found.bits) * 8:
        return "list_unfit", ""
    if found.signed is None or key.objection(found.signed):
        return "list_unsigned", key.objection(found.signed) if found.signed else ""
    fault = proofs.form_fault(found.document) or proofs.signature_fault(found.document, key)
    return ("list_unsigned", fault) if fault else ("", "")


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""
