"""Synthetic figures as Eurostat's bulk TSV, packed with gzip, byte for byte the same each time."""

import io
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from hanse.observatory.synthetic.trees import Tree

CELL_FLAGS: Final = ("", "c", "", "b", "d", "e", "p", "u")
"""Flag letter of each cell code; `CONFIDENTIAL` and `NOT_DELIVERED` hold no figure."""

_INDUSTRIES_AT_A_TIME: Final = 100

CONFIDENTIAL: Final = 1
NOT_DELIVERED: Final = 2
BREAK, DEFINITION, ESTIMATED, PROVISIONAL, UNRELIABLE = 3, 4, 5, 6, 7


def write_tsv(
    path: Path,
    indicator: str,
    figures: NDArray[np.int64],
    cells: NDArray[np.uint8],
    rows: NDArray[np.bool_],
    years: NDArray[np.int64],
    industry: Tree,
    region: Tree,
) -> None:
    """Write `figures` and their cell codes, shape (industries, regions, years), to `path`.

    rows: which industries and regions have a row, shape (industries, regions). Rows are sorted
    by industry and region.
    """
    industries = np.argsort(np.array(industry.codes))
    regions = np.argsort(np.array(region.codes))
    head = "freq,nace_r2,indic_sbs,geo\\TIME_PERIOD" + "".join(f"\t{year} " for year in years)
    parts = [f"{head}\n".encode()]
    for part in range(0, len(industries), _INDUSTRIES_AT_A_TIME):
        some = industries[part : part + _INDUSTRIES_AT_A_TIME]
        select = np.ix_(some, regions)
        there = rows[select]
        keys = [
            f"A,{industry.codes[nace]},{indicator},{region.codes[geo]}\t"
            for nace, line in zip(some, there, strict=True)
            for geo in regions[line]
        ]
        parts.append(_lines(keys, figures[select][there], cells[select][there]))
    packed = pa.Codec("gzip", compression_level=1).compress(b"".join(parts), asbytes=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(packed)
    unfinished.replace(path)


def _lines(keys: list[str], figures: NDArray[np.int64], cells: NDArray[np.uint8]) -> bytes:
    """The rows `keys` with their cells, shape (rows, years).

    Polars writes columns faster than we could join texts, so each cell is two columns with a
    space between: figure, then flag with its tab. The space after the tab is taken out again.
    """
    last = figures.shape[1] - 1
    columns: dict[str, pl.Series] = {"key": pl.Series(keys)}
    for year in range(last + 1):
        code = np.ascontiguousarray(cells[:, year])
        present = pl.Series((code != CONFIDENTIAL) & (code != NOT_DELIVERED))
        figure = pl.Series("figure", np.ascontiguousarray(figures[:, year]))
        flags = pl.Series([flag if year == last else f"{flag}\t" for flag in CELL_FLAGS])
        columns[f"{year}"] = figure.to_frame().select(pl.when(present).then("figure")).to_series()
        columns[f"{year} flag"] = flags.gather(code)
    text = io.BytesIO()
    pl.DataFrame(columns).write_csv(
        text, include_header=False, separator=" ", quote_style="never", null_value=":"
    )
    return text.getvalue().replace(b"\t ", b"\t")
