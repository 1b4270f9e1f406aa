"""The clusters of an edition held ready: rows by scheme, category, region and year, at once.

Pages ask for a few rows of a large table, dozens of times. A file beside the edition holds the
table as it lies in memory, codes and words as small numbers; processes map it, so that they share
it and read what they need. It is made from the edition's own table when it is missing.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from hanse.foundation.disk import replacing
from hanse.foundation.problems import HanseError

MAPPED: Final = ".mapped"
"""Folder on the shelf with what can be made again from its editions."""
_FILE: Final = "clusters-1.arrow"
"""Its number changes with the form of the file."""
_ORDER: Final = ("scheme", "category", "year", "region")
_WORDS: Final = b"words"

Rows = NDArray[np.int64]

_lock = Lock()


class ClusterCells:
    """The table `clusters` of an edition, answered by its keys.

    coded: a row a cluster and year, by scheme, category, year and region; text columns hold places
    in the lists of `words`, null for none.
    """

    def __init__(self, coded: pl.DataFrame, words: Mapping[str, Sequence[str]]) -> None:
        self._coded = coded
        self._words = {
            name: pl.Series(list(known), dtype=pl.String) for name, known in words.items()
        }
        self._codes = {
            name: {word: at for at, word in enumerate(words[name])}
            for name in ("scheme", "category", "region")
        }
        scheme, category, region = (
            coded[name].to_numpy().astype(np.int64) for name in ("scheme", "category", "region")
        )
        self._year = coded["year"].to_numpy()
        self._blocks = _runs(scheme, category)
        self._schemes = _runs(scheme)
        self._regions = len(words["region"])
        of_region = scheme * self._regions + region
        # Stable, so that the rows of a region stay in the order of the table.
        self._by_region = np.argsort(of_region, kind="stable")
        self._ends = np.searchsorted(
            of_region[self._by_region], np.arange(len(words["scheme"]) * self._regions + 1)
        )

    @property
    def columns(self) -> list[str]:
        """The columns that there are."""
        return self._coded.columns

    def rows(
        self,
        columns: Sequence[str],
        *,
        scheme: str,
        categories: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        year: int | None = None,
    ) -> pl.DataFrame:
        """`columns` of the clusters of a scheme, by category, year and region.

        categories, regions, year: of these alone; None for all. Codes that there are not have no
        rows. Raises `polars.exceptions.ColumnNotFoundError` for a column that there is not.
        """
        found = self._found(scheme, categories, regions, year)
        picked = pl.DataFrame([self._coded.get_column(name) for name in columns])
        if found.size and found[-1] - found[0] + 1 == found.size:
            picked = picked.slice(int(found[0]), found.size)
        else:
            picked = picked[found]
        # In one step: each would cost more than the few words that it looks up.
        return picked.with_columns(
            pl.lit(self._words[name]).gather(pl.col(name)).alias(name)
            for name in picked.columns
            if name in self._words
        )

    def _found(
        self,
        scheme: str,
        categories: Sequence[str] | None,
        regions: Sequence[str] | None,
        year: int | None,
    ) -> Rows:
        """Places of the rows, each once, in the order of the table."""
        of = self._codes["scheme"].get(scheme, -1)
        places = None if regions is None else self._known("region", regions)
        if categories is not None:
            kinds = [self._blocks.get((of, each)) for each in self._known("category", categories)]
            found = [self._of_year(block, year) for block in sorted(filter(None, kinds))]
            inside = _joined(found)
            if places is None:
                return inside
            held = self._coded["region"].to_numpy()[inside]
            return inside[np.isin(held, places)]
        if places is not None:
            first = of * self._regions
            ends = self._ends
            rows = _joined(
                [self._by_region[ends[first + at] : ends[first + at + 1]] for at in places]
                if of >= 0
                else []
            )
            rows = rows if year is None else rows[self._year[rows] == year]
            return rows if len(places) == 1 else np.sort(rows)
        start, stop = self._schemes.get((of,), (0, 0))
        every = np.arange(start, stop)
        return every if year is None else every[self._year[start:stop] == year]

    def _known(self, name: str, codes: Sequence[str]) -> list[int]:
        known = self._codes[name]
        return sorted({known[each] for each in codes if each in known})

    def _of_year(self, block: tuple[int, int], year: int | None) -> Rows:
        """The rows of a block, which is by year, in one year."""
        start, stop = block
        if year is not None:
            inside = self._year[start:stop]
            stop = start + int(np.searchsorted(inside, year, side="right"))
            start += int(np.searchsorted(inside, year, side="left"))
        return np.arange(start, stop)


def cluster_cells(shelf: Path, edition: str, table: Path) -> ClusterCells:
    """The clusters of an edition on the shelf, mapped into memory.

    table: the edition's own, a Parquet file. Where the shelf cannot be written to, or is full, they
    are held in this process's own memory.
    """
    with _lock:
        return _cells(shelf, edition, table)


@lru_cache(maxsize=4)
def _cells(shelf: Path, edition: str, table: Path) -> ClusterCells:
    path = shelf / MAPPED / edition / _FILE
    try:
        return _mapped(path)
    except (FileNotFoundError, NotADirectoryError, pa.ArrowInvalid):
        # Not there yet, or cut short when the machine stopped.
        coded = _coded(pl.read_parquet(table))
    try:
        _write(coded, path)
    except HanseError:
        return _opened(coded)
    return _mapped(path)


def forget_mapped(shelf: Path, editions: Sequence[str]) -> None:
    """Remove what was made of editions that are not among `editions`, those still on the shelf."""
    for folder in (shelf / MAPPED).glob("*"):
        if folder.name not in editions:
            for file in folder.glob("*"):
                file.unlink(missing_ok=True)
            folder.rmdir()


def _coded(clusters: pl.DataFrame) -> pa.Table:
    """The table as it is to lie in memory, with its words in the metadata."""
    clusters = clusters.sort(_ORDER)
    words = {
        name: clusters[name].drop_nulls().unique().sort().to_list()
        for name, dtype in clusters.schema.items()
        if dtype == pl.String
    }
    coded = clusters.with_columns(
        pl.col(name).replace_strict(
            {word: at for at, word in enumerate(known)},
            return_dtype=pl.UInt16 if len(known) > 255 else pl.UInt8,
        )
        for name, known in words.items()
        if known
    ).with_columns(pl.lit(None, pl.UInt8).alias(name) for name, known in words.items() if not known)
    table = coded.rechunk().to_arrow()
    return table.replace_schema_metadata({_WORDS: json.dumps(words).encode()})


def _mapped(path: Path) -> ClusterCells:
    with pa.memory_map(str(path)) as file:
        return _opened(pa.ipc.open_file(file).read_all())


def _opened(table: pa.Table) -> ClusterCells:
    words: dict[str, Any] = json.loads(table.schema.metadata[_WORDS])
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return ClusterCells(frame, words)


def _write(table: pa.Table, path: Path) -> None:
    """Write the file whole or not at all. Raises `HanseError` where the disk refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HanseError("The file cannot be written.", where=str(path)) from error
    with (
        replacing(path) as unfinished,
        pa.OSFile(str(unfinished), "wb") as file,
        pa.ipc.new_file(file, table.schema) as writer,
    ):
        writer.write_table(table)


def _runs(*keys: NDArray[np.int64]) -> dict[tuple[int, ...], tuple[int, int]]:
    """Keys, by which rows are grouped -> the first row of each, and the one after its last."""
    size = keys[0].size
    if not size:
        return {}
    changes = np.zeros(size, dtype=bool)
    changes[0] = True
    for key in keys:
        changes[1:] |= key[1:] != key[:-1]
    starts = np.flatnonzero(changes)
    stops = [*starts[1:].tolist(), size]
    names = zip(*(key[starts].tolist() for key in keys), strict=True)
    return dict(zip(names, zip(starts.tolist(), stops, strict=True), strict=True))


def _joined(parts: Sequence[Rows]) -> Rows:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
