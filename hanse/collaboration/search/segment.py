"""Inverted lists of documents: for each word those that have it, for each code those that name it.

Words are sorted and their lists lie one after the other, so that all words with a beginning are one
slice. A segment is never changed; what changes goes into another one.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.search.documents import WORTH, Document, Place
from hanse.collaboration.search.typos import Signatures, meant, meant_beginnings, signatures
from hanse.foundation.folding import words_of

SAME: Final = 1.0
BEGINNING: Final = 0.85
MISTAKEN: Final = 0.7
SHORTEST_BEGINNING: Final = 2
_LAST: Final = "\U0010ffff"
_WORTH: Final = np.array([0.0, *(WORTH[place] for place in Place)], np.float32)

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Listed:
    """The codes of a facet, sorted, and rows of documents: those of code n begin at starts[n]."""

    codes: Sequence[str]
    starts: NDArray[np.int64]
    rows: Rows

    def rows_of(self, code: str) -> Rows:
        """The documents that name `code`."""
        place = bisect_left(self.codes, code)
        if place == len(self.codes) or self.codes[place] != code:
            return self.rows[:0]
        end = self.starts[place + 1] if place + 1 < len(self.codes) else len(self.rows)
        return self.rows[self.starts[place] : end]

    def counts(self, among: NDArray[np.bool_]) -> Iterable[tuple[str, int]]:
        """Each code, and how many of the documents `among` name it."""
        if not len(self.codes):
            return ()
        counted = np.add.reduceat(among[self.rows], self.starts, dtype=np.int64)
        return zip(self.codes, counted.tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Segment:
    """The lists of some documents; rows are their places. Make one with `segment_of`."""

    size: int
    vocabulary: Sequence[str]
    starts: NDArray[np.int64] = field(repr=False)
    rows: Rows = field(repr=False)
    places: NDArray[np.uint8] = field(repr=False)
    known: Signatures = field(repr=False)
    lengths: NDArray[np.int16] = field(repr=False)
    facets: Mapping[str, Listed] = field(repr=False)

    def span(self, word: str) -> tuple[int, int]:
        """First word of the vocabulary that begins with `word`, and the one after the last."""
        first = bisect_left(self.vocabulary, word)
        return first, bisect_left(self.vocabulary, word + _LAST, first)

    def earn(self, earned: NDArray[np.float32], word: str) -> list[str]:
        """Raise what documents have earned for `word`, the same or the beginning of a longer.

        No other word was meant by it: [].
        """
        first, after = self.span(word)
        if len(word) >= SHORTEST_BEGINNING:
            self._raise(earned, first, after, BEGINNING)
        if first < after and self.vocabulary[first] == word:
            self._raise(earned, first, first + 1, SAME)
        return []

    def earn_mistaken(self, earned: NDArray[np.float32], word: str) -> list[str]:
        """Raise what documents have earned for words meant by `word`; these, nearest first."""
        near = meant(word, self.vocabulary, self.known, self.lengths)
        return self._raise_near(
            earned, word, MISTAKEN, [(mistakes, at, at + 1) for at, mistakes in near]
        )

    def earn_mistaken_beginnings(self, earned: NDArray[np.float32], word: str) -> list[str]:
        """The same for words that begin with something meant by `word`."""
        near = meant_beginnings(word, self.vocabulary)
        return self._raise_near(
            earned,
            word,
            MISTAKEN * BEGINNING,
            [(mistakes, at, after) for at, after, mistakes in near],
        )

    def _raise_near(
        self,
        earned: NDArray[np.float32],
        word: str,
        worth: float,
        near: Sequence[tuple[int, int, int]],
    ) -> list[str]:
        ordered = sorted(near)
        for mistakes, first, after in ordered:
            self._raise(earned, first, after, worth * (1 - mistakes / len(word)))
        return [self.vocabulary[first] for _mistakes, first, _after in ordered]

    def _raise(self, earned: NDArray[np.float32], first: int, after: int, worth: float) -> None:
        start, end = self.starts[first], self.starts[after]
        rows, values = self.rows[start:end], _WORTH[self.places[start:end]] * np.float32(worth)
        if after - first == 1:  # each document once
            earned[rows] = np.maximum(earned[rows], values)
        else:
            np.maximum.at(earned, rows, values)


def segment_of(documents: Sequence[Document]) -> Segment:
    """The segment of `documents`."""
    ids: dict[str, int] = {}
    words, rows, places = array("i"), array("i"), bytearray()
    said_by_many: dict[tuple[Place, str], dict[int, Place]] = {}
    for row, document in enumerate(documents):
        # From the place worth least to the one worth most, which has the last word.
        best: dict[int, Place] = {}
        for place, text in sorted(document.texts, key=_worth):
            # Labels and places are said by many; what one says of itself is its own.
            if place is Place.SUMMARY:
                best.update(_numbered(place, words_of(text), ids))
                continue
            numbered = said_by_many.get((place, text))
            if numbered is None:
                numbered = said_by_many[place, text] = _numbered(place, words_of(text), ids)
            best.update(numbered)
        names = [words_of(name) for name in document.names]
        for found in names:
            best.update(_numbered(Place.NAME, found[1:], ids))
        for found in names:
            best.update(_numbered(Place.BEGINNING, found[:1], ids))
        words.extend(best)
        rows.extend(repeat(row, len(best)))
        places.extend(best.values())
    vocabulary = sorted(ids)
    rank = np.empty(len(ids), np.int32)
    rank[[ids[word] for word in vocabulary]] = np.arange(len(ids), dtype=np.int32)
    ranked = rank[np.frombuffer(words, np.int32)] if len(words) else np.empty(0, np.int32)
    order = np.argsort(ranked, kind="stable")
    starts = np.zeros(len(ids) + 1, np.int64)
    np.cumsum(np.bincount(ranked, minlength=len(ids)), out=starts[1:])
    return Segment(
        size=len(documents),
        vocabulary=vocabulary,
        starts=starts,
        rows=np.array(rows, np.int32)[order],
        places=np.frombuffer(bytes(places), np.uint8)[order],
        known=signatures(vocabulary),
        lengths=np.fromiter((len(each) for each in vocabulary), np.int16),
        facets=_facets(documents),
    )


def _numbered(place: Place, words: Iterable[str], ids: dict[str, int]) -> dict[int, Place]:
    """The numbers of words, which new ones are given here, all with a place."""
    return dict.fromkeys([ids.setdefault(word, len(ids)) for word in words], place)


def _worth(text: tuple[Place, str]) -> float:
    return WORTH[text[0]]


def _facets(documents: Sequence[Document]) -> dict[str, Listed]:
    lists: dict[str, dict[str, array[int]]] = {}
    for row, document in enumerate(documents):
        for facet, codes in document.facets.items():
            of_facet = lists.setdefault(facet, {})
            for code in dict.fromkeys(codes):
                of_facet.setdefault(code, array("i")).append(row)
    return {facet: _listed(of_facet) for facet, of_facet in lists.items()}


def _listed(lists: Mapping[str, Sequence[int]]) -> Listed:
    codes = sorted(lists)
    sizes = [len(lists[code]) for code in codes]
    rows = [np.asarray(lists[code], np.int32) for code in codes]
    return Listed(
        codes,
        np.cumsum([0, *sizes[:-1]], dtype=np.int64),
        np.concatenate(rows) if rows else np.empty(0, np.int32),
    )
