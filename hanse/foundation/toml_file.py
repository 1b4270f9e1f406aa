"""TOML files of reference data: read, checked by a model, and every fault named by its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from hanse.foundation.problems import HanseError

Place = tuple[int | str, ...]
"""Where something stands in a file: ("question", 3, "low") is `low` in the fourth [[question]]."""

_SHOWN: Final = 12

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file in memory: its path, its text and its content."""

    path: Path
    text: str
    content: Mapping[str, Any]

    def where(self, *place: int | str) -> str:
        """File, line and field, as error messages name them."""
        name = _name(place)
        return f"{self.path}, line {self.line(place)}" + (f", {name}" if name else "")

    def line(self, place: Place) -> int:
        """The line of `place`, from 1; of the table it belongs to, where it has no line itself."""
        lines = self.text.splitlines()
        begin, end, rest = _block(lines, place)
        for key in reversed([str(part) for part in rest if isinstance(part, str)]):
            wanted = re.compile(
                rf'^\s*(?:"{re.escape(key)}"|{re.escape(key)})\s*=|^\s*\[.*\b{key}\]'
            )
            for number in range(begin, end):
                if wanted.match(lines[number]):
                    return number + 1
        return begin + 1

    def checked(self, model: type[Model], *, what: str, remedy: str = "") -> Model:
        """The content as `model`. Raises `HanseError` with the line of every field at fault.

        what: what the file is, with its article: "The questionnaire". remedy: what to do; the
        fields that the file may have, where not said.
        """
        try:
            return model.model_validate(self.content)
        except ValidationError as error:
            faults = [
                f"line {self.line(fault['loc'])}, {_name(fault['loc']) or 'file'}: "
                f"{fault['msg'].removeprefix('Value error, ')}"
                for fault in error.errors(include_url=False)
            ]
        shown = "; ".join(faults[:_SHOWN])
        raise HanseError(
            f"{what} has {len(faults)} field{'s' if len(faults) > 1 else ''} to mend.",
            where=str(self.path),
            why=shown + ("; and more" if len(faults) > _SHOWN else ""),
            remedy=remedy or f"Fields of the file: {', '.join(model.model_fields)}.",
        )


def read_toml(path: Path, *, what: str) -> TomlFile:
    """The TOML file `path`.

    what: what it is, with its article. Raises `HanseError` with file and line when it cannot be
    opened, is not UTF-8, or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise HanseError(
            f"{what} cannot be read.", where=str(path), why=error.strerror or str(error)
        ) from error
    except UnicodeDecodeError as error:
        raise HanseError(
            f"{what} is not UTF-8 text.",
            where=f"{path}, byte {error.start}",
            remedy="Save it as UTF-8.",
        ) from error
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise HanseError(
            f"{what} is not valid TOML.",
            where=str(path),
            why=str(error),
            remedy="Check quotes, brackets and names given twice at that line.",
        ) from error


def _block(lines: list[str], place: Place) -> tuple[int, int, Place]:
    """First and last line of the table that `place` lies in, and what of `place` is left."""
    if len(place) > 1 and isinstance(place[0], str) and isinstance(place[1], int):
        heads = [at for at, line in enumerate(lines) if line.strip() == f"[[{place[0]}]]"]
        if place[1] < len(heads):
            begin = heads[place[1]]
            after = re.compile(rf"^\[(?!{re.escape(place[0])}\.)")
            return begin, _next(lines, begin + 1, after), place[2:]
    names = [str(part) for part in place]
    for depth in range(len(names), 0, -1):
        head = f"[{'.'.join(names[:depth])}]"
        for at, line in enumerate(lines):
            if line.strip() == head:
                return at, _next(lines, at + 1, re.compile(r"^\[")), place[depth:]
    return 0, len(lines), place


def _next(lines: list[str], begin: int, head: re.Pattern[str]) -> int:
    for at in range(begin, len(lines)):
        if head.match(lines[at]):
            return at
    return len(lines)


def _name(place: Place) -> str:
    name = ""
    for part in place:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
