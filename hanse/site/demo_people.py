"""The database and people of a demo, made while its edition is built: `python -m` this module."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from hanse.foundation.problems import HanseError
from hanse.site.companion import end_with


@contextmanager
def made_beside() -> Iterator[None]:
    """Make them in a process of its own; at the end they are there, or will be made by the server.

    What goes wrong is not said here: `serving.prepare` does again what is missing, and says it.
    """
    # A session of its own: Ctrl-C at the terminal reaches us, and it ends with us.
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "hanse.site.demo_people", str(os.getpid())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    except BaseException:
        process.terminate()
        process.wait()
        raise
    process.wait()


def _make(parent: int) -> None:
    end_with(parent)
    from hanse.site.serving import prepare  # noqa: PLC0415 - Django takes a second to load

    prepare(migrate=None, say=lambda _words: None)


if __name__ == "__main__":
    try:
        _make(int(sys.argv[1]))
    except HanseError as problem:
        sys.exit(str(problem))
