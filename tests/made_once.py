"""What takes long to make, and is only read: made once for all workers of a test run."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

_PATIENCE_SECONDS: Final = 300


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder called `name` that `make` has filled, for whichever worker asked first."""
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    done, failed = folder.with_suffix(".done"), folder.with_suffix(".failed")
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not done.exists():
            assert not failed.exists(), f"another worker could not make {name}"
            assert time.monotonic() < deadline, f"no worker has finished {name}"
            time.sleep(0.1)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder
