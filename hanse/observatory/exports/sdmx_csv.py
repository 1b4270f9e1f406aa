"""Figures as SDMX-CSV 1.0: one row a figure, dataflow first, flags beside the value."""

import re
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.disk import replacing
from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.csv_table import write_description
from hanse.observatory.exports.long_form import long_form

COLUMNS: Final = {"region": "GEO", "year": "TIME_PERIOD"}
"""Our column -> its name in SDMX-CSV; other dimensions have their own name in capitals."""


def dataflow(about: ExportAbout) -> str:
    """The dataflow as agency, code and version; the code of synthetic data says so."""
    code = re.sub(r"[^A-Z0-9]+", "_", about.edition.upper()).strip("_") or "TABLE"
    return f"HANSE:{'SYNTHETIC_' if about.synthetic else ''}{code}(1.0)"


def write_sdmx_csv(table: pl.DataFrame, path: Path, about: ExportAbout) -> None:
    """Write an observation table, or the long form of a wide table, to `path`.

    Columns: DATAFLOW, FREQ (A), MEASURE or INDICATOR, the keys the table has, TIME_PERIOD,
    OBS_VALUE, OBS_FLAG, CONF_STATUS (C when withheld), and for synthetic data COMMENT_DSET, the
    standard's attribute for a remark on the data set. Beside it lies a description as for CSV.
    A row without OBS_VALUE is a missing figure, with C a withheld one.
    Raises `HanseError` as `long_form` does, or when writing fails.
    """
    form = long_form(table, where=str(path))
    keys = [name for name in form.dimensions if name != "year"]
    keys += [name for name in form.dimensions if name == "year"]
    constants = {"DATAFLOW": dataflow(about), "FREQ": "A"}
    remarks = {"COMMENT_DSET": "synthetic data"} if about.synthetic else {}
    rows = form.table.select(
        *(pl.lit(text).alias(name) for name, text in constants.items()),
        *(pl.col(name).alias(COLUMNS.get(name, name.upper())) for name in keys),
        # The shortest digits that read back to the same number, whole numbers without ".0".
        OBS_VALUE=pl.col("value").cast(pl.String).str.strip_suffix(".0"),
        OBS_FLAG=pl.col("flag").str.replace("c", "", literal=True).replace("", None),
        CONF_STATUS=pl.when(pl.col("flag").str.contains("c", literal=True)).then(pl.lit("C")),
        **{name: pl.lit(text) for name, text in remarks.items()},
    )
    with replacing(path) as unfinished:
        rows.write_csv(unfinished, line_terminator="\r\n")
    datatypes = {"OBS_VALUE": "double", "TIME_PERIOD": "gYear"}
    write_description(
        path,
        about,
        [
            {"name": name, "titles": name, "datatype": datatypes.get(name, "string")}
            for name in rows.columns
        ],
    )
