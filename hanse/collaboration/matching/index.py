"""Possible partners laid out as arrays once, to be compared with any reader in milliseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hanse.collaboration.matching.parties import Party
from hanse.collaboration.matching.templates import OfferKind
from hanse.collaboration.matching.texts import Texts, texts_of

PROFILE: Final = -1
"""Kind of a row of text that is a profile, beside the places of `KINDS`."""

KINDS: Final = tuple(OfferKind)
MEMBER_KINDS: Final = ("firm", "research", "public", "other")
LABEL_VALUES: Final = MappingProxyType({"bronze": 1 / 3, "silver": 2 / 3, "gold": 1.0})
_DEPTHS: Final = ((5, 1.0), (4, 0.8), (3, 0.6))
"""Letters of a NACE code that two industries share -> how close they are: class, group, division.
Values set by Hanse."""


@dataclass(frozen=True, eq=False, slots=True)
class Named:
    """Which party (row) names which code (column). columns: code -> column."""

    columns: dict[Any, int]
    rows: sparse.csr_array[Any, Any]

    def best(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each row the largest of `values`, one a column, among the codes it names; 0: none."""
        if not self.columns:
            return np.zeros(self.rows.shape[0])
        weighed = self.rows.multiply(values[np.newaxis, :])
        return np.asarray(weighed.max(axis=1).todense()).ravel()


@dataclass(frozen=True, eq=False)
class Index:
    """Parties by key, and arrays in that order.

    texts: a row for each posting and each profile with words. owner: of each such row, the place
    of its party. posting: its place among the party's postings, or `PROFILE`. kind: place in
    `KINDS`, or `PROFILE`. posting_codes: which text row names which (kind, code). countries: where
    each lies; wanted: where each wants to go. members: parties x `MEMBER_KINDS`, how many. labels:
    from 0 to 1. seen: the day as an ordinal; nan where never.
    """

    parties: tuple[Party, ...]
    keys: NDArray[np.int64]
    texts: Texts
    owner: NDArray[np.int64]
    posting: NDArray[np.int64]
    kind: NDArray[np.int64]
    posting_codes: Named
    categories: Named
    industries: tuple[tuple[float, int, Named], ...]
    fields: Named
    countries: Named
    wanted: Named
    members: NDArray[np.float64]
    labels: NDArray[np.float64]
    seen: NDArray[np.float64]

    def flags(self, columns: Named, codes: frozenset[Any]) -> NDArray[np.float64]:
        """1 for parties that name one of `codes`, else 0."""
        return columns.best(np.array([float(code in codes) for code in columns.columns]))

    @cached_property
    def place(self) -> dict[int, int]:
        """Key of a party -> its place."""
        return {party.key: at for at, party in enumerate(self.parties)}

    @property
    def size(self) -> int:
        """How many parties there are."""
        return len(self.parties)


def index_of(parties: Iterable[Party]) -> Index:
    """The index of `parties`; the same whatever their order."""
    known = tuple(sorted(parties, key=lambda each: each.key))
    words: list[str] = []
    owner: list[int] = []
    posting: list[int] = []
    kind: list[int] = []
    codes: list[frozenset[tuple[str, str]]] = []
    for at, party in enumerate(known):
        for number, each in enumerate(party.postings):
            words.append(f"{each.title}. {each.text}")
            owner.append(at)
            posting.append(number)
            kind.append(KINDS.index(each.kind))
            codes.append(each.codes)
        if party.text:
            words.append(party.text)
            owner.append(at)
            posting.append(PROFILE)
            kind.append(PROFILE)
            codes.append(party.codes)
    industries = [party.of_kind("industry") for party in known]
    return Index(
        known,
        np.array([each.key for each in known], dtype=np.int64),
        texts_of(words),
        np.array(owner, dtype=np.int64),
        np.array(posting, dtype=np.int64),
        np.array(kind, dtype=np.int64),
        named(codes),
        named([party.of_kind("category") for party in known]),
        tuple(
            (value, letters, named([_cut(each, letters) for each in industries]))
            for letters, value in _DEPTHS
        ),
        named([field_codes(party) for party in known]),
        named([frozenset({party.country}) for party in known]),
        named([party.wanted_countries for party in known]),
        np.array([member_counts(party) for party in known]).reshape(len(known), len(MEMBER_KINDS)),
        np.array([LABEL_VALUES.get(party.label, 0.0) for party in known]),
        np.array([party.seen.toordinal() if party.seen else np.nan for party in known]),
    )


def named(codes: Sequence[frozenset[Any]]) -> Named:
    """Which row names which code."""
    columns = {code: at for at, code in enumerate(sorted(frozenset().union(*codes)))}
    places: list[int] = []
    ends = [0]
    for each in codes:
        places += sorted(columns[code] for code in each)
        ends.append(len(places))
    shape = (len(codes), max(len(columns), 1))
    return Named(columns, sparse.csr_array((np.ones(len(places)), places, ends), shape=shape))


def field_codes(party: Party) -> frozenset[tuple[str, str]]:
    """Emerging industries and technology fields that a party names."""
    return frozenset(
        (kind, code) for kind in ("emerging", "technology") for code in party.of_kind(kind)
    )


def member_counts(party: Party) -> list[float]:
    """How many members of each of `MEMBER_KINDS`; further kinds count as other."""
    counts = dict.fromkeys(MEMBER_KINDS, 0.0)
    for kind, count in party.members.items():
        counts[kind if kind in counts else MEMBER_KINDS[-1]] += count
    return list(counts.values())


def cut_industries(party: Party, letters: int) -> frozenset[str]:
    """A party's industries cut to a level; coarser ones are left out."""
    return _cut(party.of_kind("industry"), letters)


def _cut(industries: frozenset[str], letters: int) -> frozenset[str]:
    return frozenset(code[:letters] for code in industries if len(code) >= letters)
