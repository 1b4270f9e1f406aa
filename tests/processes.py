"""The command as a process of its own, as a user starts it: for tests of servers and signals."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PATIENCE_SECONDS: Final = 600
"""Long enough for a machine that many share."""
_NOT_PASSED_ON: Final = ("HANSE_", "DJANGO_", "DATABASE_URL", "PYTEST_", "DISPLAY", "WAYLAND")


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment without what tests set, with `home` as data folder."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)
    }
    return {**kept, "HANSE_HOME": str(home), "NO_COLOR": "1", **more}


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`hanse WORDS` until it ends. more: environment."""
    return subprocess.run(
        [sys.executable, "-m", "hanse", *words],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )


def script(home: Path, code: str, **more: str) -> str:
    """What a Python program prints in which the site's settings are loaded."""
    lines = f"from hanse.site.loading import load\nload()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", lines],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    """A port nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _heeds_hangups() -> None:
    """The tests may run under nohup, which a server would take as meant for itself."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Running:
    """A command that goes on until it is told to stop."""

    def __init__(self, home: Path, *words: str, **more: str) -> None:
        self._lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hanse", *words],
            env=environment(home, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            preexec_fn=_heeds_hangups,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return "".join(self._lines)

    def until(self, words: str) -> None:
        """Wait until it has printed `words`."""
        wait_for(lambda: words in self.said or self.process.poll() is not None, lambda: self.said)
        assert words in self.said, self.said

    def family(self) -> set[int]:
        """The process and all it has started that is still there."""
        found, new = set[int](), {self.process.pid}
        while new:
            found |= new
            new = {child for process in new for child in _children(process)} - found
        return found

    def stop(self, by: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; its status."""
        self.process.send_signal(by)
        return self.process.wait(_PATIENCE_SECONDS)

    def kill_all(self) -> None:
        """End everything that is left, whatever the test has found."""
        for each in self.family() if self.process.poll() is None else ():
            os.kill(each, signal.SIGKILL)
        self.process.wait(_PATIENCE_SECONDS)

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.append(line)


def alive(processes: set[int]) -> set[int]:
    """Those of `processes` that have not ended."""
    return {each for each in processes if _state(each) not in {"", "Z"}}


def wait_for(condition: Callable[[], object], told: Callable[[], str] = lambda: "") -> None:
    """Wait until `condition` holds. told: what to say when it never does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, told()
        time.sleep(0.05)


def _children(process: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(each) for each in path.read_text().split()]
        except OSError:
            continue
    return found


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
