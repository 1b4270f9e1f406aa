"""Who is recommended to whom: seven parts from 0 to 1, each with its reason, weighed and ordered.

Everything is computed from what organisations publish and from what the two did together before.
The same data and weights give the same list; equal scores are in the order of the keys.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.matching.index import (
    KINDS,
    PROFILE,
    Index,
    cut_industries,
    field_codes,
    member_counts,
)
from hanse.collaboration.matching.parties import NOTHING_KNOWN, Party, Relatedness, Tie
from hanse.collaboration.matching.parts import ALONE, WEIGHTS, PartOf
from hanse.collaboration.matching.reasons import Name, Told, told
from hanse.collaboration.matching.templates import may_meet
from hanse.foundation.sentences import Sentence

Values = NDArray[np.float64]

ALIKE: Final = 0.3
"""A cosine from which two short texts are as like as can be: they never repeat each other."""
OTHERWISE: Final = 0.7
"""What is left of a need that meets an offer by its words where both name what they are about, and
name nothing in common."""
TO_A_PROFILE: Final = 0.6
"""How much less it counts that a need is met by a profile than by an offer."""
FIELD: Final = 0.5
"""How close the same technology field or emerging industry brings two."""
HALF_LIFE_DAYS: Final = 182
FEWEST_MEMBERS: Final = 5
"""Fewer members than this say nothing of how they are composed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one recommendation: its value, its weight, and why; no reason where it is 0."""

    code: PartOf
    value: float
    weight: int
    reason: Sentence | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One possible partner. score: the weighted mean of the parts, from 0 to 1.

    posting: key of the offer or need of the partner that meets one of the reader's; None for none.
    """

    party: Party
    score: float
    parts: tuple[Part, ...]
    posting: int | None

    @property
    def reasons(self) -> tuple[Part, ...]:
        """The parts with a reason, those that add most to the score first."""
        held = [each for each in self.parts if each.reason is not None and each.weight]
        return tuple(sorted(held, key=lambda each: -each.value * each.weight))


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """All parts of all parties, one array a part; and what their reasons are told from."""

    values: Mapping[PartOf, Values]
    told: Told

    def scores(self, weights: Mapping[PartOf, int]) -> Values:
        """The weighted means. Raises `ValueError` where all weights are 0."""
        total = sum(weights.values())
        if not total:
            raise ValueError("At least one part has a weight.")
        weighed = [weights[part] * each for part, each in self.values.items()]
        summed: Values = np.sum(weighed, axis=0) / total
        return summed

    def founded(self) -> NDArray[np.bool_]:
        """Which parties there is a reason for that is enough alone."""
        kept = np.zeros(next(iter(self.values.values())).shape, dtype=bool)
        for part, least in ALONE.items():
            kept |= self.values[part] >= least
        return kept

    def best(
        self, weights: Mapping[PartOf, int], *, without: Collection[int], most: int
    ) -> NDArray[np.int64]:
        """Places of the `most` best parties there is reason for, best first, then by key."""
        keys = self.told.index.keys
        scores = self.scores(weights)
        places = np.flatnonzero(self.founded() & ~np.isin(keys, list(without)))
        return places[np.lexsort((keys[places], -scores[places]))][:most]


def recommend(
    index: Index,
    reader: Party,
    *,
    on: date,
    relatedness: Relatedness = NOTHING_KNOWN,
    ties: Mapping[int, Tie] | None = None,
    weights: Mapping[PartOf, int] = WEIGHTS,
    without: Collection[int] = (),
    most: int = 10,
    name: Name = lambda _kind, code: code,
) -> list[Recommendation]:
    """The `most` best partners for `reader`, best first; fewer where there is reason for fewer.

    ties: key -> what was done before. without: keys never to be recommended, such as blocked ones;
    the reader is none either. name: kind and code -> what people call it. Raises `ValueError` for
    weights that are all 0.
    """
    found = compare(index, reader, on=on, relatedness=relatedness, ties=ties or {})
    scores = found.scores(weights)
    order = found.best(weights, without={reader.key, *without}, most=most)
    return [
        Recommendation(
            index.parties[at],
            float(scores[at]),
            tuple(
                Part(
                    part,
                    float(values[at]),
                    weights[part],
                    told(found.told, part, int(at), name) if values[at] > 0 else None,
                )
                for part, values in found.values.items()
            ),
            found.told.posting_of(int(at)),
        )
        for at in order
    ]


def compare(
    index: Index,
    reader: Party,
    *,
    on: date,
    relatedness: Relatedness,
    ties: Mapping[int, Tie],
) -> Compared:
    """All parts of `reader` and every party of `index`."""
    need, own_posting, text_row, like = _needs(index, reader)
    values = {
        PartOf.NEED: need,
        PartOf.RELATED: _related(index, reader, relatedness),
        PartOf.TARGETS: _targets(index, reader),
        PartOf.MEMBERS: _members(index, reader),
        PartOf.TIES: _ties(index, ties),
        PartOf.LABEL: index.labels,
        PartOf.FRESH: _freshness(index, on),
    }
    return Compared(values, Told(index, reader, relatedness, ties, own_posting, text_row, like))


# --- Parts ------------------------------------------------------------------------------------


