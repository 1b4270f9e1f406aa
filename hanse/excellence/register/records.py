"""What the entries say of each label, and whether it was valid on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.excellence.register.chain import Entry, Event, Facts
from hanse.foundation.problems import HanseError

_DAY: Final = timedelta(days=1)
_BEGINNINGS: Final = frozenset({Event.AWARDED, Event.RENEWED})


class Standing(StrEnum):
    """How a label stands on a day."""

    NOT_YET = "not_yet"
    VALID = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    SUCCEEDED = "succeeded"
    """A label of a higher level took its place."""
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both among them; last None: without an end as yet."""

    first: date
    last: date | None

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Record:
    """A label as the register knows it.

    country: as of NUTS, such as EL. field, level, scheme, version: codes. renews: the number of
    the label it took the place of, "" for none. valid_from, valid_until: both days among those it
    is valid. suspended, revoked: the spans of it. succeeded: from this day on a higher label took
    its place; None where none did. entries: all of this label.
    """

    label: str
    holder: str
    country: str
    field: str
    level: str
    scheme: str
    version: str
    website: str
    renews: str
    fictitious: bool
    valid_from: date
    valid_until: date
    suspended: tuple[Span, ...] = ()
    revoked: tuple[Span, ...] = ()
    succeeded: date | None = None
    entries: tuple[Entry, ...] = ()

    def standing(self, on: date) -> Standing:
        """How it stood on a day. Revocation outweighs all else, then the days, then suspension."""
        if any(span.holds(on) for span in self.revoked):
            return Standing.REVOKED
        if on < self.valid_from:
            return Standing.NOT_YET
        if self.succeeded is not None and on >= self.succeeded:
            return Standing.SUCCEEDED
        if on > self.valid_until:
            return Standing.EXPIRED
        if any(span.holds(on) for span in self.suspended):
            return Standing.SUSPENDED
        return Standing.VALID

    @property
    def awarded(self) -> date:
        """The day it was awarded or renewed."""
        return self.entries[0].on


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a label was valid on a day, and the last entry that bears on it."""

    label: str
    on: date
    standing: Standing
    record: Record
    entry: Entry

    @property
    def valid(self) -> bool:
        """Whether it was."""
        return self.standing is Standing.VALID


def facts(
    *,
    holder: str,
    country: str,
    field: str,
    level: str,
    scheme: str,
    version: str,
    website: str,
    valid_from: date,
    valid_until: date,
    renews: str = "",
    fictitious: bool = False,
    reason: str = "",
) -> Facts:
    """What an entry says of its label. reason: shown to everybody, as all of it is."""
    return {
        "holder": holder,
        "country": country,
        "field": field,
        "level": level,
        "scheme": scheme,
        "version": version,
        "website": website,
        "valid_from": valid_from.isoformat(),
        "valid_until": valid_until.isoformat(),
        "renews": renews,
        "fictitious": fictitious,
        "reason": reason,
    }


def records(
    entries: Iterable[Entry],
    *,
    known_on: date | None = None,
    before: Mapping[str, Record] = MappingProxyType({}),
) -> dict[str, Record]:
    """Label -> what the register knows of it, in the order they were first entered.

    known_on: only what had been entered by the end of that day, in UTC. before: what is known from
    the entries before these, which stays as it is. Raises `HanseError` for an
    entry that no label can have, such as a suspension of one never awarded.
    """
    found: dict[str, Record] = dict(before)
    for entry in entries:
        if known_on is None or entry.entered.date() <= known_on:
            found[entry.label] = _after(found.get(entry.label), entry)
    return found


def was_valid(
    entries: Sequence[Entry], label: str, on: date, *, known_on: date | None = None
) -> Answer | None:
    """Whether `label` was valid on a day, from the entries alone; None for one never entered.

    known_on: as it was known at the end of that day, without what was entered later.
    """
    record = records((each for each in entries if each.label == label), known_on=known_on).get(
        label
    )
    if record is None:
        return None
    bearing = [each for each in record.entries if each.on <= on] or [record.entries[0]]
    return Answer(label, on, record.standing(on), record, bearing[-1])


def _after(before: Record | None, entry: Entry) -> Record:
    if entry.event in _BEGINNINGS:
        if before is not None:
            raise _impossible(entry, "it was awarded already")
        return _begun(entry)
    if before is None:
        raise _impossible(entry, "it was never awarded")
    with_entry = replace(before, entries=(*before.entries, entry))
    match entry.event:
        case Event.SUSPENDED:
            return replace(with_entry, suspended=_opened(before.suspended, entry))
        case Event.REVOKED:
            return replace(with_entry, revoked=_opened(before.revoked, entry))
        case Event.REINSTATED if _is_open(before.revoked):
            return replace(with_entry, revoked=_closed(before.revoked, entry))
        case Event.REINSTATED if _is_open(before.suspended):
            return replace(with_entry, suspended=_closed(before.suspended, entry))
        case Event.REINSTATED:
            raise _impossible(entry, "it is neither suspended nor revoked")
        case Event.SUCCEEDED:
            return replace(with_entry, succeeded=entry.on)
        case Event.CORRECTED:
            return replace(
                _begun(entry),
                suspended=before.suspended,
                revoked=before.revoked,
                succeeded=before.succeeded,
                entries=with_entry.entries,
            )
        case _:
            return with_entry


def _is_open(spans: tuple[Span, ...]) -> bool:
    return bool(spans) and spans[-1].last is None


def _opened(spans: tuple[Span, ...], entry: Entry) -> tuple[Span, ...]:
    if _is_open(spans):
        raise _impossible(entry, f"it is {entry.event.value} already")
    return (*spans, Span(entry.on, None))


def _closed(spans: tuple[Span, ...], entry: Entry) -> tuple[Span, ...]:
    return (*spans[:-1], replace(spans[-1], last=entry.on - _DAY))


def _begun(entry: Entry) -> Record:
    text = _texts(entry)
    return Record(
        label=entry.label,
        holder=text["holder"],
        country=text["country"],
        field=text["field"],
        level=text["level"],
        scheme=text["scheme"],
        version=text["version"],
        website=text["website"],
        renews=text["renews"],
        fictitious=entry.facts.get("fictitious") is True,
        valid_from=_day(entry, text["valid_from"]),
        valid_until=_day(entry, text["valid_until"]),
        entries=(entry,),
    )


_NAMES: Final = (
    "holder",
    "country",
    "field",
    "level",
    "scheme",
    "version",
    "website",
    "renews",
    "valid_from",
    "valid_until",
)


def _texts(entry: Entry) -> Mapping[str, str]:
    lacking = [name for name in _NAMES if not isinstance(entry.facts.get(name), str)]
    if lacking:
        raise _impossible(entry, f"it does not say {', '.join(lacking)}")
    return {name: str(entry.facts[name]) for name in _NAMES}


def _day(entry: Entry, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _impossible(entry, f"{text!r} is no day") from error


def _impossible(entry: Entry, why: str) -> HanseError:
    return HanseError(
        f"The label {entry.label} cannot be {entry.event.value}.",
        where=f"entry {entry.sequence}",
        why=f"{why[:1].upper()}{why[1:]}.",
    )
