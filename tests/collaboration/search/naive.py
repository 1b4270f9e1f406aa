"""The search written plainly: every document is read for every question."""

import math
from collections.abc import Sequence
from datetime import date

from hanse.collaboration.directory.freshness import freshness
from hanse.collaboration.search.documents import WORTH, Document, Place
from hanse.collaboration.search.index import FRESHNESS, Wanted, asked_words
from hanse.collaboration.search.typos import mistakes_allowed
from hanse.foundation.folding import fold, words_of
from tests.collaboration.search.test_typos import distance

CLASSES = ("fresh", "ageing", "stale")


def words(document: Document) -> dict[str, float]:
    """Word -> the best it earns."""
    found: dict[str, float] = {}
    for name in document.names:
        for at, word in enumerate(words_of(name)):
            worth = WORTH[Place.NAME if at else Place.BEGINNING]
            found[word] = max(found.get(word, 0), worth)
    for place, text in document.texts:
        for word in words_of(text):
            found[word] = max(found.get(word, 0), WORTH[place])
    return found


def earned(document: Document, word: str) -> float:
    """What `word`, or a longer word that begins with it, earns."""
    return max(
        (
            worth * (1 if each == word else 0.85)
            for each, worth in words(document).items()
            if each == word or (len(word) > 1 and each.startswith(word))
        ),
        default=0,
    )


def mistaken(document: Document, word: str, *, beginnings: bool) -> float:
    """What words earn that `word` may have been meant for."""
    allowed, best = mistakes_allowed(word), 0.0
    for each, worth in words(document).items():
        shown = each[: len(word)] if beginnings else each
        if beginnings and (len(each) < len(word) or each[0] != word[0]):
            continue
        mistakes = distance(word, shown)
        if allowed and mistakes <= allowed:
            factor = 0.7 * (0.85 if beginnings else 1) * (1 - mistakes / len(word))
            best = max(best, worth * factor)
    return best


def state(document: Document, today: date) -> str:
    """The class of freshness."""
    return freshness(document.confirmed, document.active, today).state.value


def codes(document: Document, facet: str, today: date) -> tuple[str, ...]:
    """What it names in a facet."""
    if facet == FRESHNESS:
        return (state(document, today),)
    return document.facets.get(facet, ())


def texts_fit(documents: Sequence[Document], query: str) -> tuple[dict[int, float], bool]:
    """Key -> score of those that fit the words, and whether by all of them."""
    asked = asked_words(query)
    if not asked:
        return {each.key: 0.0 for each in documents}, True
    table = []
    for word in asked:
        row = {each.key: earned(each, word) for each in documents}
        for beginnings in (False, True):
            if not any(row.values()):
                row = {each.key: mistaken(each, word, beginnings=beginnings) for each in documents}
        table.append(row)
    in_all = {key for key in table[0] if all(row[key] for row in table)}
    in_some = {key for key in table[0] if any(row[key] for row in table)}
    rarity = [
        math.log1p((1 + len(documents)) / (1 + sum(v > 0 for v in row.values()))) for row in table
    ]
    scores = {}
    for each in documents:
        fit = sum(row[each.key] * r for row, r in zip(table, rarity, strict=True)) / sum(rarity)
        length = max(1, min(len(asked_words(name)) or 1 for name in each.names if name))
        scores[each.key] = 0.9 * fit + 0.1 * min(1, len(asked) / length)
    fitting = in_all or in_some
    return {key: scores[key] for key in fitting}, bool(in_all)


def search(
    documents: Sequence[Document], wanted: Wanted, today: date
) -> tuple[list[int], dict[str, dict[str, int]], bool, dict[int, float]]:
    """Keys in order, counts of facets, whether by all words, scores."""
    scores, exact = texts_fit(documents, wanted.words)

    def fits(document: Document, left_out: str = "") -> bool:
        return document.key in scores and all(
            set(chosen) & set(codes(document, facet, today))
            for facet, chosen in wanted.chosen.items()
            if chosen and facet != left_out
        )

    facets: dict[str, dict[str, int]] = {}
    names = {facet for each in documents for facet in each.facets} | {FRESHNESS}
    for facet in names:
        counted: dict[str, int] = {}
        for each in documents:
            if fits(each, facet):
                for code in set(codes(each, facet, today)):
                    counted[code] = counted.get(code, 0) + 1
        facets[facet] = counted

    def place(document: Document) -> tuple[float, float, str, int]:
        name = fold(document.names[0])
        day = document.confirmed.toordinal() if document.confirmed else 0
        if wanted.sort == "name":
            return 0, 0, name, document.key
        if wanted.sort == "freshness":
            return 0, -day, name, document.key
        step = round(scores[document.key] * 100)
        return -step, CLASSES.index(state(document, today)), name, document.key

    found = sorted((each for each in documents if fits(each)), key=place)
    return [each.key for each in found], facets, exact, scores
