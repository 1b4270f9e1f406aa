"""Real files for tests lie beside the repository, in `../shared/data`; without them tests skip."""

from pathlib import Path

import pytest

_HOME = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_file(name: str) -> Path:
    """Path of the real file `name`; skips the calling test where it is absent."""
    path = _HOME / name
    if not path.is_file():
        pytest.skip(f"the real file {name} is not beside this checkout (../shared/data)")
    return path
