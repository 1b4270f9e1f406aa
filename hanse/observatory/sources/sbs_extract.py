"""The extract of structural business statistics: industry, region and columns like n2015."""

import re
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.codes import checks_for
from hanse.observatory.sources.delimited import read_delimited
from hanse.observatory.sources.figures import FigureStyle
from hanse.observatory.sources.gathering import Figure, Gathering
from hanse.observatory.sources.reading import Layout, Reading

YEAR_COLUMN: Final = re.compile(r"n((?:18|19|20|21)\d\d)", re.IGNORECASE | re.ASCII)
"""What a column of figures is called: n and the year."""


def read_sbs_extract(path: Path, layout: Layout) -> Reading:
    """The observations of an SBS extract, `nace_r2;geo;n2015`, with one year column or more.

    A blank cell is missing; `5150 d` is a flagged figure, `d` alone a flag without a figure.
    Cells that a spreadsheet has damaged (`12:00 AM`) are rejected, each with its line.
    Raises `HanseError` when the file is no such table.
    """
    table = read_delimited(path, separator=layout.delimiter)
    columns = {
        table.find(layout.region, "region"): "region",
        table.find(layout.industry, "industry"): "industry",
    }
    if layout.measure:
        columns[table.find(layout.measure, "measure")] = "measure"
    for name in layout.select:
        columns.setdefault(table.find(name, "selection"), f"select:{name}")
    names = {role: table.names[place] for place, role in columns.items()}
    figures: list[Figure] = []
    for place, name in enumerate(table.names):
        if match := YEAR_COLUMN.fullmatch(name):
            columns[place] = f"value:{len(figures)}"
            figures.append(Figure(name, match[1]))
        else:
            columns.setdefault(place, f"other:{name}")
    if not figures:
        raise HanseError(
            "The file has no column of figures such as n2015.",
            where=f"{path}, line 1",
            why=f"The columns are {', '.join(table.names[:30])}.",
            remedy="Read it as long_csv if the year has a column of its own.",
        )
    style = FigureStyle(layout.missing, True, layout.decimal_comma, layout.thousands)
    gathering = Gathering(path, "sbs_extract", layout, checks_for(layout), style, figures, names)
    rename = {str(place): role for place, role in columns.items()}
    for fields in table.fields:
        gathering.add_ragged(fields.ragged, len(table.names))
        gathering.add(fields.rows.select("line", *map(pl.col, rename)).rename(rename))
    return gathering.finish()
