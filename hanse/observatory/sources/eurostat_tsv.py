"""Eurostat's TSV bulk files: dimensions in the first column, one column of figures a year."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.binding import bind, bound_columns, bound_names
from hanse.observatory.sources.codes import checks_for
from hanse.observatory.sources.delimited import (
    lines_frame,
    ragged_lines,
    split,
)
from hanse.observatory.sources.figures import FigureStyle
from hanse.observatory.sources.gathering import Figure, Gathering
from hanse.observatory.sources.reading import Layout, Reading
from hanse.observatory.sources.text_blocks import Block, blocks

_TIME: Final = ("time_period", "time")


def read_eurostat_tsv(path: Path, layout: Layout) -> Reading:
    """The observations of a Eurostat TSV file, gzip or plain, with or without `freq`.

    Cells are `3.16 p` (figure, space, flags), `:` or `: c` (no figure); blanks at their end do
    not matter. A line of n years holds n observations. See `Layout` for dimensions beyond
    region and industry. Raises `HanseError` when the file is no such table.
    """
    stream = blocks(path)
    first = next(stream)
    dimensions, years = _header(path, first.text.removesuffix("\r"), layout)
    bound = bind(
        dimensions,
        layout,
        {"region": layout.region, "industry": layout.industry},
        where=f"{path}, line 1",
    )
    gathering = Gathering(
        path,
        "eurostat_tsv",
        layout,
        checks_for(layout),
        FigureStyle(inline_flags=True),
        [Figure(year, year) for year in years],
        bound_names(dimensions, bound),
    )
    for block in stream:
        _add(gathering, block, len(dimensions), bound, len(years))
    return gathering.finish()


def _add(
    gathering: Gathering, block: Block, dimensions: int, bound: Mapping[str, int], years: int
) -> None:
    lines = split(lines_frame(block), "text", "\t", years + 1)
    gathering.add_ragged(ragged_lines(lines.filter(~pl.col("fit")), "\t"), years + 1)
    wide = lines.filter("fit").select(
        "line", key="0", **{f"value:{year}": str(year + 1) for year in range(years)}
    )
    keyed = split(wide, "key", ",", dimensions)
    short = keyed.filter(~pl.col("fit")).select("line", text="key")
    gathering.add_ragged(ragged_lines(short, ","), dimensions)
    gathering.add(keyed.filter("fit").select("line", *bound_columns(bound), "^value:.*$"))


def _header(path: Path, header: str, layout: Layout) -> tuple[list[str], list[str]]:
    """Names of the dimensions in the first column, and the year columns."""
    where = f"{path}, line 1"
    first, *years = header.split("\t")
    names = first.split("\\")
    if len(names) != 2 or not years:
        raise HanseError(
            "The header is not that of a Eurostat TSV file.",
            where=where,
            why=f"It begins with '{first[:80]}'; expected something like "
            "'freq,unit,nace_r2,geo\\TIME_PERIOD', a tab, and years.",
            remedy="Check the format of the file.",
        )
    time = names[1].strip()
    if time.casefold() not in (*_TIME, layout.year.casefold()):
        raise HanseError(
            f"The columns of the file are {time}, not years.",
            where=where,
            remedy="Fetch the table with the time in its columns.",
        )
    years = [year.strip() for year in years]
    if not any(re.fullmatch(r"\d{4}", year, re.ASCII) for year in years):
        raise HanseError(
            "None of the columns is a year.",
            where=where,
            why=f"The first are {', '.join(years[:5])}; only annual figures are read.",
            remedy="Fetch the annual table.",
        )
    return [name.strip() for name in names[0].split(",")], years
