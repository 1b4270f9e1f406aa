"""Our own lists of codes in profiles: services, technology fields, smart-specialisation priorities.

They lie in `data/collaboration/directory/`; a file of the same name in `collaboration/directory/`
of the data folder (`HANSE_HOME`) takes the place of ours.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.foundation.home import home_folder
from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

SERVICES: Final = "services"
TECHNOLOGIES: Final = "technology_fields"
PRIORITIES: Final = "priorities"

_WHAT: Final = "The list of codes"
_PLACE: Final = "collaboration/directory"

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Group(_Part):
    """A heading of a list."""

    code: Code
    name: Text


class Entry(_Part):
    """Something that a profile can name. group: code of its heading."""

    code: Code
    name: Text
    group: Code


class CodeList(_Part):
    """A list. source: what it follows; decided_by: who chose the entries."""

    title: Text
    source: Text
    decided_by: Text
    group: tuple[Group, ...] = Field(min_length=1)
    entry: tuple[Entry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes(self) -> Self:
        groups = [each.code for each in self.group]
        entries = [each.code for each in self.entry]
        for codes in (groups, entries):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                raise ValueError(f"code: {', '.join(twice)} is given twice")
        lost = sorted({each.group for each in self.entry} - set(groups))
        if lost:
            raise ValueError(f"group: there is none for {', '.join(lost)}")
        return self

    @property
    def names(self) -> Mapping[str, str]:
        """Code -> name of each entry, in the order of the file."""
        return MappingProxyType({each.code: each.name for each in self.entry})

    @property
    def grouped(self) -> list[tuple[Group, list[Entry]]]:
        """Each heading with its entries, in the order of the file."""
        return [
            (group, [each for each in self.entry if each.group == group.code])
            for group in self.group
        ]

    def group_of(self, code: str) -> Group:
        """The heading of an entry. Raises `KeyError` for a code there is not."""
        groups = {each.code: each for each in self.group}
        return groups[{each.code: each.group for each in self.entry}[code]]


@cache
def code_list(name: str) -> CodeList:
    """The list `services`, `technology_fields` or `priorities`; read once.

    Raises `HanseError` with the line where a file is not as it should be.
    """
    own = home_folder() / _PLACE / f"{name}.toml"
    return load_code_list(own if own.is_file() else reference_path(f"{_PLACE}/{name}.toml"))


def load_code_list(path: Path) -> CodeList:
    """The list in a file. Raises `HanseError` as `code_list` does."""
    return read_toml(path, what=_WHAT).checked(CodeList, what=_WHAT)
