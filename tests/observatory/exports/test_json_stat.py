"""JSON-stat exports: a cube by the standard, every figure at its place, synthetic data named."""

import json
import math
import tempfile
from itertools import product
from pathlib import Path
from typing import cast

import polars as pl
import pytest
from hypothesis import given, settings

from hanse.observatory.exports import json_stat
from hanse.observatory.exports.json_stat import write_json_stat
from tests.observatory.exports.tables_made import ABOUT, INVENTED, edition_table, observations

Cube = dict[str, object]


def cells_of(cube: Cube) -> dict[tuple[str, ...], tuple[float | None, str]]:
    """Figure and status of every cell that the cube speaks of, taken apart by the standard."""
    dimension = cast("dict[str, dict[str, dict[str, list[str]]]]", cube["dimension"])
    names = cast("list[str]", cube["id"])
    places = product(*(dimension[name]["category"]["index"] for name in names))
    value, status = cube["value"], cast("dict[str, str]", cube["status"])
    if isinstance(value, list):
        assert len(value) == math.prod(cast("list[int]", cube["size"]))
        value = dict(enumerate(value))
    figures = {int(at): figure for at, figure in cast("dict[str, float | None]", value).items()}
    return {
        codes: (figures[at], status.get(str(at), ""))
        for at, codes in enumerate(places)
        if at in figures
    }


@settings(max_examples=40)
@given(table=observations())
def test_every_row_is_at_its_place_to_the_last_bit(table: pl.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.json"
        write_json_stat(table, path, ABOUT)
        cube = json.loads(path.read_text(encoding="utf-8"))
    assert cube["id"] == ["measure", "industry", "geo", "time"]
    cells = {
        codes: (figure if figure is None else float(figure).hex(), status)
        for codes, (figure, status) in cells_of(cube).items()
    }
    expected = {}
    for region, industry, year, measure, value, flag in table.iter_rows():
        status = flag.replace("c", "") + ("|C" if "c" in flag else "")
        figure = None if value is None else float(value).hex()
        expected[measure, industry, region, str(year)] = (figure, status)
    assert cells == expected


def test_a_full_cube_is_an_array_and_a_thin_one_an_object(tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    table = edition_table().filter(pl.col("category") == "automotive")
    write_json_stat(table, path, ABOUT)
    assert isinstance(json.loads(path.read_text(encoding="utf-8"))["value"], list)
    write_json_stat(edition_table(), path, ABOUT)
    thin = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(thin["value"], dict)
    assert math.prod(thin["size"]) == 4 * 1 * 2 * 3 * 1
    assert len(thin["value"]) == 4 * 3


def test_long_columns_are_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = edition_table()
    write_json_stat(table, tmp_path / "whole.json", ABOUT)
    monkeypatch.setattr(json_stat, "_ROWS_AT_A_TIME", 5)
    write_json_stat(table, tmp_path / "parts.json", ABOUT)
    assert (tmp_path / "whole.json").read_bytes() == (tmp_path / "parts.json").read_bytes()


def test_the_cube_says_what_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    write_json_stat(edition_table(), path, INVENTED)
    cube = json.loads(path.read_text(encoding="utf-8"))
    assert (cube["version"], cube["class"]) == ("2.0", "dataset")
    assert cube["label"] == "Synthetic data: Clusters"
    assert cube["source"] == "Hanse, invented figures"
    assert cube["updated"] == "2026-11-22"
    assert cube["extension"]["synthetic"] is True
    assert cube["extension"]["edition"] == "demo 2026-11-22"
    assert cube["extension"]["licence"] == "CC0-1.0"
    assert cube["role"] == {"time": ["time"], "geo": ["geo"], "metric": ["indicator"]}
    category = cube["dimension"]["indicator"]["category"]
    assert category["unit"]["employment_persons"]["label"] == "persons"
    write_json_stat(edition_table(), path, ABOUT)
    assert json.loads(path.read_text(encoding="utf-8"))["extension"]["synthetic"] is False


def test_a_table_without_rows_is_an_empty_cube(tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    write_json_stat(edition_table()[:0], path, ABOUT)
    cube = json.loads(path.read_text(encoding="utf-8"))
    assert cube["value"] == []
    assert cube["status"] == {}
