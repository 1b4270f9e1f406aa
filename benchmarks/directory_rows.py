"""Synthetic organisations for the benchmark of the directory, and questions to it; all seeded."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final
from urllib.parse import urlencode

_SYLLABLES: Final = re.findall(
    "[a-z]+",
    "ba ter ino lux tech ver mo kan gel ri sto fa ne pol dur qui zen har lin os bio nan met val "
    "cor sil fer wal ost gra mer tim ber ole fin ska",
)
WORDS: Final = 60_000
_TEXT_WORDS: Final = 40
_LANGUAGES: Final = ("en", "de", "fr", "it", "es", "pl")
_KINDS: Final = ("cluster", "firm", "firm", "firm", "research", "public")


@dataclass(frozen=True, slots=True)
class Lists:
    """Codes that organisations name. regions: country -> regions of level 3."""

    regions: dict[str, list[str]]
    others: list[str]
    codes: dict[str, list[str]]


class Words:
    """A made-up vocabulary in which few words are frequent and most are rare (Zipf 1949)."""

    def __init__(self, source: random.Random) -> None:
        self._source = source
        known: set[str] = set()
        while len(known) < WORDS:
            known.add("".join(source.choices(_SYLLABLES, k=source.randint(2, 5))))
        self.words = sorted(known)
        source.shuffle(self.words)
        self._weights = list(accumulate(1 / (place + 10) for place in range(WORDS)))

    def some(self, number: int) -> list[str]:
        """`number` words as they come in a text."""
        return self._source.choices(self.words, cum_weights=self._weights, k=number)

    def text(self, number: int = _TEXT_WORDS) -> str:
        """A text of so many words."""
        return " ".join(self.some(number)).capitalize()


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation with its profile."""

    kind: str
    name: str
    native_name: str
    country: str
    region: str
    texts: dict[str, str]
    codes: list[tuple[str, str]]
    confirmed: datetime | None
    tier: str


def rows(number: int, lists: Lists, now: datetime, seed: int = 1) -> Iterator[Row]:
    """`number` organisations."""
    source = random.Random(seed)
    words = Words(source)
    countries = list(lists.regions)
    for at in range(number):
        abroad = source.random() < 0.05
        country = source.choice(lists.others if abroad else countries)
        named = {
            "category": source.sample(lists.codes["category"], 1),
            "emerging": source.sample(lists.codes["emerging"], source.randint(0, 1)),
            "industry": source.sample(lists.codes["industry"], 2),
            "technology": source.sample(lists.codes["technology"], 2),
            "service": source.sample(lists.codes["service"], source.randint(0, 4)),
            "target": source.sample(lists.codes["target"], source.randint(0, 4)),
        }
        yield Row(
            kind="partner" if abroad else source.choice(_KINDS),
            name=f"Synthetic {words.text(2)} {at}",
            native_name=words.text(3) if source.random() < 0.5 else "",
            country=country,
            region="" if abroad else source.choice(lists.regions[country]),
            texts={
                language: words.text()
                for language in source.sample(_LANGUAGES, source.randint(1, 3))
            },
            codes=[(kind, code) for kind, codes in named.items() for code in codes],
            confirmed=None
            if source.random() < 0.1
            else now - timedelta(days=source.randint(0, 900)),
            tier=source.choice(("provisional", "validated")),
        )


def questions(number: int, lists: Lists, seed: int = 2) -> list[tuple[str, str]]:
    """Kind of question, and the words of its address."""
    words = Words(random.Random(1))
    source = random.Random(seed)
    kinds: dict[str, Callable[[], list[tuple[str, str]]]] = {
        "one word": lambda: [("q", _word(words))],
        "two words": lambda: [("q", f"{_word(words)} {_word(words)}")],
        "a beginning": lambda: [("q", _word(words)[: source.randint(2, 5)])],
        "a typing mistake": lambda: [("q", _mistaken(_word(words), source))],
        "words and facets": lambda: [("q", _word(words)), *_facets(lists, source, 2)],
        "facets": lambda: _facets(lists, source, 3),
        "a deep page": lambda: [
            ("q", _word(words)[:3]),
            ("page", str(source.randint(100, 1500))),
            ("sort", source.choice(("name", "freshness", "relevance"))),
        ],
    }
    found = [(kind, urlencode(make())) for kind, make in kinds.items() for _ in range(number)]
    source.shuffle(found)
    return found


def _word(words: Words) -> str:
    return words.some(1)[0]


def _mistaken(word: str, source: random.Random) -> str:
    """`word` with a letter left out, changed, or swapped with the next."""
    place = source.randrange(1, len(word) - 1)
    match source.randrange(3):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + "x" + word[place + 1 :]
        case _:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _facets(lists: Lists, source: random.Random, most: int) -> list[tuple[str, str]]:
    countries = [("country", code) for code in source.sample(list(lists.regions), 2)]
    facets = source.sample(list(lists.codes), most - 1)
    return [*countries, *((facet, source.choice(lists.codes[facet])) for facet in facets)]
