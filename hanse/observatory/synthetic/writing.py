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
"""Flag letter of each cell code; a cell whose code is in `BLANK` holds no figure."""

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
    industries = sorted(range(len(industry.codes)), key=industry.codes.__getitem__)
    regions = sorted(range(len(region.codes)), key=region.codes.__getitem__)
    select = np.ix_(industries, regions)
    ordered = figures[select].reshape(-1, len(years))
    codes = cells[select].reshape(-1, len(years))
    geo = pl.Series("geo", [region.codes[index] for index in regions])
    nace = pl.Series("nace", [industry.codes[index] for index in industries])
    keys = (
        pl.DataFrame({"nace": nace})
        .join(pl.DataFrame({"geo": geo}), how="cross")
        .select(pl.concat_str(pl.lit("A,"), "nace", pl.lit(f",{indicator},"), "geo", pl.lit("\t")))
        .to_series()
    )
    # Polars writes fixed columns faster than we can join text, so each cell is two columns with
    # a space between: figure, then flag with its tab. The space after the tab is taken out below.
    flags = pl.Series([f"{flag}\t" for flag in CELL_FLAGS])
    last = pl.Series(list(CELL_FLAGS))
    columns: dict[str, pl.Series] = {"key": keys}
    for index, year in enumerate(years):
        code = np.ascontiguousarray(codes[:, index])
        present = pl.Series((code != CONFIDENTIAL) & (code != NOT_DELIVERED))
        figure = pl.Series("figure", np.ascontiguousarray(ordered[:, index]))
        columns[f"{year}"] = figure.to_frame().select(pl.when(present).then("figure")).to_series()
        columns[f"{year} flag"] = (last if index == len(years) - 1 else flags).gather(code)
    table = pl.DataFrame(columns).filter(pl.Series(rows[select].ravel()))
    header = "freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t" + "\t".join(f"{y} " for y in years) + "\n"
    text = io.BytesIO()
    table.write_csv(text, include_header=False, separator=" ", quote_style="never", null_value=":")
    packed = pa.Codec("gzip", compression_level=1).compress(
        header.encode() + text.getvalue().replace(b"\t ", b"\t"), asbytes=True
    )
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(packed)
    unfinished.replace(path)
