"""Tables as CSV after RFC 4180, with a description beside each file in the manner of CSVW."""

import json
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.disk import replacing
from hanse.foundation.problems import HanseError
from hanse.observatory.exports.about import SYNTHETIC_NOTE, ExportAbout

_DATATYPES: Final[dict[str, pl.DataType]] = {
    "string": pl.String(),
    "double": pl.Float64(),
    "float": pl.Float32(),
    "byte": pl.Int8(),
    "short": pl.Int16(),
    "int": pl.Int32(),
    "long": pl.Int64(),
    "unsignedByte": pl.UInt8(),
    "unsignedShort": pl.UInt16(),
    "unsignedInt": pl.UInt32(),
    "unsignedLong": pl.UInt64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}
"""Names of W3C's tabular data vocabulary -> our column types."""


def description_path(path: Path) -> Path:
    """Where the description of the CSV file `path` lies: `table.csv-metadata.json` beside it."""
    return path.with_name(f"{path.name}-metadata.json")


def write_csv(table: pl.DataFrame, path: Path, about: ExportAbout) -> None:
    """Write `table` to `path` as CSV and its description beside it.

    UTF-8, comma, CRLF, one header line, columns and rows in the order of the table. A figure is
    written with the fewest digits that read back to the same number; null is an empty cell.
    In a text column that holds both, the empty text is quoted and null is not.
    Raises `HanseError` for a column type CSV has no form for, or when writing fails.
    """
    columns = [_column(series, path) for series in table.iter_columns()]
    bare = [
        pl.col(name).replace("", None)
        for name, dtype in table.schema.items()
        if dtype == pl.String and not table[name].null_count()
    ]
    with replacing(path) as unfinished:
        table.with_columns(bare).write_csv(unfinished, line_terminator="\r\n")
    write_description(path, about, columns)


def write_description(path: Path, about: ExportAbout, columns: list[dict[str, object]]) -> None:
    """Write what the CSV file `path` is about and what its `columns` hold, as CSVW JSON."""
    content: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": path.name,
        "dc:title": about.label,
        "dc:source": about.source,
        "dc:license": about.licence,
        "dc:modified": {"@value": about.updated.isoformat(), "@type": "date"},
        "schema:version": about.edition,
        "dc:type": "synthetic data" if about.synthetic else "statistics",
    }
    if about.synthetic:
        content["rdfs:comment"] = SYNTHETIC_NOTE
    content["dialect"] = {"delimiter": ",", "header": True, "lineTerminators": ["\r\n"]}
    content["tableSchema"] = {"columns": columns}
    with replacing(description_path(path)) as unfinished:
        text = json.dumps(content, ensure_ascii=False, indent=2)
        unfinished.write_text(f"{text}\n", encoding="utf-8")


def read_csv(path: Path) -> pl.DataFrame:
    """The table that `write_csv` wrote to `path`, unchanged: columns, types, nulls, figures.

    Raises `HanseError` when file or description is absent or not as written.
    """
    try:
        content = json.loads(description_path(path).read_text(encoding="utf-8"))
        columns = content["tableSchema"]["columns"]
        schema = {column["name"]: _DATATYPES[column["datatype"]] for column in columns}
        table = pl.read_csv(path, schema=schema)
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise HanseError(
            "The table cannot be read with its description.",
            where=f"{path} and {description_path(path).name}",
            why=str(error).splitlines()[0] if str(error) else type(error).__name__,
        ) from error
    return table.with_columns(
        pl.col(column["name"]).fill_null("") for column in columns if column.get("null") == []
    )


def _column(series: pl.Series, path: Path) -> dict[str, object]:
    for datatype, dtype in _DATATYPES.items():
        if series.dtype == dtype:
            column: dict[str, object] = {
                "name": series.name,
                "titles": series.name,
                "datatype": datatype,
                "required": series.null_count() == 0,
            }
            if dtype == pl.String and not series.null_count():
                # An empty cell of this column is the empty text, never a missing one.
                column |= {"null": [], "required": False}
            return column
    raise HanseError(
        f"Column {series.name} holds {series.dtype}, which CSV has no form for.",
        where=str(path),
        remedy="Turn it into text or numbers, or export to Parquet.",
    )
