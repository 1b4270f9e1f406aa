"""`hanse collaboration`: load what is on record from public sources."""

import typer

from hanse.cli.console import plain_console

collaboration = typer.Typer(
    no_args_is_help=True, help="Agreements and missions: load what is on record."
)


@collaboration.callback()
def _group() -> None:
    """Keep `load-records` a command of its own, though there is no other yet."""


@collaboration.command("load-records")
def load_records() -> None:
    """Load the agreements and missions that public sources name, with their sources.

    Any number of times: what is there is brought up to date, and nothing comes twice.
    """
    from hanse.site.records import load_collaboration_records  # noqa: PLC0415 - loads Django

    console = plain_console()
    for what, number in load_collaboration_records():
        console.print(f"{number} {what} on record", markup=False)
