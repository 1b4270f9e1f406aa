"""A JSON file that people write: what is wrong with it is said with its place."""

import json
from pathlib import Path
from typing import Any

from hanse.foundation.problems import HanseError


def read_json_file(path: Path) -> Any:
    """What the JSON file at `path` holds. Raises `HanseError` where it cannot be read."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise HanseError(
            "The file cannot be opened.", where=str(path), why=error.strerror or str(error)
        ) from error
    except (ValueError, RecursionError) as error:
        raise HanseError(
            "The file cannot be read as JSON.",
            where=str(path),
            why=str(error),
            remedy="Check quotes, commas and brackets at that place.",
        ) from error
