"""The programme of a mission: which items are at the same time."""

from collections.abc import Sequence
from datetime import datetime


def clashes(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    """Places in `spans` of every two that overlap, the earlier in the list first.

    spans: begin and end of each item. One that begins when another ends does not overlap it.
    """
    order = sorted(range(len(spans)), key=lambda at: spans[at])
    found = []
    for position, one in enumerate(order):
        for other in order[position + 1 :]:
            if spans[other][0] >= spans[one][1]:
                break
            found.append((min(one, other), max(one, other)))
    return sorted(found)
