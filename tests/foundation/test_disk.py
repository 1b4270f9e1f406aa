"""A file appears whole or not at all."""

from pathlib import Path

import pytest

from hanse.foundation.disk import replacing
from hanse.foundation.problems import HanseError


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), replacing(path) as unfinished:
        unfinished.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert [found.name for found in tmp_path.iterdir()] == ["table.csv"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_finished_write_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old", encoding="utf-8")
    with replacing(path) as unfinished:
        unfinished.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["table.csv"]
    assert path.read_text(encoding="utf-8") == "new"


def test_a_folder_that_is_not_there_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "table.csv"
    with (
        pytest.raises(HanseError, match="Cannot write") as caught,
        replacing(path) as part,
    ):
        part.write_text("new", encoding="utf-8")
    assert str(path.parent) in caught.value.where
