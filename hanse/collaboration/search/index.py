"""The index of the directory: what fits a question, in order, with counts of every facet.

Most documents lie in one large segment; those that have changed since lie in a small one and hide
their former selves. Both are never changed: `changed` gives another index.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.search.documents import Document
from hanse.collaboration.search.freshness import CLASSES, Days, freshness_classes
from hanse.collaboration.search.segment import Segment, segment_of
from hanse.foundation.folding import fold, words_of

Sort = Literal["relevance", "name", "freshness"]
SORTS: Final[tuple[Sort, ...]] = ("relevance", "name", "freshness")
FRESHNESS: Final = "freshness"
"""The facet that follows from the day of confirmation and the day of the question."""

LONGEST_QUERY: Final = 200
"""Letters of a query that are read; the rest is left alone."""
_MOST_WORDS: Final = 8
_EMPTY_WORDS: Final = frozenset(
    words_of(
        "a and for in of or the to by with der die das und für von le la les de du des et en pour "
        "el los las y para il lo gli e di per het een van voor o os as da do w i na"
    )
)
_SHARE: Final = 0.1
"""What of a score is how much of the name the query covers; the rest is how well its words fit."""
_STEPS: Final = 100
"""Steps of a score. Within one, the fresher profile goes first."""

Mask = NDArray[np.bool_]
_Any = TypeVar("_Any", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question. words: "" for all. chosen: facet -> codes, any one of which will do."""

    words: str = ""
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 25


