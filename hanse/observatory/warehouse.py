"""The shelf of editions and the only module that opens the analytical store (DuckDB)."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import local
from typing import Any, Final, Protocol

import duckdb
import polars as pl
import pyarrow.parquet as parquet

from hanse.foundation.disk import sha256_of, sync, write_whole
from hanse.foundation.problems import HanseError
from hanse.foundation.processes import is_running
from hanse.observatory.cells import Cells, forget_mapped

STORE: Final = "edition.duckdb"
MANIFEST: Final = "manifest.json"
TABLES: Final = "tables"
CURRENT: Final = "current"
_BUILDING: Final = ".building-"
_ROW_GROUP: Final = 1 << 16
"""A question about a few industries reads only groups that have them; each costs a little, too."""
_CONFIGURATION: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "preserve_insertion_order": "true",
}
_STORE_ROW_GROUP: Final = 1 << 14
"""An eighth of the usual: pages ask for a few rows, and skip the groups that cannot hold them."""

Manifest = dict[str, Any]
"""A manifest as it stands in JSON: see docs/guide/editions.md."""


class Askable(Protocol):
    """What answers questions about an edition: one on the shelf, or one held open."""

    @property
    def id(self) -> str:
        """The edition's identifier."""

    @property
    def manifest(self) -> Manifest:
        """Recipe, sources, parameters, reports and checksums."""

    @property
    def cells(self) -> Cells:
        """Its clusters and industries, held ready."""

    def query(self, statement: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Rows of an SQL `statement`, with `$name` standing for `parameters`."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished edition on the shelf; nothing in its folder ever changes."""

    id: str
    folder: Path

    @property
    def manifest(self) -> Manifest:
        """Recipe, sources, parameters, reports and checksums."""
        path = self.folder / MANIFEST
        try:
            content: Manifest = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise HanseError(
                f"The manifest of edition {self.id} is damaged.",
                where=str(path),
                why=str(error),
                remedy="Remove this edition's folder and build it again.",
            ) from error
        return content

    @property
    def cells(self) -> Cells:
        """Its clusters and industries, held ready."""
        return Cells(self.folder.parent, self.id, self.folder / TABLES)

    def parquet(self, table: str) -> Path:
        """Path of a table's Parquet file. Raises `HanseError` when there is no such table."""
        path = self.folder / TABLES / f"{table}.parquet"
        if not path.is_file():
            names = ", ".join(sorted(file.stem for file in (self.folder / TABLES).iterdir()))
            raise HanseError(
                f"Edition {self.id} has no table {table}.", remedy=f"Its tables: {names}."
            )
        return path

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A read-only connection in which every table can be queried by its name.

        No extension is ever downloaded.
        """
        connection = self.connection()
        try:
            yield self.with_views(connection)
        finally:
            connection.close()

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A read-only connection to the tables in the store."""
        return duckdb.connect(self.folder / STORE, read_only=True, config=_CONFIGURATION)

    def with_views(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """`connection`, in which the tables outside the store can be queried by their names too."""
        for table in self._outside():
            path = str(self.parquet(table)).replace("'", "''")
            connection.execute(
                f"CREATE TEMP VIEW \"{table}\" AS SELECT * FROM read_parquet('{path}')"
            )
        return connection

    def _outside(self) -> list[str]:
        """Tables that are in their Parquet file alone."""
        return [name for name, entry in self.manifest["tables"].items() if not entry["stored"]]

    def query(self, statement: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Rows of an SQL `statement`, with `$name` standing for `parameters`."""
        with self.open() as connection:
            return _rows(connection, statement, parameters)

    def verify(self) -> list[str]:
        """Sentences on every table whose bytes are not those the manifest records."""
        faults = []
        for table, entry in self.manifest["tables"].items():
            path = self.folder / TABLES / f"{table}.parquet"
            if not path.is_file():
                faults.append(f"{path.name} is gone")
            elif sha256_of(path) != entry["sha256"]:
                faults.append(f"{path.name} has changed since it was published")
        return faults


class Reader:
    """An edition held open for many questions, from any thread.

    What it reads stays readable when another edition is published or this one is removed. Each
    thread that asks keeps a connection of its own until it ends.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.manifest = edition.manifest
        self.cells = edition.cells.mapped()
        self._first = edition.connection()
        # Many ask at once: each answers with the thread that asks, and none waits for helpers.
        self._first.execute("SET threads = 1; SET parquet_metadata_cache = true")
        self._of_thread = local()

    @property
    def id(self) -> str:
        """The edition's identifier."""
        return self.edition.id

    def query(self, statement: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Rows of an SQL `statement`, with `$name` standing for `parameters`."""
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = self.edition.with_views(self._first.cursor())
        return _rows(self._of_thread.connection, statement, parameters)

    def batches(
        self, statement: str, parameters: Mapping[str, object] | None = None, rows: int = 1 << 14
    ) -> Iterator[pl.DataFrame]:
        """The same in tables of about `rows` rows, at least one; never all in memory.

        They come over a connection of their own, closed after the last or when given up.
        """
        connection = self.edition.with_views(self._first.cursor())
        try:
            relation = connection.sql(statement, params=dict(parameters or {}))
            reader = relation.to_arrow_reader(rows)
            first = pl.DataFrame(reader.schema.empty_table())
            for batch in reader:
                if batch.num_rows:
                    yield pl.DataFrame(batch)
                    first = pl.DataFrame()
            if first.width:
                yield first
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of editions: each in a folder of its own, and a pointer to the current one."""

    folder: Path

    def editions(self) -> list[Edition]:
        """Finished editions, oldest first by their identifier."""
        if not self.folder.is_dir():
            return []
        return [
            Edition(path.name, path)
            for path in sorted(self.folder.iterdir())
            if not path.name.startswith(".") and (path / MANIFEST).is_file()
        ]

    def published(self) -> str:
        """Identifier in the pointer to the current edition, "" when there is none."""
        pointer = self.folder / CURRENT
        return pointer.read_text("utf-8").strip() if pointer.is_file() else ""

    def current(self) -> Edition:
        """The published edition.

        Raises `HanseError` when none has been published, or it is not on the shelf any more.
        """
        name = self.published()
        if not name:
            raise HanseError(
                "No edition has been published yet.",
                where=str(self.folder),
                remedy="Run `hanse demo`, or `hanse observatory build RECIPE.toml`.",
            )
        edition = Edition(name, self.folder / name)
        if not (edition.folder / MANIFEST).is_file():
            known = ", ".join(edition.id for edition in self.editions()) or "none"
            raise HanseError(
                f"The current edition {name} is gone.",
                where=str(self.folder),
                remedy=f"Run `hanse observatory publish` with another. There are: {known}.",
            )
        return edition

    def edition(self, name: str = "") -> Edition:
        """The edition with this identifier, the latest of the series `name`, or the current one.

        Raises `HanseError` listing what there is when nothing matches.
        """
        if not name:
            return self.current()
        all_editions = self.editions()
        matching = [edition for edition in all_editions if edition.id == name] or [
            edition for edition in all_editions if edition.manifest["recipe"]["name"] == name
        ]
        if not matching:
            known = ", ".join(edition.id for edition in all_editions) or "none yet"
            raise HanseError(
                f"There is no edition {name}.", where=str(self.folder), remedy=f"Editions: {known}."
            )
        return max(matching, key=lambda edition: str(edition.manifest["built"]))

    def publish(self, edition: Edition) -> None:
        """Move the pointer to `edition`; readers of the previous one keep what they have open."""
        write_whole(self.folder / CURRENT, f"{edition.id}\n".encode())

    def add(
        self,
        identifier: str,
        tables: Mapping[str, pl.DataFrame],
        manifest: Manifest,
        *,
        unstored: Collection[str] = (),
        progress: Callable[[float], None] | None = None,
    ) -> Edition:
        """Write a new edition; it appears on the shelf whole, or not at all.

        tables: in the row order that is to be kept. manifest: completed here with the rows,
        bytes and checksum of each table. unstored: large tables that stay out of the DuckDB
        file and are queried in their Parquet file. An edition of the same identifier is left as
        it is when its tables are the same. Raises `HanseError` when they differ, or when the
        disk is full.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._clear_abandoned()
        workplace = self.folder / f"{_BUILDING}{identifier}-{os.getpid()}"
        try:
            entries = _write_tables(workplace, tables, unstored, progress)
            text = json.dumps({**manifest, "tables": entries}, indent=1, ensure_ascii=False)
            write_whole(workplace / MANIFEST, f"{text}\n".encode())
            return self._shelve(identifier, workplace, entries)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise HanseError(
                    "The disk is full; the edition was not written.",
                    where=str(self.folder),
                    why="Nothing has changed: the last edition is still the current one.",
                    remedy="Free some space and build again.",
                ) from error
            raise
        except duckdb.Error as error:
            raise HanseError(
                "The edition's store could not be written.",
                where=str(workplace),
                why=str(error).splitlines()[0],
                remedy="Check the free space on the disk, then build again.",
            ) from error
        finally:
            shutil.rmtree(workplace, ignore_errors=True)

    def _shelve(self, identifier: str, workplace: Path, entries: Manifest) -> Edition:
        edition = Edition(identifier, self.folder / identifier)
        if not edition.folder.exists():
            sync(workplace)
            workplace.rename(edition.folder)
            sync(self.folder)
            return edition
        there = edition.manifest["tables"]
        changed = [name for name, entry in entries.items() if there.get(name) != entry]
        if changed:
            raise HanseError(
                f"Edition {identifier} exists with other contents in {', '.join(changed)}.",
                where=str(edition.folder),
                why="An edition never changes once it is on the shelf.",
                remedy="Tell us: the same recipe and sources must give the same tables.",
            )
        return edition

    def _clear_abandoned(self) -> None:
        """Remove what builds left behind whose process is gone."""
        for path in self.folder.glob(f"{_BUILDING}*"):
            process = path.name.rpartition("-")[2]
            if process.isdigit() and int(process) != os.getpid() and not is_running(int(process)):
                shutil.rmtree(path, ignore_errors=True)
        forget_mapped(self.folder, [each.id for each in self.editions()])


def write_parquet(table: pl.DataFrame, path: Path) -> None:
    """`table` as Parquet whose bytes depend on its contents and the library versions alone.

    Codes and flags are kept as dictionaries. Figures are mostly different from each other: a
    dictionary of them costs time and room, while their bytes sorted by significance pack well.
    """
    figures = [name for name, dtype in table.schema.items() if dtype.is_float()]
    parquet.write_table(
        table.to_arrow(compat_level=pl.CompatLevel.oldest()),
        path,
        use_dictionary=[name for name in table.columns if name not in figures],
        use_byte_stream_split=figures,
        compression="zstd",
        row_group_size=_ROW_GROUP,
        store_schema=False,
    )


def _write_tables(
    workplace: Path,
    tables: Mapping[str, pl.DataFrame],
    unstored: Collection[str],
    progress: Callable[[float], None] | None,
) -> Manifest:
    folder = workplace / TABLES
    folder.mkdir(parents=True)
    quoted = str(workplace / STORE).replace("'", "''")
    with duckdb.connect(config=_CONFIGURATION) as store:

        def stored(name: str) -> str:
            path = folder / f"{name}.parquet"
            sync(path)
            if name not in unstored:
                rows = "SELECT * FROM read_parquet($path)"
                store.execute(f'CREATE TABLE "{name}" AS {rows}', {"path": str(path)})
            return sha256_of(path)

        store.execute(f"ATTACH '{quoted}' AS store (ROW_GROUP_SIZE {_STORE_ROW_GROUP})")
        store.execute("USE store")
        # A table goes into the store while the next is packed: each keeps one core busy.
        with ThreadPoolExecutor(1) as beside:
            checksums = {}
            for done, (name, table) in enumerate(tables.items()):
                if progress:
                    progress(done / len(tables))
                write_parquet(table, folder / f"{name}.parquet")
                checksums[name] = beside.submit(stored, name)
            entries: Manifest = {
                name: {
                    "rows": table.height,
                    "stored": name not in unstored,
                    "columns": table.columns,
                    "bytes": (folder / f"{name}.parquet").stat().st_size,
                    "sha256": checksums[name].result(),
                }
                for name, table in tables.items()
            }
        store.execute("CHECKPOINT")
    sync(workplace / STORE)
    if progress:
        progress(1.0)
    return entries


def _rows(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    parameters: Mapping[str, object] | None,
) -> pl.DataFrame:
    relation = connection.sql(statement, params=dict(parameters or {}))
    return pl.DataFrame(relation.to_arrow_table())
