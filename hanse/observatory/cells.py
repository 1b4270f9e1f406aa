"""Clusters and industries of an edition held ready: rows by category, region and year, at once.

Pages ask for a few rows of large tables, dozens of times. Files beside the edition hold the tables
as they lie in memory, codes and words as small numbers; processes map them, so that they share them
and read what they need. They are made from the edition's own tables when they are missing.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from hanse.foundation.disk import replacing
from hanse.foundation.problems import HanseError

MAPPED: Final = ".mapped"
"""Folder on the shelf with what can be made again from its editions."""
_FORM: Final = 1
"""Part of the files' names; changes with what they hold."""
_CLUSTERS: Final = ("scheme", "category", "year", "region")
_INDUSTRIES: Final = ("industry", "year", "region")
_OF_INDUSTRIES: Final = (
    *_INDUSTRIES,
    "employment_persons",
    "employment_persons_status",
    "establishments_count",
    "establishments_count_status",
    "location_quotient",
    "relatedness_density",
)
"""The columns of industries that pages show."""
_WORDS: Final = b"words"

Rows = NDArray[np.int64]

_Cells = TypeVar("_Cells", "ClusterCells", "IndustryCells")
_lock = Lock()


class _Held:
    """A table by its keys, of which the last are year and region.

    coded: text columns hold places in the lists of `words`, null for none; by the keys.
    """

    def __init__(self, coded: pl.DataFrame, words: Mapping[str, Sequence[str]]) -> None:
        self._coded = coded
        self._words = {name: pl.Series(known, dtype=pl.String) for name, known in words.items()}
        self._codes = {
            name: {word: at for at, word in enumerate(words[name])}
            for name in (*_CLUSTERS, *_INDUSTRIES)
            if name in words
        }
        self._year = coded["year"].to_numpy()
        self._region = coded["region"].to_numpy()

    @property
    def columns(self) -> list[str]:
        """The columns that there are."""
        return self._coded.columns

    def _known(self, name: str, codes: Sequence[str]) -> list[int]:
        known = self._codes[name]
        return sorted({known[each] for each in codes if each in known})

    def _inside(
        self, blocks: Sequence[tuple[int, int]], regions: Sequence[int] | None, year: int | None
    ) -> Rows:
        """The rows of blocks, each by year and region, in one year and some regions, or in all."""
        found: list[Rows] = []
        for start, stop in blocks:
            if year is not None:
                inside = self._year[start:stop]
                stop = start + int(np.searchsorted(inside, year, side="right"))
                start += int(np.searchsorted(inside, year, side="left"))
            if regions is None:
                found.append(np.arange(start, stop))
                continue
            places = self._region[start:stop]
            if year is None:
                found.append(start + np.flatnonzero(np.isin(places, regions)))
            else:
                at = np.searchsorted(places, regions)
                at = at[at < len(places)]
                found.append(start + at[np.isin(places[at], regions)])
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def _picked(self, columns: Sequence[str], found: Rows) -> pl.DataFrame:
        """`columns` of the rows at the places `found`, in words."""
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


class ClusterCells(_Held):
    """The table `clusters` of an edition, by scheme, category, year and region."""

    def __init__(self, coded: pl.DataFrame, words: Mapping[str, Sequence[str]]) -> None:
        super().__init__(coded, words)
        scheme, category, region = (
            coded[name].to_numpy().astype(np.int64) for name in ("scheme", "category", "region")
        )
        self._blocks = _runs(scheme, category)
        self._schemes = _runs(scheme)
        self._regions = len(words["region"])
        of_region = scheme * self._regions + region
        # Stable, so that the rows of a region stay in the order of the table.
        self._by_region = np.argsort(of_region, kind="stable")
        self._ends = np.searchsorted(
            of_region[self._by_region], np.arange(len(words["scheme"]) * self._regions + 1)
        )

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
        of = self._codes["scheme"].get(scheme, -1)
        places = None if regions is None else self._known("region", regions)
        if categories is not None:
            kinds = [self._blocks.get((of, each)) for each in self._known("category", categories)]
            return self._picked(columns, self._inside(list(filter(None, kinds)), places, year))
        if places is not None:
            return self._picked(columns, self._of_regions(of, places, year))
        start, stop = self._schemes.get((of,), (0, 0))
        every = np.arange(start, stop)
        return self._picked(
            columns, every if year is None else every[self._year[start:stop] == year]
        )

    def _of_regions(self, scheme: int, regions: Sequence[int], year: int | None) -> Rows:
        if scheme < 0 or not regions:
            return np.empty(0, dtype=np.int64)
        first, ends = scheme * self._regions, self._ends
        rows = np.concatenate(
            [self._by_region[ends[first + at] : ends[first + at + 1]] for at in regions]
        )
        rows = rows if year is None else rows[self._year[rows] == year]
        return rows if len(regions) == 1 else np.sort(rows)


