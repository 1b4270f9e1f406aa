"""Search over the names and codes of an edition: regions, categories, industries, methods.

Accents and case do not matter, beginnings of words count, and typing mistakes are forgiven. The
index is built once for an edition and is never changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from hanse.foundation.folding import fold, words_of
from hanse.foundation.geography import countries, regions
from hanse.foundation.reference import reference_path
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.catalogue import Entry as CatalogueEntry
from hanse.observatory.ratings.rules import RULES
from hanse.observatory.structure import STRUCTURE, Figure
from hanse.observatory.warehouse import Askable

Kind = Literal["region", "country", "category", "industry", "method"]
KINDS: Final[tuple[Kind, ...]] = ("region", "country", "category", "industry", "method")

LONGEST_QUERY: Final = 80
"""Letters of a query that are read; the rest is left alone."""
_MOST_WORDS: Final = 8
_EMPTY_WORDS: Final = frozenset({"a", "and", "for", "in", "of", "or", "the", "to", "by", "with"})

# What a word of the query earns from a word of an entry.
_SAME: Final = 1.0
_BEGINNING: Final = 0.85
_INSIDE: Final = 0.5
_SHORTEST_INSIDE: Final = 4
_MISTAKEN: Final = 0.7
_SHORTEST_MISTAKEN: Final = 4
_LEAST_SIMILAR: Final = 0.7
_SECOND_RATE: Final = 0.6

_NAMED_IN: Final = 2021
"""The NUTS vintage of data/nuts/english_names.csv."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    code: what its page is addressed by; scheme: of a category, "" otherwise. label: its name.
    detail: a few words that tell it from others. words: further text it is found by, which
    counts less than its label.
    """

    kind: Kind
    code: str
    label: str
    scheme: str = ""
    detail: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and how well it fits: 1 where its code or whole label is meant."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found, best first.

    exact: whether every word of the query is in each hit; otherwise some are.
    """

    query: str
    hits: Sequence[Hit] = ()
    exact: bool = True

    def counts(self) -> dict[Kind, int]:
        """Hits of each kind that has some, in the order of `KINDS`."""
        found = [hit.entry.kind for hit in self.hits]
        return {kind: found.count(kind) for kind in KINDS if kind in found}

    def of(self, kind: Kind) -> list[Hit]:
        """The hits of one kind, best first."""
        return [hit for hit in self.hits if hit.entry.kind == kind]


@dataclass(frozen=True, slots=True)
class Index:
    """Entries by their words. Make one with `index_of`."""

    entries: Sequence[Entry]
    labels: Sequence[str]
    lengths: Sequence[int]
    vocabulary: Sequence[str]
    places: Mapping[str, Mapping[int, float]] = field(repr=False)

    def search(self, query: str) -> Found:
        """What fits `query`; nothing for a query without a letter or digit."""
        read = query[:LONGEST_QUERY]
        asked = words_of(read)
        wanted = [word for word in asked if word not in _EMPTY_WORDS] or asked
        wanted = list(dict.fromkeys(wanted))[:_MOST_WORDS]
        if not wanted:
            return Found(query)
        earned = [self._earned(word) for word in wanted]
        in_all = set.intersection(*(set(each) for each in earned))
        candidates = in_all or set.union(*(set(each) for each in earned))
        whole = " ".join(asked)
        hits = [Hit(self.entries[place], self._score(place, whole, earned)) for place in candidates]
        hits.sort(key=_best_first)
        return Found(query, hits, exact=bool(in_all))

    def _score(self, place: int, whole: str, earned: Sequence[Mapping[int, float]]) -> float:
        label = self.labels[place]
        code = fold(self.entries[place].code)
        if whole in {label, code}:
            return 1.0
        fit = sum(each.get(place, 0.0) for each in earned) / len(earned)
        # The fewer words of the label are left over, the more likely it is what was meant.
        share = min(1.0, len(earned) / self.lengths[place])
        start = 0.05 if label.startswith(whole) else 0.0
        return min(0.99, 0.8 * fit + 0.1 * share + start)

    def _earned(self, word: str) -> dict[int, float]:
        """Entry -> what `word` of the query earns it."""
        best: dict[int, float] = {}
        for known, worth in self._alike(word):
            for place, weight in self.places[known].items():
                best[place] = max(best.get(place, 0.0), worth * weight)
        return best

    def _alike(self, word: str) -> Iterable[tuple[str, float]]:
        clear = False
        for known in self.vocabulary:
            if known == word:
                yield known, _SAME
                clear = True
            elif known.startswith(word):
                yield known, _BEGINNING
                clear = True
            elif len(word) >= _SHORTEST_INSIDE and word in known:
                yield known, _INSIDE
        if clear or len(word) < _SHORTEST_MISTAKEN or any(letter.isdigit() for letter in word):
            return
        # A mistake in a whole word, or in the beginning of one that is still being typed.
        for length in (None, len(word)):
            shown = [known[:length] for known in self.vocabulary]
            for _, similarity, place in process.extract(
                word,
                shown,
                scorer=OSA.normalized_similarity,
                score_cutoff=_LEAST_SIMILAR,
                limit=None,
            ):
                worth = _MISTAKEN if length is None else _MISTAKEN * _BEGINNING
                yield self.vocabulary[place], worth * similarity


