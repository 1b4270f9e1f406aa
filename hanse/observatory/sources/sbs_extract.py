"""The extract of structural business statistics: industry, region and columns like n2015."""

import re
from pathlib import Path
from typing import Final

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.binding import bind, bound_columns, bound_names
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
    years = [
        (place, Figure(name, match[1]))
        for place, name in enumerate(table.names)
        if (match := YEAR_COLUMN.fullmatch(name))
    ]
    if not years:
        raise HanseError(
            "The file has no column of figures such as n2015.",
            where=f"{path}, line 1",
            why=f"The columns are {', '.join(table.names[:30])}.",
            remedy="Read it as long_csv if the year has a column of its own.",
        )
    style = FigureStyle(layout.missing, True, layout.decimal_comma, layout.thousands)
    places = [place for place, _ in years]
    bound = bind(
        table.names,
        layout,
        {"region": layout.region, "industry": layout.industry},
        where=f"{path}, line 1",
        known=places,
    )
    bound |= {f"value:{number}": place for number, place in enumerate(places)}
    gathering = Gathering(
        path,
        "sbs_extract",
        layout,
        checks_for(layout),
        style,
        [figure for _, figure in years],
        bound_names(table.names, bound),
    )
    for fields in table.fields:
        gathering.add_ragged(fields.ragged, len(table.names))
        gathering.add(fields.rows.select("line", *bound_columns(bound)))
    return gathering.finish()