class IndustryCells(_Held):
    """The table `industries` of an edition, by industry, year and region: what pages show of it."""

    def __init__(self, coded: pl.DataFrame, words: Mapping[str, Sequence[str]]) -> None:
        super().__init__(coded, words)
        self._blocks = _runs(coded["industry"].to_numpy())

    def rows(
        self,
        columns: Sequence[str],
        *,
        industries: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        year: int | None = None,
    ) -> pl.DataFrame:
        """`columns`, by industry, year and region; as `ClusterCells.rows`."""
        if industries is None:
            blocks = list(self._blocks.values())
        else:
            known = self._known("industry", industries)
            blocks = [self._blocks[each,] for each in known]
        places = None if regions is None else self._known("region", regions)
        return self._picked(columns, self._inside(blocks, places, year))


class Cells:
    """Clusters and industries of an edition on the shelf, mapped into memory when asked for.

    tables: the folder of the edition's own, Parquet files. Where the shelf cannot be written to, or
    is full, they are held in this process's own memory.
    """

    def __init__(self, shelf: Path, edition: str, tables: Path) -> None:
        self._made = shelf / MAPPED / edition
        self._tables = tables

    @cached_property
    def clusters(self) -> ClusterCells:
        """The clusters."""
        with _lock:
            return _clusters(self._made, self._tables / "clusters.parquet")

    @cached_property
    def industries(self) -> IndustryCells:
        """The industries."""
        with _lock:
            return _industries(self._made, self._tables / "industries.parquet")

    def mapped(self) -> "Cells":
        """Itself, with both mapped: from now on they stay, though the edition be removed."""
        _ = self.clusters, self.industries
        return self


def forget_mapped(shelf: Path, editions: Sequence[str]) -> None:
    """Remove what was made of editions that are not among `editions`, those still on the shelf."""
    for folder in (shelf / MAPPED).glob("*"):
        if folder.name not in editions:
            for file in folder.glob("*"):
                file.unlink(missing_ok=True)
            with suppress(OSError):  # where another process has just made a file in it
                folder.rmdir()


@lru_cache(maxsize=4)
def _clusters(folder: Path, table: Path) -> ClusterCells:
    path = folder / f"clusters-{_FORM}.arrow"
    return _held(path, ClusterCells, lambda: coded(pl.read_parquet(table), _CLUSTERS))


@lru_cache(maxsize=4)
def _industries(folder: Path, table: Path) -> IndustryCells:
    path = folder / f"industries-{_FORM}.arrow"

    def made() -> pa.Table:
        has = pl.read_parquet_schema(table)
        columns: list[str] = [name for name in _OF_INDUSTRIES if name in has]
        return coded(pl.read_parquet(table, columns=columns), _INDUSTRIES)

    return _held(path, IndustryCells, made)


def _held(path: Path, kind: type[_Cells], made: Callable[[], pa.Table]) -> _Cells:
    """What the file at `path` holds, which is made first where it is missing or damaged."""
    try:
        return _mapped(path, kind)
    except (FileNotFoundError, NotADirectoryError, pa.ArrowInvalid):
        # Not there yet, or cut short when the machine stopped.
        table = made()
    try:
        _write(table, path)
    except HanseError:
        return opened(table, kind)
    return _mapped(path, kind)


def coded(table: pl.DataFrame, keys: Sequence[str]) -> pa.Table:
    """A table by its `keys` as it is to lie in memory, with its words in the metadata."""
    words = {
        name: table[name].drop_nulls().unique().sort().to_list()
        for name, dtype in table.schema.items()
        if dtype == pl.String
    }
    small = table.with_columns(
        pl.col(name).replace_strict(
            {word: at for at, word in enumerate(known)},
            return_dtype=pl.UInt16 if len(known) > 255 else pl.UInt8,
        )
        if known
        else pl.lit(None, pl.UInt8).alias(name)
        for name, known in words.items()
    )
    # Codes are numbered in their order, so that they sort as the words do.
    arrow = small.sort(keys).rechunk().to_arrow()
    return arrow.replace_schema_metadata({_WORDS: json.dumps(words).encode()})


def opened(table: pa.Table, kind: type[_Cells]) -> _Cells:
    """What a table of `coded` answers by its keys."""
    words: dict[str, Any] = json.loads(table.schema.metadata[_WORDS])
    return kind(pl.DataFrame(table), words)


def _mapped(path: Path, kind: type[_Cells]) -> _Cells:
    with pa.memory_map(str(path)) as file:
        return opened(pa.ipc.open_file(file).read_all(), kind)


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


def _runs(*keys: NDArray[Any]) -> dict[tuple[int, ...], tuple[int, int]]:
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
