"""Where the reference lists of `data/` lie: in the wheel, or in the checkout."""

from pathlib import Path

from hanse.foundation.problems import HanseError

_PACKAGE = Path(__file__).resolve().parent.parent
_HOMES = (_PACKAGE / "data", _PACKAGE.parent / "data")


def reference_path(name: str) -> Path:
    """Path of the reference list `name`, for example `nuts/regions.csv`.

    Raises `HanseError` when the list is not part of this installation.
    """
    for home in _HOMES:
        path = home / name
        if path.exists():
            return path
    raise HanseError(
        f"The reference list {name} is missing from this installation.",
        where=" or ".join(str(home) for home in _HOMES),
        remedy="Install Hanse again, or run it from a complete checkout.",
    )
