"""Relatedness: which industries are found in the same regions, and how close a region is to each.

Arrays are `years x regions x industries`; categories take the place of industries where a scheme
groups them. Counts are made in float32 (exact up to 16 million regions), all else in float64.
Every loop runs over years, so working memory is that of one year beside input and output.
"""

from typing import Final, Literal

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoDataFrameT, IntoFrame

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.cells import Cells, Cube
from hanse.observatory.indicators.columns import series_of
from hanse.observatory.indicators.groups import Floats

Diagonal = Literal["one", "zero"]
Mask = npt.NDArray[np.bool_]

_MISSING: Final = float("nan")


def specialisations(employment: Cube, *, threshold: float = 1.0) -> tuple[Mask, Mask]:
    """Where a region is specialised, and where that is known.

    `employment` holds persons, years x regions x industries, NaN where missing. A region is
    specialised in an industry when its location quotient is at least `threshold`; totals are sums
    over the cells that are not missing. The comparison is e_ij e_.. >= threshold e_i. e_.j, which
    is exact for whole numbers and divides by nothing.

    Both results have the shape of `employment`. A cell is unknown, and then never specialised,
    when it is missing, when its region has no employment, or when its industry has none.
    Raises `HanseError` for a threshold that is not positive, a negative figure or an infinite one.
    """
    _check_threshold(threshold)
    _check_cube(employment, "employment")
    known = ~np.isnan(employment)
    specialised = np.empty(employment.shape, dtype=np.bool_)
    for year in range(len(employment)):
        cells = np.where(known[year], employment[year], 0.0)
        of_region = cells.sum(axis=1, keepdims=True)
        of_industry = cells.sum(axis=0, keepdims=True)
        known[year] &= (of_region > 0) & (of_industry > 0)
        expected = threshold * of_region * of_industry
        np.greater_equal(cells * of_region.sum(), expected, out=specialised[year])
    # Without this, 0 >= 0 would make an empty region specialised in everything.
    specialised &= known
    return specialised, known


def specialisations_from_quotients(
    location_quotient: Cube, *, threshold: float = 1.0
) -> tuple[Mask, Mask]:
    """The same as `specialisations`, from location quotients computed before.

    For quotients with a base of their own, such as official totals or traded employment. A
    quotient that is NaN makes the cell unknown. Raises `HanseError` as `specialisations` does.
    """
    _check_threshold(threshold)
    _check_cube(location_quotient, "location quotient")
    known = ~np.isnan(location_quotient)
    return known & (location_quotient >= threshold), known


def proximity(specialised: Mask, known: Mask, *, diagonal: Diagonal = "one") -> Cube:
    """Co-location proximity of each pair of industries: years x industries x industries.

    Proximity is the number of regions specialised in both, divided by the larger of the two
    ubiquities (regions specialised in each), which is the smaller of the two conditional
    probabilities: Hidalgo, Klinger, Barabasi & Hausmann (2007), Science 317, 482-487. For a pair,
    only regions where both cells are known are counted, so a missing cell is no absence.

    The result is symmetric and in [0, 1]. It is NaN for every pair with an industry in which no
    region is specialised, and for a pair without a region to judge it by. `diagonal` says what an
    industry is to itself where its row is defined: "one", as the formula gives, or "zero", which
    leaves it out of the density. To pool years, reshape both masks to 1 x (years * regions) x
    industries. Raises `HanseError` when the shapes differ or `diagonal` is neither.
    """
    _check_masks(specialised, known)
    _check_diagonal(diagonal)
    years, _, industries = specialised.shape
    result = np.empty((years, industries, industries))
    for year in range(years):
        _proximity_of_year(specialised[year], known[year], diagonal, result[year])
    return result


def _proximity_of_year(specialised: Mask, known: Mask, diagonal: Diagonal, result: Floats) -> None:
    """Fill `result`, industries x industries, with the proximities of one year."""
    have = (specialised & known).astype(np.float32)
    together = have.T @ have
    ubiquity = together.diagonal().copy()
    if known.all():
        larger = np.maximum.outer(ubiquity, ubiquity)
    else:
        # Row i, column j: regions specialised in i among those where j is known.
        judged = have.T @ known.astype(np.float32)
        larger = np.maximum(judged, judged.T)
    result.fill(_MISSING)
    np.divide(together, larger, out=result, where=larger > 0, dtype=np.float64)
    result[ubiquity == 0, :] = _MISSING
    result[:, ubiquity == 0] = _MISSING
    if diagonal == "zero":
        np.fill_diagonal(result, np.where(ubiquity > 0, 0.0, _MISSING))


