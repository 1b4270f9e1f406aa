"""What is suggested while somebody types in the directory's box: organisations and codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, override

from hanse.collaboration.search.documents import Document, Place
from hanse.collaboration.search.index import Index, Wanted, index_of
from hanse.collaboration.web.search_asked import Asked
from hanse.collaboration.web.search_documents import listed_organisations
from hanse.collaboration.web.search_index import Now
from hanse.collaboration.web.search_names import (
    FACETS,
    code_name,
    country_in_all_languages,
    offered_codes,
)

_SHORTEST: Final = 2
_ORGANISATIONS: Final = 5
_CODES: Final = 4
_CODES_TRIED: Final = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: its name, where it leads, its kind in words, and a few words more."""

    label: str
    address: str
    kind: str
    detail: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Codes:
    """Codes of facets in one language, to be found by their names."""

    index: Index
    codes: Sequence[tuple[str, str]]


def suggested(asked: Asked, now: Now, today: date) -> list[Suggestion]:
    """Codes whose names fit the words and that somebody has, then organisations."""
    words = asked.words
    if len(words) < _SHORTEST:
        return []
    return [*_codes(words, now, today), *_organisations(words, now, today)]


def _codes(words: str, now: Now, today: date) -> list[Suggestion]:
    known = _known(get_language() or "en")
    found = known.index.search(Wanted(words, limit=_CODES_TRIED), today)
    if not found.exact:
        return []
    counts = now.index.search(Wanted(limit=0), today).facets
    shown = []
    for place in found.keys:
        facet, code = known.codes[place]
        count = counts.get(facet, {}).get(code, 0)
        if count:
            address = reverse("directory") + Asked(chosen={facet: (code,)}).address
            shown.append(
                Suggestion(code_name(facet, code), address, str(FACETS[facet]), str(count))
            )
    return shown[:_CODES]


def _organisations(words: str, now: Now, today: date) -> list[Suggestion]:
    found = now.index.search(Wanted(words, limit=_ORGANISATIONS), today)
    rows = {each.pk: each for each in listed_organisations().filter(pk__in=found.keys)}
    return [
        Suggestion(each.name, each.get_absolute_url(), each.get_kind_display(), each.country_name)
        for each in (rows[key] for key in found.keys if key in rows)
    ]


@lru_cache(maxsize=32)
def _known(language: str) -> _Codes:
    """All codes that facets offer, with their names in a language."""
    with override(language):
        return _named()


def _named() -> _Codes:
    codes = [(facet, code) for facet in FACETS for code in offered_codes(facet)]
    documents = [
        Document(
            place,
            (code_name(facet, code),),
            ((Place.LABEL, country_in_all_languages(code)),)
            if facet in {"country", "target"}
            else (),
        )
        for place, (facet, code) in enumerate(codes)
    ]
    return _Codes(index_of(documents), codes)
