"""`hanse demo`: synthetic statistics to a finished edition, its highlights, and a site of it."""

import os
import sys
from typing import Annotated

import typer
from rich.console import Console

from hanse.cli.console import plain_console, sayer
from hanse.cli.demo_note import read_note
from hanse.cli.site import Port
from hanse.site.demo_home import claim
from hanse.site.demo_people import made_beside
from hanse.site.ports import check_free


def demo(
    region: Annotated[
        list[str] | None,
        typer.Option(help="Only regions that begin with this code, e.g. AT; may be repeated."),
    ] = None,
    port: Port = 8000,
    start: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Run the site once all is there.")
    ] = True,
    browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open a browser where there is a display.")
    ] = True,
    make_files: Annotated[
        bool, typer.Option("--make-files", help="Run `make site-files` meanwhile.", hidden=True)
    ] = False,
) -> None:
    """Show a site at work, with synthetic figures of real regions.

    It writes statistics, builds an edition of them, makes fictitious people, and runs the site.
    What is there already is used again. Nothing of it says anything about a real place or person.
    """
    console = plain_console()
    if start:
        check_free("127.0.0.1", port)
    claim()
    os.environ["HANSE_DEMO"] = "true"
    note = read_note()
    if note and note.still_holds(region or ()):
        console.print(f"Edition {note.edition} is there already, of the same figures.")
        console.print(note.highlights, markup=False, soft_wrap=True)
        if make_files:
            with made_beside(make_files=True):
                pass
    else:
        with made_beside(make_files=make_files):
            from hanse.cli.demo_edition import (  # noqa: PLC0415 - takes seconds to load
                build_demo,
                show_demo,
            )

            edition = build_demo(console, region or ())
        show_demo(console, edition, region or ())
    if start:
        _hand_over(console, port, browser=browser)
    from hanse.site.serving import prepare  # noqa: PLC0415 - Django takes a second to load

    prepare(migrate=None, say=sayer(console))
    console.print(f"\nAll is there. `hanse demo --port {port}` runs the site.", highlight=False)


def _hand_over(console: Console, port: int, *, browser: bool) -> None:
    """Become the server: a new program, for which what was needed to build is given back."""
    words = ["-m", "hanse", "serve", "--port", str(port), *(["--open"] if browser else [])]
    console.print()
    console.file.flush()
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - ourselves
