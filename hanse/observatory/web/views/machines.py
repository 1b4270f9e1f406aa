"""Lists for search engines: robots.txt and the map of the site."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from hanse.observatory.methods import CODES
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.reading import held_open, shelf

_PAGES: Final = (
    "home",
    "atlas",
    "regions",
    "categories",
    "emerging",
    "rankings",
    "methods",
    "data",
    "api_guide",
)
_PRIVATE: Final = ("/admin/", "/accounts/", "/me/", "/saved/", "/search/", "/audit/")


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What search engines may read: all but what is of one person alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE)]
    lines += ["", f"Sitemap: {settings.ORIGIN}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The addresses of all pages of the current edition, and of the editions."""
    every = shelf().editions()
    current = shelf().published()
    reader = next((held_open(each) for each in every if each.id == current), None)
    found = [*_known(*((name, {}) for name in _PAGES))]
    found += _known(*(("method", {"code": code}) for code in CODES))
    found += _known(*(("edition", {"edition": each.id}) for each in every))
    if reader is not None:
        found += _known(*_of_edition(reader))
    entries = "".join(f"<url><loc>{escape(settings.ORIGIN + path)}</loc></url>" for path in found)
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>',
        content_type="application/xml",
    )


def _of_edition(reader: Reader) -> Iterator[tuple[str, dict[str, str]]]:
    for each in reader.manifest["schemes"]:
        yield "scheme", {"scheme": each["code"]}
    for code in reader.query("SELECT code FROM regions ORDER BY code")["code"]:
        yield "region", {"code": code}
    rows = reader.query("SELECT scheme, category FROM categories ORDER BY scheme, category")
    for scheme, category in rows.iter_rows():
        yield "category", {"scheme": scheme, "code": category}


def _known(*pages: tuple[str, dict[str, str]]) -> list[str]:
    """Addresses of the pages that this site has."""
    found = []
    for name, words in pages:
        try:
            found.append(reverse(name, kwargs=words))
        except NoReverseMatch:
            continue
    return found
