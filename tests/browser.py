"""A real browser for journeys: pages that are watched for faults, and the accessibility check.

    def test_a_journey(live_site: str, page: Page) -> None:
        page.goto(live_site)
        assert axe_violations(page) == []

Every page made here fails its test at the end for an error in the console, a violation of the
content security policy, an answer of 500, or a request that leaves the site. What a test provokes
on purpose it forgives: `faults.forgive("404")`.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hanse.foundation.programs import find_chromium
from hanse.foundation.web.models.people import User
from hanse.observatory.warehouse import Edition

AXE: Final = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS: Final = (390, 1440)

NOT_TRIED: Final = "Not tried: "
"""How the reason of every skip begins that comes from a program missing here."""

_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_ON_COLOURS: Final = ["color-contrast", "link-in-text-block"]
_GRAVE: Final = ("serious", "critical")
_HEIGHT: Final = 900
_PATIENCE_MS: Final = 60_000
_WITHIN: Final = ("data:", "blob:", "about:")


def not_tried(what: str) -> None:
    """Skip a test of `what`, which says what it needs; under CI, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{NOT_TRIED}{what} Under CI nothing may be left out.")
    pytest.skip(NOT_TRIED + what)


class Faults:
    """What went wrong on the pages of one test."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._found: list[str] = []
        self._forgiven: list[str] = []

    def forgive(self, pattern: str) -> None:
        """Let faults pass in which the regular expression `pattern` is found."""
        self._forgiven.append(pattern)

    def left(self) -> list[str]:
        """The faults that nobody has forgiven."""
        return [
            fault
            for fault in self._found
            if not any(re.search(pattern, fault) for pattern in self._forgiven)
        ]

    def watch(self, page: Page) -> None:
        """Note every fault of `page` from now on."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._found.append(f"script: {error}"))
        page.on("request", self._see)
        page.on("response", self._check)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((f"{self._site}/", *_WITHIN)):
            self._found.append(f"leaves the site: {request.url}")

    def _check(self, response: Response) -> None:
        if response.status >= 500:
            self._found.append(f"answer {response.status}: {response.url}")


NewPage = Callable[..., Page]
"""`new_page(width=1440, colours="light", javascript=True, touch=False)`."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once in each process of a test run."""
    path = find_chromium()
    if path is None:
        not_tried("pages in a browser, for want of Chromium: apt-get install chromium.")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps a loop running in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(path),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live_site(demo_edition: Edition, live_server: LiveServer) -> str:
    """The address of the site, served to browsers with the small demo edition; no slash at the end.

    Tests with it write to a real database that is emptied afterwards.
    """
    server = live_server.thread.httpd
    application = server.get_app()
    assert application is not None
    if not isinstance(application, _OneAtATime):
        server.set_app(_OneAtATime(application))
    return str(live_server.url)


class _OneAtATime:
    """Answers a request after the other.

    A database in memory is one connection for all threads of the server, and one that saves in the
    background would roll back what another is about to write. On a real site each has its own.
    """

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application
        self._turn = Lock()

    def __call__(self, *arguments: Any) -> Any:
        with self._turn:
            return self._application(*arguments)


@pytest.fixture
def faults(live_site: str) -> Iterator[Faults]:
    """What goes wrong on this test's pages; it fails at the end for what is not forgiven."""
    found = Faults(live_site)
    yield found
    assert found.left() == []


@pytest.fixture
def new_page(browser: Browser, live_site: str, faults: Faults) -> Iterator[NewPage]:
    """Makes watched pages of any width, light or dark, with or without JavaScript.

    Each has cookies of its own.
    """
    contexts = []

    def make(
        width: int = 1440,
        colours: Literal["light", "dark"] = "light",
        javascript: bool = True,
        touch: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=live_site,
            viewport={"width": width, "height": _HEIGHT},
            color_scheme=colours,
            java_script_enabled=javascript,
            has_touch=touch,
            reduced_motion="reduce",
            locale="en-GB",
            accept_downloads=True,
        )
        context.set_default_timeout(_PATIENCE_MS)
        contexts.append(context)
        context.on("page", faults.watch)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page, 1440 pixels wide and light; `goto("/")` opens the home page."""
    return new_page()


def sign_in(page: Page, person: User) -> None:
    """Let `page` be signed in as `person`, as if they had given their password."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": str(session.session_key),
                "domain": "localhost",
                "path": "/",
            }
        ]
    )


def confirm(page: Page, password: str) -> None:
    """Give the password again, for pages that ask for it once more; ends at /me/."""
    page.goto("/accounts/reauthenticate/?next=/me/")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/me/")


def axe_violations(page: Page, *, both_colours: bool = True) -> list[str]:
    """What axe-core finds serious or critical on `page`, a line for each element.

    Every rule is tried on the page as it stands. both_colours: those on colours in the dark, too,
    or in the light where it is dark.
    """
    if not AXE.is_file():
        not_tried("accessibility, for want of axe-core: make assets.")
    # The debugger's own evaluation is not bound by the page's content security policy.
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE.read_text('utf-8')} }} }}")
    found = _axe(page, {"type": "tag", "values": _TAGS})
    if not both_colours:
        return found
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if dark else "dark")
    found += _axe(page, {"type": "rule", "values": _ON_COLOURS})
    page.emulate_media(color_scheme="dark" if dark else "light")
    return found


def _axe(page: Page, only: dict[str, object]) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate(
        "async (only) => (await axe.run(document, {runOnly: only, resultTypes: ['violations']}))"
        ".violations",
        only,
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]} "
        f"[{node['failureSummary']}]"
        for rule in found
        if rule["impact"] in _GRAVE
        for node in rule["nodes"]
    ]