def relatedness_density(specialised: Mask, known: Mask, proximities: Cube) -> Cube:
    """How close each region's specialisations are to each industry: years x regions x industries.

    Density of region r around industry i is sum_j M_rj phi_ij / sum_j phi_ij (Hidalgo et al.
    2007), both sums over the industries j that are known in r and whose
    proximity to i is defined. `proximities` is years x industries x industries, or
    1 x industries x industries to use the same for all years.

    The result is in [0, 1]. It is NaN for a region with no data, for a region with data but no
    specialisation, for an industry in which no region is specialised, and where the proximities
    add up to zero. Raises `HanseError` when the shapes do not fit.
    """
    _check_masks(specialised, known)
    years, _, industries = specialised.shape
    if proximities.shape not in ((years, industries, industries), (1, industries, industries)):
        raise HanseError(
            f"Proximities of shape {proximities.shape} do not fit {specialised.shape}.",
            remedy="Give years (or 1) x industries x industries.",
        )
    # Laid out in memory like the masks, which is the order of a panel's rows where they are.
    result = np.empty_like(specialised, dtype=np.float64)
    for year in range(years):
        near = proximities[year if len(proximities) > 1 else 0]
        _density_of_year(specialised[year], known[year], near, result[year])
    return result


def _density_of_year(specialised: Mask, known: Mask, proximities: Floats, result: Floats) -> None:
    """Fill `result`, regions x industries, with the densities of one year."""
    weights = np.where(np.isnan(proximities), 0.0, proximities).T
    have = specialised & known
    if known.all():
        near = have.astype(np.float64) @ weights
        total = np.broadcast_to(weights.sum(axis=0), near.shape)
    else:
        # One product of both masks takes less time than two.
        both = np.concatenate([have, known]).astype(np.float64) @ weights
        near, total = both[: len(have)], both[len(have) :]
    defined = (total > 0) & have.any(axis=1, keepdims=True)
    density = np.divide(near, total, out=np.full_like(near, _MISSING), where=defined)
    # The two sums may round differently: full density is 1, not 1.0000000000000002.
    np.minimum(density, 1.0, out=result)


def proximity_table(
    panel: IntoFrame,
    *,
    region: str = "region",
    category: str = "category",
    year: str = "year",
    employment: str = "employment_persons",
    location_quotient: str | None = None,
    threshold: float = 1.0,
    diagonal: Diagonal = "one",
    pooled: bool = False,
) -> pl.DataFrame:
    """Proximity of each pair of categories, or industries, in each year.

    `panel` is any table Narwhals reads, one row a region, category and year; a row that is absent
    is missing, like one whose value is null or NaN. Specialisation comes from the column
    `employment`, or from the column `location_quotient` when one is named. `pooled` counts
    region-years instead of regions; `year` is then null.

    Columns: `year`, `<category>_a`, `<category>_b` (a before b, each pair once, sorted) and
    `proximity`, null where `proximity` gives NaN. The diagonal is not listed. Raises `HanseError`
    for an absent column, an empty key, a key that occurs twice, or a figure that is negative or
    not finite.
    """
    cells = Cells(panel, region, category, year, location_quotient or employment)
    specialised, known = _specialisations(cells, location_quotient is not None, threshold)
    if pooled:
        specialised, known = _pool(specialised), _pool(known)
    values = proximity(specialised, known, diagonal=diagonal)
    first, second = np.triu_indices(len(cells.categories), k=1)
    years = pl.Series([None], dtype=pl.Int32) if pooled else cells.years
    return pl.DataFrame(
        {
            year: years.gather(np.repeat(np.arange(len(values)), len(first))),
            f"{category}_a": cells.categories.gather(np.tile(first, len(values))),
            f"{category}_b": cells.categories.gather(np.tile(second, len(values))),
            "proximity": pl.Series(values[:, first, second].ravel(), nan_to_null=True),
        }
    )


def density_table(
    panel: IntoFrame,
    *,
    region: str = "region",
    category: str = "category",
    year: str = "year",
    employment: str = "employment_persons",
    location_quotient: str | None = None,
    threshold: float = 1.0,
    diagonal: Diagonal = "one",
    pooled: bool = False,
) -> pl.DataFrame:
    """Relatedness density of each region around each category, or industry, in each year.

    Arguments and errors as in `proximity_table`; `pooled` measures the density of every year with
    the proximities of all years together.

    Columns: region, category, year (one row for each combination of those that occur, sorted) and
    `relatedness_density`, null where `relatedness_density` gives NaN.
    """
    cells = Cells(panel, region, category, year, location_quotient or employment)
    values = _density(cells, location_quotient is not None, threshold, diagonal, pooled)
    years, regions, categories = values.shape
    return pl.DataFrame(
        {
            region: cells.regions.gather(np.repeat(np.arange(regions), categories * years)),
            category: cells.categories.gather(
                np.tile(np.repeat(np.arange(categories), years), regions)
            ),
            year: cells.years.gather(np.tile(np.arange(years), regions * categories)),
            "relatedness_density": pl.Series(
                values.transpose(1, 2, 0).ravel(), dtype=pl.Float64, nan_to_null=True
            ),
        }
    )


