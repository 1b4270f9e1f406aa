"""Programs of the machine are found where installers put them."""

from pathlib import Path

import pytest

from hanse.foundation.programs import find_chromium, find_postgresql


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing installed."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("HANSE_BROWSER", raising=False)
    monkeypatch.setattr("hanse.foundation.programs._DEBIAN_CLUSTERS", tmp_path / "postgresql")
    return tmp_path


def test_a_bare_machine_has_neither(bare: Path) -> None:
    assert find_chromium() is None
    assert find_postgresql() is None


def test_an_installed_chromium_comes_before_a_download(bare: Path) -> None:
    download = _program(bare / "playwright" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert find_chromium() == download
    installed = _program(bare / "bin" / "chromium")
    assert find_chromium() == installed


def test_the_named_browser_or_none(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare / "bin" / "chromium")
    named = _program(bare / "elsewhere" / "brave")
    monkeypatch.setenv("HANSE_BROWSER", str(named))
    assert find_chromium() == named
    named.unlink()
    assert find_chromium() is None


def test_the_newest_postgresql_of_debian(bare: Path) -> None:
    for version in ("9", "15", "16"):
        _program(bare / "postgresql" / version / "bin" / "initdb")
    (bare / "postgresql" / "17" / "bin").mkdir(parents=True)  # its client alone
    assert find_postgresql() == bare / "postgresql" / "16" / "bin"


def test_a_postgresql_on_the_path_comes_first(bare: Path) -> None:
    _program(bare / "postgresql" / "15" / "bin" / "initdb")
    on_the_path = _program(bare / "bin" / "initdb")
    assert find_postgresql() == on_the_path.parent
