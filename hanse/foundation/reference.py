"""Where reference lists and ready recipes lie: in the wheel, or in the checkout."""

from pathlib import Path

from hanse.foundation.problems import HanseError

_PACKAGE = Path(__file__).resolve().parent.parent
_HOMES = (_PACKAGE / "data", _PACKAGE.parent / "data")
_RECIPES = (_PACKAGE / "recipes", _PACKAGE.parent / "recipes")


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


def recipes_folder() -> Path | None:
    """The folder of the ready recipes; None where this installation has none."""
    return next((home for home in _RECIPES if home.is_dir()), None)
