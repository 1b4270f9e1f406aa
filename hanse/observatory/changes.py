"""What changed from one edition to the next of the same series: stars, years, revised figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

KEYS: Final = ("region", "category", "year")
_HALF_A_PERSON: Final = 0.5


@dataclass(frozen=True, slots=True)
class StarsChanged:
    """A cluster whose stars are others than in the edition before."""

    region: str
    category: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reader of the edition before should know.

    year_before, year_after: the last rated year of each, which gained and lost are about.
    gained, lost: clusters rated in both, largest change first, then by region and category.
    new_years, gone_years, new_regions, gone_regions: in order. compared: cells that both know in
    the same year; revised: those of them whose employment differs by half a person or more.
    """

    year_before: int | None
    year_after: int | None
    gained: Sequence[StarsChanged]
    lost: Sequence[StarsChanged]
    new_years: Sequence[int]
    gone_years: Sequence[int]
    new_regions: Sequence[str]
    gone_regions: Sequence[str]
    compared: int
    revised: int

    @property
    def nothing(self) -> bool:
        """Whether the two say the same."""
        return not any(
            (
                self.gained,
                self.lost,
                self.new_years,
                self.gone_years,
                self.new_regions,
                self.gone_regions,
                self.revised,
            )
        )


def changes(before: pl.DataFrame, after: pl.DataFrame) -> Changes:
    """What changed between two tables of the clusters of one scheme.

    Both have the columns region, category, year, stars and employment_persons, one row a cluster
    and year; stars are null where a cluster is not rated, and employment where it is not known.
    """
    last_before, last_after = _last_rated(before), _last_rated(after)
    gained, lost = _stars_changed(before, after, last_before, last_after)
    both = before.join(after, on=KEYS, suffix="_after").drop_nulls(
        ["employment_persons", "employment_persons_after"]
    )
    apart = (pl.col("employment_persons") - pl.col("employment_persons_after")).abs()
    return Changes(
        year_before=last_before,
        year_after=last_after,
        gained=gained,
        lost=lost,
        new_years=_years(after, without=before),
        gone_years=_years(before, without=after),
        new_regions=_regions(after, without=before),
        gone_regions=_regions(before, without=after),
        compared=both.height,
        revised=both.filter(apart >= _HALF_A_PERSON).height,
    )


def _last_rated(clusters: pl.DataFrame) -> int | None:
    years: list[int] = clusters.drop_nulls("stars")["year"].to_list()
    return max(years, default=None)


def _stars_changed(
    before: pl.DataFrame, after: pl.DataFrame, last_before: int | None, last_after: int | None
) -> tuple[list[StarsChanged], list[StarsChanged]]:
    if last_before is None or last_after is None:
        return [], []
    cluster = ["region", "category"]
    rows = (
        before.filter(pl.col("year") == last_before)
        .drop_nulls("stars")
        .select(*cluster, pl.col("stars").alias("before"))
        .join(
            after.filter(pl.col("year") == last_after)
            .drop_nulls("stars")
            .select(*cluster, pl.col("stars").alias("after")),
            on=cluster,
        )
        .filter(pl.col("before") != pl.col("after"))
        .with_columns((pl.col("after") - pl.col("before")).abs().alias("size"))
        .sort("size", *cluster, descending=[True, False, False])
    )
    changed = [
        StarsChanged(region, category, int(old), int(new))
        for region, category, old, new, _ in rows.iter_rows()
    ]
    return (
        [each for each in changed if each.after > each.before],
        [each for each in changed if each.after < each.before],
    )


def _years(clusters: pl.DataFrame, without: pl.DataFrame) -> list[int]:
    return sorted(set(clusters["year"].to_list()) - set(without["year"].to_list()))


def _regions(clusters: pl.DataFrame, without: pl.DataFrame) -> list[str]:
    return sorted(set(clusters["region"].to_list()) - set(without["region"].to_list()))
