"""What a browser fetches for a page: bytes on the first visit and later, and where from."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright

from hanse.foundation.programs import find_chromium

_WITHIN: Final = ("data:", "blob:", "about:")


@dataclass(frozen=True, slots=True)
class Weight:
    """One visit. transferred_bytes: headers and bodies as they came over the wire.

    requests: those that went to the server; leaving: addresses outside the site.
    """

    page: str
    visit: str
    transferred_bytes: int
    requests: int
    leaving: Sequence[str]


class _Counter:
    """Adds up what the network brings for one page."""

    def __init__(self, session: CDPSession, origin: str) -> None:
        self.origin = origin
        self.bytes = 0
        self.sent: set[str] = set()
        self.kept: set[str] = set()
        self.leaving: list[str] = []
        session.on("Network.requestWillBeSent", self._sent)
        session.on(
            "Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"])
        )
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if address.startswith(_WITHIN):
            return
        self.sent.add(event["requestId"])
        if not address.startswith(f"{self.origin}/"):
            self.leaving.append(address)

    def _received(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            self.kept.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.sent - self.kept:
            self.bytes += int(event["encodedDataLength"])


def weigh(origin: str, pages: Sequence[tuple[str, str, str]]) -> list[Weight]:
    """The weight of each page for a new reader, again at once, and of another of its kind.

    pages: what to call it, its address, and the address of another page like it.
    """
    found = []
    with _chromium() as browser:
        for name, address, like in pages:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            for visit, path in (("first", address), ("again", address), ("another", like)):
                found.append(_visit(context, origin, name, visit, path))
            context.close()
    return found


def _visit(context: BrowserContext, origin: str, name: str, visit: str, path: str) -> Weight:
    page = context.new_page()
    counter = _Counter(context.new_cdp_session(page), origin)
    page.goto(f"{origin}{path}", wait_until="networkidle")
    page.close()
    sent = len(counter.sent - counter.kept)
    return Weight(name, visit, counter.bytes, sent, counter.leaving)


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        raise SystemExit("Page weights need Chromium: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=["--no-sandbox"])
        yield browser
        browser.close()
