"""What the guide to recipes and editions shows is what happens."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hanse.observatory.edition.build import build
from hanse.observatory.recipe import Recipe, load_recipe
from hanse.observatory.warehouse import Edition, Shelf

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "editions.md"
TEXT = GUIDE.read_text(encoding="utf-8")

JOBS = """region,nace,year,jobs
AT11,C29,2018,2000
AT11,C10,2018,1000
AT12,C29,2018,100
AT12,C10,2018,4000
AT11,C29,2019,2500
AT11,C10,2019,1000
AT12,C29,2019,100
AT12,C10,2019,4000
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    (tmp_path / "jobs.csv").write_text(JOBS, encoding="utf-8")
    (tmp_path / "jobs.toml").write_text(blocks("toml")[0], encoding="utf-8")
    return build(
        load_recipe(tmp_path / "jobs.toml"),
        folder=tmp_path,
        pulled=tmp_path,
        shelf=Shelf(tmp_path / "home" / "editions"),
        today=date(2026, 1, 2),
    ).edition


def test_the_recipe_and_the_query_run_as_written(edition: Edition) -> None:
    names: dict[str, pl.DataFrame] = {}
    exec(compile(blocks("python")[0], str(GUIDE), "exec"), names)
    assert set(names["strong"]["region"]) == {"AT11"}
    assert set(names["strong"]["category"]) == {"automotive"}


def test_the_guide_names_every_table_and_every_field(edition: Edition) -> None:
    for table in edition.manifest["tables"]:
        assert f"`{table}`" in TEXT, table
    for field in Recipe.model_fields:
        shown = f"`[[{field}]]`" if field == "sources" else f"`{field}`"
        assert shown in TEXT, field
