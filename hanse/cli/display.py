"""How the command prints: tables of clusters, reports, and the synthetic notice."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hanse.observatory.catalogue import CATALOGUE, FROM_WORST
from hanse.observatory.warehouse import Edition

_GAP: Final = 2
_NARROWEST: Final = 14
_ESTIMATED: Final = " e"
_NUMERIC: Final = ("count", "decimal", "percent")

Kind = Literal["text", "count", "decimal", "percent", "stars", "flags"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column to print: where it comes from, its heading, and how its values read."""

    source: str
    heading: str
    kind: Kind = "text"


def print_rows(
    console: Console, rows: pl.DataFrame, columns: Sequence[Column], *, title: str
) -> None:
    """Print `rows`; columns that the edition does not have, or that are empty, are left out."""
    present = [
        column
        for column in columns
        if column.source in rows.columns and rows[column.source].null_count() < rows.height
    ]
    cells = {
        column.source: [_cell(row, column) for row in rows.iter_rows(named=True)]
        for column in present
    }
    widths = {
        column.source: max([len(column.heading), *map(len, cells[column.source])])
        for column in present
    }
    shown = _fitting(present, widths, console.width)
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column, width in shown.items():
        table.add_column(
            column.heading,
            justify="right" if column.kind in _NUMERIC else "left",
            no_wrap=True,
            overflow="ellipsis",
            width=width,
        )
    for at in range(rows.height):
        table.add_row(*(cells[column.source][at] for column in shown))
    console.print(table)
    if rows.is_empty():
        console.print("Nothing fits.", style="italic")
    if any(cell.plain.endswith(_ESTIMATED) for column in shown for cell in cells[column.source]):
        console.print("e: estimated", style="dim")
    hidden = [column.heading for column in present if column not in shown]
    if hidden:
        console.print(f"No room here for: {', '.join(hidden)}.", style="dim")


def _fitting(columns: Sequence[Column], widths: Mapping[str, int], room: int) -> dict[Column, int]:
    """The columns that fit in `room`, with their widths.

    Words are cut down first, the widest first; then columns are left out, the last first.
    Figures are never cut.
    """
    shown = list(columns)
    while True:
        fitted = {column: widths[column.source] for column in shown}
        spare = room - sum(fitted.values()) - _GAP * (len(shown) - 1)
        while spare < 0:
            words = [column for column in shown if column.kind == "text"]
            widest = max(words, key=lambda column: fitted[column], default=None)
            if widest is None or fitted[widest] <= _NARROWEST:
                break
            fitted[widest] -= 1
            spare += 1
        if spare >= 0 or len(shown) == 1:
            return fitted
        shown.pop()


def print_origin(console: Console, edition: Edition) -> None:
    """Say which edition figures come from, who published the data, and whether it is synthetic."""
    manifest = edition.manifest
    sources = sorted({source["attribution"] for source in manifest["sources"]} - {""})
    console.print(
        f"\nEdition {edition.id}. Stars: {manifest['rating']['label']}. {'; '.join(sources)}",
        style="dim",
    )
    if manifest["synthetic"]:
        console.print(
            "SYNTHETIC DATA: generated figures, not statistics of real places.",
            style="bold yellow",
        )


def _cell(row: Mapping[str, object], column: Column) -> Text:
    value = row[column.source]
    state = _status(row, column.source)
    if value is None:
        words = "withheld" if state == "withheld" else "-"
        return Text(words, style="dim")
    if column.kind == "stars" and isinstance(value, int):
        return Text(_shown("★", "*") * value if value else _shown("·", "."))
    text = _number(value, column.kind)
    return Text(text + _ESTIMATED, style="italic") if state == "estimated" else Text(text)


def _status(row: Mapping[str, object], source: str) -> str:
    """Status of a figure: its own, or the worst of the measures it is computed from."""
    entry = CATALOGUE.get(source)
    names = [f"{source}_status", *(f"{name}_status" for name in (entry.inputs if entry else ()))]
    states = [state for state in FROM_WORST if state in {row.get(name) for name in names}]
    return states[0] if states else ""


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


def _shown(sign: str, plain: str) -> str:
    """`sign`, or `plain` where the output cannot show it."""
    try:
        sign.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return plain
    return sign
