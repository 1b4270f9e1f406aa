"""The panel pipeline as an analyst would write it with pandas: the peer of the benchmark."""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import run_side
from benchmarks.panel.columns import COMPARED, GROWTH_YEARS

KEYS = ["region", "category", "year"]
CLUSTERS = ["category", "year"]


def rated(source: Path) -> pd.DataFrame:
    """Indicators, ranks, stars and relatedness density of every cell of the Parquet panel."""
    cells = pd.read_parquet(source)
    cells = with_indicators(cells)
    cells = with_stars(cells)
    return cells.merge(density(cells), on=KEYS, how="left")


def with_indicators(cells: pd.DataFrame) -> pd.DataFrame:
    """Location quotient, shares, size, wages, growth and ranks beside the measures."""
    employment = cells["employment_persons"]
    employed = employment.where(employment > 0)
    in_region = cells.groupby(["region", "year"])["employment_persons"].transform("sum")
    in_category = cells.groupby(CLUSTERS)["employment_persons"].transform("sum")
    in_all = cells.groupby("year")["employment_persons"].transform("sum")
    cells["share"] = employment / in_category
    cells["focus"] = employment / in_region
    cells["location_quotient"] = cells["focus"] / (in_category / in_all)
    cells["average_wage_eur"] = cells["wages_eur"] / employed
    establishments = cells["establishments_count"]
    cells["establishment_size_persons"] = employment / establishments.where(establishments > 0)

    earlier = cells[[*KEYS, "employment_persons"]].rename(columns={"employment_persons": "earlier"})
    earlier["year"] += GROWTH_YEARS
    cells = cells.merge(earlier, on=KEYS, how="left")
    employment = cells["employment_persons"]
    ratio = employment / cells["earlier"].where(cells["earlier"] > 0)
    cells["employment_growth_cagr"] = ratio ** (1 / GROWTH_YEARS) - 1
    cells["employment_growth_persons"] = employment - cells["earlier"]

    cells["employed"] = employment.where(employment > 0)
    clusters = cells.groupby(CLUSTERS)
    positions = clusters["employed"].rank(method="max") / clusters["employed"].transform("count")
    cells["size"] = positions.mask(employment == 0, 0.0)
    for column in ("employment_persons", "location_quotient"):
        cells[f"{column}_rank"] = clusters[column].rank(method="min", ascending=False)
    return cells


def with_stars(cells: pd.DataFrame) -> pd.DataFrame:
    """Stars of the European Cluster Observatory: top tenth by size and by focus, quotient 2."""
    employing = cells[cells["employment_persons"] > 0]
    cuts = employing.groupby(CLUSTERS)[["employment_persons", "focus"]].quantile(0.9)
    cells = cells.merge(cuts.add_suffix("_cut"), left_on=CLUSTERS, right_index=True, how="left")
    employment = cells["employment_persons"]
    stars = (
        (employment >= cells["employment_persons_cut"]).astype(int)
        + (cells["focus"] >= cells["focus_cut"])
        + (cells["location_quotient"] >= 2)
    )
    cells["stars"] = stars.where(employment >= 1000, 0).where(employment.notna())
    return cells


def density(cells: pd.DataFrame) -> pd.DataFrame:
    """Relatedness density, year by year, with matrix products of the location quotients."""
    parts = []
    for year, one in cells.groupby("year"):
        wide = one.pivot(index="region", columns="category", values="location_quotient")
        known = wide.notna().astype(float)
        specialised = (wide >= 1).astype(float)
        # Of a pair, count the regions where both cells are known.
        judged = (specialised.T @ known).to_numpy()
        proximity = specialised.T @ specialised
        proximity = proximity.div(np.maximum(judged, judged.T)).fillna(0)
        near = (specialised @ proximity) / (known @ proximity)
        near = near[specialised.any(axis=1)]
        part = near.melt(ignore_index=False, value_name="relatedness_density").reset_index()
        part["year"] = year
        parts.append(part)
    return pd.concat(parts)


if __name__ == "__main__":
    run_side(rated, lambda cells, target: cells[list(COMPARED)].to_parquet(target))
