"""Proximity and relatedness density against the package `ecomplexity`, on the same made-up panel.

The package is installed on request, into a group of its own:
`.venv/bin/uv sync --inexact --group peers`, then `.venv/bin/python -m benchmarks.relatedness`.
It takes missing cells for zeros, so the panel has none.
"""

import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
from ecomplexity.calc_density import calc_density
from ecomplexity.calc_proximity import calc_discrete_proximity
from ecomplexity.ComplexityData import ComplexityData

from benchmarks.panel.columns import KEYS
from benchmarks.panel.data import write_panel
from hanse.observatory.indicators.relatedness import density_table

SHAPE = (300, 600, 3)
NAMES = {"time": "year", "loc": "region", "prod": "category", "val": "employment_persons"}


def peer(cells: pd.DataFrame) -> pl.DataFrame:
    """Relatedness density by the parts of `ecomplexity` that lead to it."""
    with warnings.catch_warnings():
        # It uses ways of pandas 3 that are on their way out.
        warnings.simplefilter("ignore")
        data = ComplexityData(cells, NAMES, "raise")
        parts = []
        for year in data.data.index.unique("time"):
            data.create_full_df(year)
            data.calculate_rca()
            data.calculate_mcp(1, 1, "rca", None, year)
            near = calc_discrete_proximity(data.mcp_t, data.mcp_t.sum(axis=0))
            found = data.data_t.reset_index()[["loc", "prod"]].assign(year=year)
            found["density"] = calc_density(data.mcp_t, near).ravel()
            parts.append(found)
    table = pl.DataFrame(pd.concat(parts))
    return table.rename({"loc": "region", "prod": "category"})


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hanse-bench-") as folder:
        write_panel(Path(folder) / "panel.parquet", *SHAPE)
        panel = pl.read_parquet(Path(folder) / "panel.parquet").select(
            *KEYS, pl.col("employment_persons").fill_null(0.0)
        )
    cells = panel.to_pandas()
    start = time.perf_counter()
    ours = density_table(panel)
    middle = time.perf_counter()
    theirs = peer(cells)
    end = time.perf_counter()
    both = ours.join(theirs, on=list(KEYS), how="inner", validate="1:1")
    apart = (both["relatedness_density"] - both["density"]).abs().to_numpy()
    size = " x ".join(str(length) for length in SHAPE)
    print(f"{size}: Hanse {middle - start:.2f} s, ecomplexity {end - middle:.2f} s")
    print(
        f"{len(apart)} of {ours.height} cells compared, greatest difference {np.nanmax(apart):.1e}"
    )


if __name__ == "__main__":
    main()
