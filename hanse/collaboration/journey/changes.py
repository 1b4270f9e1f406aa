"""What moved between two days, and what followed after each action."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.journey.generations import Countries, number_of, reached
from hanse.collaboration.journey.months import after
from hanse.collaboration.journey.relations import Pair, Relation, pairs_of, relations
from hanse.collaboration.journey.rules import JourneyRules

ACTIONS: Final = (
    EvidenceKind.MEETING,
    EvidenceKind.EXCHANGE,
    EvidenceKind.AGREEMENT,
)
"""What a programme does, or helps to do, so that something follows."""


class Move(StrEnum):
    """What became of a relation."""

    NEW = "new"
    ROSE = "rose"
    """It reached a higher generation."""
    REVIVED = "revived"
    """It had gone quiet and is not quiet any more."""
    WENT_QUIET = "went_quiet"


@dataclass(frozen=True, slots=True)
class Change:
    """One relation that moved. before, now: its generation then and now, 0 for none."""

    pair: Pair
    move: Move
    before: int
    now: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Followed:
    """An action and what its parties did next.

    open: the time in which something may follow is not over yet.
    """

    action: Evidence
    next: tuple[Evidence, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class FollowedByKind:
    """Actions of a kind whose time is over: how many, how many were followed, and by what."""

    kind: EvidenceKind
    actions: int
    followed: int
    next: Mapping[EvidenceKind, int] = field(hash=False)
    open: int = 0

    @property
    def share(self) -> float | None:
        """Actions followed by anything, 0 to 1; None without actions."""
        return self.followed / self.actions if self.actions else None


def changes(
    evidence: Sequence[Evidence],
    then: date,
    now: date,
    countries: Countries,
    rules: JourneyRules,
) -> list[Change]:
    """Relations that moved from one day to another: new ones, risen, revived, gone quiet.

    Records without a day are left out. Each relation is listed once, by its greatest move.
    """
    before = relations(evidence, then, rules, undated=False)
    found = []
    for pair, relation in relations(evidence, now, rules, undated=False).items():
        was = before.get(pair)
        # Most relations stand still: nothing new on record, nothing to compute.
        risen = was is None or len(was.evidence) < len(relation.evidence)
        low = _generation(was, then, countries, rules) if was else 0
        high = (
            _generation(relation, now, countries, rules) if risen or _may_ripen(relation) else low
        )
        move = _move(was, relation, low, high)
        if move is not None:
            found.append(Change(pair, move, low, high, relation))
    order = list(Move)
    return sorted(found, key=lambda each: (order.index(each.move), -each.now, each.pair))


def followed(
    evidence: Iterable[Evidence],
    months: int,
    on: date,
    *,
    kinds: Collection[EvidenceKind] = ACTIONS,
) -> list[Followed]:
    """Each action by a day and what followed: other records of at least two of its parties.

    A record follows where it began after the action and within `months` of it. That it followed
    does not say that the action was its cause. Newest actions first.
    """
    dated = [each for each in evidence if each.since is not None and each.since <= on]
    by_pair: dict[Pair, list[Evidence]] = {}
    for each in dated:
        for pair in pairs_of(each):
            by_pair.setdefault(pair, []).append(each)
    listed = []
    for action in dated:
        if action.kind not in kinds or action.since is None:
            continue
        end = after(action.since, months)
        nexts = {
            (each.kind, each.record): each
            for pair in pairs_of(action)
            for each in by_pair[pair]
            if each.record != action.record
            and each.since is not None
            and action.since < each.since <= end
        }
        ordered = sorted(nexts.values(), key=lambda each: (each.since or on, each.record))
        listed.append(Followed(action, tuple(ordered), open=end > on))
    return sorted(listed, key=lambda each: (each.action.since or on, each.action.record))[::-1]


def by_kind(listed: Iterable[Followed]) -> list[FollowedByKind]:
    """Counts by the kind of action. Actions whose time still runs are counted apart."""
    groups: dict[EvidenceKind, list[Followed]] = {}
    for each in listed:
        groups.setdefault(each.action.kind, []).append(each)
    return [
        FollowedByKind(
            kind,
            sum(not each.open for each in groups[kind]),
            sum(bool(each.next) for each in groups[kind] if not each.open),
            Counter(
                following
                for each in groups[kind]
                if not each.open
                for following in {one.kind for one in each.next}
            ),
            sum(each.open for each in groups[kind]),
        )
        for kind in EvidenceKind
        if kind in groups
    ]


def _generation(relation: Relation, on: date, countries: Countries, rules: JourneyRules) -> int:
    return number_of(reached(relation.evidence, on, countries, rules))


def _may_ripen(relation: Relation) -> bool:
    """Whether a relation can rise by the passing of time alone: a single record cannot."""
    return len(relation.evidence) > 1


def _move(was: Relation | None, now: Relation, low: int, high: int) -> Move | None:
    if was is None:
        return Move.NEW if not now.quiet else None
    if high > low:
        return Move.ROSE
    if was.quiet and not now.quiet:
        return Move.REVIVED
    if now.quiet and not was.quiet:
        return Move.WENT_QUIET
    return None
