"""Where this installation keeps its data: editions and downloads."""

import os
from pathlib import Path

import platformdirs


def home_folder() -> Path:
    """`HANSE_HOME` when set, otherwise the user's data folder of this operating system."""
    named = os.environ.get("HANSE_HOME", "")
    return Path(named).expanduser() if named else platformdirs.user_data_path("hanse")


def editions_folder() -> Path:
    """The shelf of editions."""
    return home_folder() / "editions"


def sources_folder() -> Path:
    """Downloads, one folder for each data set."""
    return home_folder() / "sources"


def boundaries_folder() -> Path:
    """Region boundaries made ready for maps; they are fetched, never part of this package."""
    return home_folder() / "boundaries"


def keys_folder() -> Path:
    """Keys that sign badges: `HANSE_KEYS` when set, such as a folder on a sealed disk."""
    named = os.environ.get("HANSE_KEYS", "")
    return Path(named).expanduser() if named else home_folder() / "site" / "keys"
