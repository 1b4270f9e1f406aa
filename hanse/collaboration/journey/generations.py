"""Generations of pairs and of consortia by the rules, when each was reached, what comes next."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.journey.months import after
from hanse.collaboration.journey.relations import Pair, Relation
from hanse.collaboration.journey.rules import (
    ConsortiumWay,
    JourneyRules,
    NextStep,
    Way,
)

Countries = Mapping[int, str]
"""Key of an organisation -> code of its country."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A generation that was reached: when (None where no day is known), which way, and why.

    implied: the way is that of a higher generation, which includes this one.
    """

    number: int
    code: str
    on: date | None
    way: str
    reason: str
    implied: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A way that holds. A day that is not known sorts last."""

    on: date | None
    way: str
    reason: str

    @property
    def order(self) -> date:
        return self.on or date.max


def reached(
    evidence: Sequence[Evidence], on: date, countries: Countries, rules: JourneyRules
) -> tuple[Reached, ...]:
    """The generations a pair has reached by a day, the first first; () without evidence.

    evidence: of the pair by that day, by first day. Who reaches a generation has the ones below
    it: at the latest on the same day.
    """
    return _with_lower(
        [
            (
                each.number,
                each.code,
                _earliest([_way(way, evidence, on, countries) for way in each.way]),
            )
            for each in rules.generation
        ]
    )


def number_of(steps: Sequence[Reached]) -> int:
    """The highest generation reached; 0 for none."""
    return max((each.number for each in steps), default=0)


def consortium_reached(
    consortium: Evidence,
    related: Mapping[Pair, Relation],
    on: date,
    countries: Countries,
    rules: JourneyRules,
) -> tuple[Reached, ...]:
    """The generations a consortium has reached by a day.

    related: relations of that day. Raises `ValueError` for evidence of another kind.
    """
    if consortium.kind is not EvidenceKind.CONSORTIUM:
        raise ValueError(f"{consortium.record} is no consortium.")
    return _with_lower(
        [
            (
                each.number,
                each.code,
                _earliest(
                    [
                        _consortium_way(way, consortium, related, on, countries, rules)
                        for way in each.way
                    ]
                ),
            )
            for each in rules.consortium
        ]
    )


def next_step(relation: Relation, number: int, rules: JourneyRules) -> NextStep | None:
    """What to suggest to a pair of a generation: the first step that fits, None without one."""
    for step in rules.next:
        if (
            number in step.generations
            and step.quiet in (None, relation.quiet)
            and not any(relation.counts.get(kind) for kind in step.missing)
            and (not step.having or any(relation.counts.get(kind) for kind in step.having))
        ):
            return step
    return None


def _way(way: Way, evidence: Sequence[Evidence], on: date, countries: Countries) -> _Found | None:
    fitting = [
        each
        for each in evidence
        if each.kind in way.kinds
        and len(set(each.parties)) >= way.least_parties
        and _countries(each, countries) >= way.least_countries
    ]
    if len(fitting) < way.least:
        return None
    days = sorted(each.since for each in fitting if each.since is not None)
    if len(days) < way.least:
        # Enough of it happened, but nobody knows when: it counts unless a span is asked for.
        return None if way.after_months else _Found(None, way.code, way.reason)
    day = max(days[way.least - 1], after(days[0], way.after_months))
    return _Found(day, way.code, way.reason) if day <= on else None


def _consortium_way(
    way: ConsortiumWay,
    consortium: Evidence,
    related: Mapping[Pair, Relation],
    on: date,
    countries: Countries,
    rules: JourneyRules,
) -> _Found | None:
    parties = sorted(set(consortium.parties))
    if len(parties) < way.least_parties or _countries(consortium, countries) < way.least_countries:
        return None
    if consortium.since is None:
        if way.running_months or way.tied_share:
            return None
        return _Found(None, way.code, way.reason)
    day = after(consortium.since, way.running_months)
    ended = consortium.until is not None and consortium.until < day
    if way.tied_share:
        tied = _tied(consortium, parties, way, related, on, countries, rules)
        if tied is None:
            return None
        day = max(day, tied)
    return _Found(day, way.code, way.reason) if day <= on and not ended else None


def _tied(
    consortium: Evidence,
    parties: Sequence[int],
    way: ConsortiumWay,
    related: Mapping[Pair, Relation],
    on: date,
    countries: Countries,
    rules: JourneyRules,
) -> date | None:
    """The day by which enough pairs of the parties had other ties; None without one."""
    pairs = list(combinations(parties, 2))
    days = []
    for pair in pairs:
        relation = related.get(pair)
        if relation is None:
            continue
        others = [each for each in relation.evidence if each.record != consortium.record]
        days += [
            step.on
            for step in reached(others, on, countries, rules)
            if step.number == way.tied_generation and step.on is not None
        ]
    wanted = max(math.ceil(way.tied_share * len(pairs)), 1)
    return sorted(days)[wanted - 1] if len(days) >= wanted else None


def _countries(evidence: Evidence, countries: Countries) -> int:
    return len({countries[each] for each in evidence.parties if countries.get(each)})


def _earliest(found: Sequence[_Found | None]) -> _Found | None:
    return min((each for each in found if each is not None), key=lambda f: f.order, default=None)


def _with_lower(found: Sequence[tuple[int, str, _Found | None]]) -> tuple[Reached, ...]:
    steps: list[Reached] = []
    higher: _Found | None = None
    for number, code, own in reversed(found):
        best = own
        if higher is not None and (own is None or higher.order < own.order):
            best = higher
        if best is None:
            continue
        steps.append(Reached(number, code, best.on, best.way, best.reason, implied=best is not own))
        higher = best
    return tuple(reversed(steps))
