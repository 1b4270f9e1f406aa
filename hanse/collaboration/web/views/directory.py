"""The directory: organisations by words and facets, on a map and in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hanse.collaboration.search.index import Found
from hanse.collaboration.web.search_asked import PER_PAGE, Asked, asked_of
from hanse.collaboration.web.search_index import directory_now
from hanse.collaboration.web.search_map import directory_map
from hanse.collaboration.web.search_shown import (
    Chip,
    EntryShown,
    FacetShown,
    Widening,
    chips,
    entries_shown,
    facets_shown,
    widenings,
)
from hanse.collaboration.web.search_suggestions import Suggestion, suggested
from hanse.observatory.web.maps import Map

_MEANT: Final = 3
"""Words that are named of those looked for instead of one that nobody has."""


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """What the page shows. previous, next: addresses, "" for none. sorts: code, address. meant:
    word that nobody has, and the words that were looked for instead.
    """

    asked: Asked
    found: Found
    entries: Sequence[EntryShown]
    facets: Sequence[FacetShown]
    chips: Sequence[Chip]
    widenings: Sequence[Widening]
    meant: Sequence[tuple[str, str]]
    map: Map | None
    pages: int
    previous: str
    next: str
    sorts: Sequence[tuple[str, str]]
    fictitious: bool


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """What fits the words and codes of the address."""
    asked, today = asked_of(request.GET), timezone.localdate()
    now = directory_now()
    found = now.index.search(asked.wanted(), today)
    pages = max(1, -(-found.total // PER_PAGE))
    if asked.page > pages:
        asked = replace(asked, page=pages)
        found = now.index.search(asked.wanted(), today)
    entries = entries_shown(found.keys, now.levels, today)
    page = DirectoryPage(
        asked=asked,
        found=found,
        entries=entries,
        facets=facets_shown(asked, found),
        chips=chips(asked),
        widenings=[] if found.total else widenings(asked, now.index, today),
        meant=[(word, ", ".join(meant[:_MEANT])) for word, meant in found.meant.items()],
        map=directory_map(asked, found, now.index),
        pages=pages,
        previous=replace(asked, page=asked.page - 1).address if asked.page > 1 else "",
        next=replace(asked, page=asked.page + 1).address if asked.page < pages else "",
        sorts=[
            (sort, replace(asked, sort=sort, page=1).address)
            for sort in ("relevance", "name", "freshness")
        ],
        fictitious=any(each.organisation.fictitious for each in entries),
    )
    return render(request, "collaboration/directory.html", {"page": page})


@require_safe
def directory_suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the search box: a part of a page, the best few."""
    results: Sequence[Suggestion] = suggested(
        asked_of(request.GET), directory_now(), timezone.localdate()
    )
    return render(request, "observatory/parts/suggestions.html", {"results": results})
