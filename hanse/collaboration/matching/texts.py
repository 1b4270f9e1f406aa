"""Texts as rows of a sparse matrix that can be compared: weighted terms of length 1 (tf-idf)."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hanse.collaboration.matching.terms import terms

_SHOWN: Final = 4


@dataclass(frozen=True, eq=False, slots=True)
class Texts:
    """Rows of texts. vocabulary: term -> column. rarity: of each term, log((1 + n) / (1 + df)) + 1.

    Terms count 1 + log(times) and rows are scaled to length 1, so that the product of two rows is
    their cosine (Salton and Buckley, 1988).
    """

    vocabulary: Mapping[str, int]
    rarity: NDArray[np.float64]
    rows: sparse.csr_array[Any, Any]

    def like(self, texts: Sequence[str]) -> sparse.csr_array[Any, Any]:
        """Other texts as rows over the same terms; unknown terms are left out, but lengthen."""
        return _rows([terms(each) for each in texts], self.vocabulary, self.rarity)

    def shared(self, row: sparse.csr_array[Any, Any], at: int) -> list[str]:
        """The terms that say most of what a row of `like` and row `at` have in common."""
        product = row.multiply(self.rows[[at], :]).tocoo()
        words = list(self.vocabulary)
        found = sorted(
            zip(product.data, product.coords[-1], strict=True),
            key=lambda each: (-each[0], words[each[1]]),
        )
        return [words[column] for _value, column in found[:_SHOWN]]


def texts_of(texts: Sequence[str]) -> Texts:
    """The matrix of `texts`, in their order."""
    split = [terms(each) for each in texts]
    frequency: Counter[str] = Counter(term for each in split for term in set(each))
    vocabulary = {term: at for at, term in enumerate(sorted(frequency))}
    seen = np.array([frequency[term] for term in vocabulary], dtype=np.float64)
    rarity = np.log((1 + len(texts)) / (1 + seen)) + 1
    return Texts(vocabulary, rarity, _rows(split, vocabulary, rarity))


def _rows(
    split: Sequence[Sequence[str]], vocabulary: Mapping[str, int], rarity: NDArray[np.float64]
) -> sparse.csr_array[Any, Any]:
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    most = float(rarity.max()) if rarity.size else 1.0
    rare = rarity.tolist()
    for each in split:
        weighed = [
            (vocabulary.get(term, -1), 1 + math.log(times))
            for term, times in sorted(Counter(each).items())
        ]
        values = [part * (rare[at] if at >= 0 else most) for at, part in weighed]
        length = math.sqrt(sum(value * value for value in values)) or 1.0
        for (at, _part), value in zip(weighed, values, strict=True):
            if at >= 0:
                columns.append(at)
                data.append(value / length)
        ends.append(len(columns))
    return sparse.csr_array((data, columns, ends), shape=(len(split), max(len(vocabulary), 1)))
