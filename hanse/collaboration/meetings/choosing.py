"""Who meets whom, from what each asked for: requests and answers as pairs with their interest."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hanse.collaboration.timetable.selection import FLOOR, Pair, Selection, mutual_interest, select
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

_SUGGESTED: Final = 0.25
"""Interest of each side in a meeting that nobody asked for; a request counts from 1 to 3."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request by key of who asks and who is asked.

    interest: 1 to 3, of who asks. answered: of who was asked, 0 while open; None where declined.
    """

    by: int
    to: int
    interest: float
    answered: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Short:
    """Somebody, by key, with fewer meetings than everybody should have, and why."""

    key: int
    meetings: int
    why: Sentence


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pairs that meet, by key, the best liked first; and why some have few meetings."""

    pairs: tuple[tuple[int, int], ...]
    short: tuple[Short, ...]
    proved: bool


def pairs_of(
    asked: Iterable[Asked], suggested: Iterable[tuple[int, int]] = ()
) -> dict[tuple[int, int], float]:
    """Pairs of keys, the lower first -> what a meeting is worth.

    A request that was declined leaves no pair, whoever else asked. suggested: pairs that nobody
    asked for, which count less than any request.
    """
    interest: dict[tuple[int, int], float] = {}
    declined: set[tuple[int, int]] = set()
    for each in asked:
        if each.answered is None:
            declined.add(_pair(each.by, each.to))
            continue
        for side, value in (
            ((each.by, each.to), each.interest),
            ((each.to, each.by), each.answered),
        ):
            interest[side] = max(value, interest.get(side, 0.0))
    found = {
        _pair(*side): mutual_interest(value, interest.get((side[1], side[0]), 0.0))
        for side, value in interest.items()
    }
    for one, other in suggested:
        found.setdefault(_pair(one, other), mutual_interest(_SUGGESTED, _SUGGESTED))
    return {pair: worth for pair, worth in found.items() if pair not in declined and worth > 0}


def choose(
    names: Mapping[int, str],
    capacities: Mapping[int, int],
    pairs: Mapping[tuple[int, int], float],
    apart: Collection[tuple[int, int]] = (),
    *,
    floor: int = FLOOR,
    seconds: float = 30.0,
) -> Chosen:
    """The pairs that meet so that nobody has more meetings than it can attend.

    names, capacities: of everybody by key. apart: pairs that must not meet, in either order.
    Raises `HanseError` as `select` does.
    """
    keys = sorted(names)
    at = {key: place for place, key in enumerate(keys)}
    listed = sorted(pair for pair in pairs if pair[0] in at and pair[1] in at)
    found: Selection = select(
        [names[key] for key in keys],
        [capacities[key] for key in keys],
        [Pair(at[one], at[other], pairs[one, other]) for one, other in listed],
        floor=floor,
        not_together=[(at[one], at[other]) for one, other in apart if one in at and other in at],
        seconds=seconds,
    )
    chosen = sorted((listed[place] for place in found.chosen), key=lambda pair: -pairs[pair])
    barred = {_pair(*each) for each in apart}
    possible = Counter(key for pair in listed if pair not in barred for key in pair)
    return Chosen(
        tuple(chosen),
        tuple(
            Short(
                keys[each.participant],
                each.meetings,
                _why(
                    names[keys[each.participant]],
                    capacities[keys[each.participant]],
                    possible[keys[each.participant]],
                    floor,
                ),
            )
            for each in found.shortfalls
        ),
        found.proved,
    )


def _why(name: str, capacity: int, partners: int, floor: int) -> Sentence:
    """Why somebody has fewer meetings than `floor`."""
    if capacity < floor:
        return Sentence(
            _("{who} can attend no more meetings than {count}."), {"who": name, "count": capacity}
        )
    if not partners:
        return Sentence(
            _("{who} asked nobody whom it can meet, and nobody asked it."), {"who": name}
        )
    if partners < floor:
        return Sentence(
            _("There is no request between {who} and others but {count}."),
            {"who": name, "count": partners},
        )
    return Sentence(
        _("The {count} who could meet {who} have as many meetings as they can attend."),
        {"who": name, "count": partners},
    )


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
