"""Which Hanse this is: its version, and a fingerprint of its code and reference lists."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from hanse.foundation.reference import reference_path

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_WHAT_COUNTS: Final = (".py", ".csv", ".toml")
_SHOWS_FIGURES_ONLY: Final = frozenset({"web", "site", "cli", "exports"})
"""Folders of code that shows or hands out what has been computed."""


@cache
def installation() -> str:
    """Version and fingerprint, such as `0.1.0+3f9c01ab`.

    The fingerprint stands for the code, the schemes and the reference lists, so that two
    installations with the same one compute the same figures, and figures made by other code are
    not taken for ours. Code that only shows figures does not count.
    """
    digest = hashlib.sha256()
    lists = reference_path("README.md").parent
    for home in (_PACKAGE, lists):
        for path in sorted(home.rglob("*"), key=lambda path: path.relative_to(home).as_posix()):
            inside = home == lists or not (
                path.is_relative_to(lists)
                or _SHOWS_FIGURES_ONLY.intersection(path.relative_to(home).parts)
            )
            if inside and path.suffix in _WHAT_COUNTS and path.is_file():
                digest.update(path.relative_to(home).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{version('hanse')}+{digest.hexdigest()[:8]}"
