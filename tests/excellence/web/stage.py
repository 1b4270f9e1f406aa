"""People at the site in a browser, each in a session of their own, on days that follow each other.

Every page that comes up is looked at once for each person and state of the file: the accessibility
check must find nothing, and nothing may be wider than the window.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from hanse.foundation.web.models.people import User
from tests.browser import NewPage, axe_violations, sign_in
from tests.excellence.web.clock import on_day

Given = str | Sequence[str]
"""What is put into a field: a text, the value of an option, or the values that are ticked."""

WIDTH: Final = 1440

_STEP: Final = re.compile(r"/steps/|/held/[^/]+/[^/]+/$")
"""Addresses of pages that ask what a step needs."""


class Stage:
    """The sessions of all who take part, the day it is, and what was found wrong on pages."""

    def __init__(self, new_page: NewPage, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
        self._new_page, self._monkeypatch = new_page, monkeypatch
        self._visitors: dict[int, Visitor] = {}
        self._seen: set[tuple[str, str]] = set()
        self.found: dict[str, object] = {}
        self.day = day
        on_day(monkeypatch, day)
        self.reader = Visitor(self, new_page(WIDTH), None)

    def turn_to(self, day: date) -> None:
        """Go to a later day. Sessions that have ended by then begin anew."""
        assert day >= self.day
        self.day = day
        on_day(self._monkeypatch, day)
        for visitor in self._visitors.values():
            visitor.enter()

    def visitor(self) -> "Visitor":
        """Somebody who has no account yet."""
        return Visitor(self, self._new_page(WIDTH), None)

    def as_(self, person: User) -> "Visitor":
        """The session of `person`, the same at every call."""
        known = self._visitors.get(person.pk)
        if known is None:
            known = self._visitors[person.pk] = Visitor(self, self._new_page(WIDTH), person)
            known.enter()
        return known

    def take_in(self, visitor: "Visitor", person: User) -> None:
        """Know from now on that `visitor` is `person`, who has made an account."""
        visitor.person = person
        self._visitors[person.pk] = visitor

    def look(self, visitor: "Visitor") -> None:
        """Check the page a visitor has before them, unless the like of it was."""
        page = visitor.page
        shape = re.sub(r"\d+|[A-Z]{2}-[A-Z]+-\w+", "N", page.url.partition("://")[2])
        state = page.locator(".file-state .badge").all_inner_texts()
        name = visitor.person.name if visitor.person else "visitor"
        key = (shape, state[0] if state else "")
        if key in self._seen:
            return
        self._seen.add(key)
        where = f"{name}: {page.url}"
        # Both colours are looked at where each page is opened by itself.
        if problems := axe_violations(page, both_colours=False):
            self.found[where] = problems
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > WIDTH:
            self.found[f"{where} width"] = wide

    @property
    def looked_at(self) -> int:
        """How many pages were checked."""
        return len(self._seen)


class Visitor:
    """A person in a session: goes to pages, presses what they offer, fills in what they ask."""

    def __init__(self, stage: Stage, page: Page, person: User | None) -> None:
        self.stage, self.page, self.person = stage, page, person

    def enter(self) -> None:
        """Begin a session."""
        if self.person:
            sign_in(self.page, self.person)

    def go(self, path: str) -> "Visitor":
        """Open a page of the site."""
        answer = self.page.goto(path, wait_until="load")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.stage.look(self)
        return self

    def press(self, name: str | re.Pattern[str]) -> "Visitor":
        """Press the button, or follow the link, called `name`, which leads to a page."""
        main = self.page.locator("main")
        link = main.get_by_role("link", name=name, exact=True)
        # A tab of the file may be called like a step.
        link = link.and_(self.page.locator(":not(nav *)"))
        with self.page.expect_navigation(wait_until="load"):
            main.get_by_role("button", name=name, exact=True).or_(link).first.click()
        self.stage.look(self)
        return self

    def tab(self, name: str) -> "Visitor":
        """Go to the part of what is before them that is called `name`."""
        tabs = self.page.locator("main nav")
        with self.page.expect_navigation(wait_until="load"):
            tabs.get_by_role("link", name=name, exact=True).first.click()
        self.stage.look(self)
        return self

    def open(self, name: str) -> "Visitor":
        """Open what is folded under `name`."""
        folded = self.page.locator("main details:not([open]) > summary", has_text=name)
        if folded.count():
            folded.first.click()
        return self

    def fill(self, **fields: Given) -> "Visitor":
        """Put values into fields by their names; of boxes those that are named are ticked."""
        for name, given in fields.items():
            self._put(self.page.locator(f"main [name='{name}']"), given)
        return self

    @staticmethod
    def _put(field: Locator, given: Given) -> None:
        kind = field.first.evaluate("each => each.type")
        values = [given] if isinstance(given, str) else given
        if kind == "radio":
            field.and_(field.page.locator(f"[value='{values[0]}']")).check()
        elif kind == "checkbox":
            for box in field.all():
                box.set_checked((box.get_attribute("value") or "on") in values)
        elif kind.startswith("select"):
            field.first.select_option(values[0])
        else:
            field.first.fill(values[0])

    def step(self, home: str, name: str, **fields: Given) -> "Visitor":
        """From the page of a file or label, take the step called `name`; ends on that page."""
        self.go(home)
        self.press(name)
        if _STEP.search(self.page.url):
            self.fill(**fields)
            self.press(name)
        assert not _STEP.search(self.page.url), self.page.locator("main").inner_text()
        return self

    def send(self, path: str, fields: Mapping[str, Given]) -> str:
        """Send the form of a page at once, as without scripts; what the site answers.

        For forms with so many alike fields that filling in each of them by hand shows nothing.
        """
        token = next(each for each in self.page.context.cookies() if each["name"] == "csrftoken")
        answer = self.page.request.post(
            path,
            data=urlencode({**fields, "csrfmiddlewaretoken": token["value"]}, doseq=True),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert answer.status == 200, f"{path}: {answer.status}"
        return answer.text()

    def sees(self, text: str) -> "Visitor":
        """Hold that the page shows a text."""
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()
        return self
