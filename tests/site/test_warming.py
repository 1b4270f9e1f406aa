"""A process asks itself for a page of each kind when it begins."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections

from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Edition
from hanse.site import warming

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """The test's own connection is not closed under it; whether it would have been at the end."""
    closed: list[bool] = []
    monkeypatch.setattr(connections, "close_all", lambda: closed.append(True))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield closed
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_a_page_of_each_kind_is_answered(
    demo_edition: Edition, connections_stay: list[bool]
) -> None:
    assert warming.warm(WSGIHandler()) == ["200 OK"] * (11 + 3 * len(lists(demo_edition).schemes))
    assert connections_stay == [True]


def test_without_an_edition_pages_that_need_none_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hanse.observatory.web.reading.editions_folder", lambda: tmp_path)
    assert list(warming.addresses()) == ["/", "/collaboration/directory/"]
    assert warming.warm(WSGIHandler()) == ["200 OK", "200 OK"]


def test_a_page_that_fails_is_no_hindrance(
    demo_edition: Edition, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warming, "addresses", lambda: iter(["/nowhere/", "/"]))
    with caplog.at_level("INFO", logger=warming.__name__):
        assert warming.warm(WSGIHandler()) == ["404 Not Found", "200 OK"]
    assert "/nowhere/ answered 404" in caplog.text


def test_it_waits_for_its_turn_and_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    may_begin, begun, may_end = threading.Event(), threading.Event(), threading.Event()

    def warm(_application: object) -> None:
        begun.set()
        may_end.wait(60)

    monkeypatch.setattr(warming, "warm", warm)
    thread = warming.warm_beside(WSGIHandler(), after=may_begin.wait)
    assert thread.daemon
    assert not begun.wait(0.05)
    may_begin.set()
    assert begun.wait(10)
    assert thread.is_alive()
    may_end.set()
    thread.join(10)
    assert not thread.is_alive()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
