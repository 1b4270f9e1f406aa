"""What a demo needs beside its edition, made while that is built: `python -m` this module.

In a checkout where they are missing the typeface, icons and translations; the database, its people,
and the files that browsers fetch.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hanse.foundation.problems import HanseError
from hanse.site.companion import end_with

_CHECKOUT: Final = Path(__file__).resolve().parents[2]


@contextmanager
def made_beside(*, make_files: bool = False) -> Iterator[None]:
    """Make them in a process of its own; at the end they are there, or will be made by the server.

    make_files: run `make site-files` too. What goes wrong with the rest is not said here:
    `serving.prepare` does again what is missing, and says it.
    """
    # A session of its own: Ctrl-C at the terminal reaches us, and it ends with us.
    process = subprocess.Popen(  # noqa: S603 - our own module
        [
            sys.executable,
            "-m",
            "hanse.site.demo_people",
            str(os.getpid()),
            *(["files"] if make_files else []),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    except BaseException:
        process.terminate()
        process.wait()
        raise
    process.wait()


def _make(parent: int, *, make_files: bool) -> None:
    end_with(parent)
    words = ["make", "--no-print-directory", "site-files"]
    making = subprocess.Popen(words, cwd=_CHECKOUT) if make_files else None  # noqa: S603
    from hanse.site.serving import prepare, prepare_database  # noqa: PLC0415 - loads Django

    prepare_database(migrate=None, say=_nobody)
    if making is not None:
        making.wait()
    prepare(migrate=None, say=_nobody)
    # So that Python has compiled the modules of all pages before the server loads them.
    importlib.import_module("hanse.site.urls")


def _nobody(_words: str) -> None:
    """Whoever waits for the edition has enough to read."""


if __name__ == "__main__":
    try:
        _make(int(sys.argv[1]), make_files="files" in sys.argv[2:])
    except HanseError:
        sys.exit(1)
