"""Polars columns as NumPy arrays and back, without copies where that is possible."""

import math
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from hanse.observatory.indicators.groups import Flags, Floats

Values: TypeAlias = npt.NDArray[Any]
Integers: TypeAlias = npt.NDArray[np.integer[Any]]

_BLOCK: Final = 1 << 17


class Written:
    """A column that is written a stretch of rows at a time. What is not a number becomes null."""

    def __init__(self, like: pl.Series, values: Values) -> None:
        """values: an array to be filled, of the type that `physical` says of columns `like` it."""
        self._kind = like.dtype
        self._values = values
        # What stands for null among the values.
        whole = values.dtype.kind != "f"
        self._null = int(np.iinfo(values.dtype).max) if whole else math.nan

    def put(self, part: pl.Series, first: int) -> None:
        """Writes the rows from `first` on."""
        numbers = _numbers(part).fill_null(self._null).to_numpy()
        self._values[first : first + len(part)] = numbers

    def series(self, name: str) -> pl.Series:
        """The finished column, in the memory it was written to."""
        values = self._values
        known = ~np.isnan(values) if math.isnan(self._null) else values != self._null
        column = _series(name, values, known)
        if isinstance(self._kind, pl.Enum | pl.Categorical):
            return column.cat.to(self._kind)
        return column.cast(self._kind)


def physical(column: pl.Series) -> np.dtype[Any]:
    """The type of the numbers that stand for the values of `column`."""
    none: Values = _numbers(column.head(0)).to_numpy()
    return none.dtype


def series_of(name: str, floats: Floats) -> pl.Series:
    """A column of `floats`, null where they are NaN."""
    floats = floats.astype(np.float64, copy=False)
    return _series(name, floats, ~np.isnan(floats))


def floats_in_place(column: pl.Series) -> Floats | None:
    """The values of `column` where they lie in memory, with NaN for null.

    None when they do not lie there like this, or when some are not finite.
    """
    if column.dtype != pl.Float64 or column.n_chunks() != 1 or column.is_empty():
        return None
    arrow = column.to_arrow()
    _, cells = arrow.buffers()
    values = np.frombuffer(cells, np.float64)[arrow.offset : arrow.offset + len(arrow)]
    for first in range(0, len(values), _BLOCK):
        known = column.slice(first, _BLOCK).is_not_null().to_numpy()
        part = values[first : first + _BLOCK]
        if not (np.isnan(part) != known).all() or np.isinf(part).any():
            return None
    return values


def numbered(column: pl.Series) -> Integers:
    """A whole number for each value of a key column; differences of years are kept."""
    if isinstance(column.dtype, pl.Enum | pl.Categorical):
        column = column.to_physical()
    elif not column.dtype.is_integer():
        column = column.cast(pl.String).cast(pl.Categorical).to_physical()
    numbers: Integers = column.to_numpy()
    return numbers


def _numbers(column: pl.Series) -> pl.Series:
    """The values of `column` as numbers: words as their codes, truth values as 0 and 1."""
    if isinstance(column.dtype, pl.Enum | pl.Categorical):
        return column.to_physical()
    return column.cast(pl.Int8) if column.dtype == pl.Boolean else column


def _series(name: str, values: Values, known: Flags) -> pl.Series:
    bits = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    kind = pa.from_numpy_dtype(values.dtype)
    array = pa.Array.from_buffers(kind, len(values), [bits, pa.py_buffer(values)])
    return pl.Series(_Exported(array)).alias(name)


class _Exported:
    """An Arrow array known by its C interface alone, which spares the import of `pyarrow.compute`.

    That takes longer than all else that a panel of a few thousand rows needs.
    """

    def __init__(self, array: pa.Array) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        capsules: tuple[object, object] = self._array.__arrow_c_array__(requested_schema)
        return capsules
