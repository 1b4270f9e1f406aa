"""SDMX-CSV 1.0 and 2.0 as Eurostat and others deliver it: one observation a line."""

from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.binding import bind, bound_columns, bound_names
from hanse.observatory.sources.codes import checks_for
from hanse.observatory.sources.delimited import read_delimited
from hanse.observatory.sources.figures import FigureStyle
from hanse.observatory.sources.gathering import Figure, Gathering
from hanse.observatory.sources.reading import Layout, Reading

_NO_DIMENSIONS: Final = frozenset({"last update", "structure_name", "time_format"})
"""Columns that describe the message, whatever they hold."""

_OBS_STATUS: Final = {"A": "", "M": "", "L": "", "O": "", "Q": "c", "I": "e", "S": "S?"}
"""SDMX observation statuses that are not Eurostat's flags: A is normal, M, L and O say why a
value is missing, Q is suppressed, I imputed by the source; S (strike) has no flag of ours."""


def read_sdmx_csv(path: Path, layout: Layout) -> Reading:
    """The observations of an SDMX-CSV file, header in any case, gzip or plain.

    An empty `obs_value` is missing, or withheld where `conf_status` is C. Flags come from
    `obs_flag`, or from `obs_status` where the file has that instead. Columns such as unit or
    wstatus must be selected in the layout or hold one value.
    Raises `HanseError` when the file is no such table.
    """
    table = read_delimited(path, separator=layout.delimiter)
    where = f"{path}, line 1"
    flag = layout.flag
    folded = [name.casefold() for name in table.names]
    if flag.casefold() == "obs_flag" and "obs_flag" not in folded:
        flag = "obs_status"
    bound = bind(
        table.names,
        layout,
        {
            "region": layout.region,
            "industry": layout.industry,
            "year": layout.year,
            "value:0": layout.value,
        },
        where=where,
        optional={"flag": flag, "confidentiality": layout.confidentiality},
        known=[place for place, name in enumerate(folded) if name in _NO_DIMENSIONS],
    )
    if "dataflow" not in folded and "structure_id" not in folded:
        raise HanseError(
            "The header is not that of SDMX-CSV.",
            where=where,
            why="It has neither dataflow nor structure_id.",
            remedy="Read it as long_csv.",
        )
    gathering = Gathering(
        path,
        "sdmx_csv",
        layout,
        checks_for(layout),
        FigureStyle(),
        [Figure(table.names[bound["value:0"]])],
        bound_names(table.names, bound),
    )
    for fields in table.fields:
        gathering.add_ragged(fields.ragged, len(table.names))
        rows = fields.rows.select("line", *bound_columns(bound))
        if flag == "obs_status" and "flag" in bound:
            rows = rows.with_columns(pl.col("flag").replace(_OBS_STATUS))
        gathering.add(rows)
    return gathering.finish()
