"""What pages make a browser fetch: little, and nothing from elsewhere."""

import gzip
import re
from pathlib import Path
from typing import Final

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

import hanse
from hanse.observatory.warehouse import Edition

PACKAGE: Final = Path(hanse.__file__).parent
KILO: Final = 1000
FILES_AT_MOST: Final = 110 * KILO
"""Stylesheets, scripts, typeface and icons of one page, as they are sent."""
PAGE_AT_MOST: Final = 40 * KILO

_ASSET: Final = re.compile(r'(?:href|src)="/static/([^"#?]+)')
_IN_STYLE: Final = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_PACKED_ALREADY: Final = {".woff2", ".png"}

_FETCHED: Final = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio|object|embed|use|image|form|track)\b[^>]*?"
    r"\b(?:src|href|srcset|data|action|poster|formaction)\s*=\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)
_FETCHED_BY_STYLE: Final = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//")
_NAMED_IN_SCRIPT: Final = re.compile(r"https?://[^\s'\"`]*|['\"`]//[a-z]")
_NAMESPACE: Final = "http://www.w3.org/"


def sent(path: Path) -> int:
    """Bytes of a file as the server sends it."""
    content = path.read_bytes()
    return len(content) if path.suffix in _PACKED_ALREADY else len(gzip.compress(content))


def files_of(page: str) -> set[Path]:
    """What a page needs, with the typeface that its stylesheets name for Latin letters."""
    found = {Path(str(finders.find(name))) for name in _ASSET.findall(page)}
    for style in [each for each in found if each.suffix == ".css"]:
        named = _IN_STYLE.findall(style.read_text("utf-8"))
        found |= {style.parent / name for name in named if "latin" in name}
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/atlas/",
        "/categories/traded_local/automotive/",
        "/regions/AT13/",
        "/clusters/traded_local/automotive/AT13/",
        "/compare/regions/?region=AT13&region=AT22",
        "/finder/",
        "/rankings/",
        "/emerging/",
        "/methods/location_quotient/",
        "/data/",
    ],
)
def test_a_page_and_its_files_are_light(
    demo_edition: Edition, client: Client, address: str
) -> None:
    page = client.get(address).content
    files = files_of(page.decode())
    assert {each.suffix for each in files} >= {".css", ".js", ".woff2", ".svg"}
    assert sum(map(sent, files)) < FILES_AT_MOST
    assert len(gzip.compress(page)) < PAGE_AT_MOST


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.relative_to(PACKAGE).as_posix())
        for pattern in (
            "*/web/templates/**/*.html",
            "*/web/static/**/*.css",
            "*/web/static/**/*.js",
        )
        for path in sorted(PACKAGE.glob(pattern))
    ],
)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        assert _FETCHED.findall(text) == []
    assert _FETCHED_BY_STYLE.findall(text) == []
    if path.suffix == ".js":
        named = _NAMED_IN_SCRIPT.findall(text)
        assert [each for each in named if not each.startswith(_NAMESPACE)] == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ('<script defer src="https://cdn.example/x.js">', True),
        ("<link rel=stylesheet href=//cdn.example/x.css>", True),
        ('<img alt="" src="{% static "x.png" %}">', False),
        ('<a href="https://ec.europa.eu/eurostat">Eurostat</a>', False),
        ('<link rel="canonical" href="{{ page_address }}">', False),
    ],
)
def test_the_check_finds_what_it_is_for(text: str, caught: bool) -> None:
    assert bool(_FETCHED.search(text)) is caught
