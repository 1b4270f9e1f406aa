"""Files that appear whole or not at all, and what to say when a disk refuses."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hanse.foundation.problems import HanseError


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all: a temporary file, flushed, then renamed.

    Raises `HanseError` when the disk is full or refuses.
    """
    part = path.with_name(path.name + ".tmp")
    with disk_problems(path):
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync(path.parent)


def sync(path: Path) -> None:
    """Make what was written to a file, or renamed in a folder, survive a power cut."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def disk_problems(path: Path) -> Iterator[None]:
    """Turn an `OSError` on writing `path` into a `HanseError` that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise HanseError(
                "The disk is full.",
                where=str(path.parent),
                why="What was complete is kept; nothing is half-written.",
                remedy="Free some space, or choose another folder, and run the same command again.",
            ) from error
        raise HanseError(
            f"Cannot write {path.name}: {error.strerror or error}.",
            where=str(path.parent),
            remedy="Check that the folder exists and that you may write to it.",
        ) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; the file takes its place as `path` only when the block ends well.

    Raises `HanseError` when the folder is absent, cannot be written, or the disk is full.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with disk_problems(path):
            yield unfinished
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
