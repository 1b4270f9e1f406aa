"""`hanse excellence`: check a register that was taken away, and ask it about a day."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hanse.cli.console import plain_console
from hanse.excellence.register.chain import Entry, first_break, read_published
from hanse.excellence.register.records import Standing, records, was_valid
from hanse.foundation.problems import HanseError

excellence = typer.Typer(no_args_is_help=True, help="Labels: check the register, ask about a day.")

_WORDS = {
    Standing.VALID: "valid",
    Standing.NOT_YET: "not yet valid",
    Standing.SUSPENDED: "suspended",
    Standing.EXPIRED: "no longer valid: it had expired",
    Standing.SUCCEEDED: "no longer valid: a higher label had taken its place",
    Standing.REVOKED: "revoked",
}

RegisterFile = Annotated[
    Path, typer.Argument(help="The register as JSON, as its page offers it for download.")
]


@excellence.command("verify-register")
def verify_register(
    file: RegisterFile,
    head: Annotated[
        str, typer.Option(help="The hash of the last entry, as you noted it earlier.")
    ] = "",
) -> None:
    """Check that no entry of a register was changed, left out or put between; status 1 if one was.

    Entries left out at the end show only against a hash noted earlier (--head), or one that
    somebody else noted.
    """
    entries = _entries(file)
    broken = first_break(entries, head.strip().lower())
    if broken:
        raise HanseError(
            "The register does not hold.", where=f"entry {broken.sequence}", why=f"{broken.why}."
        )
    labels = len(records(entries))
    last = entries[-1] if entries else None
    console = plain_console()
    console.print(f"The register holds: {len(entries)} entries about {labels} labels.")
    if last:
        console.print(f"Last entry: {last.entered.date().isoformat()}, {last.hash}")


@excellence.command("was-valid")
def was_label_valid(
    file: RegisterFile,
    label: Annotated[str, typer.Argument(help="The number of the label.")],
    on: Annotated[str, typer.Argument(help="The day, such as 2026-11-27.")],
    known_on: Annotated[
        str, typer.Option(help="As it was known on this day, without what was entered later.")
    ] = "",
) -> None:
    """Say whether a label was valid on a day; status 1 if it was not."""
    entries = _entries(file)
    broken = first_break(entries)
    if broken:
        raise HanseError(
            "The register does not hold, so it is no answer.",
            where=f"entry {broken.sequence}",
            why=f"{broken.why}.",
        )
    answer = was_valid(entries, label, _day(on), known_on=_day(known_on) if known_on else None)
    if answer is None:
        raise HanseError(f"There is no label {label} in this register.")
    record = answer.record
    console = plain_console()
    console.print(f"{label}, {record.level}, {record.holder}", markup=False)
    console.print(f"On {answer.on.isoformat()} it was {_WORDS[answer.standing]}.")
    console.print(
        f"Its days: {record.valid_from.isoformat()} to {record.valid_until.isoformat()}. Last "
        f"entry that bears on it: {answer.entry.sequence}, {answer.entry.event.value}."
    )
    if not answer.valid:
        raise typer.Exit(1)


def _entries(file: Path) -> tuple[Entry, ...]:
    if not file.is_file():
        raise HanseError(f"There is no file {file}.")
    try:
        return read_published(json.loads(file.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise HanseError("The file cannot be read as JSON.", where=str(file)) from error
    except HanseError as problem:
        where = ", ".join(filter(None, (str(file), problem.where)))
        raise HanseError(problem.what, where=where, why=problem.why) from problem


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HanseError(f"{text} is no day.", remedy="Write it as 2026-11-27.") from error
