"""`hanse verify`: check a badge offline, from its file."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape
from rich.table import Table

from hanse.cli.console import plain_console
from hanse.excellence.credentials.issuer import KnownIssuer, known_issuer
from hanse.excellence.credentials.keys import PublicKey
from hanse.excellence.credentials.multibase import from_multikey
from hanse.excellence.credentials.reading import ReadingError, json_object, read_badge, read_list
from hanse.excellence.credentials.verification import Outcome, Verification
from hanse.excellence.credentials.verification import verify as check
from hanse.foundation.problems import HanseError

EXIT_CODES: Final = {"valid": 0, "invalid": 1, "undecided": 3}
_MARKS: Final = {Outcome.PASSED: "yes", Outcome.FAILED: "NO", Outcome.OPEN: "?"}
_VERDICTS: Final = {
    "valid": "Valid.",
    "invalid": "Not valid.",
    "undecided": "Not decided: something could not be checked with what is at hand.",
}


def verify(
    file: Annotated[Path, typer.Argument(help="The badge: JSON, or a baked SVG or PNG picture.")],
    issuer: Annotated[
        list[Path] | None,
        typer.Option(help="The document of an issuer you trust (did.json); may be repeated."),
    ] = None,
    key: Annotated[
        str, typer.Option(help="Or one public key that you trust, such as z6Mk...")
    ] = "",
    status_list: Annotated[
        list[Path] | None,
        typer.Option("--list", help="A status list as the issuer publishes it; may be repeated."),
    ] = None,
    on: Annotated[str, typer.Option(help="As of this day, such as 2026-11-27; else today.")] = "",
) -> None:
    """Check a badge without the network, and say why it is valid or not.

    Ends with status 0 for a valid badge, 1 for one that is not, and 3 where something could not
    be checked, such as a status list that is not at hand.
    """
    content = _bytes(file)
    found = check(
        content,
        issuers=[*map(_issuer, issuer or ()), *_trusted(key, content)],
        lists=[_checked_list(path) for path in status_list or ()],
        on=_day(on),
    )
    _print(found)
    raise typer.Exit(EXIT_CODES[found.verdict])


def _print(found: Verification) -> None:
    console = plain_console()
    badge = found.badge
    if badge is not None:
        console.print(
            f"{escape(badge.achievement_name)}, {escape(badge.holder_name or badge.holder)}"
        )
        console.print(f"Issued by {escape(badge.issuer_name or badge.issuer)}\n")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "Check", "Why"):
        table.add_column(heading, overflow="fold")
    for each in found.checks:
        table.add_row(_MARKS[each.outcome], each.name, escape(each.why))
    console.print(table)
    console.print(f"\nAs of {found.on.isoformat()}: {_VERDICTS[found.verdict]}")


def _trusted(key: str, content: bytes) -> list[KnownIssuer]:
    """The issuer that the badge names, with `key` as its only key; none without one."""
    if not key:
        return []
    from_multikey(key)
    try:
        badge = read_badge(content)
    except ReadingError:
        return []
    return [KnownIssuer(badge.issuer, {badge.key: PublicKey("the key you gave", key, None)})]


def _issuer(path: Path) -> KnownIssuer:
    try:
        return known_issuer(json_object(_bytes(path)))
    except HanseError as problem:
        raise HanseError(problem.what, where=str(path), why=problem.why) from problem


def _checked_list(path: Path) -> bytes:
    content = _bytes(path)
    try:
        read_list(content)
    except HanseError as problem:
        raise HanseError(problem.what, where=str(path), why=problem.why) from problem
    return content


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError as error:
        raise HanseError(
            f"{text} is no day.", where="--on", remedy="Write it as 2026-11-27."
        ) from error


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise HanseError(f"There is no file {path}.")
    return path.read_bytes()
