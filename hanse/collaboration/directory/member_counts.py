"""Members of a cluster by type and size, without giving away those who object to be named.

Who is named is public. What could give away somebody who is not named are small counts of unnamed
members: type and size of such a member are shown only together with at least `LEAST` - 1 others.
Counts of unnamed members below that are added to the total without their size, or without their
type; where the rest that is left would itself be that small, the smallest count joins it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

LEAST: Final = 3
"""Unnamed members that a count must hold to be shown; the usual threshold of frequency tables."""

NOT_SAID: Final = ""
"""Type or size of members for whom it is not known, or not shown."""


@dataclass(frozen=True, slots=True)
class MemberFact:
    """type and size, "" where not known; named: whether it may be named."""

    type: str
    size: str
    named: bool


@dataclass(frozen=True, slots=True)
class MemberCounts:
    """by_type: type -> count; by_size: type -> size -> count. `NOT_SAID` holds what is not shown.

    total and unnamed are true to the last member; each table adds up to total.
    """

    total: int
    unnamed: int
    by_type: Mapping[str, int]
    by_size: Mapping[str, Mapping[str, int]]


def member_counts(members: Iterable[MemberFact], least: int = LEAST) -> MemberCounts:
    """Counts that may be shown to everybody."""
    found = list(members)
    named = Counter((each.type, each.size) for each in found if each.named)
    hidden_types: Counter[str] = Counter(each.type for each in found if not each.named)
    shown_types = released(hidden_types, least)
    hidden_sizes: Counter[tuple[str, str]] = Counter()
    for kind, count in shown_types.items():
        if kind == NOT_SAID:
            hidden_sizes[NOT_SAID, NOT_SAID] += count
            continue
        sizes = Counter(each.size for each in found if not each.named and each.type == kind)
        for size, shown in released(sizes, least).items():
            hidden_sizes[kind, size] += shown
    cells = named + hidden_sizes
    by_type: Counter[str] = Counter()
    by_size: dict[str, Counter[str]] = {}
    for (kind, size), count in cells.items():
        by_type[kind] += count
        by_size.setdefault(kind, Counter())[size] += count
    unnamed = sum(hidden_types.values())
    return MemberCounts(
        len(found), unnamed, dict(by_type), {k: dict(v) for k, v in by_size.items()}
    )


def released(counts: Mapping[str, int], least: int) -> dict[str, int]:
    """`counts` with those under `least` under `NOT_SAID`, which then holds none or `least` of them.

    Where all together are fewer than `least`, all are under `NOT_SAID`. The sum stays.
    """
    shown = {code: count for code, count in counts.items() if code and count >= least}
    rest = sum(counts.values()) - sum(shown.values())
    while 0 < rest < least and shown:
        smallest = min(shown, key=lambda code: (shown[code], code))
        rest += shown.pop(smallest)
    return {**shown, NOT_SAID: rest} if rest else shown
