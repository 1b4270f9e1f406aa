"""The fingerprint of an installation changes with its code and with nothing else."""

from pathlib import Path

import pytest

from hanse.foundation import installation as owned
from hanse.foundation.installation import installation


def fingerprint(package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(owned, "_PACKAGE", package)
    installation.cache_clear()
    try:
        return installation()
    finally:
        installation.cache_clear()


def test_code_and_lists_count_and_other_files_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "module.py").write_text("1", encoding="utf-8")
    first = fingerprint(tmp_path, monkeypatch)
    (tmp_path / "module.pyc").write_text("2", encoding="utf-8")
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "views.py").write_text("a page", encoding="utf-8")
    assert fingerprint(tmp_path, monkeypatch) == first
    (tmp_path / "scheme.csv").write_text("3", encoding="utf-8")
    assert fingerprint(tmp_path, monkeypatch) != first
    assert first.partition("+")[0].count(".") == 2
