"""Words that somebody may have meant: against comparing with every word."""

from functools import cache

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from hanse.collaboration.search.typos import (
    meant,
    meant_beginnings,
    mistakes_allowed,
    signature,
    signatures,
)

WORDS = st.text(alphabet="abcdeéß", min_size=1, max_size=10)


@cache
def distance(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped with their neighbour, by the whole table."""
    table = [
        [i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def test_short_words_and_numbers_have_no_mistakes_and_long_ones_two() -> None:
    words = ("abc", "abcd", "abcdefg", "abcdefgh", "abcdefg8")
    assert [mistakes_allowed(word) for word in words] == [0, 1, 1, 2, 0]


@given(WORDS, st.sets(WORDS, max_size=30))
def test_it_finds_what_comparing_with_each_finds(word: str, words: set[str]) -> None:
    vocabulary = sorted(words)
    lengths = np.array([len(each) for each in vocabulary], np.int16)
    allowed = mistakes_allowed(word)
    wanted = [
        (place, distance(word, each))
        for place, each in enumerate(vocabulary)
        if allowed and distance(word, each) <= allowed
    ]
    assert meant(word, vocabulary, signatures(vocabulary), lengths) == wanted


@given(WORDS, st.sets(WORDS, max_size=30))
@example("biotehnolo", {"bio", "biology", "biotechnology"})
def test_it_finds_the_beginnings_that_comparing_with_each_finds(word: str, words: set[str]) -> None:
    vocabulary = sorted(words)
    allowed = mistakes_allowed(word)
    wanted = {
        each
        for each in vocabulary
        if allowed
        and each[0] == word[0]
        and len(each) >= len(word)
        and distance(word, each[: len(word)]) <= allowed
    }
    found = meant_beginnings(word, vocabulary)
    assert {each for first, after, _ in found for each in vocabulary[first:after]} == wanted


@given(WORDS, WORDS)
def test_a_mistake_changes_two_letters_of_a_signature_at_most(one: str, other: str) -> None:
    apart = (signature(one) ^ signature(other)).bit_count()
    assert apart <= 2 * distance(one, other)
