"""Who sees which part of an agreement."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.collaboration.agreements.states import Actor


class Part(StrEnum):
    """A part of an agreement's page."""

    FACE = "face"
    """Title, kind, state, dates, parties, scope, activities, history."""
    OBLIGATIONS = "obligations"
    PUBLIC_DOCUMENTS = "public_documents"
    DOCUMENTS = "documents"
    CONTACTS = "contacts"
    REASONS = "reasons"
    """Why steps were taken, and by whom."""


_EVERYBODY: Final = frozenset({Part.FACE, Part.OBLIGATIONS, Part.PUBLIC_DOCUMENTS})
_INVOLVED: Final = frozenset(Part)

SIGHT: Final[Mapping[tuple[Actor, bool], frozenset[Part]]] = MappingProxyType(
    {
        (Actor.READER, True): _EVERYBODY,
        (Actor.READER, False): frozenset(),
        (Actor.PARTY, True): _INVOLVED,
        (Actor.PARTY, False): _INVOLVED,
        (Actor.OFFICER, True): _INVOLVED,
        (Actor.OFFICER, False): _INVOLVED,
    }
)
"""What somebody is, and whether the agreement is public -> the parts they see.

An agreement is public when its parties want that and it was signed, or when it is on record from a
public source.
"""


def parts_seen(actors: frozenset[Actor], *, public: bool) -> frozenset[Part]:
    """The parts that somebody sees who is `actors`."""
    return frozenset(part for actor in actors for part in SIGHT.get((actor, public), frozenset()))
