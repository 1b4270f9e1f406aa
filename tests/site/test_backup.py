"""A backup holds all that cannot be made anew, as it was at one moment, and can be restored."""

import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.site.backup import back_up


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with something of each kind in it."""
    folder = tmp_path / "home"
    for name in (
        "site/secret-key",
        "site/demo",
        "site/keys/key-2026-01-01.json",
        "site/uploads/2026/plan.pdf",
        "site/mail/1.log",
        "site/static/foundation/site.css",
        "site/cache/x.djcache",
        "sources/sbs/data.csv.gz",
        "boundaries/2021-2.json",
        "editions/current",
        "editions/demo-1/manifest.json",
        "editions/demo-1/tables/clusters.parquet",
        "editions/.building-demo-2-17/manifest.json",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (folder / "site/secret-key").chmod(0o600)
    with closing(sqlite3.connect(folder / "site/hanse.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE people (name TEXT)")
        database.execute("INSERT INTO people VALUES ('Ada')")
        database.commit()
    monkeypatch.setenv("HANSE_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return folder


def names(archive: Path) -> set[str]:
    with tarfile.open(archive) as opened:
        return set(opened.getnames())


def people(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "site/hanse.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT name FROM people ORDER BY name")]


def test_all_that_cannot_be_made_anew_is_in_it(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "hanse.tar"
    size = back_up(target, editions=True)
    assert size == target.stat().st_size
    assert names(target) == {
        "BACKUP.txt",
        "site/hanse.sqlite3",
        "site/secret-key",
        "site/demo",
        "site/keys/key-2026-01-01.json",
        "site/uploads/2026/plan.pdf",
        "site/mail/1.log",
        "editions/current",
        "editions/demo-1/manifest.json",
        "editions/demo-1/tables/clusters.parquet",
    }
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    back_up(target, editions=False)
    assert not any(name.startswith("editions") for name in names(target))
    assert (
        sorted(path.name for path in (home / "site").iterdir() if "hanse-backup" in path.name) == []
    )


def test_the_database_is_of_one_moment_while_others_write(home: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home / "site/hanse.sqlite3")) as writer:
        writer.execute("INSERT INTO people VALUES ('Mia')")
        writer.commit()
        writer.execute("INSERT INTO people VALUES ('Not yet')")
        assert (home / "site/hanse.sqlite3-wal").exists()
        back_up(tmp_path / "hanse.tar", editions=False)
        writer.commit()
    assert people(home) == ["Ada", "Mia", "Not yet"]
    restored = tmp_path / "restored"
    with tarfile.open(tmp_path / "hanse.tar") as opened:
        opened.extractall(restored, filter="data")
    assert people(restored) == ["Ada", "Mia"]
    assert (restored / "site/secret-key").read_text() == "site/secret-key"
    assert stat.S_IMODE((restored / "site/secret-key").stat().st_mode) == 0o600


def test_it_says_where_postgresql_is_not_in_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/hanse")
    back_up(tmp_path / "hanse.tar", editions=False)
    with tarfile.open(tmp_path / "hanse.tar") as opened:
        words = opened.extractfile("BACKUP.txt")
        assert words
        assert b"PostgreSQL database is not in it" in words.read()


def test_an_earlier_backup_stays_when_a_new_one_fails(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "hanse.tar"
    back_up(target, editions=False)
    before = target.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    with pytest.raises(HanseError, match="disk is full"):
        back_up(target, editions=False)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hanse.tar", "home"]


def test_an_empty_folder_is_said_to_be_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "nothing"))
    with pytest.raises(HanseError, match="nothing to back up"):
        back_up(tmp_path / "hanse.tar", editions=True)
    assert not (tmp_path / "hanse.tar").exists()
