"""The shelf: editions appear whole or not at all, and never change."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from hanse.foundation.disk import sha256_of
from hanse.foundation.problems import HanseError
from hanse.observatory import warehouse
from hanse.observatory.warehouse import MANIFEST, Edition, Manifest, Shelf, write_parquet

TABLE = pl.DataFrame({"region": ["AT11", "AT12"], "employment_persons": [1.5, None]})


def manifest(name: str = "demo", built: str = "2026-01-01") -> Manifest:
    return {"recipe": {"name": name}, "built": built}


def add(shelf: Shelf, identifier: str = "demo-1", table: pl.DataFrame = TABLE) -> Edition:
    return shelf.add(identifier, {"clusters": table}, manifest())


def test_an_edition_can_be_read_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    edition = add(shelf)
    shelf.publish(edition)
    assert shelf.current() == edition
    found = edition.query("SELECT * FROM clusters WHERE region = $region", {"region": "AT11"})
    assert found.equals(TABLE.head(1))
    assert edition.manifest["tables"]["clusters"]["rows"] == 2
    assert edition.verify() == []


def test_a_table_can_be_kept_out_of_the_store(tmp_path: Path) -> None:
    edition = Shelf(tmp_path).add(
        "demo-1", {"clusters": TABLE, "inputs": TABLE}, manifest(), unstored=["inputs"]
    )
    assert not edition.manifest["tables"]["inputs"]["stored"]
    assert edition.query("SELECT * FROM inputs").equals(TABLE)


def test_the_same_edition_again_is_left_as_it_is(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first = add(shelf)
    before = (first.folder / MANIFEST).stat().st_mtime_ns
    assert add(shelf) == first
    assert (first.folder / MANIFEST).stat().st_mtime_ns == before


def test_an_edition_with_other_contents_is_refused(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    add(shelf)
    with pytest.raises(HanseError, match="other contents in clusters"):
        add(shelf, table=TABLE.head(1))
    assert pl.read_parquet(shelf.edition("demo-1").parquet("clusters")).height == 2


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    edition = add(Shelf(tmp_path))
    write_parquet(TABLE.head(1), edition.parquet("clusters"))
    assert edition.verify() == ["clusters.parquet has changed since it was published"]
    edition.parquet("clusters").unlink()
    assert edition.verify() == ["clusters.parquet is gone"]


def test_unknown_editions_and_tables_are_named_with_what_there_is(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with pytest.raises(HanseError, match="hanse demo"):
        shelf.current()
    edition = add(shelf)
    with pytest.raises(HanseError, match="Editions: demo-1"):
        shelf.edition("other")
    with pytest.raises(HanseError, match="Its tables: clusters"):
        edition.parquet("regions")


def test_a_series_name_means_its_latest_edition(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for identifier, built in (("demo-b", "2026-01-01"), ("demo-a", "2026-02-01")):
        shelf.add(identifier, {"clusters": TABLE}, manifest(built=built))
    assert shelf.edition("demo").id == "demo-a"


def test_a_reader_of_the_old_edition_keeps_it_when_the_pointer_moves(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(add(shelf))
    with shelf.current().open() as connection:
        shelf.publish(add(shelf, "demo-2", TABLE.head(1)))
        rows = connection.execute("SELECT count(*) FROM clusters").fetchall()
    assert rows == [(2,)]
    assert shelf.current().id == "demo-2"


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_parquet(TABLE, tmp_path / name)
    assert sha256_of(tmp_path / "a") == sha256_of(tmp_path / "b")


def test_a_full_disk_leaves_the_last_edition_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(add(shelf))

    def full(table: pl.DataFrame, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(warehouse, "write_parquet", full)
    with pytest.raises(HanseError, match="disk is full"):
        add(shelf, "demo-2")
    assert [edition.id for edition in shelf.editions()] == ["demo-1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "demo-1"]


_BUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
import polars as pl
from hanse.observatory import warehouse

calls = 0
moment = int(sys.argv[2])

def dying(function):
    def wrapped(*arguments, **named):
        global calls
        calls += 1
        if calls == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return wrapped

for name in ("write_parquet", "sync", "sha256_of", "write_whole"):
    setattr(warehouse, name, dying(getattr(warehouse, name)))
warehouse.duckdb.connect = dying(warehouse.duckdb.connect)
shelf = warehouse.Shelf(Path(sys.argv[1]))
table = pl.DataFrame({"region": ["AT11"]})
manifest = {"recipe": {"name": "demo"}, "built": "2"}
edition = shelf.add("demo-2", {"clusters": table, "regions": table}, manifest)
shelf.publish(edition)
print("survived", calls)
"""


def test_kill_at_any_step_leaves_the_last_good_edition(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish(add(shelf))
    outcomes = []
    for moment in range(1, 40):
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(_BUILD_AND_DIE), str(tmp_path), str(moment)],
            capture_output=True,
            text=True,
            check=False,
        )
        current = shelf.current()
        assert current.verify() == []
        assert current.query("SELECT count(*) AS n FROM clusters")["n"].item() > 0
        outcomes.append(done.returncode)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert outcomes[-1] == 0
    assert len(outcomes) > 5
    assert shelf.current().id == "demo-2"
    add(shelf, "demo-3")
    assert not list(tmp_path.glob(".building-*"))


def test_leftovers_of_a_running_build_are_kept(tmp_path: Path) -> None:
    other: Callable[[], int] = os.getppid
    running = tmp_path / f".building-x-{other()}"
    running.mkdir()
    add(Shelf(tmp_path))
    assert running.is_dir()
