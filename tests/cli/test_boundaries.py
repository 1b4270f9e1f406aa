"""`hanse boundaries`: what it makes, and what it says where it cannot."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hanse.cli.main import command_line
from hanse.foundation.cartography.boundaries import NOTICE, sheet
from hanse.foundation.problems import HanseError
from hanse.observatory.warehouse import Edition
from tests.foundation.cartography.made_up_boundaries import codes, written

app = command_line(["boundaries"])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_file_of_ones_own_becomes_a_sheet(tmp_path: Path) -> None:
    file = written(tmp_path, 2024, 1)
    ran = CliRunner().invoke(
        app, ["boundaries", "--nuts", "2024", "--level", "1", "--file", str(file)]
    )
    assert ran.exit_code == 0, ran.output
    assert f"NUTS 2024 at level 1: {len(codes(2024, 1))} regions" in ran.output
    assert NOTICE in ran.output
    assert sheet(2024, 1) is not None


def test_vintage_and_level_are_those_of_the_edition(
    tmp_path: Path, home: Path, demo_shelf: Path, demo_edition: Edition
) -> None:
    home.mkdir()
    (home / "editions").symlink_to(demo_shelf)
    ran = CliRunner().invoke(app, ["boundaries", "--file", str(written(tmp_path))])
    assert ran.exit_code == 0, ran.output
    assert sheet(2021, 2) is not None


def test_without_an_edition_vintage_and_level_are_asked_for() -> None:
    ran = CliRunner().invoke(app, ["boundaries"])
    assert isinstance(ran.exception, HanseError)
    assert "--nuts 2021 --level 2" in str(ran.exception)