@dataclass(frozen=True, slots=True)
class Found:
    """The answer.

    keys: of the organisations from `offset` on. facets: facet -> code -> how many there would be
    with this code, whatever else of the same facet is chosen. exact: whether each has every word;
    otherwise each has some. meant: word that nobody has -> words that were looked for instead.
    """

    total: int
    keys: Sequence[int]
    facets: Mapping[str, Mapping[str, int]]
    exact: bool = True
    meant: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """Documents by words and codes. Make one with `index_of`."""

    segments: tuple[Segment, ...]
    keys: NDArray[np.int64] = field(repr=False)
    ranks: NDArray[np.float64] = field(repr=False)
    """Place of each in the order of names; those of later segments lie between whole numbers."""
    name_words: NDArray[np.int16] = field(repr=False)
    """How many words the shortest name of each has."""
    confirmed: Days = field(repr=False)
    active: Days = field(repr=False)
    shown: Mask = field(repr=False)
    """False for those that went or have a later self."""
    order: Sequence[tuple[str, int]] = field(repr=False)
    """Folded names and keys of the first segment, sorted."""
    places: Mapping[int, int] = field(repr=False)
    """Key -> row in the first segment."""
    later: Mapping[int, Document] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return int(self.shown.sum())

    def __contains__(self, key: int) -> bool:
        row = self.places.get(key)
        return key in self.later or (row is not None and bool(self.shown[row]))

    def shown_keys(self) -> list[int]:
        """Keys of all that can be found."""
        found: list[int] = self.keys[self.shown].tolist()
        return found

    def codes(self, facet: str) -> set[str]:
        """Codes of a facet that documents name, be they shown or not."""
        return {
            code
            for part in self.segments
            if facet in part.facets
            for code in part.facets[facet].codes
        }

    def changed(self, documents: Iterable[Document], gone: Iterable[int] = ()) -> "Index":
        """This index with some documents new or changed, and some gone."""
        later = {**self.later, **{each.key: each for each in documents}}
        shown = self.shown[: self.segments[0].size].copy()
        for key in (*gone, *later):
            row = self.places.get(key)
            if row is not None:
                shown[row] = False
        for key in gone:
            later.pop(key, None)
        first = replace(self, shown=shown, later=later)
        return _with_later(first)

    def search(self, wanted: Wanted, today: date) -> Found:
        """What fits `wanted`, and how many of it have each code."""
        words = asked_words(wanted.words)
        scores, texts, exact, meant = self._fitting(words)
        fresh = freshness_classes(self.confirmed, self.active, today.toordinal())
        masks = self._masks(wanted.chosen, fresh)
        fits = np.logical_and.reduce([texts, *masks.values()])
        rows = np.flatnonzero(fits)
        found = self._page(rows, wanted, scores, fresh)
        return Found(
            total=len(rows),
            keys=self.keys[found].tolist(),
            facets=self._counts(texts, masks, fits, fresh),
            exact=exact,
            meant=meant,
        )

    def total(self, wanted: Wanted, today: date) -> int:
        """How many fit `wanted`, without putting them in order or counting facets."""
        _scores, texts, _exact, _meant = self._fitting(asked_words(wanted.words))
        fresh = freshness_classes(self.confirmed, self.active, today.toordinal())
        masks = self._masks(wanted.chosen, fresh)
        return int(np.logical_and.reduce([texts, *masks.values()]).sum())

    def _fitting(
        self, words: Sequence[str]
    ) -> tuple[NDArray[np.float32] | None, Mask, bool, dict[str, list[str]]]:
        """What each document earned of 1, which fit, whether by all words, and words meant."""
        if not words:
            return None, self.shown, True, {}
        meant: dict[str, list[str]] = {}
        earned = []
        for word in words:
            one, spelled = self._earned(word)
            if spelled:
                meant[word] = spelled
            earned.append(one)
        in_all = np.logical_and.reduce([one > 0 for one in earned])
        exact = bool(in_all.any())
        fits = in_all if exact else np.logical_or.reduce([one > 0 for one in earned])
        weights = [_rarity(int((one > 0).sum()), len(self)) for one in earned]
        fit = np.zeros(len(self.keys), np.float32)
        for one, weight in zip(earned, weights, strict=True):
            fit += one * np.float32(weight / sum(weights))
        share = np.minimum(1, len(words) / self.name_words)
        return ((1 - _SHARE) * fit + _SHARE * share).astype(np.float32), fits, exact, meant

    def _earned(self, word: str) -> tuple[NDArray[np.float32], list[str]]:
        """What each document earned for a word, and the words it was meant for if nobody has it."""
        one = np.zeros(len(self.keys), np.float32)
        for earn in (Segment.earn, Segment.earn_mistaken, Segment.earn_mistaken_beginnings):
            spelled = [each for part, view in self._parts(one) for each in earn(part, view, word)]
            one[~self.shown] = 0
            if one.any():
                return one, list(dict.fromkeys(spelled))
        return one, []

    def _parts(self, whole: NDArray[_Any]) -> Iterator[tuple[Segment, NDArray[_Any]]]:
        """Each segment with its part of an array over all documents."""
        start = 0
        for part in self.segments:
            yield part, whole[start : start + part.size]
            start += part.size

    def _masks(
        self, chosen: Mapping[str, Collection[str]], fresh: NDArray[np.int8]
    ) -> dict[str, Mask]:
        masks = {}
        for facet, codes in chosen.items():
            if not codes:
                continue
            if facet == FRESHNESS:
                masks[facet] = np.isin(fresh, [at for at, c in enumerate(CLASSES) if c in codes])
                continue
            mask = np.zeros(len(self.keys), np.bool_)
            for part, view in self._parts(mask):
                if facet in part.facets:
                    for code in codes:
                        view[part.facets[facet].rows_of(code)] = True
            masks[facet] = mask
        return masks

    def _counts(
        self, texts: Mask, masks: Mapping[str, Mask], fits: Mask, fresh: NDArray[np.int8]
    ) -> dict[str, dict[str, int]]:
        known = dict.fromkeys(facet for part in self.segments for facet in part.facets)
        counted = {}
        for facet in (*known, FRESHNESS):
            among = fits
            if facet in masks:
                others = [mask for name, mask in masks.items() if name != facet]
                among = np.logical_and.reduce([texts, *others])
            if facet == FRESHNESS:
                numbers = np.bincount(fresh[among], minlength=len(CLASSES)).tolist()
                counted[facet] = {c.value: n for c, n in zip(CLASSES, numbers, strict=True) if n}
                continue
            sums: dict[str, int] = {}
            for part, view in self._parts(among):
                if facet in part.facets:
                    for code, number in part.facets[facet].counts(view):
                        if number:
                            sums[code] = sums.get(code, 0) + number
            counted[facet] = sums
        return counted

    def _page(
        self,
        rows: NDArray[np.intp],
        wanted: Wanted,
        scores: NDArray[np.float32] | None,
        fresh: NDArray[np.int8],
    ) -> NDArray[np.intp]:
        """The rows from `offset` on in order; only those around them are sorted."""
        ranks = self.ranks[rows]
        span = float(len(self.keys) + 1)
        match wanted.sort:
            case "name":
                keys = ranks
            case "freshness":
                keys = ranks - span * self.confirmed[rows]
            case _:
                keys = ranks + span * fresh[rows]
                if scores is not None:
                    steps = np.round(scores[rows].astype(np.float64) * _STEPS)
                    keys = keys - span * len(CLASSES) * steps
        start, end = wanted.offset, min(wanted.offset + wanted.limit, len(rows))
        if start >= end:
            return rows[:0]
        near = np.argpartition(keys, sorted({start, end - 1}))[start:end]
        return rows[near[np.argsort(keys[near])]]


