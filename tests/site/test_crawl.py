"""Every link leads somewhere, for everyone; and every page keeps what we promise of pages."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

import pytest
from django.http import HttpResponse

from hanse.foundation.web.urls import urlpatterns as foundation_patterns
from hanse.observatory.web.urls import urlpatterns as observatory_patterns
from tests.site.crawling import Visit, by_words, crawl, view_name
from tests.site.headers import header_faults
from tests.site.markup import Page, inline_code
from tests.site.world import FIGURES, ROLES, make_world, of_people

pytestmark = [pytest.mark.usefixtures("demo_edition", "db"), pytest.mark.once]

ON_OTHER_WAYS: Final = {"robots", "sitemap"}
"""Asked for by machines, at addresses that they know."""


def test_every_link_leads_somewhere_every_page_is_whole_and_can_be_reached() -> None:
    world = make_world()
    faults: list[str] = []
    reached: set[str] = set()
    for role in ROLES:
        # Everyone sees the same figures, so that one reader is enough for all their forms.
        alike = by_words if role == "visitor" else of_people
        seen = crawl(world.client(role), world.starts, alike)
        assert len(seen.pages) > (150 if role == "visitor" else 12)
        reached |= seen.views | seen.actions
        faults += [f"{role}: {fault}" for fault in seen.faults]
        faults += [
            f"{role}: {visit.address}: {fault}"
            for visit, page in seen.pages
            for fault in told(visit, page)
        ]
    assert not faults, "\n".join(faults)
    assert {each.name for each in (*foundation_patterns, *observatory_patterns)} - reached == (
        ON_OTHER_WAYS
    )


def told(visit: Visit, page: Page) -> Iterator[str]:
    """What is wrong with a page."""
    yield from page.faults
    yield from inline_code(page)
    yield from header_faults(visit.answer)
    yield from (f"id {name} is there {n} times" for name, n in Counter(page.ids).items() if n > 1)
    yield from (
        f"a link to {each.get('href')} says nothing" for each in page.links if not each.text
    )
    yield from ("a button says nothing" for each in page.root.all("button") if not each.text)
    for form in page.forms:
        named = {each.name for each in form.controls}
        own = view_name(urljoin(visit.address, form.action))
        if form.method == "post" and own != "preferences" and "csrfmiddlewaretoken" not in named:
            yield f"the form for {own} has no token"
    if page.root.all("html"):
        yield from _faults_of_a_whole(visit, page)


def _faults_of_a_whole(visit: Visit, page: Page) -> Iterator[str]:
    """What a page lacks that parts of pages, which scripts ask for, need not have."""
    if len(page.text_of("h1")) != 1 or not page.text_of("h1")[0]:
        yield f"headings of the first level: {page.text_of('h1')}"
    titles = [each.text for head in page.root.all("head") for each in head.all("title")]
    if not re.search(r"\w", "".join(titles).removesuffix("\N{MIDDLE DOT} Hanse")):
        yield f"its title is {titles}"
    if not all(each.get("lang") for each in page.root.all("html")):
        yield "its language is not said"
    if visit.view in FIGURES | {"finder"} and not _citations(page):
        yield "nothing says how to cite it"


def _citations(page: Page) -> list[str]:
    """The links to an edition in what says how to cite the page."""
    return [
        link.get("href")
        for each in page.root.all("aside")
        if "citation" in each.get("class").split()
        for link in each.all("a")
        if view_name(link.get("href")) == "edition"
    ]


def test_the_check_sees_faults() -> None:
    html = (
        "<html><title> \N{MIDDLE DOT} Hanse</title><h1></h1><p id=a id=b style='x'><b id=a></p>"
        "<a href='/x'><svg aria-hidden=true></svg></a><button></button><form method=post></form>"
        "<script>run()</script><a onclick=x href='javascript:x'>x</a>"
    )
    answer = HttpResponse(html)
    visit = Visit("/atlas/", "", "atlas", answer, html.encode(), Page(html))
    found = "\n".join(told(visit, Page(html)))
    for word in (
        "<p> has id twice",
        "</p> ends <b>",
        "<html> is not closed",
        "style=",
        "<script>",
        "onclick=",
        "javascript:x",
        "a link to /x says nothing",
        "a button says nothing",
        "headings of the first level",
        "its title is",
        "its language",
        "how to cite",
        "has no token",
        "Content-Security-Policy",
        "X-Frame-Options",
    ):
        assert word in found, word
