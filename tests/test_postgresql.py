"""The PostgreSQL of a test run: made for it, used by it, and gone however it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from hanse.foundation.programs import find_postgresql
from tests import postgresql
from tests.browser import not_tried

ROOT: Final = Path(__file__).resolve().parent.parent
ASK: Final = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("SELECT current_setting('server_version_num')::int").fetchone()[0])
"""


@pytest.fixture
def programs() -> Path:
    found = find_postgresql()
    if found is None:
        not_tried("PostgreSQL, for want of its server: apt-get install postgresql.")
    return found  # type: ignore[return-value]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where clusters are made; short, as sockets want it, and open to the server's user."""
    with tempfile.TemporaryDirectory(prefix="hanse-") as name:
        Path(name).chmod(0o755)
        monkeypatch.setenv("TMPDIR", name)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(name)


def started(code: str) -> subprocess.Popen[str]:
    """Python code as the command, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.postgresql", sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def servers_in(folder: Path) -> list[str]:
    """The command lines of the processes that work in `folder`."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = each.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if str(folder) in line:
                found.append(line)
    return found


def test_a_command_has_a_server_to_itself(programs: Path, folder: Path) -> None:
    running = started(ASK)
    said, complaints = running.communicate(timeout=120)
    assert running.returncode == 0, complaints
    assert int(said) >= 130000
    assert list(folder.iterdir()) == []
    assert servers_in(folder) == []


def test_a_failing_command_leaves_nothing_behind(programs: Path, folder: Path) -> None:
    running = started("raise SystemExit(3)")
    running.communicate(timeout=120)
    assert running.returncode == 3
    assert list(folder.iterdir()) == []
    assert servers_in(folder) == []


ENDING: Final = f"""
import sys, time
try:
    print("running", flush=True)
    time.sleep(100)
except KeyboardInterrupt:
    {ASK.strip().replace(chr(10), chr(10) + "    ")}
    sys.exit(2)
"""


def test_an_interrupted_command_keeps_its_server_to_the_end(programs: Path, folder: Path) -> None:
    running = started(ENDING)
    assert running.stdout
    assert running.stdout.readline() == "running\n"
    os.killpg(running.pid, signal.SIGINT)
    said, complaints = running.communicate(timeout=120)
    assert running.returncode == 2, complaints
    assert int(said) >= 130000
    assert list(folder.iterdir()) == []
    assert servers_in(folder) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_one_told_to_go_takes_its_server_along(
    programs: Path, folder: Path, number: signal.Signals
) -> None:
    running = started(ENDING)
    assert running.stdout
    assert running.stdout.readline() == "running\n"
    running.send_signal(number)
    running.communicate(timeout=120)
    assert running.returncode == 128 + number
    assert list(folder.iterdir()) == []
    assert servers_in(folder) == []


def test_a_server_that_does_not_start_says_why(
    programs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql._FOR_A_WHILE, "shared_buffers", "nonsense")
    with pytest.raises(RuntimeError, match="shared_buffers"), postgresql.cluster(programs):
        pass
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_without_postgresql_that_is_said_and_under_ci_it_fails(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setattr(postgresql, "find_postgresql", lambda: None)
    monkeypatch.setenv("CI", ci)
    assert postgresql.main([sys.executable, "-c", "raise SystemExit(7)"]) == status
    assert "apt-get install postgresql" in capfd.readouterr().err
