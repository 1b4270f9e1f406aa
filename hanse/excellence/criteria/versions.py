"""Where questionnaires and label schemes lie: with Hanse, and in the data folder of its user."""

import re
from pathlib import Path
from typing import Final

from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

_NAME: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")


def version_folder(kind: str, name: str, *, what: str) -> Path:
    """The folder `name` of all of this `kind`; one in the user's data folder comes first.

    kind: "questionnaires", or "schemes/CODE". Raises `HanseError` with the names there are.
    """
    if _NAME.match(name):
        for folder in _homes(kind):
            if (folder / name).is_dir():
                return folder / name
    there = ", ".join(versions(kind)) or "none"
    raise HanseError(
        f"There is no {what} {name}.",
        where=" or ".join(str(folder) for folder in _homes(kind)),
        remedy=f"Use one of these: {there}; or put a folder of that name there.",
    )


def versions(kind: str) -> tuple[str, ...]:
    """Names of all of this `kind`, in order; so the last is the newest of versions."""
    found = {
        each.name
        for folder in _homes(kind)
        if folder.is_dir()
        for each in folder.iterdir()
        if each.is_dir() and _NAME.match(each.name)
    }
    return tuple(sorted(found))


def _homes(kind: str) -> tuple[Path, Path]:
    return (home_folder() / "excellence" / kind, reference_path("excellence") / kind)
