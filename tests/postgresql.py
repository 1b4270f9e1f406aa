"""A PostgreSQL of our own for a run of tests: made for it, used by it, removed after it.

    python -m tests.postgresql COMMAND [ARGUMENT...]

runs the command with DATABASE_URL naming a cluster in a temporary folder that is reached through a
socket in it. However the command ends, the cluster is stopped and its folder removed. Without
PostgreSQL's server the command is not run: that is said, and under CI it is a failure.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final
from urllib.parse import quote

import psycopg

from hanse.foundation.programs import find_postgresql

_OWNER: Final = "hanse"
_SERVER_USERS: Final = ("postgres", "nobody")
_PATIENCE_SECONDS: Final = 60
_LONGEST_SOCKET: Final = 80
"""A socket's whole name has room for 107 bytes."""

_FOR_A_WHILE: Final = {
    # Nothing has to outlive the run.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
}


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """The address of a new cluster, for DATABASE_URL; stopped and removed at the end.

    programs: the folder with `initdb` and `postgres`. Raises `RuntimeError`, with what the server
    said, where it does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="hanse-postgresql-", dir=_short_folder()))
    try:
        run_as = _server_user(folder)
        _make(programs, folder, run_as)
        server = _start(programs, folder, run_as)
        try:
            yield _await(server, folder)
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder)


def run(command: Sequence[str], database_url: str) -> int:
    """Run `command` on that database and return its status.

    An interrupt reaches it as well; it is waited for, so that it does not lose its database while
    it ends.
    """
    with subprocess.Popen(command, env={**os.environ, "DATABASE_URL": database_url}) as running:
        while True:
            try:
                status = running.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                running.terminate()
                running.wait(_PATIENCE_SECONDS)
                raise
            return status if status >= 0 else 128 - status


def main(command: Sequence[str]) -> int:
    """Run `command` on a PostgreSQL of its own; the status to exit with."""
    programs = find_postgresql()
    if programs is None:
        sys.stderr.write(
            "!! No PostgreSQL here, so the site was tried on SQLite alone: "
            "apt-get install postgresql.\n"
        )
        if os.environ.get("CI"):
            sys.stderr.write("!! Under CI nothing may be left untested.\n")
            return 1
        return 0
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _leave)
    with cluster(programs) as database_url:
        return run(command, database_url)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _short_folder() -> Path:
    usual = Path(tempfile.gettempdir())
    return usual if len(str(usual)) < _LONGEST_SOCKET - 20 else Path("/tmp")


def _server_user(folder: Path) -> dict[str, Any]:
    """How to run the server: PostgreSQL refuses root, so another user gets the folder."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = next(known[name] for name in _SERVER_USERS if name in known)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _make(programs: Path, folder: Path, run_as: dict[str, Any]) -> None:
    made = subprocess.run(
        [
            str(programs / "initdb"),
            f"--pgdata={folder / 'data'}",
            f"--username={_OWNER}",
            "--auth=trust",  # nobody else may enter the folder of the socket
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **run_as,
    )
    if made.returncode:
        raise RuntimeError(f"PostgreSQL made no cluster: {made.stdout}")


def _start(programs: Path, folder: Path, run_as: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in _FOR_A_WHILE.items()]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # an interrupt is for the tests, which end before their server
            **run_as,
        )


def _await(server: subprocess.Popen[bytes], folder: Path) -> str:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user=_OWNER, dbname="postgres").close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                said = (folder / "log").read_text("utf-8", "replace")
                raise RuntimeError(f"PostgreSQL did not start: {said}") from error
            time.sleep(0.05)
        else:
            return f"postgresql://{_OWNER}@{quote(str(folder), safe='')}/postgres"


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # ends sessions and shuts down
    try:
        server.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
