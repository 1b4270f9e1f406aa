"""The process that the server forks has no threads of Polars: they would not live in the forks."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import importlib, pathlib
from django.conf import settings
from hanse.site.loading import load
load()
importlib.import_module(settings.ROOT_URLCONF)
tasks = pathlib.Path("/proc/self/task")
print(sorted({each.joinpath("comm").read_text().strip() for each in tasks.iterdir()}))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are named under /proc")
def test_loading_all_pages_begins_no_thread_of_polars(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"HANSE_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "python" in said
    assert "polars-0" not in said, "a module reads a table as it is loaded"
