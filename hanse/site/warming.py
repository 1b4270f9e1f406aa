"""A process's first pages, asked for before any reader does: they cost a hundred times the next."""

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils.http import urlencode

from hanse.foundation.problems import HanseError
from hanse.observatory.questions.lists import lists
from hanse.observatory.web.reading import held_open, shelf

_LOG: Final = logging.getLogger(__name__)


def warm_beside(application: WSGIApplication, after: Callable[[], object]) -> threading.Thread:
    """Warm `application` in a thread of its own, which does not hold up the end of the process.

    after: returns when it may begin, so that the first page to be read need not share the
    processor with those that are only prepared.
    """

    def begin() -> None:
        after()
        warm(application)
        # What pages share stays: looked through again and again, it would hold up every reader of
        # this process for a tenth of a second each time.
        gc.collect()
        gc.freeze()

    thread = threading.Thread(target=begin, name="warming", daemon=True)
    thread.start()
    return thread


def warm(application: WSGIApplication) -> list[str]:
    """Have `application` answer a page of each kind; the statuses it answered with.

    So modules are loaded, templates parsed, the edition opened and what pages share looked up.
    """
    try:
        return [_asked(application, address) for address in addresses()]
    finally:
        connections.close_all()


def addresses() -> Iterator[str]:
    """A page of each kind: of the first region and categories that there are."""
    yield reverse("home")
    yield reverse("directory")
    try:
        known = lists(held_open(shelf().current()))
    except HanseError:
        return
    region = next(iter(known.regions))
    yield reverse("region", args=[region])
    for scheme in known.schemes:
        kind = next(iter(known.of_scheme(scheme).values()))
        yield reverse("category", args=[scheme, kind.code])
        yield reverse("cluster", args=[scheme, kind.code, region])
        yield f"{reverse('categories')}?{urlencode({'scheme': scheme})}"
    yield reverse("industry", args=[next(iter(known.industries))])
    for name, words in (
        ("atlas", {}),
        ("finder", {}),
        ("rankings", {}),
        ("emerging", {}),
        ("search", {"q": known.regions[region].name}),
        ("compare_regions", {"region": list(known.regions)[:2]}),
        ("compare_categories", {"category": list(known.of_scheme(next(iter(known.schemes))))[:2]}),
    ):
        yield f"{reverse(name)}?{urlencode(words, doseq=True)}"


def _asked(application: WSGIApplication, address: str) -> str:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": settings.ALLOWED_HOSTS[0].lstrip("."),
        "HTTP_X_FORWARDED_PROTO": "https" if settings.ORIGIN.startswith("https:") else "http",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    told: list[str] = []

    def start_response(status: str, *_more: Any) -> Any:
        told.append(status)

    body: Any = application(environ, start_response)
    try:
        for _part in body:
            pass
    finally:
        getattr(body, "close", lambda: None)()
    if not told[0].startswith("200"):
        _LOG.info("While warming, %s answered %s.", address, told[0])
    return told[0]
