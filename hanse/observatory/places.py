"""Rows as places in a dense array: positions of their codes, and their order without sorting."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

_WIDEST: Final = 1_000_000
"""Whole numbers that lie farther apart than this are looked up by sorting them."""

_PART: Final = 1 << 16

Numbers = NDArray[np.integer]


def positions(column: pl.Series, members: Sequence[str] | Sequence[int]) -> NDArray[np.int64]:
    """(n,) position of each row of `column` among `members`, -1 for a stranger.

    column: texts, categories or whole numbers, without nulls. The work is done once for each
    different category, not for each row.
    """
    at: dict[str | int, int] = dict(zip(members, range(len(members)), strict=True))
    numbers, present, met = _numbered(column)
    lookup = np.full(int(present.max(initial=0)) + 1, -1, dtype=np.int64)
    lookup[present] = [at.get(member, -1) for member in met]
    return np.asarray(lookup[numbers])


def key_places(table: pl.DataFrame, key: Sequence[str]) -> tuple[NDArray[np.int64], int]:
    """(n,) the place of each row among all combinations of its key, and how many there are.

    Places lie in the order of the key, and are equal exactly where the keys are. key: names of
    columns as `positions` takes them.
    """
    columns, places = [], 1
    for column in reversed(key):
        numbers, present, met = _numbered(table[column])
        share = np.zeros(int(present.max(initial=0)) + 1, dtype=np.int64)
        share[present] = places * pl.Series(met).rank("dense").cast(pl.Int64).to_numpy() - places
        columns.append((numbers, share))
        places *= max(1, len(met))
    return summed(columns, table.height), places


def summed(columns: Sequence[tuple[Numbers, NDArray[np.int64]]], rows: int) -> NDArray[np.int64]:
    """(rows,) the sum over `columns` of what each number of a row looks up in its list."""
    place = np.zeros(rows, dtype=np.int64)
    # Parts that stay in the processor's cache: memory is what takes the time here.
    for start in range(0, rows, _PART):
        part = slice(start, start + _PART)
        for numbers, share in columns:
            place[part] += share[numbers[part]]
    return place


def row_order(place: NDArray[np.int64], places: int) -> pl.Series | None:
    """Row numbers in the order of `place`; None when a place is taken twice.

    place: (n,) numbers from 0 to `places` - 1. Where there are not many more places than rows,
    as in a full table of statistics, putting each row in its place is several times faster than
    sorting.
    """
    rows = place.size
    if rows == 0:
        return pl.Series([], dtype=pl.UInt32)
    if places > 8 * rows + _WIDEST:
        order = pl.Series(place).arg_sort()
        taken = pl.Series(place).gather(order)
        return None if (taken == taken.shift(1)).any() else order
    row_at = np.full(places, -1, dtype=np.int32 if rows < 2**31 else np.int64)
    row_at[place] = np.arange(rows, dtype=row_at.dtype)
    found = row_at[np.greater_equal(row_at, 0)]
    return pl.Series(found.astype(np.uint32)) if found.size == rows else None


def _numbered(column: pl.Series) -> tuple[Numbers, NDArray[np.int64], list[str] | list[int]]:
    """A number for each row, the different numbers, and what each of these stands for."""
    if column.dtype.is_integer():
        whole = column.to_numpy().astype(np.int64, copy=False)
        lowest = int(whole.min()) if whole.size else 0
        if whole.size and int(whole.max()) - lowest > _WIDEST:
            met, inverse = np.unique(whole, return_inverse=True)
            return inverse, np.arange(met.size), met.tolist()
        offsets = whole - lowest
        present = _present(offsets)
        return offsets, present, (present + lowest).tolist()
    if column.dtype == pl.String:
        column = column.cast(pl.Categorical)
    physical = column.to_physical()
    numbers: Numbers = np.asarray(physical.to_numpy())
    present = _present(numbers)
    texts = pl.Series(present, dtype=physical.dtype).cat.to(column.dtype).cast(pl.String)
    return numbers, present, texts.to_list()


def _present(numbers: Numbers) -> NDArray[np.int64]:
    """The different numbers, none negative, in order."""
    met = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
    for start in range(0, numbers.size, _PART):
        met[numbers[start : start + _PART]] = True
    return np.flatnonzero(met)
