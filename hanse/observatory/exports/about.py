"""What every export says about itself, and how a file appears whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hanse.foundation.problems import HanseError

SYNTHETIC_NOTE: Final = "Synthetic data: invented figures that say nothing about any real place."


@dataclass(frozen=True, slots=True)
class ExportAbout:
    """Where a table comes from. edition: its date or name; updated: the day it was built.

    A synthetic table is labelled so in every format: in its title, and as a field of its own.
    """

    title: str
    source: str
    licence: str
    edition: str
    synthetic: bool
    updated: date

    @property
    def label(self) -> str:
        """The title, which begins with "Synthetic" when the data are and it does not say so."""
        if self.synthetic and "synthetic" not in self.title.lower():
            return f"Synthetic data: {self.title}"
        return self.title


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to; the file takes its place as `path` only when the block ends well.

    Raises `HanseError` when the folder is absent or cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise HanseError(
            "The export cannot be written.", where=str(path), why=error.strerror or str(error)
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
