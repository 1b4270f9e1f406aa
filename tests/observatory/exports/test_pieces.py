"""Tables sent piece by piece are one file, harmless in a spreadsheet, and labelled."""

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.parquet import read_about
from hanse.observatory.exports.pieces import csv_pieces, labelled, parquet_pieces
from hanse.observatory.warehouse import Reader, Shelf

ABOUT = ExportAbout("Clusters", "us", "CC0-1.0", "demo-1", True, date(2026, 11, 1))
TABLE = pl.DataFrame(
    {"region": ["AT11", "AT12", "AT13"], "value": [0.1, None, -3.0], "flag": ["", "e", ""]}
)


def test_csv_pieces_are_one_table() -> None:
    text = b"".join(csv_pieces([TABLE[:2], TABLE[2:]])).decode()
    assert text == "region,value,flag\r\nAT11,0.1,\r\nAT12,,e\r\nAT13,-3.0,\r\n"


def test_a_table_without_rows_still_has_its_header() -> None:
    assert b"".join(csv_pieces([TABLE[:0]])) == b"region,value,flag\r\n"


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=a,"b"\r\n'])
def test_no_text_is_a_formula_to_a_spreadsheet(word: str) -> None:
    table = pl.DataFrame({"name": [word], "figure": [-1.5]})
    text = b"".join(csv_pieces([table])).decode()
    (_, row) = list(csv.reader(io.StringIO(text, newline="")))
    assert row == [f"'{word}", "-1.5"]


def test_parquet_pieces_are_one_file(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pieces = list(parquet_pieces([TABLE[:2], TABLE[2:]], ABOUT))
    assert len(pieces) == 3
    path.write_bytes(b"".join(pieces))
    assert pl.read_parquet(path).equals(TABLE)
    assert read_about(path)["synthetic"] == "true"
    assert read_about(path)["title"].startswith("Synthetic")


def test_only_synthetic_tables_have_a_notice() -> None:
    (marked,) = labelled([TABLE], ABOUT)
    assert marked.columns == [*TABLE.columns, "notice"]
    assert set(marked["notice"]) == {"synthetic data"}
    real = ExportAbout("Clusters", "us", "CC0-1.0", "demo-1", False, date(2026, 11, 1))
    assert TABLE.equals(next(labelled([TABLE], real)))


def test_batches_of_an_edition_are_the_rows_of_a_query(demo_shelf: Path) -> None:
    reader = Reader(Shelf(demo_shelf).current())
    question = "SELECT * FROM industries WHERE region = $region"
    batches = list(reader.batches(question, {"region": "AT13"}, rows=500))
    assert len(batches) > 1
    assert pl.concat(batches).equals(reader.query(question, {"region": "AT13"}))


def test_batches_of_nothing_say_the_columns(demo_shelf: Path) -> None:
    reader = Reader(Shelf(demo_shelf).current())
    (batch,) = reader.batches("SELECT code, name FROM regions WHERE code = 'ZZ'")
    assert batch.columns == ["code", "name"]
    assert batch.is_empty()
