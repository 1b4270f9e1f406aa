"""Pages that are the same for all who are not signed in: kept, and not sent again unchanged."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from threading import Lock
from typing import Concatenate, Final, NamedTuple, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

import hanse
from hanse.foundation.home import boundaries_folder
from hanse.foundation.web.context import theme_of
from hanse.observatory.web.reading import shelf

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]

_WRITES_PAGES: Final = frozenset({".py", ".html", ".mo", ".css", ".js", ".svg"})
_MESSAGES_COOKIE: Final = "messages"
_LEVEL: Final = 5
"""Of compression: half the time of the usual 6 for two hundredths more bytes."""
_WORTH_KEEPING: Final = 256 * 1024
"""Larger answers, such as pictures, would push out too many pages."""


class Kept(NamedTuple):
    """A page as it is sent: its own headers and its compressed content."""

    headers: dict[str, str]
    packed: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "Kept":
        """What to keep of an answer."""
        packed = gzip.compress(response.content, compresslevel=_LEVEL, mtime=0)
        return cls(dict(response.headers), packed)

    def response(self, request: HttpRequest) -> HttpResponse:
        """The page for a reader who takes it compressed, or not."""
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        content = self.packed if packed else gzip.decompress(self.packed)
        encoding = {"Content-Encoding": "gzip"} if packed else {}
        return HttpResponse(content, headers={**self.headers, **encoding})


class Pages:
    """The pages asked for last, no more than `most_bytes` of them."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, tag: str) -> Kept | None:
        """The page with this tag."""
        with self._lock:
            if tag in self._held:
                self._held.move_to_end(tag)
            return self._held.get(tag)

    def keep(self, tag: str, page: Kept) -> None:
        """Hold a page, and let go of those that nobody has asked for longest."""
        with self._lock:
            before = self._held.pop(tag, None)
            self._held[tag] = page
            self._bytes += len(page.packed) - (len(before.packed) if before else 0)
            while self._bytes > self._most_bytes:
                _, gone = self._held.popitem(last=False)
                self._bytes -= len(gone.packed)


@cache
def _pages() -> Pages:
    return Pages(settings.KEEP_PAGES_MEBIBYTES << 20)


def for_everyone(view: _View[_P]) -> _View[_P]:
    """A decorator for views whose answer follows from the address, the editions and the reader's
    language and theme.

    Readers who are not signed in then share it. A browser that has it asks whether it still holds,
    and is told so (304) without it being made. Those who are signed in, or have a message waiting,
    get an answer of their own.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if not _is_anybody(request):
            return view(request, *args, **kwargs)
        tag = _tag(request)
        unchanged = get_conditional_response(request, etag=tag)
        if isinstance(unchanged, HttpResponse):
            return _marked(unchanged, tag)
        kept = _pages().get(tag)
        if kept:
            return _marked(kept.response(request), tag)
        response = view(request, *args, **kwargs)
        if not _is_for_everyone(request, response):
            return response
        if len(response.content) <= _WORTH_KEEPING:
            kept = Kept.of(response)
            _pages().keep(tag, kept)
            response = kept.response(request)
        return _marked(response, tag)

    return answer


def _is_anybody(request: HttpRequest) -> bool:
    own = {settings.SESSION_COOKIE_NAME, _MESSAGES_COOKIE}
    return request.method == "GET" and own.isdisjoint(request.COOKIES)


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing in the answer is one reader's own."""
    return (
        response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not getattr(request, "csp_nonce", None)
    )


def _marked(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    # Whoever signs in shall see so at once: what is kept is asked about each time.
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def _tag(request: HttpRequest) -> str:
    """What changes when the answer does."""
    editions = shelf()
    parts = (
        request.get_full_path(),
        get_language() or "",
        theme_of(request),
        str(editions.folder),
        editions.published(),
        *(each.id for each in editions.editions()),
        *_boundaries(),
        _site(),
    )
    return f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'


def _boundaries() -> list[str]:
    """The outlines there are: a map is drawn with tiles until they come."""
    found = boundaries_folder().glob("*.json")
    return sorted(f"{path.name} {path.stat().st_mtime_ns}" for path in found)


@cache
def _site() -> str:
    """Stands for the code that writes pages, and for what the settings have it write."""
    digest = hashlib.sha256()
    for name in ("ORIGIN", "DEMO", "CONTACT", "SOURCE_CODE", "LANGUAGES", "PUBLISHER"):
        digest.update(f"{name}={getattr(settings, name)}\n".encode())
    package = Path(hanse.__file__).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in _WRITES_PAGES:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
