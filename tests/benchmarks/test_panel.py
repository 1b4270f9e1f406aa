"""The panel benchmark runs, both sides agree, and its figures are written."""

import json
import math
from pathlib import Path

import polars as pl
import pytest

from benchmarks.panel.__main__ import main
from benchmarks.panel.columns import COMPARED
from benchmarks.panel.compare import differences


def test_a_quick_run_writes_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--quick", "--repetitions", "1", "--results", str(tmp_path)])
    text = (tmp_path / "panel.md").read_text("utf-8")
    assert capsys.readouterr().out == text + "\n"
    assert "| 24 x 20 x 7 | pandas |" in text
    record = json.loads((tmp_path / "panel.json").read_text("utf-8"))
    assert [size["cells"] for size in record["sizes"]] == [1680, 3360]
    for size in record["sizes"]:
        assert size["differences"].keys() == set(COMPARED[3:])
        assert max(size["differences"].values()) <= 1e-12
        assert size["hanse"]["wall_seconds"] > 0


def test_sides_that_disagree_are_found(tmp_path: Path) -> None:
    keys = {"region": ["r"] * 3, "category": ["c"] * 3, "year": [1, 2, 3]}
    good = pl.DataFrame(keys | {column: [1.0, 2.0, None] for column in COMPARED[3:]})
    bad = good.with_columns(
        stars=pl.Series([1.0, 3.0, None]),
        location_quotient=pl.Series([1.0, 2.0 + 1e-9, None]),
        share=pl.Series([1.0, 2.0, 0.0]),
    )
    for name, table in (("good", good), ("bad", bad), ("short", good.head(2))):
        table.write_parquet(tmp_path / name)
    assert set(differences(tmp_path / "good", tmp_path / "good").values()) == {0.0}
    found = differences(tmp_path / "good", tmp_path / "bad")
    assert found["stars"] == math.inf
    assert found["share"] == math.inf
    assert found["location_quotient"] == pytest.approx(5e-10, rel=1e-3)
    assert found["focus"] == 0
    with pytest.raises(ValueError, match="rows differ"):
        differences(tmp_path / "good", tmp_path / "short")
