"""A panel as a dense array of years x regions x categories, for the matrix methods."""

from typing import Final

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl
from narwhals.typing import IntoFrame

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.columns import floats_in_place, numbered
from hanse.observatory.indicators.lattice import Lattice, lattice_of

Cube = npt.NDArray[np.float64]

_MISSING: Final = float("nan")


class Cells:
    """A panel as a cube, with the codes along its three axes."""

    def __init__(self, panel: IntoFrame, region: str, category: str, year: str, value: str) -> None:
        table = _as_polars(panel, (region, category, year, value))
        self._lattice = lattice = _sorted_lattice(table, region, category, year)
        if lattice is not None:
            self.years = pl.Series(lattice.lines[year]).cast(pl.Int32)
            self.regions = _names(lattice, table, region)
            self.categories = _names(lattice, table, category)
            floats = floats_in_place(table[value])
            if floats is None:
                floats = table[value].cast(pl.Float64).fill_null(_MISSING).to_numpy()
            self._axes = [lattice.axes[key] for key in (year, region, category)]
            self.cube: Cube = floats.reshape(lattice.shape).transpose(self._axes)
            return
        self.years = table[year].cast(pl.Int32).unique().sort()
        self.regions, by_region = _encode(table[region])
        self.categories, by_category = _encode(table[category])
        by_year = np.searchsorted(self.years.to_numpy(), table[year].to_numpy())
        shape = (len(self.years), len(self.regions), len(self.categories))
        self._place = place = (by_year * shape[1] + by_region) * shape[2] + by_category
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
        self.cube = cube.reshape(shape)

    def in_rows(self, values: Cube) -> npt.NDArray[np.float64]:
        """The cells of such a cube in the order of the panel's rows."""
        if self._lattice is not None:
            values = values.transpose(np.argsort(self._axes))
        cells = values.reshape(-1)
        return cells if self._lattice is not None else cells[self._place]


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
    words = [column for column in columns[:2] if table[column].dtype == pl.String]
    table = table.with_columns(pl.col(words).cast(pl.Categorical))
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


def _sorted_lattice(table: pl.DataFrame, *keys: str) -> Lattice | None:
    """What the rows make up, when they are told apart and the codes along each axis are sorted."""
    lattice = lattice_of({key: numbered(table[key]) for key in keys})
    if lattice is None or not lattice.tells_apart(keys):
        return None
    return lattice if all(_names(lattice, table, key).is_sorted() for key in keys) else None


def _names(lattice: Lattice, table: pl.DataFrame, key: str) -> pl.Series:
    """The codes along the axis of `key`: words, or whole numbers."""
    column = table[key][:: lattice.stride(key)][: lattice.shape[lattice.axes[key]]]
    return column if column.dtype.is_integer() else column.cast(pl.String)


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