def _needs(
    index: Index, reader: Party
) -> tuple[Values, NDArray[np.int64], NDArray[np.int64], object]:
    """For each party: how well a posting of the reader and one of it meet, and which two.

    Also the reader's postings as rows of text. Places are -1 where nothing meets.
    """
    best = np.zeros(index.size)
    own = np.full(index.size, -1, dtype=np.int64)
    row = np.full(index.size, -1, dtype=np.int64)
    like = index.texts.like([f"{each.title}. {each.text}" for each in reader.postings])
    if not reader.postings or not index.owner.size:
        return best, own, row, like
    cosines = np.asarray((like @ index.texts.rows.T).todense())
    words = np.minimum(cosines / ALIKE, 1.0)
    named_of_row = np.asarray(index.posting_codes.rows.sum(axis=1)).ravel()
    for number, each in enumerate(reader.postings):
        fits = np.array([_meets(each.kind, kind) for kind in (*KINDS, None)])[index.kind]
        columns = [
            index.posting_codes.columns[code]
            for code in sorted(each.codes)
            if code in index.posting_codes.columns
        ]
        shared = (
            np.asarray(index.posting_codes.rows[:, columns].sum(axis=1)).ravel()
            if columns
            else np.zeros(index.owner.size)
        )
        # Who names nothing has forgotten it, which speaks neither for nor against.
        smaller = np.minimum(named_of_row, len(each.codes))
        agree = np.where(smaller > 0, shared / np.maximum(smaller, 1), 1.0)
        values = fits * words[number] * (OTHERWISE + (1 - OTHERWISE) * agree)
        values = np.where(index.kind == PROFILE, TO_A_PROFILE * values, values)
        top = np.zeros(index.size)
        np.maximum.at(top, index.owner, values)
        better = top > best
        # The first row of a party that comes to its best value.
        at = np.flatnonzero((values == top[index.owner]) & better[index.owner])[::-1]
        row[index.owner[at]] = at
        own[better] = number
        best = np.maximum(best, top)
    return best, own, row, like


def _meets(kind: str, other: str | None) -> float:
    if other is None:  # a profile may meet a need
        return 1.0 if any(may_meet(kind, each) for each in KINDS) else 0.0
    return 1.0 if may_meet(kind, other) or may_meet(other, kind) else 0.0


def _related(index: Index, reader: Party, relatedness: Relatedness) -> Values:
    own = reader.of_kind("category")
    others = tuple(index.categories.columns)
    best = np.zeros(index.size)
    if own and others:
        best = index.categories.best(relatedness.to(own, others).max(axis=0))
    for value, letters, industries in index.industries:
        mine = cut_industries(reader, letters)
        if industries.columns:
            flags = np.array([value if code in mine else 0.0 for code in industries.columns])
            best = np.maximum(best, industries.best(flags))
    mine_fields = field_codes(reader)
    if index.fields.columns:
        flags = np.array([FIELD if code in mine_fields else 0.0 for code in index.fields.columns])
        best = np.maximum(best, index.fields.best(flags))
    return best


def _targets(index: Index, reader: Party) -> Values:
    """1 where each lies where the other wants to go; 0.7 where one does.

    Else half the share of countries that both want to go to, of those that either wants.
    """
    mine = reader.wanted_countries
    there = index.flags(index.countries, mine)
    here = index.flags(index.wanted, frozenset({reader.country}))
    flags = np.array([float(code in mine) for code in index.wanted.columns] or [0.0])
    shared = np.asarray(index.wanted.rows @ flags).ravel()
    either = len(mine) + np.asarray(index.wanted.rows.sum(axis=1)).ravel() - shared
    both = 0.5 * shared / np.maximum(either, 1)
    values: Values = np.where(there * here > 0, 1.0, np.where(there + here > 0, 0.7, both))
    return values


def _members(index: Index, reader: Party) -> Values:
    """1 where the reader seeks organisations of its kind; else how differently they are composed.

    That is half the sum of the differences between the shares of the kinds of members (total
    variation distance), where both have members enough.
    """
    sought = frozenset().union(*(each.partners for each in reader.postings))
    of_kind = np.array([each.kind in sought for each in index.parties], dtype=bool)
    mine = np.array(member_counts(reader))
    theirs = index.members.sum(axis=1)
    apart = np.zeros(index.size)
    if mine.sum() >= FEWEST_MEMBERS:
        shares = index.members / np.maximum(theirs, 1)[:, np.newaxis]
        apart = np.abs(shares - mine / mine.sum()).sum(axis=1) / 2
    values: Values = np.where(of_kind, 1.0, np.where(theirs >= FEWEST_MEMBERS, apart, 0.0))
    return values


def _ties(index: Index, ties: Mapping[int, Tie]) -> Values:
    values = np.zeros(index.size)
    known = [key for key in ties if key in index.place]
    values[[index.place[key] for key in known]] = [ties[key].value for key in known]
    return values


def _freshness(index: Index, on: date) -> Values:
    """1 today, a half after half a year, a quarter after a year; 0 where nothing was seen."""
    days = np.maximum(on.toordinal() - index.seen, 0)
    values: Values = np.nan_to_num(0.5 ** (days / HALF_LIFE_DAYS))
    return values
