"""TOML files whose faults are named by line."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from hanse.foundation.problems import HanseError
from hanse.foundation.toml_file import read_toml

TEXT = """# a list
title = "List"

[[thing]]
code = "one"
size = 1
[thing.words]
de = "eins"

[[thing]]
code = "two"
size = 2
words = { de = "zwei" }

[names]
one = "One"
"""


class Thing(BaseModel):
    """A thing of the file above."""

    model_config = ConfigDict(extra="forbid")

    code: str
    size: int
    words: dict[str, str]


class Things(BaseModel):
    """The file above."""

    model_config = ConfigDict(extra="forbid")

    title: str
    thing: list[Thing]
    names: dict[str, str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file above."""
    found = tmp_path / "things.toml"
    found.write_text(TEXT, "utf-8")
    return found


def test_a_good_file_becomes_its_model(path: Path) -> None:
    things = read_toml(path, what="The list").checked(Things, what="The list")
    assert [each.size for each in things.thing] == [1, 2]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("thing", 0), 4),
        (("thing", 0, "size"), 6),
        (("thing", 0, "words", "de"), 8),
        (("thing", 1, "code"), 11),
        (("thing", 1, "words", "de"), 13),
        (("thing", 1, "missing"), 10),
        (("names", "one"), 16),
        (("names", "two"), 15),
        (("nowhere",), 1),
        (("thing", 7), 4),
    ],
)
def test_places_are_found_by_line(path: Path, place: tuple[int | str, ...], line: int) -> None:
    file = read_toml(path, what="The list")
    assert file.line(place) == line
    assert file.where(*place).startswith(f"{path}, line {line}")


def test_every_fault_is_told_at_once(path: Path) -> None:
    path.write_text(
        TEXT.replace("size = 1", 'size = "x"').replace("size = 2", "weight = 2"), "utf-8"
    )
    with pytest.raises(HanseError, match="3 fields to mend") as refused:
        read_toml(path, what="The list").checked(Things, what="The list", remedy="Mend it.")
    assert "line 6, thing[0].size" in refused.value.why
    assert "line 10, thing[1].size: Field required" in refused.value.why
    assert "line 12, thing[1].weight" in refused.value.why
    assert refused.value.remedy == "Mend it."
