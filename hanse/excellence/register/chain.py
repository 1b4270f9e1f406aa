"""Entries bound to each other by their hashes: nothing can be changed, left out or put between.

Each entry is hashed with SHA-256 over its canonical JSON (RFC 8785), in which the hash of the entry
before stands. The first one follows `GENESIS`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

from hanse.foundation.problems import HanseError

GENESIS: Final = hashlib.sha256(b"hanse register of labels 1").hexdigest()
"""What stands before the first entry of every register."""

_LARGEST_INTEGER: Final = 2**53 - 1


class Event(StrEnum):
    """What can happen to a label."""

    AWARDED = "awarded"
    RENEWED = "renewed"
    """A new label takes the place of one that ended: see the fact `renews`."""
    SUCCEEDED = "succeeded"
    """A label of a higher level takes its place from this day on."""
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REINSTATED = "reinstated"
    """From this day on it is no longer suspended, or its revocation did not stand on appeal."""
    LAPSED = "lapsed"
    """It ended and was not renewed in time; its days do not change by that."""
    CORRECTED = "corrected"
    """The facts of an earlier entry were wrong; those of this one count in their place."""


Facts = Mapping[str, str | int | bool | None]
"""What an entry says of its label; names of facts: see `facts`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of one label.

    sequence: from 1. label: its number. on: the day it takes effect; entered: when it was written
    down, in UTC, whole seconds. previous, hash: hexadecimal.
    """

    sequence: int
    label: str
    event: Event
    on: date
    entered: datetime
    facts: Facts
    previous: str
    hash: str

    def content(self) -> dict[str, Any]:
        """All of it but its own hash, as it is hashed and published."""
        return {
            "sequence": self.sequence,
            "label": self.label,
            "event": self.event.value,
            "on": self.on.isoformat(),
            "entered": self.entered.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "facts": dict(self.facts),
            "previous": self.previous,
        }


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why. sequence: of the first entry that is wrong."""

    sequence: int
    why: str


def canonical_json(value: Any) -> bytes:
    """`value` as RFC 8785 writes it, for texts, whole numbers, true, false, null, lists, objects.

    Raises `ValueError` for fractions and for what JSON does not know: an entry has no need of them.
    """
    _check(value)
    # Names of members are ASCII here, so that Python's order is the order of RFC 8785, 3.2.3.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash of an entry's content."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def following(
    last: Entry | None,
    *,
    label: str,
    event: Event,
    on: date,
    entered: datetime,
    facts: Facts,
) -> Entry:
    """The entry that comes after `last`; the first one after None.

    Raises `ValueError` for a moment without its offset from UTC.
    """
    if entered.tzinfo is None:
        raise ValueError("An entry is made at a moment with its offset from UTC.")
    open_entry = Entry(
        sequence=last.sequence + 1 if last else 1,
        label=label,
        event=event,
        on=on,
        entered=entered.astimezone(UTC).replace(microsecond=0),
        facts=dict(facts),
        previous=last.hash if last else GENESIS,
        hash="",
    )
    return Entry(
        **{name: getattr(open_entry, name) for name in Entry.__slots__ if name != "hash"},
        hash=hash_of(open_entry.content()),
    )


def first_break(entries: Iterable[Entry], head: str = "") -> Break | None:
    """Where a chain first breaks; None where it holds from the first entry to the last.

    head: the hash the last entry must have, as somebody noted it earlier; "" for any. Without it,
    entries left out at the end cannot be told from entries never made.
    """
    before, sequence = GENESIS, 0
    for entry in entries:
        sequence += 1
        if entry.sequence != sequence:
            return Break(sequence, f"the next entry has the number {entry.sequence}")
        if entry.previous != before:
            return Break(sequence, "it does not follow the entry before it")
        if entry.hash != hash_of(entry.content()):
            return Break(sequence, "its content does not fit its hash")
        before = entry.hash
    if head and head != before:
        return Break(sequence, "the last entry is not the one that was noted")
    return None


def published(entries: Sequence[Entry], register: str) -> dict[str, Any]:
    """The whole register as it can be taken away and checked elsewhere. register: its address."""
    return {
        "register": register,
        "genesis": GENESIS,
        "head": entries[-1].hash if entries else GENESIS,
        "entries": [{**each.content(), "hash": each.hash} for each in entries],
    }


def read_published(document: object) -> tuple[Entry, ...]:
    """The entries of a published register, unchecked. Raises `HanseError` for what is none."""
    rows = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(rows, list):
        raise HanseError(
            "This is no register.", why="One is a JSON object with a list called entries."
        )
    return tuple(_read(row, place) for place, row in enumerate(rows, 1))


def _read(row: object, place: int) -> Entry:
    try:
        if not isinstance(row, Mapping) or not isinstance(row["facts"], Mapping):
            raise TypeError("it is not an object with facts")
        entry = Entry(
            sequence=row["sequence"],
            label=row["label"],
            event=Event(row["event"]),
            on=date.fromisoformat(row["on"]),
            entered=datetime.fromisoformat(row["entered"]),
            facts=dict(row["facts"]),
            previous=row["previous"],
            hash=row["hash"],
        )
        extra = set(row) - {*entry.content(), "hash"}
        if extra or entry.entered.tzinfo is None:
            raise ValueError(f"it has more than an entry has: {', '.join(sorted(extra))}")
        canonical_json(entry.content())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HanseError(
            "An entry of the register cannot be read.", where=f"entry {place}", why=str(error)
        ) from error
    return entry


def _check(value: object) -> None:
    for each in _parts(value):
        if isinstance(each, int) and not -_LARGEST_INTEGER <= each <= _LARGEST_INTEGER:
            raise ValueError(f"{each} is too large for every reader of JSON.")
        if isinstance(each, float) or not (
            each is None or isinstance(each, str | int | bool | list | tuple | dict)
        ):
            raise ValueError(f"{each!r} has no place in an entry.")


def _parts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, dict):
        for name, member in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise ValueError(f"{name!r} is no name of a fact.")
            yield from _parts(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _parts(member)
