"""`hanse doctor`: what is missing on this machine, and how to get it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import typer
from rich.table import Table

import hanse
from hanse.cli.console import plain_console
from hanse.foundation.cartography.boundaries import sheet
from hanse.foundation.home import editions_folder, home_folder
from hanse.foundation.problems import HanseError
from hanse.foundation.programs import find_chromium, find_postgresql
from hanse.foundation.reference import reference_path
from hanse.observatory.warehouse import Shelf
from hanse.site.environment import EMBEDDED, Environment, environment

_NEEDED_BYTES: Final = 2 * 1024**3
_LISTS: Final = ("nuts", "nace")
ICONS: Final = "foundation/web/static/foundation/built/icons.svg"
"""Made by `make assets`, beside the typeface."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state, and the remedy when it is not well."""

    subject: str
    state: str
    remedy: str = ""
    blocking: bool = False


def findings() -> Iterator[Finding]:
    """Look at the installation, the data folder and what is in it, and at what the site needs."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        yield Finding("Python", python)
    else:
        yield Finding("Python", python, "Use Python 3.11, 3.12 or 3.13.", blocking=True)
    yield from _packages()
    for name in _LISTS:
        try:
            yield Finding(f"Reference list {name}", str(reference_path(name)))
        except HanseError as problem:
            yield Finding(f"Reference list {name}", "missing", problem.remedy, blocking=True)
    folder = list(_data_folder(home_folder()))
    yield from folder
    yield _editions()
    yield _boundaries()
    yield _assets()
    if not any(finding.blocking for finding in folder):
        yield from _site()
    yield _program("Chromium", find_chromium(), "Only tests need it: apt-get install chromium.")
    yield _program(
        "PostgreSQL server",
        find_postgresql(),
        "Only tests need it here: apt-get install postgresql.",
    )


def doctor() -> None:
    """Say what is missing on this machine, and how to get it."""
    console = plain_console()
    found = list(findings())
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    table.add_column("Looked at")
    table.add_column("Found")
    table.add_column("What to do")
    for finding in found:
        mark = "ok" if not finding.remedy else "missing" if finding.blocking else "note"
        table.add_row(mark, finding.subject, finding.state, finding.remedy)
    console.print(table)
    if any(finding.blocking for finding in found):
        raise typer.Exit(1)


def _packages() -> Iterator[Finding]:
    absent = []
    for requirement in metadata.requires("hanse") or []:
        name = requirement.partition(";")[0].strip()
        for stop in "<>=!~[ ":
            name = name.partition(stop)[0]
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            absent.append(name)
    if absent:
        yield Finding(
            "Packages", f"without {', '.join(absent)}", "Run `make demo` again.", blocking=True
        )
    else:
        yield Finding("Packages", f"hanse {metadata.version('hanse')} and all it needs")


def _data_folder(folder: Path) -> Iterator[Finding]:
    there = folder
    while not there.exists():
        there = there.parent
    if not (there.is_dir() and os.access(there, os.W_OK)):
        remedy = "Set HANSE_HOME to a folder you may write to."
        yield Finding("Data folder", f"{folder} cannot be written", remedy, blocking=True)
        return
    yield Finding("Data folder (HANSE_HOME)", str(folder))
    free = shutil.disk_usage(there).free
    remedy = "" if free >= _NEEDED_BYTES else "Keep 2 GB free for an edition in the making."
    yield Finding("Free space", f"{free / 1024**3:.1f} GB", remedy)


def _editions() -> Finding:
    shelf = Shelf(editions_folder())
    count = len(shelf.editions())
    try:
        return Finding("Editions", f"{count}, current: {shelf.current().id}")
    except HanseError as problem:
        return Finding("Editions", str(count), problem.remedy)


def _boundaries() -> Finding:
    name = "Boundaries for maps"
    try:
        recipe = Shelf(editions_folder()).current().manifest["recipe"]
    except HanseError:
        return Finding(name, "no edition to draw")
    if not recipe["nuts"]:
        return Finding(name, "the current edition is of regions of your own")
    of = f"NUTS {recipe['nuts']}, level {recipe['level']}"
    if sheet(recipe["nuts"], recipe["level"]):
        return Finding(name, of)
    return Finding(name, f"none for {of}", "`hanse boundaries` makes them; until then, squares.")


def _assets() -> Finding:
    name = "Typeface and icons"
    if (Path(hanse.__file__).parent / ICONS).is_file():
        return Finding(name, "there")
    return Finding(name, "missing", "Run `make assets`: the site needs them.", blocking=True)


def _site() -> Iterator[Finding]:
    try:
        told = environment()
    except HanseError as problem:
        yield Finding("Settings", problem.what, problem.why, blocking=True)
        return
    yield Finding("Settings", f"for {told.origin}{', a demo' if told.demo else ''}")
    yield _database(told)
    if told.mail_url:
        yield Finding("Mail", f"by {urlsplit(told.mail_url).hostname}")
    else:
        remedy = "" if told.demo else "A public site needs HANSE_MAIL_URL."
        yield Finding("Mail", "written to files", remedy)


def _database(told: Environment) -> Finding:
    embedded = home_folder() / "site" / EMBEDDED
    if not told.database_url and not embedded.exists():
        return Finding("Database", "the embedded one, made by `hanse serve` when first run")
    from hanse.site import database  # noqa: PLC0415 - Django takes a second to load
    from hanse.site.loading import load  # noqa: PLC0415

    load()
    try:
        lacking = database.pending()
    except HanseError as problem:
        state = f"{database.place()}: {problem.why or problem.what}"
        return Finding("Database", state, problem.remedy, blocking=True)
    if lacking:
        state = f"{database.place()} lacks {len(lacking)} migrations"
        return Finding("Database", state, "Run `hanse migrate`.")
    return Finding("Database", database.place())


def _program(name: str, path: Path | None, remedy: str) -> Finding:
    return Finding(name, str(path)) if path else Finding(name, "not here", remedy)
