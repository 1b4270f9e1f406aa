"""The code of the guide to sources runs as printed."""

import re
from pathlib import Path

import pytest

from hanse.observatory.sources.formats import FORMATS

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "sources.md"


def test_the_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert len(blocks) == 3
    exec("\n".join(blocks), {})
    assert "line 4, geo 'DE41'" in capsys.readouterr().out


def test_the_guide_names_every_format() -> None:
    text = GUIDE.read_text()
    assert all(f"| `{name}` |" in text for name in FORMATS)
    assert all(getattr(reader, "__name__", "?") in text for reader in FORMATS.values())
