"""`hanse doctor`: what is missing on this machine, and how to get it."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

import typer
from rich.table import Table

from hanse.cli.display import plain_console
from hanse.foundation.home import editions_folder, home_folder
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from hanse.observatory.warehouse import Shelf

_NEEDED_BYTES: Final = 2 * 1024**3
_LISTS: Final = ("nuts", "nace")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state, and the remedy when it is not well."""

    subject: str
    state: str
    remedy: str = ""
    blocking: bool = False


def findings() -> Iterator[Finding]:
    """Look at Python, the packages, the reference lists, the data folder and the editions."""
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
    yield from _data_folder(home_folder())
    yield _editions()


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
