"""A small edition for tests of pages: the demo's figures for Austria, Slovenia and Portugal."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from hanse.observatory.demo import build_demo, write_statistics
from hanse.observatory.warehouse import Shelf
from tests.made_once import made_once

REGIONS: Final = ("AT", "SI", "PT")


def small_demo_shelf(factory: pytest.TempPathFactory) -> Path:
    """The shelf with that edition, built once for all workers of a test run."""
    return made_once(factory, "small-demo", _build) / "editions"


def _build(home: Path) -> None:
    today = date(2026, 11, 1)
    write_statistics(home / "sources", today, REGIONS)
    build_demo(home / "sources", Shelf(home / "editions"), today)
