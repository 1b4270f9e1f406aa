"""What shows that organisations had to do with each other: recorded, never typed in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What took place between organisations."""

    CONTACT = "contact"
    """An expression of interest that was accepted."""
    MEETING = "meeting"
    EXCHANGE = "exchange"
    """A short stay of one organisation with another."""
    SHARED_PROJECT = "shared_project"
    AGREEMENT = "agreement"
    CONSORTIUM = "consortium"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record between two or more organisations.

    parties: keys of the organisations, each once. since, until: the days it began and ended; None
    where not known, or not over. record: kind of record and its key, such as ("agreement", 7).
    label: what people call it. address: of its page; "" for none. public: whether anybody may know.
    confidential: whether its parties alone may know, and the secretariat no more than that there
    are so many.
    """

    kind: EvidenceKind
    parties: tuple[int, ...]
    since: date | None
    until: date | None
    record: tuple[str, int]
    label: str
    address: str = ""
    public: bool = True
    confidential: bool = False
