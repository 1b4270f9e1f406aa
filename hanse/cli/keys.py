"""`hanse keys`: the keys that sign badges, kept in files beside the database."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.table import Table

from hanse.cli.console import plain_console
from hanse.excellence.credentials import key_files
from hanse.foundation.home import keys_folder
from hanse.foundation.problems import HanseError

keys = typer.Typer(
    no_args_is_help=True, help="Keys that sign labels and certificates: list, rotate, revoke."
)


@keys.command("list")
def list_keys() -> None:
    """List every key there ever was, with its days."""
    console = plain_console()
    folder = keys_folder()
    listed = key_files.public_keys(folder)
    if not listed:
        console.print("No keys yet. The first is made when the first badge is signed.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Key", "Signs from", "To", "Revoked", "Public half"):
        table.add_column(heading)
    for key in listed:
        table.add_row(
            key.name, _said(key.since), _said(key.until), _said(key.revoked), key.multikey
        )
    console.print(table)
    console.print(f"Secret halves: {folder}", soft_wrap=True)


@keys.command("rotate")
def rotate_key() -> None:
    """Make a new key that signs from today; what the old ones signed stays good."""
    key = key_files.rotate(keys_folder(), _today())
    plain_console().print(f"{key.public.name} signs from today. Back up {keys_folder()}.")


@keys.command("revoke")
def revoke_key(
    name: Annotated[str, typer.Argument(help="The key's name, as `hanse keys list` gives it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Give up a key that others may have read: nothing it signed is good any more."""
    if not yes and not typer.confirm(f"Every badge signed with {name} stops being valid. Go on?"):
        raise HanseError("Nothing was changed.")
    key_files.revoke(keys_folder(), name, _today())
    plain_console().print(
        f"{name} is revoked. Make a new one with `hanse keys rotate`; then sign again what is "
        "still valid, on the page of keys."
    )


def _today() -> date:
    return datetime.now(UTC).date()


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""
