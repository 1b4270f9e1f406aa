"""Tables of an edition as files: the ending of the name says the format."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.csv_table import write_csv
from hanse.observatory.exports.json_stat import write_json_stat
from hanse.observatory.exports.parquet import write_parquet
from hanse.observatory.exports.sdmx_csv import write_sdmx_csv
from hanse.observatory.warehouse import Edition

Writer = Callable[[pl.DataFrame, Path, ExportAbout], None]

WRITERS: Final[dict[str, tuple[Writer, bool]]] = {
    ".sdmx.csv": (write_sdmx_csv, True),
    ".csv": (write_csv, False),
    ".parquet": (write_parquet, False),
    ".json": (write_json_stat, True),
}
"""Ending -> writer, and whether the format holds figures alone (one a row)."""


def export(edition: Edition, table: str, path: Path) -> int:
    """Write the edition's `table` to `path`; returns its number of rows.

    CSV and Parquet hold the table as it is; SDMX-CSV and JSON-stat hold its figures, each with
    the flag that its status gives. Every file says title, source, licence, edition, and whether
    the data are synthetic. Raises `HanseError` for an ending or a table that is not known.
    """
    ending = next((each for each in WRITERS if path.name.lower().endswith(each)), None)
    if ending is None:
        raise HanseError(
            f"The format of {path.name} is not known.",
            remedy=f"End the name in one of {', '.join(WRITERS)}.",
        )
    write, figures_only = WRITERS[ending]
    rows = pl.read_parquet(edition.parquet(table))
    write(_figures(rows) if figures_only else rows, path, about(edition))
    return rows.height


def about(edition: Edition) -> ExportAbout:
    """What an export of this edition says about itself."""
    manifest = edition.manifest
    sources = sorted({source["attribution"] for source in manifest["sources"]} - {""})
    licences = sorted({source["licence"] for source in manifest["sources"]} - {""})
    return ExportAbout(
        title=manifest["title"],
        source="; ".join(sources),
        licence="; ".join(licences),
        edition=edition.id,
        synthetic=manifest["synthetic"],
        updated=date.fromisoformat(manifest["built"]),
    )


def _figures(rows: pl.DataFrame) -> pl.DataFrame:
    """A wide table without the columns of text that statistical formats have no place for."""
    if "measure" in rows.columns:
        return rows
    words = {"kind", "stars_reason"}
    return rows.drop(name for name in rows.columns if name in words or name.endswith("_flag"))
