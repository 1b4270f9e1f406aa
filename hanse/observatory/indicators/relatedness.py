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

Diagonal = Literal["one", "zero"]
Cube = npt.NDArray[np.float64]
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
    if diagonal not in ("one", "zero"):
        raise HanseError(f"Unknown diagonal '{diagonal}'.", remedy="Use 'one' or 'zero'.")
    years, _, industries = specialised.shape
    result = np.full((years, industries, industries), _MISSING)
    for year in range(years):
        have = (specialised[year] & known[year]).astype(np.float32)
        together = have.T @ have
        ubiquity = together.diagonal().copy()
        if known[year].all():
            larger = np.maximum.outer(ubiquity, ubiquity)
        else:
            # Row i, column j: regions specialised in i among those where j is known.
            judged = have.T @ known[year].astype(np.float32)
            larger = np.maximum(judged, judged.T)
        np.divide(together, larger, out=result[year], where=larger > 0, dtype=np.float64)
        result[year][ubiquity == 0, :] = _MISSING
        result[year][:, ubiquity == 0] = _MISSING
        if diagonal == "zero":
            np.fill_diagonal(result[year], np.where(ubiquity > 0, 0.0, _MISSING))
    return result


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
    result = np.full(specialised.shape, _MISSING)
    for year in range(years):
        weights = np.nan_to_num(proximities[year if len(proximities) > 1 else 0]).T
        have = specialised[year] & known[year]
        if known[year].all():
            near = have.astype(np.float64) @ weights
            total = np.broadcast_to(weights.sum(axis=0), near.shape)
        else:
            # One product of both masks takes less time than two.
            both = np.concatenate([have, known[year]]).astype(np.float64) @ weights
            near, total = both[: len(have)], both[len(have) :]
        defined = (total > 0) & have.any(axis=1, keepdims=True)
        np.divide(near, total, out=result[year], where=defined)
        # The two sums may round differently: full density is 1, not 1.0000000000000002.
        np.minimum(result[year], 1.0, out=result[year])
    return result


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
    cells = _Cells(panel, region, category, year, location_quotient or employment)
    specialised, known = cells.specialisations(location_quotient is not None, threshold)
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
    cells = _Cells(panel, region, category, year, location_quotient or employment)
    values = cells.density(location_quotient is not None, threshold, diagonal, pooled)
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
    cells = _Cells(panel, region, category, year, location_quotient or employment)
    values = cells.density(location_quotient is not None, threshold, diagonal, pooled)
    column = pl.Series("relatedness_density", values.reshape(-1)[cells.place], nan_to_null=True)
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


class _Cells:
    """A panel as a cube, with the codes along its three axes."""

    def __init__(self, panel: IntoFrame, region: str, category: str, year: str, value: str) -> None:
        table = _as_polars(panel, (region, category, year, value))
        self.years = table[year].cast(pl.Int32).unique().sort()
        self.regions, by_region = _encode(table[region])
        self.categories, by_category = _encode(table[category])
        by_year = np.searchsorted(self.years.to_numpy(), table[year].to_numpy())
        shape = (len(self.years), len(self.regions), len(self.categories))
        self.place = place = (by_year * shape[1] + by_region) * shape[2] + by_category
        taken = np.zeros(shape[0] * shape[1] * shape[2], dtype=np.bool_)
        taken[place] = True
        if taken.sum() < len(place):
            twice = table.filter(table.select(region, category, year).is_duplicated())
            raise HanseError(
                f"{twice.height} rows share their {region}, {category} and {year} with another.",
                where="first: " + ", ".join(str(part) for part in twice.row(0)[:3]),
                remedy="Add the rows up, or select one breakdown.",
            )
        cube = np.full(taken.shape, _MISSING)
        cube[place] = table[value].cast(pl.Float64).fill_null(_MISSING).to_numpy()
        self.cube: Cube = cube.reshape(shape)

    def specialisations(self, quotients: bool, threshold: float) -> tuple[Mask, Mask]:
        judge = specialisations_from_quotients if quotients else specialisations
        return judge(self.cube, threshold=threshold)

    def density(self, quotients: bool, threshold: float, diagonal: Diagonal, pooled: bool) -> Cube:
        specialised, known = self.specialisations(quotients, threshold)
        near = (_pool(specialised), _pool(known)) if pooled else (specialised, known)
        return relatedness_density(specialised, known, proximity(*near, diagonal=diagonal))


def _as_polars(panel: IntoFrame, columns: tuple[str, str, str, str]) -> pl.DataFrame:
    frame = nw.from_native(panel).lazy()
    absent = [column for column in columns if column not in frame.collect_schema()]
    if absent:
        raise HanseError(
            f"The panel has no column {', '.join(absent)}.",
            remedy="Name the columns of region, category, year and employment.",
        )
    table = frame.select(*columns).collect(backend="polars").to_native()
    assert isinstance(table, pl.DataFrame)
    for column in columns[:3]:
        if table[column].null_count():
            raise HanseError(
                f"Column {column} of the panel has {table[column].null_count()} empty cells.",
                why="Every cell names its region, category and year.",
            )
    if not table[columns[2]].dtype.is_integer():
        raise HanseError(f"Column {columns[2]} of the panel holds no whole numbers.")
    if not table[columns[3]].dtype.is_numeric():
        raise HanseError(f"Column {columns[3]} of the panel holds no numbers.")
    return table


def _encode(codes: pl.Series) -> tuple[pl.Series, npt.NDArray[np.int64]]:
    """The distinct codes, sorted, and for each row the place of its code among them."""
    if not isinstance(codes.dtype, pl.Enum | pl.Categorical):
        codes = codes.cast(pl.String).cast(pl.Categorical)
    distinct = codes.unique()
    names = distinct.cast(pl.String)
    numbers = distinct.to_physical().to_numpy()
    places = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.int64)
    places[numbers] = names.rank("ordinal").to_numpy().astype(np.int64) - 1
    return names.sort(), places[codes.to_physical().to_numpy()]


def _pool(mask: Mask) -> Mask:
    return mask.reshape(1, -1, mask.shape[2])


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
