"""How the command prints: tables of clusters, reports, and the synthetic notice."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hanse.observatory.warehouse import Edition

_WIDTH_OF_A_FILE: Final = 132
_GAP: Final = 2
_NARROWEST: Final = 8
_NUMERIC: Final = ("count", "decimal", "percent")

Kind = Literal["text", "count", "decimal", "percent", "stars", "flags"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column to print: where it comes from, its heading, and how its values read."""

    source: str
    heading: str
    kind: Kind = "text"


def plain_console() -> Console:
    """Where answers are printed: as wide as the terminal, or wide enough for a file."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(width=_WIDTH_OF_A_FILE if piped else None, highlight=False)


def print_rows(
    console: Console, rows: pl.DataFrame, columns: Sequence[Column], *, title: str
) -> None:
    """Print `rows`; columns that the edition does not have, or that are empty, are left out."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    present = [
        column
        for column in columns
        if column.source in rows.columns and rows[column.source].null_count() < rows.height
    ]
    cells = [[_cell(row, column) for column in present] for row in rows.iter_rows(named=True)]
    widths = [
        max([len(column.heading), *(len(row[at]) for row in cells)])
        for at, column in enumerate(present)
    ]
    for column, width in zip(present, _fitted(present, widths, console.width), strict=True):
        table.add_column(
            column.heading,
            justify="right" if column.kind in _NUMERIC else "left",
            no_wrap=True,
            overflow="ellipsis",
            width=width,
        )
    for row in cells:
        table.add_row(*row)
    console.print(table)
    if rows.is_empty():
        console.print("Nothing fits.", style="italic")


def _fitted(columns: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """`widths` with the columns of words cut down, the widest first, until all fit in `room`."""
    fitted = list(widths)
    words = [at for at, column in enumerate(columns) if column.kind == "text"]
    spare = room - sum(widths) - _GAP * len(widths)
    while spare < 0 and words:
        widest = max(words, key=lambda at: fitted[at])
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
        spare += 1
    return fitted


def print_origin(console: Console, edition: Edition) -> None:
    """Say which edition figures come from, who published the data, and whether it is synthetic."""
    manifest = edition.manifest
    sources = sorted({source["attribution"] for source in manifest["sources"]} - {""})
    console.print(f"\nEdition {edition.id}. {'; '.join(sources)}", style="dim")
    if manifest["synthetic"]:
        console.print(
            "SYNTHETIC DATA: generated figures, not statistics of real places.",
            style="bold yellow",
        )


def _cell(row: dict[str, object], column: Column) -> Text:
    value = row[column.source]
    state = row.get(f"{column.source}_status")
    if value is None:
        words = "withheld" if state == "withheld" else "-"
        return Text(words, style="dim")
    if column.kind == "stars" and isinstance(value, int):
        return Text("★" * value if value else "·")
    text = _number(value, column.kind)
    return Text(f"{text} e", style="italic") if state == "estimated" else Text(text)


def _number(value: object, kind: Kind) -> str:
    if not isinstance(value, int | float):
        return str(value)
    match kind:
        case "count":
            return f"{value:,.0f}"
        case "decimal":
            return f"{value:.2f}"
        case "percent":
            return f"{value * 100:.1f} %"
        case _:
            return str(value)
