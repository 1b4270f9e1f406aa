"""`hanse people`: the first administrator, and a way in for who has forgotten a password."""

from typing import Annotated

import typer

from hanse.cli.console import plain_console

people = typer.Typer(
    no_args_is_help=True, help="Make the first administrator; let people choose a password."
)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="E-mail address of the account.")]
_ONCE = "It works once, within three days; only its owner should have it:"


@people.command("add-administrator")
def add_administrator(
    email: Email,
    name: Annotated[str, typer.Option(help="Name of the person, for a new account.")] = "",
) -> None:
    """Make a person administrator, with a new account where there is none.

    A new account has no password: the command prints the address at which its owner chooses one.
    """
    from hanse.site.accounts import make_administrator  # noqa: PLC0415 - Django loads slowly

    link = make_administrator(email, name)
    _say(f"{email} is administrator.")
    if link:
        _say(f"Choose a password here. {_ONCE}\n{link}")


@people.command("administrators")
def administrators() -> None:
    """List the administrators."""
    from hanse.site.accounts import administrators  # noqa: PLC0415 - as above

    found = administrators()
    _say("\n".join(found) or "There is none: `hanse people add-administrator EMAIL`.")


@people.command("link")
def link(email: Email) -> None:
    """Print an address at which a person chooses a new password, for a site without mail."""
    from hanse.site.accounts import new_password_link  # noqa: PLC0415 - as above

    _say(f"{_ONCE}\n{new_password_link(email)}")


def _say(text: str) -> None:
    plain_console().print(text, markup=False, soft_wrap=True)
