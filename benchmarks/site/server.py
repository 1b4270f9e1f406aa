"""The demo edition made once in a folder of its own, and the site's server started upon it."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.site.timing import LOG
from hanse.observatory.warehouse import Edition, Shelf

ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = "benchmarks.site.settings"
_PATIENCE_SECONDS: Final = 180


@dataclass(frozen=True, slots=True)
class Site:
    """A server that answers on `port`; `log` is where it writes its times."""

    port: int
    process: int
    log: Path
    start_seconds: float

    def memory_mebibytes(self) -> float | None:
        """Memory of all its processes, what they share counted once; None but on Linux."""
        found = [_own_memory(each) for each in (self.process, *_children(self.process))]
        known = [each for each in found if each is not None]
        return sum(known) if known else None

    def get(self, address: str) -> tuple[int, bytes, float]:
        """Status, body and milliseconds of one request over a new connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        began = time.perf_counter()
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - began) * 1000
        connection.close()
        return response.status, body, took


def prepare(home: Path) -> Edition:
    """The full demo edition in `home`, with its people; made where it is not there yet."""
    shelf = Shelf(home / "editions")
    if not shelf.published():
        command = [sys.executable, "-m", "hanse", "demo", "--no-serve", "--no-open"]
        environment = {**_environment(home), LOG: os.devnull}
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=sys.stderr)
    return shelf.current()


@contextmanager
def serving(home: Path, port: int, log: Path) -> Iterator[Site]:
    """`hanse serve` on this machine only, without the worker beside it, until the block ends."""
    log.unlink(missing_ok=True)
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "hanse", "serve", "--port", str(port), "--no-worker"],
        cwd=ROOT,
        env={**_environment(home), LOG: str(log)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(process, port)
        yield Site(port, process.pid, log, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment(home: Path) -> Mapping[str, str]:
    """The environment of this process, for a site of its own that takes any number of requests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANSE_")}
    return {
        **kept,
        "HANSE_HOME": str(home),
        "HANSE_DEMO": "true",
        # All readers come from one address here.
        "HANSE_API_RATE": "1000000/s",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONPATH": str(ROOT),
    }


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server takes connections and answers what costs it nothing."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"The server ended with status {process.returncode}.")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
        try:
            connection.request("GET", "/robots.txt")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.02)
        else:
            return
        finally:
            connection.close()
    raise SystemExit("The server does not answer.")


def _children(process: int) -> list[int]:
    """All processes below this one."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:
        return []
    own = [int(each) for each in text.split()]
    return [*own, *(below for each in own for below in _children(each))]


def _own_memory(process: int) -> float | None:
    """The proportional set size of a process, in mebibytes."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    except OSError:
        return None
    line = next(each for each in text.splitlines() if each.startswith("Pss:"))
    return int(line.split()[1]) / 1024
