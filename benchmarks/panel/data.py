"""Made-up panels of any size with the shape of regional statistics, the same for the same seed."""

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

FIRST_YEAR = 2008
ROW_GROUP = 1 << 18
"""Rows that lie together in the file, as many as Polars writes by itself."""
SEED = 20261122


def write_panel(path: Path, regions: int, categories: int, years: int) -> None:
    """Write a Parquet file of regions x categories x years rows, sorted by the three.

    Employment is region size x category size x a specialisation of the cell, all with a long
    tail, drifting over the years; a sixth of the cells are zero and a twelfth are missing, as
    whole rows in statistics are. Written some regions at a time, so memory does not grow with the
    panel.
    """
    random = np.random.default_rng(SEED)
    category_codes = [f"C{number:04d}" for number in range(categories)]
    category_size = random.lognormal(0, 1.2, categories)
    category_growth = random.normal(0.01, 0.02, categories)
    establishment_size = random.lognormal(2.5, 0.6, categories)
    calendar = np.arange(FIRST_YEAR, FIRST_YEAR + years, dtype=np.int32)
    keys = pl.DataFrame(
        {
            "category": pl.Series(category_codes).gather(np.repeat(np.arange(categories), years)),
            "year": np.tile(calendar, categories),
        }
    )
    writer, waiting = None, list[pl.DataFrame]()
    for number in range(regions):
        shape = (categories, years)
        specialisation = random.lognormal(0, 1.0, (categories, 1))
        growth = category_growth[:, None] + random.normal(0, 0.02, (categories, 1))
        drift = (1 + growth) ** np.arange(years) * random.lognormal(0, 0.03, shape)
        size = random.lognormal(5, 0.9) * category_size[:, None]
        employment = np.round(size * specialisation * drift)
        employment[np.repeat(random.random((categories, 1)) < 1 / 6, years, axis=1)] = 0
        establishments = np.ceil(employment / establishment_size[:, None])
        wages = np.round(employment * 30_000 * random.lognormal(0, 0.2, shape))
        missing = random.random(shape) < 1 / 12
        measures = {
            "employment_persons": employment,
            "establishments_count": establishments,
            "wages_eur": wages,
        }
        rows = keys.select(
            pl.lit(f"R{number:04d}").alias("region"),
            "category",
            "year",
            *(
                pl.Series(name, np.where(missing, np.nan, values).ravel(), nan_to_null=True)
                for name, values in measures.items()
            ),
        )
        waiting.append(rows)
        if len(waiting) * rows.height < ROW_GROUP and number + 1 < regions:
            continue
        table = pl.concat(waiting).to_arrow()
        waiting.clear()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None
    writer.close()


if __name__ == "__main__":
    write_panel(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:5]))
