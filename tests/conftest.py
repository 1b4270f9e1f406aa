"""How generated tests run everywhere: the same examples every time, and never against the clock."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite
from hypothesis import HealthCheck, settings

from hanse.observatory.warehouse import Edition, Shelf
from tests.browser import NOT_TRIED, browser, faults, live_site, new_page, page
from tests.site_edition import small_demo_shelf

__all__ = ["browser", "faults", "live_site", "new_page", "page"]  # fixtures for every test

_TRIES: Final = 50
_PAUSE_SECONDS: Final = 0.1

DATABASE_FIXTURES: Final = {"db", "transactional_db", "live_server"}

settings.register_profile(
    "hanse",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hanse")


@pytest.fixture(scope="session")
def demo_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shelf with a small demo edition, to be read only."""
    return small_demo_shelf(tmp_path_factory)


@pytest.fixture
def demo_edition(demo_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The small demo edition, which the site's pages read in this test."""
    monkeypatch.setattr("hanse.observatory.web.reading.editions_folder", lambda: demo_shelf)
    return Shelf(demo_shelf).current()


@pytest.fixture(scope="session", autouse=True)
def emptied_though_only_added_to() -> Iterator[None]:
    """Let tests empty tables of SQLite whose rows cannot be deleted, and none but them.

    Django empties tables between some tests with DELETE, which the triggers of such tables refuse.
    """
    flush = Sqlite.ops_class.sql_flush

    def without_triggers(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        return [
            *(f'DROP TRIGGER "{name}"' for name, _sql in triggers),
            *flush(self, *args, **kwargs),
            *(sql for _name, sql in triggers),
        ]

    empty = Sqlite.ops_class.execute_sql_flush

    def when_free(self: Any, statements: list[str]) -> None:
        # The last page of a browser may still be read from in a thread of the server.
        for _each in range(_TRIES):
            try:
                empty(self, statements)
            except OperationalError as problem:
                if "locked" not in str(problem):
                    raise
                time.sleep(_PAUSE_SECONDS)
            else:
                return
        empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sqlite.ops_class, "sql_flush", without_triggers)
        patch.setattr(Sqlite.ops_class, "execute_sql_flush", when_free)
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before marks are asked for
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests that touch the database: they run on PostgreSQL too.

    Those of minutes come first, so that no worker is left with one at the end.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(fixtures):
            item.add_marker("database")
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly at the end what could not be tried on this machine."""
    reasons = {
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and NOT_TRIED in report.longrepr[2]
    }
    if reasons:
        terminalreporter.section("not everything was tried", sep="!", red=True, bold=True)
        for reason in sorted(reasons):
            terminalreporter.line(reason, red=True)


def pytest_unconfigure() -> None:
    """Take Hypothesis's callback off the garbage collector at the end of a run.

    Through it every imported module would outlive the interpreter, and DuckDB prints pages on the
    types of its own that then seem to leak.
    """
    gc.callbacks[:] = [
        each for each in gc.callbacks if not each.__module__.startswith("hypothesis")
    ]
