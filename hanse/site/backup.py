"""A copy of all that cannot be made anew, of one moment, in one file."""

import io
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hanse.foundation.disk import replacing
from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError
from hanse.site.environment import EMBEDDED, environment

_SITE: Final = "site"
_MADE_ANEW: Final = frozenset({"static", "cache"})
_EDITIONS: Final = "editions"
_FILE_RIGHTS: Final = 0o600


def back_up(target: Path, *, editions: bool) -> int:
    """Write the data folder to the tar file `target`, whole or not at all; its size in bytes.

    Left out: downloads, boundaries, and what the server makes anew. The embedded database is
    copied as it is at one moment, while the site may go on; another database is not in it.
    editions: whether these are. Raises `HanseError` where there is nothing to keep, or when the
    disk refuses.
    """
    home = home_folder()
    kept = list(_kept(home, editions=editions))
    database = home / _SITE / EMBEDDED
    if not kept and not database.is_file():
        raise HanseError(
            "There is nothing to back up yet.",
            where=str(home),
            remedy="Is HANSE_HOME that of the site?",
        )
    with replacing(target) as unfinished:
        unfinished.touch(mode=_FILE_RIGHTS)
        with tarfile.open(unfinished, "w") as archive:
            for path in kept:
                archive.add(path, path.relative_to(home).as_posix(), recursive=False)
            if database.is_file():
                _add_database(archive, database, f"{_SITE}/{EMBEDDED}")
            _add_words(archive)
    return target.stat().st_size


def _kept(home: Path, *, editions: bool) -> Iterator[Path]:
    """Files, in order. Editions half built and files half written begin with a dot."""
    for path in sorted((home / _SITE).rglob("*")):
        inside = path.relative_to(home / _SITE)
        embedded = inside.name.startswith(EMBEDDED) and len(inside.parts) == 1
        if path.is_file() and not embedded and inside.parts[0] not in _MADE_ANEW:
            yield path
    if editions:
        for path in sorted((home / _EDITIONS).rglob("*")):
            inside = path.relative_to(home / _EDITIONS)
            if path.is_file() and not inside.parts[0].startswith("."):
                yield path


def _add_database(archive: tarfile.TarFile, database: Path, name: str) -> None:
    with TemporaryDirectory(prefix="hanse-backup-", dir=database.parent) as folder:
        copy = Path(folder) / EMBEDDED
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as made:
            source.backup(made)
            # One file, without a log beside it.
            made.execute("PRAGMA journal_mode=DELETE")
        archive.add(copy, name)


def _add_words(archive: tarfile.TarFile) -> None:
    """What whoever finds the file should know."""
    elsewhere = bool(environment().database_url)
    text = (
        "A backup of a Hanse site. It holds personal data and secret keys.\n"
        "To restore, unpack it into an empty data folder (HANSE_HOME): docs/guide/site.md.\n"
        + ("The PostgreSQL database is not in it.\n" if elsewhere else "")
    ).encode()
    about = tarfile.TarInfo("BACKUP.txt")
    about.size, about.mode = len(text), _FILE_RIGHTS
    archive.addfile(about, io.BytesIO(text))
