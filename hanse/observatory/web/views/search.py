"""Search over regions, categories, industries, methods, organisations and what apps add to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.foundation.folding import words_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.observatory.questions.kept import kept
from hanse.observatory.search import (
    KINDS,
    LONGEST_QUERY,
    Entry,
    Found,
    Index,
    Kind,
    edition_entries,
    index_of,
)
from hanse.observatory.warehouse import Askable, Reader
from hanse.observatory.web.addresses import Addresses
from hanse.observatory.web.reading import reader_for
from hanse.observatory.web.search_results import MOST, Result, Section, search_sections

_SHOWN: Final = 8
_SUGGESTED: Final = 8
_ORGANISATIONS_SUGGESTED: Final = 3
_FURTHER_SUGGESTED: Final = 2
_FIELDS: Final = ("name", "native_name", "description")
ORGANISATION: Final = "organisation"

HEADINGS: Final[dict[Kind, str | Promise]] = {
    "region": _("Regions"),
    "country": _("Countries"),
    "category": _("Categories"),
    "industry": _("Industries"),
    "method": _("Methods and figures"),
}
_SINGULAR: Final[dict[Kind, str | Promise]] = {
    "region": _("Region"),
    "country": _("Country"),
    "category": _("Category"),
    "industry": _("Industry"),
    "method": _("Method"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind. total: how many there are; more: where all of them are shown."""

    kind: str
    heading: str | Promise
    results: Sequence[Result]
    total: int
    more: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the page shows. exact: whether any result holds every word of the query."""

    reader: Reader
    query: str
    groups: Sequence[Group]
    total: int
    exact: bool
    kind: str
    heading: str | Promise
    back: str
    examples: Sequence[Result]


@kept(4)
def search_index(edition: Askable) -> Index:
    """The index of an edition's names."""
    return index_of(edition_entries(edition))


def search(request: HttpRequest) -> HttpResponse:
    """What fits the query, in groups; with `kind`, all of one group."""
    reader = reader_for(request)
    addresses = Addresses(request.GET.get("edition", ""))
    query = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    found = search_index(reader).search(query)
    sections = [
        Section(ORGANISATION, _("Organisations"), organisations_found(query, request)),
        *search_sections(query, request),
    ]
    groups = [
        _group(each, found, addresses, MOST if kind == each else _SHOWN)
        for each in KINDS
        if found.of(each) and kind in ("", each)
    ]
    groups.sort(key=lambda group: -found.of(cast(Kind, group.kind))[0].score)
    groups += [
        _section(each, query, addresses, MOST if kind else _SHOWN)
        for each in sections
        if each.results and kind in ("", each.kind)
    ]
    page = SearchPage(
        reader=reader,
        query=query,
        groups=groups,
        total=sum(group.total for group in groups),
        exact=found.exact or any(each.results for each in sections),
        kind=kind,
        heading=next((each.heading for each in groups if each.kind == kind), ""),
        back=addresses.page("search", q=query),
        examples=_examples(reader, addresses),
    )
    return render(request, "observatory/search.html", {"page": page, "reader": reader})


def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the search box: a part of a page, the best few."""
    reader = reader_for(request)
    addresses = Addresses(request.GET.get("edition", ""))
    query = request.GET.get("q", "").strip()
    found = search_index(reader).search(query)
    results = [result_of(hit.entry, addresses) for hit in found.hits[:_SUGGESTED]]
    names = organisations_found(query, request, by_name=True)[:_ORGANISATIONS_SUGGESTED]
    for each in search_sections(query, request):
        names += each.results[:_FURTHER_SUGGESTED]
    results = [*results[: _SUGGESTED - len(names)], *names]
    return render(
        request,
        "observatory/parts/suggestions.html",
        {"results": results, "query": query},
    )


def organisations_found(query: str, request: HttpRequest, *, by_name: bool = False) -> list[Result]:
    """Organisations that the reader may see and that have `query` in a name; then others.

    The others have all its words in names and description. by_name: without these, for lists that
    are asked for while somebody types.
    """
    text = query[:LONGEST_QUERY].replace("\0", "")
    if not words_of(text):
        return []
    called = Q(name__icontains=text) | Q(native_name__icontains=text)
    seen = Organisation.objects.visible_to(request.user)
    if by_name:
        found = seen.filter(called)
    else:
        every = Q()
        for word in text.split():
            every &= Q(*((f"{each}__icontains", word) for each in _FIELDS), _connector=Q.OR)
        found = seen.filter(called | every).order_by(
            Case(When(called, then=0), default=1), "name", "pk"
        )
    return [
        Result(
            each.name,
            each.get_absolute_url(),
            code="",
            detail=each.get_kind_display(),
            kind=_("Organisation"),
        )
        for each in found.only("slug", "kind", "name")[:MOST]
    ]


def result_of(
    entry: Entry, addresses: Addresses, address_of: Callable[[Entry], str] | None = None
) -> Result:
    """How an entry is shown. address_of: where it leads instead of to its own page."""
    return Result(
        label=entry.label,
        address=address_of(entry) if address_of else _address(entry, addresses),
        code=entry.code if entry.kind in {"region", "industry"} else "",
        detail=entry.detail,
        kind=_SINGULAR[entry.kind],
    )


def _group(kind: Kind, found: Found, addresses: Addresses, shown: int) -> Group:
    hits = found.of(kind)
    return Group(
        kind=kind,
        heading=HEADINGS[kind],
        results=[result_of(hit.entry, addresses) for hit in hits[:shown]],
        total=len(hits),
        more=addresses.page("search", q=found.query, kind=kind) if len(hits) > shown else "",
    )


def _section(section: Section, query: str, addresses: Addresses, shown: int) -> Group:
    total = len(section.results)
    more = addresses.page("search", q=query, kind=section.kind) if total > shown else ""
    return Group(section.kind, section.heading, section.results[:shown], total, more)


def _address(entry: Entry, addresses: Addresses) -> str:
    match entry.kind:
        case "region":
            return addresses.region(entry.code)
        case "country":
            return addresses.page("regions", country=entry.code)
        case "category":
            return addresses.category(entry.scheme, entry.code)
        case "industry":
            return addresses.industry(entry.code)
        case "method":
            return addresses.method(entry.code)


@kept(8)
def _example_entries(edition: Askable) -> tuple[Entry, ...]:
    """One entry of each kind, to show what can be found."""
    entries = search_index(edition).entries
    firsts = ((kind, [each for each in entries if each.kind == kind]) for kind in KINDS)
    return tuple(each[len(each) // 2] for _kind, each in firsts if each)


def _examples(reader: Reader, addresses: Addresses) -> list[Result]:
    return [result_of(entry, addresses) for entry in _example_entries(reader)]
