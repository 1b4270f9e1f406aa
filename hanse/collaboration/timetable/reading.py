"""A problem from whatever file or folder it is in."""

from pathlib import Path

from hanse.collaboration.timetable.documents import read_json
from hanse.collaboration.timetable.dzn import read_dzn
from hanse.collaboration.timetable.folders import read_folder
from hanse.collaboration.timetable.model import FAIRNESS, Problem
from hanse.foundation.problems import HanseError


def read_problem(path: Path, *, fairness: int | None = None) -> Problem:
    """The problem at `path`: a JSON file, a published instance (.dzn) or a folder of CSV files.

    fairness: the bound on differences of breaks, instead of what the file says. Raises
    `HanseError` with file and line or field.
    """
    if path.is_dir():
        return read_folder(path, fairness=fairness)
    match path.suffix.lower():
        case ".json":
            return read_json(path, fairness=fairness)
        case ".dzn":
            return read_dzn(path, fairness=FAIRNESS if fairness is None else fairness)
        case ".csv":
            return read_folder(path.parent, fairness=fairness)
        case _ if not path.exists():
            raise HanseError(f"There is no file {path}.")
        case _:
            raise HanseError(
                f"It is not known how to read {path.name}.",
                where=str(path),
                remedy="Give a .json file, a .dzn file, or a folder of CSV files.",
            )
