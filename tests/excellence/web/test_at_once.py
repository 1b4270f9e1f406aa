"""Two officers, or one in two windows, take the same step at once: one does, the other is told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

WANTED = {
    "begin": ("Eligibility check begun.", "This cannot be done while the file is"),
    "propose": ("The experts are proposed", "This cannot be done while the file is"),
    "put": ("Put before the board.", "This cannot be done while the file is"),
    "vote": ("Member voted.", "You have voted already."),
    "award": ("Label awarded.", "This cannot be done while the file is"),
    "apply": ("Your application is begun.", "The organisation has an application under way"),
    "suspend": ("Label suspended.", "This cannot be done while the label is"),
}
"""Case -> what the one reads who was first, and the other."""


@pytest.mark.django_db(transaction=True)
def test_one_takes_the_step_and_the_other_is_told(tmp_path: Path) -> None:
    """In a process of its own: SQLite in memory, as tests have it, knows no waiting."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/once.sqlite3",
        "HANSE_KEYS": str(tmp_path / "keys"),
    }
    if connection.vendor == "postgresql":
        # The database of this test run, which Django names after the one of the address.
        server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
        environment["DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.excellence.web.at_once"],
        env=environment,
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for case, (first, other) in WANTED.items():
        came, pages = found[case]
        assert came == 1, (case, came)
        assert len(pages) == 2
        assert all(each.startswith("200 ") for each in pages), (case, pages)
        assert sum(first in each for each in pages) == 1, (case, pages)
        assert sum(other in each for each in pages if first not in each) == 1, (case, pages)
    # Of two who want the last place one gets it, and the other waits.
    came, pages = found["enrol"]
    assert came == 2
    assert sum("waiting list" in each for each in pages) >= 1
