"""The folder of one downloaded data set: its name, its lock, and files put in place whole."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hanse.foundation.disk import disk_problems, sha256_of, sync
from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.queries import check_dataset
from hanse.observatory.sources.dissemination.transfer import forget
from hanse.observatory.sources.manifest import (
    JOURNAL_NAME,
    MANIFEST_NAME,
    SourceManifest,
    load_manifest,
)

if sys.platform != "win32":
    import fcntl

_LOCK: Final = ".lock"


def pull_home(into: Path, dataset: str, select: Mapping[str, Sequence[str]] | None = None) -> Path:
    """The folder in which `pull` keeps a data set, or a selection of it, under `into`."""
    name = check_dataset(dataset)
    wanted = {key.lower(): sorted(map(str, codes)) for key, codes in (select or {}).items()}
    if not any(wanted.values()):
        return into / name
    text = repr(sorted((key, codes) for key, codes in wanted.items() if codes))
    return into / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def pulled_manifest(
    into: Path, dataset: str, select: Mapping[str, Sequence[str]] | None = None
) -> SourceManifest:
    """The manifest of a finished download of `dataset` that holds what `select` asks for.

    That is the download of this selection, or else that of the whole data set. Raises `HanseError`
    saying what to pull when there is neither, or when it has not finished.
    """
    for home in (pull_home(into, dataset, select), pull_home(into, dataset)):
        if (home / MANIFEST_NAME).exists() or (home / JOURNAL_NAME).exists():
            return load_manifest(home)
    raise HanseError(
        f"{dataset} has not been downloaded.",
        where=str(pull_home(into, dataset, select)),
        remedy="Fetch it with `hanse observatory pull`, or let the build fetch what it needs.",
    )


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep a second pull out of the same folder; the lock ends with the process, however it ends.

    Where the system has no such lock (Windows), nothing is checked.
    """
    if sys.platform == "win32":
        yield
        return
    with disk_problems(home / _LOCK):
        lock = (home / _LOCK).open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HanseError(
                "Another pull is at work in this folder.",
                where=str(home),
                remedy="Wait until it has finished, or stop it.",
            ) from error
        yield


def put_in_place(part: Path, final: Path) -> tuple[int, str]:
    """Give a finished `part` its final name, safe against a power cut; its size and SHA-256."""
    with disk_problems(final):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        size, checksum = part.stat().st_size, sha256_of(part)
        part.replace(final)
        sync(final.parent)
    forget(part)
    return size, checksum


def sweep(manifest: SourceManifest) -> None:
    """Remove pages of older releases and half-finished files of the same data set."""
    wanted = {MANIFEST_NAME, *(page.file for page in manifest.pages)}
    for pattern in (f"{manifest.dataset}.*", "*.json.tmp"):
        for path in manifest.folder.glob(pattern):
            if path.name not in wanted:
                forget(path)