def add_relatedness_density(
    panel: IntoDataFrameT,
    *,
    region: str = "region",
    category: str = "category",
    year: str = "year",
    employment: str = "employment_persons",
    location_quotient: str | None = None,
    threshold: float = 1.0,
    diagonal: Diagonal = "one",
    pooled: bool = False,
) -> IntoDataFrameT:
    """`panel` with a column `relatedness_density`, its rows in the same order.

    For any eager table Narwhals reads (pandas, Polars, Arrow). Arguments, nulls and errors as in
    `density_table`, which also has the combinations that are not rows of the panel.
    """
    frame = nw.from_native(panel, eager_only=True)
    cells = Cells(panel, region, category, year, location_quotient or employment)
    values = _density(cells, location_quotient is not None, threshold, diagonal, pooled)
    column = series_of("relatedness_density", cells.in_rows(values))
    if frame.implementation.is_polars():
        added = nw.from_native(column, series_only=True)
    else:
        added = nw.new_series(
            column.name, column.to_arrow(), nw.Float64(), backend=frame.implementation
        )
    return frame.with_columns(added).to_native()


def most_related(
    proximities: pl.DataFrame,
    code: str,
    n: int = 10,
    *,
    category: str = "category",
    year: int | None = None,
) -> pl.DataFrame:
    """The `n` categories, or industries, closest to `code`: columns `<category>` and `proximity`.

    `proximities` is what `proximity_table` gives; `year` chooses one of its years and may be left
    out when it holds one. Closest first, equal ones by code; a null proximity is left out, so
    there may be fewer than `n`. Raises `HanseError` for a year to be chosen or absent, and for a
    code the table does not hold.
    """
    if year is not None:
        proximities = proximities.filter(pl.col("year") == year)
    if proximities["year"].n_unique() > 1:
        raise HanseError("The proximities are of several years.", remedy="Say which: year=...")
    ends = (f"{category}_a", f"{category}_b")
    pairs = pl.concat(
        proximities.filter(pl.col(own) == code).select(pl.col(other).alias(category), "proximity")
        for own, other in (ends, ends[::-1])
    )
    if pairs.is_empty():
        raise HanseError(
            f"The proximities hold no {category} '{code}'"
            + (f" in {year}." if year is not None else ".")
        )
    return (
        pairs.drop_nulls("proximity").sort("proximity", category, descending=[True, False]).head(n)
    )


def _specialisations(cells: Cells, quotients: bool, threshold: float) -> tuple[Mask, Mask]:
    judge = specialisations_from_quotients if quotients else specialisations
    return judge(cells.cube, threshold=threshold)


def _density(
    cells: Cells, quotients: bool, threshold: float, diagonal: Diagonal, pooled: bool
) -> Cube:
    specialised, known = _specialisations(cells, quotients, threshold)
    if pooled:
        near = proximity(_pool(specialised), _pool(known), diagonal=diagonal)
        return relatedness_density(specialised, known, near)
    _check_diagonal(diagonal)
    # Each year's proximities are needed once: they take turns in the same memory.
    near = np.empty((specialised.shape[2], specialised.shape[2]))
    result = np.empty_like(specialised, dtype=np.float64)
    for year in range(len(specialised)):
        _proximity_of_year(specialised[year], known[year], diagonal, near)
        _density_of_year(specialised[year], known[year], near, result[year])
    return result


def _pool(mask: Mask) -> Mask:
    return mask.reshape(1, -1, mask.shape[2])


def _check_diagonal(diagonal: str) -> None:
    if diagonal not in ("one", "zero"):
        raise HanseError(f"Unknown diagonal '{diagonal}'.", remedy="Use 'one' or 'zero'.")


def _check_threshold(threshold: float) -> None:
    if not (np.isfinite(threshold) and threshold > 0):
        raise HanseError(
            f"A threshold of {threshold} does not tell specialised regions from others.",
            remedy="Give a location quotient above zero, usually 1.",
        )


def _check_cube(values: Cube, name: str) -> None:
    if values.ndim != 3:
        raise HanseError(
            f"The array of {name} has {values.ndim} dimensions.",
            remedy="Give years x regions x industries.",
        )
    # NaN compares false, so missing cells pass.
    if (values < 0).any() or np.isinf(values).any():
        raise HanseError(
            f"A figure for {name} is negative or infinite.",
            remedy="Leave missing cells empty (NaN).",
        )


def _check_masks(specialised: Mask, known: Mask) -> None:
    if specialised.ndim != 3 or specialised.shape != known.shape:
        raise HanseError(
            f"Masks of shape {specialised.shape} and {known.shape} do not fit.",
            remedy="Give both as years x regions x industries.",
        )
