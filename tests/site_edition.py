"""A small edition for tests of pages: the demo's figures for Austria, Slovenia and Portugal."""

import os
import time
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from hanse.observatory.demo import build_demo, write_statistics
from hanse.observatory.warehouse import Shelf

REGIONS: Final = ("AT", "SI", "PT")
_PATIENCE_SECONDS: Final = 180


def small_demo_shelf(factory: pytest.TempPathFactory) -> Path:
    """The shelf with that edition, built once for all workers of a test run."""
    base = factory.getbasetemp()
    home = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "small-demo"
    done = home.with_suffix(".done")
    try:
        home.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not done.exists():
            assert time.monotonic() < deadline, "no worker has finished the demo edition"
            time.sleep(0.1)
        return home / "editions"
    today = date(2026, 11, 1)
    write_statistics(home / "sources", today, REGIONS)
    build_demo(home / "sources", Shelf(home / "editions"), today)
    done.touch()
    return home / "editions"