def asked_words(query: str) -> list[str]:
    """The words of a query that are looked for; those that say nothing only where it has no others.

    A word asked for twice is looked for once.
    """
    read = words_of(query[:LONGEST_QUERY])
    telling = [word for word in read if word not in _EMPTY_WORDS] or read
    return list(dict.fromkeys(telling))[:_MOST_WORDS]


def index_of(documents: Sequence[Document]) -> Index:
    """The index of `documents`, whose keys differ."""
    order = sorted((fold(each.names[0]), each.key) for each in documents)
    ranks = {key: rank for rank, (_name, key) in enumerate(order)}
    return Index(
        segments=(segment_of(documents),),
        keys=np.array([each.key for each in documents], np.int64),
        ranks=np.array([ranks[each.key] for each in documents], np.float64),
        name_words=_name_words(documents),
        confirmed=_days([each.confirmed for each in documents]),
        active=_days([each.active for each in documents]),
        shown=np.ones(len(documents), np.bool_),
        order=order,
        places={each.key: row for row, each in enumerate(documents)},
    )


def _with_later(index: Index) -> Index:
    """`index` with its first segment as it is, and another for what came later."""
    first = index.segments[0]
    documents = list(index.later.values())
    ordered = sorted((fold(each.names[0]), each.key) for each in documents)
    # A fraction between the ranks of its neighbours puts each where its name belongs.
    ranks = {
        each[1]: bisect_left(index.order, each) - 1 + (place + 1) / (len(ordered) + 1)
        for place, each in enumerate(ordered)
    }
    size, more = first.size, len(documents)
    return replace(
        index,
        segments=(first, segment_of(documents)),
        keys=np.append(index.keys[:size], [each.key for each in documents]).astype(np.int64),
        ranks=np.append(index.ranks[:size], [ranks[each.key] for each in documents]),
        name_words=np.append(index.name_words[:size], _name_words(documents)),
        confirmed=np.append(index.confirmed[:size], _days([d.confirmed for d in documents])),
        active=np.append(index.active[:size], _days([d.active for d in documents])),
        shown=np.append(index.shown[:size], np.ones(more, np.bool_)),
    )


def _name_words(documents: Sequence[Document]) -> NDArray[np.int16]:
    shortest = (
        max(1, min(len(asked_words(name)) or 1 for name in each.names if name))
        for each in documents
    )
    return np.fromiter(shortest, np.int16, len(documents))


def _days(days: Sequence[date | None]) -> Days:
    """Ordinals of days, 0 for none."""
    return np.fromiter((day.toordinal() if day else 0 for day in days), np.int32, len(days))


def _rarity(found: int, among: int) -> float:
    """How much a word tells: the rarer, the more (Robertson and Spärck Jones 1976, smoothed)."""
    return float(np.log1p((1 + among) / (1 + found)))
