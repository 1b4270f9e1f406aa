"""Who has room in a mission: free places on each side, and who comes up from the waiting list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits. key: of the place. since: when it joined the list. rank: low comes first."""

    key: int
    since: datetime
    rank: int = 0


def free_places(limit: int | None, taken: int) -> int | None:
    """How many places are free on a side, never under 0; None where there is no limit."""
    return None if limit is None else max(limit - taken, 0)


def has_room(limit: int | None, taken: int) -> bool:
    """Whether one more may take part."""
    return limit is None or taken < limit


def moving_up(waiting: Iterable[Waiting], limit: int | None, taken: int) -> list[int]:
    """Keys of those who get a place now: by rank, then by how long they wait, then by key."""
    line = sorted(waiting, key=lambda each: (each.rank, each.since, each.key))
    free = free_places(limit, taken)
    return [each.key for each in (line if free is None else line[:free])]
