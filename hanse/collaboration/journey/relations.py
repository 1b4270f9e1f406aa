"""Relations between organisations: pairs built from recorded evidence alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.journey.months import after, between
from hanse.collaboration.journey.rules import JourneyRules

Pair = tuple[int, int]
"""Keys of two organisations, the smaller first."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What two organisations have had to do with each other by a day.

    evidence: by first day, those without one last. strength: the sum of weights, see `share`.
    first, last: the first and the last day on record; None where no day is known. quiet: nothing
    was recorded for longer than the rules allow.
    """

    pair: Pair
    evidence: tuple[Evidence, ...]
    counts: Mapping[EvidenceKind, int] = field(hash=False)
    strength: float
    first: date | None
    last: date | None
    quiet: bool


def pair_of(one: int, other: int) -> Pair:
    """Two organisations in the order of their keys. Raises `ValueError` for one and the same."""
    if one == other:
        raise ValueError(f"Organisation {one} has no relation with itself.")
    return (one, other) if one < other else (other, one)


def pairs_of(evidence: Evidence) -> Iterator[Pair]:
    """Every two of its parties; none for a record of one party."""
    return combinations(sorted(set(evidence.parties)), 2)


def known(evidence: Iterable[Evidence], on: date, *, undated: bool = True) -> list[Evidence]:
    """What was on record by a day, by first day.

    undated: whether records without a first day count; a network of the past leaves them out,
    as nobody knows whether they belong there.
    """
    found = [
        each
        for each in evidence
        if (undated if each.since is None else each.since <= on) and len(set(each.parties)) > 1
    ]
    return sorted(found, key=_order)


def last_day(evidence: Evidence, on: date, rules: JourneyRules) -> date | None:
    """The last day by `on` that a record speaks of; `on` itself for what lasts and is not over."""
    if evidence.since is None and evidence.until is None:
        return None
    if evidence.until is not None:
        return min(evidence.until, on)
    return on if rules.weights[evidence.kind].lasting else evidence.since


def share(evidence: Evidence, on: date, rules: JourneyRules) -> float:
    """What a record adds to the strength of each pair of its parties.

    weight(kind) / (n - 1) * 2^(-a / h): n parties, a months since its last day, h the half-life.
    The share 1/(n - 1) is that of Newman (2001, eq. 2). A record without days counts as if it had
    ended one half-life ago.
    """
    parties = len(set(evidence.parties))
    last = last_day(evidence, on, rules)
    age = rules.half_life_months if last is None else max(between(last, on), 0.0)
    weight = rules.weights[evidence.kind].weight
    return float(weight / (parties - 1) * 2.0 ** (-age / rules.half_life_months))


def relations(
    evidence: Iterable[Evidence], on: date, rules: JourneyRules, *, undated: bool = True
) -> dict[Pair, Relation]:
    """Every pair with evidence by a day, in the order of the pairs."""
    listed: dict[Pair, list[Evidence]] = {}
    shares: dict[Pair, float] = {}
    for each in known(evidence, on, undated=undated):
        part = share(each, on, rules)
        for pair in pairs_of(each):
            listed.setdefault(pair, []).append(each)
            shares[pair] = shares.get(pair, 0.0) + part
    return {
        pair: _relation(pair, tuple(listed[pair]), shares[pair], on, rules)
        for pair in sorted(listed)
    }


def _relation(
    pair: Pair, evidence: tuple[Evidence, ...], strength: float, on: date, rules: JourneyRules
) -> Relation:
    ends = [day for each in evidence if (day := last_day(each, on, rules)) is not None]
    begins = [each.since for each in evidence if each.since is not None]
    last = max(ends, default=None)
    return Relation(
        pair=pair,
        evidence=evidence,
        counts=Counter(each.kind for each in evidence),
        strength=strength,
        first=min(begins, default=None),
        last=last,
        quiet=last is None or after(last, rules.quiet_after_months) < on,
    )


def _order(evidence: Evidence) -> tuple[date, str, int]:
    return (evidence.since or date.max, *evidence.record)
