"""How generated tests run everywhere: the same examples every time, and never against the clock."""

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hanse.observatory.warehouse import Edition, Shelf
from tests.browser import browser, faults, live_site, new_page, page
from tests.site_edition import small_demo_shelf

__all__ = ["browser", "faults", "live_site", "new_page", "page"]  # fixtures for every test

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


def pytest_unconfigure() -> None:
    """Take Hypothesis's callback off the garbage collector at the end of a run.

    Through it every imported module would outlive the interpreter, and DuckDB prints pages on the
    types of its own that then seem to leak.
    """
    gc.callbacks[:] = [
        each for each in gc.callbacks if not each.__module__.startswith("hypothesis")
    ]
