"""How the command prints: tables of clusters, reports, and the synthetic notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hanse.observatory.warehouse import Edition

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
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    present = [
        column
        for column in columns
        if column.source in rows.columns and rows[column.source].null_count() < rows.height
    ]
    for column in present:
        numeric = column.kind in {"count", "decimal", "percent"}
        table.add_column(
            column.heading,
            justify="right" if numeric else "left",
            no_wrap=numeric or column.kind in {"stars", "flags"},
        )
    for row in rows.iter_rows(named=True):
        table.add_row(*(_cell(row, column) for column in present))
    console.print(table)
    if rows.is_empty():
        console.print("Nothing fits.", style="italic")


def print_origin(console: Console, edition: Edition) -> None:
    """Say which edition figures come from, who published the data, and whether it is synthetic."""
    manifest = edition.manifest
    sources = sorted({source["attribution"] for source in manifest["sources"]} - {""})
    console.print(f"\nEdition {edition.id}. {'; '.join(sources)}", style="dim", highlight=False)
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