def index_of(entries: Iterable[Entry]) -> Index:
    """The index of `entries`."""
    held = list(entries)
    places: defaultdict[str, dict[int, float]] = defaultdict(dict)
    lengths = []
    for place, entry in enumerate(held):
        first = words_of(f"{entry.label} {entry.code}")
        lengths.append(max(1, sum(word not in _EMPTY_WORDS for word in words_of(entry.label))))
        for word in words_of(entry.words):
            places[word][place] = _SECOND_RATE
        for word in (*first, fold(entry.code)):
            places[word][place] = 1.0
    labels = [" ".join(words_of(entry.label)) for entry in held]
    return Index(held, labels, lengths, sorted(places), dict(places))


def edition_entries(edition: Askable) -> list[Entry]:
    """Everything of `edition` that has a page: regions, countries, categories, industries, methods.

    Figures that are places among others are found by the figure they rank.
    """
    return [
        *_regions(edition),
        *_categories(edition),
        *_industries(edition),
        *(Entry("method", each.code, each.label, detail=each.unit) for each in _figures()),
        *(Entry("method", rule.code, rule.label, words="stars rating") for rule in RULES.values()),
    ]


def _regions(edition: Askable) -> Iterator[Entry]:
    rows = edition.query("SELECT code, name, parent, country FROM regions ORDER BY code")
    vintage = edition.manifest["recipe"]["nuts"]
    known = regions(vintage) if vintage else {}
    for code, name, parent, country in rows.iter_rows():
        home = countries()[country].name if country in countries() else ""
        above = known[parent].name if parent in known else ""
        english = " ".join(english_names_of(code, vintage))
        yield Entry("region", code, name, detail=home, words=f"{home} {above} {english}")
    for country in rows["country"].unique().sort():
        if country in countries():
            yield Entry("country", country, countries()[country].name)


def english_names_of(code: str, vintage: int | None) -> Iterator[str]:
    """English names of a region, of those above it, and of cities in them."""
    if not vintage:
        return
    for name_of, names in _english_names().items():
        now, then = regions(vintage).get(name_of), regions(_NAMED_IN).get(name_of)
        if code.startswith(name_of) and now and then and now.name == then.name:
            yield names


@cache
def _english_names() -> Mapping[str, str]:
    """Code of a region of `_NAMED_IN`, of any level -> names it is also found by."""
    rows = pl.read_csv(reference_path("nuts/english_names.csv"), infer_schema=False)
    return dict(rows.iter_rows())


def _categories(edition: Askable) -> Iterator[Entry]:
    rows = edition.query(
        "SELECT category, label, scheme, scheme_title, kind FROM categories ORDER BY ALL"
    )
    for category, label, scheme, title, kind in rows.iter_rows():
        yield Entry("category", category, label, scheme, detail=title, words=f"{kind} {title}")


def _industries(edition: Askable) -> Iterator[Entry]:
    rows = edition.query("SELECT industry, label FROM industry_labels ORDER BY industry")
    for code, label in rows.iter_rows():
        yield Entry("industry", code, label, words=code[1:])


def _figures() -> Iterator[CatalogueEntry | Figure]:
    yield from (each for each in CATALOGUE.values() if not each.is_rank)
    yield from STRUCTURE.values()


def _best_first(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, KINDS.index(hit.entry.kind), hit.entry.label, hit.entry.code
