"""The panel pipeline of Hanse, as editions run it: the other side of the benchmark."""

from pathlib import Path

import polars as pl

from benchmarks.measure import run_side
from benchmarks.panel.columns import COMPARED, GROWTH_YEARS, INDICATORS
from hanse.observatory.catalogue import compute
from hanse.observatory.indicators.relatedness import add_relatedness_density
from hanse.observatory.ratings.rules import EUROPEAN_CLUSTER_OBSERVATORY
from hanse.observatory.ratings.stars import rate


def rated(source: Path) -> pl.DataFrame:
    """Indicators, ranks, stars and relatedness density of every cell of the Parquet panel."""
    # Editions hold their keys encoded; text from a file is encoded as it is read.
    encoded = pl.col("region", "category").cast(pl.Categorical)
    panel = pl.scan_parquet(source).with_columns(encoded).collect()
    panel = compute(panel, INDICATORS, years=GROWTH_YEARS)
    panel = rate(panel, EUROPEAN_CLUSTER_OBSERVATORY)
    return add_relatedness_density(panel, location_quotient="location_quotient")


if __name__ == "__main__":
    run_side(
        rated,
        lambda panel, target: (
            panel.select(COMPARED)
            .cast({"region": pl.String, "category": pl.String})
            .write_parquet(target)
        ),
    )
