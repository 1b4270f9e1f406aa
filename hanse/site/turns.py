"""Work that one process does at a time while others wait."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hanse.foundation.disk import disk_problems


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Let one process at a time into the block. The lock goes when its process does.

    lock: a file, made where it is missing. Raises `HanseError` when it cannot be written.
    """
    with disk_problems(lock):
        file = lock.open("a")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
