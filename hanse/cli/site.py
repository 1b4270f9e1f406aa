"""`hanse serve`, `worker`, `migrate`, `backup` and `check`: looking after a site."""

import os
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from hanse.cli.console import plain_console, sayer
from hanse.foundation.demo_cast import PASSWORD, DemoPerson

Host = Annotated[str, typer.Option(help="Address to listen at; only this machine by default.")]
Port = Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen at.")]
Workers = Annotated[
    int, typer.Option(min=0, help="Processes that answer; 0: one for each core, at most 4.")
]
WithWorker = Annotated[
    bool | None,
    typer.Option(
        "--worker/--no-worker",
        help="Also do background jobs; by default with the embedded database only.",
        show_default=False,
    ),
]
Migrate = Annotated[
    bool | None,
    typer.Option(
        "--migrate/--no-migrate",
        help="First bring the database up to date; by default the embedded one only.",
        show_default=False,
    ),
]
Browser = Annotated[bool, typer.Option("--open", help="Open a browser where there is a display.")]
AccessLog = Annotated[bool, typer.Option("--access-log", help="Print a line for every request.")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 0,
    worker: WithWorker = None,
    migrate: Migrate = None,
    access_log: AccessLog = False,
    browser: Browser = False,
) -> None:
    """Run the site: pages, API and exports.

    Everything else is set in the environment: docs/guide/site.md has every setting.
    """
    from hanse.site.serving import Wanted, serve  # noqa: PLC0415 - Django takes a second to load

    say = sayer(plain_console())

    def ready(origin: str, people: Sequence[DemoPerson]) -> None:
        for line in _welcome(origin, people):
            say(line)
        if browser:
            _open(origin)

    serve(Wanted(host, port, workers, worker, migrate, access_log), say=say, ready=ready)


def _welcome(origin: str, people: Sequence[DemoPerson]) -> Iterator[str]:
    """Where the site is, and who may sign in on a demo."""
    if people:
        yield f"Fictitious people to sign in as, all with the password {PASSWORD}:"
        width = max(len(each.email) for each in people)
        for each in people:
            yield f"  {each.email:<{width}}  {each.role.value}"
        yield ""
    yield f"The site is at {origin}/ - Ctrl-C ends it."


def _open(address: str) -> None:
    """Open a browser where there is a display; that there is none, or it fails, is no matter."""
    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        with suppress(webbrowser.Error, OSError):
            webbrowser.open(address)


def worker() -> None:
    """Do background jobs and what is due every day.

    It goes on until it is stopped. `hanse serve` does so itself with the embedded database; with
    PostgreSQL run this beside it.
    """
    from hanse.site.worker import work  # noqa: PLC0415 - as above

    work()


def backup(
    file: Annotated[Path, typer.Argument(help="The tar file to write.")],
    editions: Annotated[
        bool, typer.Option("--editions/--no-editions", help="Whether editions are in it.")
    ] = True,
) -> None:
    """Copy all that cannot be made anew into one file.

    The site may go on meanwhile. The file holds personal data and secret keys; a PostgreSQL
    database is not in it. docs/guide/site.md says how to restore it.
    """
    from hanse.site.backup import back_up  # noqa: PLC0415 - as above

    size = back_up(file, editions=editions)
    plain_console().print(f"{file}: {size / 1e6:,.1f} MB", markup=False, soft_wrap=True)


def check(
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Also whether the site may go public.")
    ] = False,
) -> None:
    """Check the settings, the code and the database.

    What is amiss is told in words; then the command ends with status 1.
    """
    from hanse.site.checking import check  # noqa: PLC0415 - as above

    console = plain_console()
    found = check(deploy=deploy)
    for each in found:
        console.print(f"{each.grade}: {each.what}", markup=False, soft_wrap=True)
        if each.remedy:
            console.print(f"  Try: {each.remedy}", markup=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)
    console.print("Nothing is amiss.")


def migrate() -> None:
    """Bring the database up to date; make a backup first."""
    from hanse.site import database  # noqa: PLC0415 - as above
    from hanse.site.loading import load  # noqa: PLC0415

    load()
    applied = database.migrate()
    console = plain_console()
    for each in applied:
        console.print(f"applied {each}", markup=False)
    console.print(f"Up to date: {database.place()}", markup=False, soft_wrap=True)
