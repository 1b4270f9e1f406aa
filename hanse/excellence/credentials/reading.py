"""Reads badges and status lists from files nobody vouches for: what they say, or what is amiss."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Never, cast

from hanse.excellence.credentials import proofs
from hanse.excellence.credentials.baking import extracted
from hanse.excellence.credentials.moments import day_of
from hanse.excellence.credentials.status_lists import PURPOSES, Place, Purpose, decoded
from hanse.foundation.problems import HanseError

_LARGEST: Final = 256 * 1024
"""Characters of a credential; a status list with half of its bits set has some 23,000."""
_DEEPEST: Final = 40
_BADGE_TYPES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_LIST_TYPE: Final = "BitstringStatusListCredential"


class ReadingError(Exception):
    """What is amiss: the check that failed, and its answer with its facts, see `sentences`."""

    def __init__(self, check: str, answer: str, **facts: str) -> None:
        self.check = check
        self.answer = answer
        self.facts = facts
        super().__init__(check, answer, facts)


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says, whether true or not.

    issuer, holder: identifiers. signed: the day its proof gives; key: the address of the key that
    it names. status: where its status stands; other_status: whether it names lists of other kinds.
    """

    document: Mapping[str, Any] = field(repr=False)
    in_picture: bool
    id: str
    issuer: str
    issuer_name: str
    holder: str
    holder_name: str
    achievement: str
    achievement_name: str
    valid_from: date
    valid_until: date | None
    signed: date | None
    key: str
    status: tuple[Place, ...] = ()
    other_status: bool = False


@dataclass(frozen=True, slots=True)
class StatusList:
    """What a status list says, whether true or not. bits: see `status_lists.is_set`."""

    document: Mapping[str, Any] = field(repr=False)
    address: str
    issuer: str
    purposes: frozenset[str]
    bits: bytes = field(repr=False)
    valid_from: date
    valid_until: date
    signed: date | None
    key: str


def read_badge(content: bytes) -> Badge:
    """The badge in a file: JSON, or baked into SVG or PNG. Raises `ReadingError`."""
    try:
        text, in_picture = extracted(content)
    except HanseError as problem:
        raise ReadingError("file", "no_credential", what=problem.what, why=problem.why) from problem
    if text.startswith(b"eyJ"):
        raise ReadingError("file", "web_token")
    try:
        document = json_object(text)
    except HanseError as problem:
        raise ReadingError("file", "not_json", why=problem.why) from problem
    lacking = [name for name, there in _needs(document) if not there]
    if lacking:
        raise ReadingError("badge", "lacks", fields=", ".join(lacking))
    proof = _proof(document)
    subject, issuer = document["credentialSubject"], document["issuer"]
    achievement = subject["achievement"]
    places, other = _places(document.get("credentialStatus"))
    return Badge(
        document={**document, "proof": proof},
        in_picture=in_picture,
        id=document["id"],
        issuer=_identifier(issuer),
        issuer_name=_text(issuer, "name"),
        holder=_text(subject, "id"),
        holder_name=_name_of(subject),
        achievement=_text(achievement, "id"),
        achievement_name=_text(achievement, "name"),
        valid_from=_day(document["validFrom"]),
        valid_until=day_of(document.get("validUntil")),
        signed=day_of(proof.get("created")),
        key=proof["verificationMethod"],
        status=places,
        other_status=other,
    )


def read_list(content: bytes) -> StatusList:
    """The status list in a JSON file. Raises `HanseError` for what is none."""
    document = json_object(content)
    subject = document.get("credentialSubject")
    try:
        proof = _proof(document)
    except ReadingError as problem:
        raise _no_list("It has no proof of the kind eddsa-rdfc-2022.") from problem
    first, last = day_of(document.get("validFrom")), day_of(document.get("validUntil"))
    if _LIST_TYPE not in _strings(document.get("type")) or not isinstance(subject, dict):
        raise _no_list(f"Its type is not {_LIST_TYPE}.")
    if first is None or last is None:
        raise _no_list("It does not say from when to when it may be relied on.")
    return StatusList(
        document={**document, "proof": proof},
        address=_text(document, "id"),
        issuer=_identifier(document.get("issuer")),
        purposes=frozenset(_strings(subject.get("statusPurpose"))),
        bits=decoded(_text(subject, "encodedList")),
        valid_from=first,
        valid_until=last,
        signed=day_of(proof.get("created")),
        key=proof["verificationMethod"],
    )


