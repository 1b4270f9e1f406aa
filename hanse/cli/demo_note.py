"""What is noted of the demo, so that it starts at once while nothing has changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from hanse.foundation.disk import write_whole
from hanse.foundation.home import boundaries_folder, editions_folder, home_folder, sources_folder
from hanse.foundation.installation import installation
from hanse.foundation.reference import recipes_folder

_NAME: Final = "demo.json"

Files = Mapping[str, Sequence[int]]
"""Name -> size in bytes and time of the last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Note:
    """The demo's edition, all that its figures depend on, and its highlights as printed."""

    edition: str
    regions: Sequence[str]
    dataset: str
    installation: str
    recipe: str
    statistics: Files
    boundaries: Files
    highlights: str

    @classmethod
    def now(cls, edition: str, regions: Sequence[str], dataset: str, highlights: str) -> "Note":
        """The note of an `edition` that has just been built, of these `regions`."""
        return cls(
            edition=edition,
            regions=list(regions),
            dataset=dataset,
            installation=installation(),
            recipe=_recipe(),
            statistics=_files(sources_folder() / dataset),
            boundaries=_files(boundaries_folder()),
            highlights=highlights,
        )

    def still_holds(self, regions: Sequence[str]) -> bool:
        """Whether the edition is there, is current, and would come out the same today."""
        pointer = editions_folder() / "current"
        return (
            pointer.is_file()
            and pointer.read_text("utf-8").strip() == self.edition
            and (editions_folder() / self.edition / "manifest.json").is_file()
            and self == Note.now(self.edition, regions, self.dataset, self.highlights)
        )


def read_note() -> Note | None:
    """The note of this data folder; None without one, or with one of another version."""
    try:
        return Note(**json.loads((home_folder() / _NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_note(note: Note) -> None:
    """Keep `note`."""
    text = json.dumps(asdict(note), ensure_ascii=False, indent=1)
    write_whole(home_folder() / _NAME, f"{text}\n".encode())


def _recipe() -> str:
    folder = recipes_folder()
    return hashlib.sha256((folder / "demo.toml").read_bytes()).hexdigest() if folder else ""


def _files(folder: Path) -> dict[str, list[int]]:
    if not folder.is_dir():
        return {}
    found = ((path, path.stat()) for path in sorted(folder.iterdir()) if path.is_file())
    return {path.name: [stat.st_size, stat.st_mtime_ns] for path, stat in found}
