"""The server: set-up, processes that answer, a worker beside them, and an orderly end."""

import gc
import http.client
import importlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from hanse.foundation.demo_cast import DemoPerson
from hanse.foundation.home import editions_folder
from hanse.observatory.warehouse import Shelf
from hanse.site import assets, database
from hanse.site.accounts import lacks_demo, make_demo_accounts
from hanse.site.companion import Companion, end_with
from hanse.site.demo_people import made_beside
from hanse.site.loading import load
from hanse.site.ports import address_of, check_free, is_loopback
from hanse.site.warming import warm_beside

_THREADS: Final = 8
"""Requests that one process works on at a time: those that wait for the database or a reader."""
_IDLE_SECONDS: Final = 600
"""A thread holds connections to the database and to editions that take a while to make."""
_BETWEEN_COLLECTIONS: Final = 20_000
"""Objects made before the collector looks through the youngest."""
_PATIENCE_SECONDS: Final = 10
"""How long a request that is being answered may hold up the end."""
_ASKING_SECONDS: Final = 0.1
_LONGEST_START_SECONDS: Final = 120
_SERVER_FAULT: Final = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the server is to be. worker, migrate: None decides by the database."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    worker: bool | None = None
    migrate: bool | None = None
    access_log: bool = False


def prepare(*, migrate: bool | None, say: Callable[[str], None]) -> tuple[DemoPerson, ...]:
    """Make ready what the server needs: settings, static files, database; the demo's people.

    migrate: whether to bring the database up to date; None: the embedded one only. Raises
    `HanseError` for a database that cannot be used or lacks migrations, and for assets that were
    never made.
    """
    load()
    if assets.gather():
        say("Static files are gathered.")
    return prepare_database(migrate=migrate, say=say)


def prepare_database(*, migrate: bool | None, say: Callable[[str], None]) -> tuple[DemoPerson, ...]:
    """Make ready the database; the demo's people. Arguments and errors as in `prepare`."""
    load()
    if database.embedded() if migrate is None else migrate:
        applied = database.migrate()
        if applied:
            say(f"The database is up to date: {len(applied)} migrations applied.")
    else:
        database.require_migrated()
    return make_demo_accounts() if settings.DEMO else ()


def serve(
    wanted: Wanted,
    *,
    say: Callable[[str], None],
    ready: Callable[[str, Sequence[DemoPerson]], None],
) -> None:
    """Run the site until SIGINT or SIGTERM.

    say: told what people should know. ready: called with the address, and the people of a demo,
    when the site answers. Raises `HanseError` for a port that is taken, and as `prepare`.
    """
    check_free(wanted.host, wanted.port)
    os.environ.setdefault("HANSE_ORIGIN", address_of(wanted.host, wanted.port))
    if lacks_demo():
        # In a process of its own: Polars begins threads with its first table, and in the processes
        # that answer, forked from this one, nothing could be asked of it any more.
        with made_beside():
            say("The demo's people and organisations are made.")
    people = prepare(migrate=wanted.migrate, say=say)
    _warn(wanted, say)
    worker = database.embedded() if wanted.worker is None else wanted.worker
    companion = Companion(["-m", "hanse.site.worker", str(os.getpid())], say) if worker else None
    importlib.import_module(settings.ROOT_URLCONF)
    database.close()
    # What is loaded by now is shared by the processes that answer; the collector leaves it alone.
    gc.collect()
    gc.freeze()

    # A pipe, not an event: one that waits for it may be killed, and holds up nobody.
    wait_end, say_end = multiprocessing.Pipe(duplex=False)

    def announce() -> None:
        if _answers(wanted, say):
            ready(settings.ORIGIN, people)
        say_end.close()

    _Server(wanted, companion, announce).serve(
        target_loader=_Application(os.getpid(), wait_end, say_end), wrap_loader=False
    )


class _Application:
    """What a process that answers loads first."""

    def __init__(self, parent: int, answered: Connection, say_end: Connection) -> None:
        """Answered: has an end once the site answers. say_end: its other end, for the server."""
        self._parent = parent
        self._answered = answered
        self._say_end = say_end

    def __call__(self) -> WSGIHandler:
        end_with(self._parent)
        self._say_end.close()
        # A page makes some ten thousand objects, and lets them go: looked through each 700, as is
        # usual, they cost a twentieth of its time.
        gc.set_threshold(_BETWEEN_COLLECTIONS, 10, 20)
        application: WSGIHandler = importlib.import_module("hanse.site.wsgi").application
        warm_beside(application, after=lambda: self._answered.poll(None))
        return application


class _Server(MPServer):
    """Granian, with a companion, and with threads of ours only after its processes have begun."""

    def __init__(
        self, wanted: Wanted, companion: Companion | None, announce: Callable[[], None]
    ) -> None:
        super().__init__(
            "hanse.site.wsgi:application",
            address=wanted.host,
            port=wanted.port,
            interface=Interfaces.WSGI,
            workers=wanted.workers or min(_cores(), 4),
            blocking_threads=_THREADS,
            blocking_threads_idle_timeout=_IDLE_SECONDS,
            log_level=LogLevels.error,
            log_access=wanted.access_log,
            respawn_failed_workers=True,
            workers_kill_timeout=_PATIENCE_SECONDS,
        )
        self._companion = companion
        self._announce = announce

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        """Start to answer; then the companion."""
        quiet = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        # A closed terminal ends the server, unless nohup was asked.
        signal.signal(signal.SIGHUP, signal.SIG_IGN if quiet else self.signal_handler_interrupt)
        threading.Thread(target=self._announce, name="announce", daemon=True).start()
        if self._companion:
            self._companion.start()

    def shutdown(self, exit_code: int = 0) -> None:
        """End the companion and the processes that answer."""
        gc.unfreeze()  # What is never collected would be reported as leaked at the end.
        try:
            super().shutdown(exit_code)  # type: ignore[no-untyped-call]
        finally:
            if self._companion:
                self._companion.end()


def _warn(wanted: Wanted, say: Callable[[str], None]) -> None:
    if not Shelf(editions_folder()).published():
        say(
            "There is no edition yet, so pages show no figures: "
            "`hanse demo` or `hanse observatory build`."
        )
    origin = urlsplit(settings.ORIGIN)
    if origin.scheme == "https" and not settings.BEHIND_PROXY:
        say(
            "HANSE_ORIGIN is https, and HANSE_BEHIND_PROXY is not set: "
            "every page sends its reader to https, which this server does not speak itself."
        )
    if not is_loopback(wanted.host) and is_loopback(origin.hostname or ""):
        say(
            "Other machines can connect, but the site answers to "
            f"{', '.join(settings.ALLOWED_HOSTS)} only: set HANSE_ORIGIN, or HANSE_HOSTS."
        )


def _answers(wanted: Wanted, say: Callable[[str], None]) -> bool:
    """Wait until the site answers; whether it does."""
    until = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < until:
        status = _status(wanted.host, wanted.port)
        if status is not None:
            if status >= _SERVER_FAULT:
                say(f"The site answers, but with errors (status {status}): see above.")
            return True
        time.sleep(_ASKING_SECONDS)
    say(f"The site has not answered for {_LONGEST_START_SECONDS} s.")
    return False


def _status(host: str, port: int) -> int | None:
    """The status of the home page; None while nobody answers."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - translated
    connection = http.client.HTTPConnection(target, port, timeout=_LONGEST_START_SECONDS)
    origin = urlsplit(settings.ORIGIN)
    try:
        connection.request(
            "GET", "/", headers={"Host": origin.netloc, "X-Forwarded-Proto": origin.scheme}
        )
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _cores() -> int:
    """Processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
