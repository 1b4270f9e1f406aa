"""How much of a region's employment the figures of a year leave out.

A total is the sum of what is known. In a year in which much is withheld it falls, though nobody
lost a job; such a year must not be joined to the others by a line.
"""

from typing import Final

import polars as pl

MOST_LEFT_OUT: Final = 0.03
"""The share of usual employment that a total may leave out and still be compared with others."""


def left_out(categories: pl.DataFrame) -> pl.DataFrame:
    """The share of each region's usual employment that is not known in a year.

    categories: region, category, year, employment_persons, of one scheme. Returns region, year,
    left_out. What is usual in a category is the mean of the years in which it is known; one that
    is never known counts for nothing. 0 in a region of which nothing is ever known.
    """
    employment = pl.col("employment_persons")
    usual = employment.mean().over("region", "category")
    return (
        categories.with_columns(usual=usual, unknown=pl.when(employment.is_null()).then(usual))
        .group_by("region", "year")
        .agg((pl.col("unknown").sum() / pl.col("usual").sum()).fill_nan(0.0).alias("left_out"))
        .sort("region", "year")
    )
