"""Words of a vocabulary that somebody may have meant who made a mistake while typing.

A word may differ by as many letters as `mistakes_allowed` says; letters left out, added, changed
or swapped with their neighbour count one each (optimal string alignment). Comparing with every word
would be slow, so each has a signature of the letters it is made of: one mistake changes at most two
bits of it, and words whose signatures differ in more are left out before anything is compared.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

_BITS: Final = 64
_SHORTEST: Final = 4
_SHORTEST_FOR_TWO: Final = 8
_LAST: Final = "\U0010ffff"

Signatures = NDArray[np.uint64]


def mistakes_allowed(word: str) -> int:
    """How many mistakes a word may have: none in a short one or a number, two in a long one."""
    if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < _SHORTEST_FOR_TWO else 2


def signature(word: str) -> int:
    """The letters of `word` as bits, several letters sharing one beyond the Latin alphabet."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) % _BITS)
    return found


def signatures(words: Iterable[str]) -> Signatures:
    """The signature of each word."""
    return np.fromiter((signature(each) for each in words), np.uint64)


def meant(
    word: str, vocabulary: Sequence[str], known: Signatures, lengths: NDArray[np.int16]
) -> list[tuple[int, int]]:
    """Places in `vocabulary` of words that differ by what is allowed, and by how many letters.

    known, lengths: signature and length of each word of it.
    """
    allowed = mistakes_allowed(word)
    if not allowed or not len(vocabulary):
        return []
    apart = np.bitwise_count(known ^ np.uint64(signature(word)))
    near = (apart <= 2 * allowed) & (np.abs(lengths - len(word)) <= allowed)
    found = []
    for place in np.flatnonzero(near).tolist():
        distance = OSA.distance(word, vocabulary[place], score_cutoff=allowed)
        if distance <= allowed:
            found.append((place, distance))
    return found


def meant_beginnings(word: str, vocabulary: Sequence[str]) -> list[tuple[int, int, int]]:
    """Words that begin with something like `word`: first place, place after the last, mistakes.

    vocabulary: sorted. Only beginnings with the same first letter are looked at, as a word that is
    still being typed is like too many others.
    """
    allowed = mistakes_allowed(word)
    if not allowed:
        return []
    place = bisect_left(vocabulary, word[0])
    end = bisect_left(vocabulary, word[0] + _LAST)
    found = []
    while place < end:
        beginning, after = vocabulary[place][: len(word)], place + 1
        if len(beginning) == len(word):
            after = bisect_left(vocabulary, beginning + _LAST, after, end)
            distance = OSA.distance(word, beginning, score_cutoff=allowed)
            if distance <= allowed:
                found.append((place, after, distance))
        place = after
    return found
