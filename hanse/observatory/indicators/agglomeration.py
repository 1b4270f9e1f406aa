"""How closely an industry's jobs and establishments lie together in space."""

from collections.abc import Mapping
from typing import Final

import narwhals as nw
import numpy as np
import numpy.typing as npt
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.family import EMPLOYMENT, ratio
from hanse.observatory.indicators.plan import extend, hidden, number
from hanse.observatory.indicators.size import ESTABLISHMENTS
from hanse.observatory.indicators.windows import Lazy, Rows, sums_by

AREA: Final = "area_km2"
POPULATION: Final = "population_persons"

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer]


def cluster_index(
    panel: IntoFrameT, regions: IntoFrame, *, category: str = "category"
) -> IntoFrameT:
    """Adds `cluster_index`: density times specialisation by mean size of establishments.

    [(e_ij / a_j) / (e_i / a)] [(e_ij / p_j) / (e_i / p)] / [(e_ij / b_ij) / (e_i / b_i)], with
    employment e, area a, population p and establishments b of category i and region j; without an
    index, of all regions. 1 is the average of all regions. Litzenberger & Sternberg (2006).

    panel: one row a region, category and year with `employment_persons` and
    `establishments_count`. regions: one row a region and year with `area_km2` and
    `population_persons`. Totals are sums over the rows of each table in the year, missing figures
    left out. 0 where there is no employment; null where a figure of the row is missing, there is
    employment without an establishment, or area, population or a total is not above 0. Raises
    `HanseError`; see `plan.extend`.
    """
    of_regions = [AREA, POPULATION]
    year = [hidden("year")]
    of_region = [hidden("region"), hidden("year")]
    of_category = [hidden(category), hidden("year")]

    def plan(rows: Rows, joined: Mapping[str, Lazy]) -> None:
        for measure in (EMPLOYMENT, ESTABLISHMENTS):
            rows.add_sums(hidden(f"all_{measure}"), hidden(measure), of_category)
        rows.add_joined(joined["regions"], of_region)
        totals = {hidden(f"all_{each}"): hidden(each) for each in of_regions}
        rows.add_joined(sums_by(joined["regions"], totals, year), year)
        persons, establishments = number(EMPLOYMENT), number(ESTABLISHMENTS)
        # The same formula after e_ij and e_i are cancelled once: 0, not 0 / 0, without jobs.
        index = (
            ratio(persons, _all(EMPLOYMENT))
            * ratio(establishments, _all(ESTABLISHMENTS))
            * ratio(_all(AREA), number(AREA))
            * ratio(_all(POPULATION), number(POPULATION))
        )
        possible = (persons <= 0) | (establishments > 0)
        rows.add_columns(nw.when(possible).then(index).alias(hidden("cluster_index")))

    return extend(
        panel,
        plan,
        keys=["region", category, "year"],
        numbers=[EMPLOYMENT, ESTABLISHMENTS],
        adds={"cluster_index": nw.Float64()},
        tables={"regions": (regions, ["region", "year"], of_regions)},
    )


def _all(measure: str) -> nw.Expr:
    return nw.col(hidden(f"all_{measure}"))


def ellison_glaeser(
    employment_persons: Floats, industry: Codes, region: Codes, region_totals: Floats
) -> Floats:
    """`ellison_glaeser`: the index gamma of each industry, from the size and place of its plants.

    [G - (1 - sum x^2) H] / [(1 - sum x^2) (1 - H)], G = sum over regions of (s - x)^2, s the
    region's share of the industry's employment, x its share of all employment, H the Herfindahl
    index of the plants' sizes. 0 where plants lie as if thrown at random in proportion to x;
    above 0.05 is often called highly concentrated; negative where plants avoid one another.
    Ellison & Glaeser (1997), Journal of Political Economy 105(5), 889-927.

    employment_persons: plants. industry, region: plants, whole numbers from 0. region_totals:
    employment of each region, all industries. The result has one figure an industry, up to the
    highest number; NaN for an industry with no employment or only one plant that has any, and
    for all where one region has all employment. Raises `HanseError` when the lengths differ, a
    number names no region, a size is missing, negative or infinite, or the totals add up to 0: a
    plant of unknown size would bend both G and H.
    """
    _check_plants(employment_persons, industry, region, region_totals)
    industries = int(industry.max()) + 1 if len(industry) else 0
    regions = len(region_totals)
    persons = np.bincount(industry, employment_persons, minlength=industries)
    place = industry.astype(np.int64) * regions + region
    cells = np.bincount(place, employment_persons, minlength=industries * regions)
    x = region_totals / region_totals.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        s = cells.reshape(industries, regions) / persons[:, None]
        sizes = employment_persons / persons[industry]
        plants = np.bincount(industry, sizes * sizes, minlength=industries)
        spread = 1.0 - np.square(x).sum()
        uneven = np.square(s - x).sum(axis=1)
        gamma = (uneven - spread * plants) / (spread * (1.0 - plants))
    several = np.bincount(industry, employment_persons > 0, minlength=industries) > 1
    with_jobs = np.count_nonzero(region_totals) > 1
    result: Floats = np.where(several & with_jobs, gamma, np.nan)
    return result


def _check_plants(
    employment_persons: Floats, industry: Codes, region: Codes, region_totals: Floats
) -> None:
    lengths = {len(employment_persons), len(industry), len(region)}
    if len(lengths) > 1:
        raise HanseError(
            f"The plants are {', '.join(map(str, sorted(lengths)))} in number.",
            why="Each plant has a size, an industry and a region.",
        )
    for name, sizes in (("plant", employment_persons), ("region", region_totals)):
        bad = ~(np.isfinite(sizes) & (sizes >= 0))
        if bad.any():
            at = int(bad.argmax())
            raise HanseError(
                f"The employment of {name} {at} is {sizes[at]}.",
                why="Sizes that are missing or negative would bend the index.",
            )
    if not region_totals.sum() > 0:
        raise HanseError("The regions have no employment.")
    if len(industry) and (
        industry.min() < 0 or region.min() < 0 or region.max() >= len(region_totals)
    ):
        raise HanseError(
            "A plant's industry or region is none of those there are.",
            remedy=f"Give whole numbers from 0; regions below {len(region_totals)}.",
        )
