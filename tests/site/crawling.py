"""Follows the links of the site as one of its people, each once, a few of every shape."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from tests.site.markup import Form, Page

HOST: Final = "http://testserver"
_HTML: Final = "text/html"
_ELSEWHERE: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Visit:
    """An address that was asked for and what came. page: None for what is no HTML.

    view: the name of the address in the site's urlpatterns. source: the page that led there.
    """

    address: str
    source: str
    view: str
    answer: HttpResponseBase
    body: bytes
    page: Page | None


@dataclass(slots=True)
class Crawl:
    """All that was seen. actions: names of the addresses that forms are sent to by POST."""

    visits: list[Visit] = field(default_factory=list)
    views: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    forms: list[tuple[str, Form]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[tuple[Visit, Page]]:
        """The visits that brought a whole page."""
        return [(each, each.page) for each in self.visits if each.page is not None]


def crawl(client: Client, starts: Sequence[str], alike: Callable[[str], object]) -> Crawl:
    """Follow the internal links from `starts`, each once, and of those that are `alike` the first.

    The site has a page for every region and category in any order, made by the same code.
    """
    found = Crawl()
    waiting = deque((address, "") for address in starts)
    seen, kinds = set(starts), set(map(alike, starts))
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        address, source = waiting.popleft()
        visit = _visit(client, address, source, found)
        for target, fragment in _targets(visit):
            if fragment:
                fragments.append((address, target, fragment))
            if target in seen:
                continue
            seen.add(target)
            kind = alike(target)
            if kind not in kinds:
                kinds.add(kind)
                waiting.append((target, address))
    found.faults += _broken_fragments(found, fragments)
    return found


def view_name(address: str) -> str:
    """The name of an address in the site's urlpatterns; "" where there is none."""
    try:
        return resolve(unquote(urlsplit(address).path)).view_name
    except Resolver404:
        return ""


def by_words(address: str) -> object:
    """Alike are addresses of one view, table and format that give it the same words."""
    words = frozenset(name for name, _value in parse_qsl(urlsplit(address).query, True))
    return by_view(address), words


def by_view(address: str) -> object:
    """Alike are addresses of one view, table and format."""
    path = unquote(urlsplit(address).path)
    try:
        match = resolve(path)
    except Resolver404:
        return path  # a file of the site, or nothing
    kinds = {name: each for name, each in match.kwargs.items() if name in {"table", "form"}}
    return match.view_name, frozenset(kinds.items())


def body_of(answer: Any) -> bytes:
    """The whole body of an answer, sent at once or in pieces."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _visit(client: Client, address: str, source: str, found: Crawl) -> Visit:
    if address.startswith(settings.STATIC_URL):
        answer: Any = HttpResponse(status=200 if _is_file(address) else 404, content_type="")
    else:
        answer = client.get(address)
    body = body_of(answer)
    is_page = answer.get("Content-Type", "").startswith(_HTML) and answer.status_code == 200
    page = Page(body.decode("utf-8")) if is_page else None
    visit = Visit(address, source, view_name(address), answer, body, page)
    found.visits.append(visit)
    found.views.add(visit.view)
    if answer.status_code not in {200, *_ELSEWHERE}:
        found.faults.append(f"{answer.status_code} {address}, to which {source or 'we'} led")
    for form in page.forms if page else ():
        found.forms.append((address, form))
        if form.method == "post":
            found.actions.add(view_name(urljoin(address, form.action)))
    return visit


def _is_file(address: str) -> bool:
    """Whether a file that the server hands out without us is there."""
    return bool(find(urlsplit(address).path.removeprefix(settings.STATIC_URL)))


def _targets(visit: Visit) -> Iterator[tuple[str, str]]:
    """The addresses within the site that an answer leads to, and the place on the page there."""
    links = visit.page.addresses if visit.page else []
    if visit.answer.status_code in _ELSEWHERE:
        links = [visit.answer["Location"]]
    for link in links:
        whole, fragment = urldefrag(urljoin(f"{HOST}{visit.address}", link))
        if whole.startswith(f"{HOST}/"):
            yield whole.removeprefix(HOST), unquote(fragment)


def _broken_fragments(found: Crawl, fragments: Sequence[tuple[str, str, str]]) -> list[str]:
    """Links to places that are not on the page they name, as far as that was visited."""
    places = {visit.address: {*page.ids, ""} for visit, page in found.pages}
    return [
        f"{source} leads to #{fragment} on {target}, where there is none"
        for source, target, fragment in dict.fromkeys(fragments)
        if target in places and fragment not in places[target]
    ]
