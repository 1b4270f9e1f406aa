"""What every export says about itself."""

from dataclasses import dataclass
from datetime import date
from typing import Final

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