def json_object(text: bytes) -> dict[str, Any]:
    """A JSON object from a file, read strictly. Raises `HanseError`.

    Refused are a name given twice, numbers that are none, broken letters, depth beyond reason.
    """
    if len(text) > _LARGEST:
        raise _no_json(f"It is longer than {_LARGEST // 1024} kB.")
    try:
        found = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_once_each,
            parse_constant=_refuse_number,
            parse_float=_finite,
        )
        _check_depth(found)
        json.dumps(found, ensure_ascii=False).encode()
    except RecursionError as error:
        raise _no_json("It is nested too deeply.") from error
    except ValueError as error:
        raise _no_json(str(error)[:200]) from error
    if not isinstance(found, dict):
        raise _no_json("It is not an object in braces.")
    return found


def _needs(document: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """What a badge needs, and whether it is there."""
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    types = _strings(document.get("type"))
    yield "@context", isinstance(document.get("@context"), list)
    yield "id", bool(_text(document, "id"))
    yield "type", "VerifiableCredential" in types and not _BADGE_TYPES.isdisjoint(types)
    yield "issuer", bool(_identifier(document.get("issuer")))
    yield "validFrom", day_of(document.get("validFrom")) is not None
    yield "validUntil", "validUntil" not in document or day_of(document["validUntil"]) is not None
    yield "credentialSubject", isinstance(subject, dict)
    yield (
        "achievement",
        isinstance(achievement, dict)
        and bool(_text(achievement, "id") and _text(achievement, "name")),
    )


def _proof(document: Mapping[str, Any]) -> dict[str, Any]:
    found = document.get("proof")
    proof_list = found if isinstance(found, list) else [found] if found is not None else []
    if len(proof_list) != 1 or not isinstance(proof_list[0], dict):
        raise ReadingError("badge", "one_proof", count=str(len(proof_list)))
    proof: dict[str, Any] = proof_list[0]
    if proof.get("type") != proofs.TYPE or proof.get("cryptosuite") != proofs.SUITE:
        suite = _text(proof, "cryptosuite") or _text(proof, "type")
        raise ReadingError("badge", "other_suite", suite=suite[:60])
    if not _text(proof, "verificationMethod"):
        raise ReadingError("badge", "lacks", fields="proof.verificationMethod")
    return proof


def _places(found: object) -> tuple[tuple[Place, ...], bool]:
    """The places a credential names in status lists, and whether it names others besides."""
    entries: Sequence[object] = found if isinstance(found, list) else [found] if found else []
    places = [_place(each) for each in entries]
    return tuple(each for each in places if each is not None), None in places


def _place(found: object) -> Place | None:
    if not isinstance(found, dict) or "BitstringStatusListEntry" not in _strings(found.get("type")):
        return None
    purpose, index = found.get("statusPurpose"), found.get("statusListIndex")
    address = _text(found, "statusListCredential")
    digits = isinstance(index, str) and index.isascii() and index.isdigit() and len(index) < 10
    if purpose not in PURPOSES or not digits or not address or "statusSize" in found:
        return None
    return Place(cast("Purpose", purpose), address, int(cast("str", index)))


def _name_of(subject: Mapping[str, Any]) -> str:
    """The holder's name, where the subject gives one in the open."""
    entries = subject.get("identifier")
    for each in entries if isinstance(entries, list) else [entries]:
        if isinstance(each, dict) and each.get("identityType") == "name" and not each.get("hashed"):
            return _text(each, "identityHash")
    return _text(subject, "name")


def _identifier(found: object) -> str:
    return found if isinstance(found, str) else _text(found, "id")


def _text(found: object, name: str) -> str:
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _strings(found: object) -> list[str]:
    entries = found if isinstance(found, list) else [found]
    return [each for each in entries if isinstance(each, str)]


def _day(found: object) -> date:
    day = day_of(found)
    assert day is not None  # `_needs` has asked for it
    return day


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name is given twice in one object.")
    return found


def _refuse_number(text: str) -> Never:
    raise ValueError(f"{text} is no number.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is too large a number.")
    return number


def _check_depth(found: object) -> None:
    level = [found]
    for _depth in range(_DEEPEST):
        level = [
            child
            for each in level
            if isinstance(each, dict | list)
            for child in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise ValueError("It is nested too deeply.")


def _no_json(why: str) -> HanseError:
    return HanseError("The file cannot be read as JSON.", why=why)


def _no_list(why: str) -> HanseError:
    return HanseError("The file is no status list.", why=why)
