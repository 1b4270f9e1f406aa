"""CSV exports read back unchanged and are described beside the file."""

import csv
import json
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from hanse.foundation.problems import HanseError
from hanse.observatory.exports.csv_table import description_path, read_csv, write_csv
from tests.observatory.exports.tables_made import ABOUT, INVENTED, edition_table, observations


@settings(max_examples=40)
@given(table=observations())
def test_observations_read_back_unchanged(table: pl.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(table, path, ABOUT)
        assert_frame_equal(read_csv(path), table, check_exact=True)


@given(
    texts=st.lists(
        st.one_of(
            st.none(),
            st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"])),
        ),
        min_size=1,
    ),
    data=st.data(),
)
def test_any_text_and_number_reads_back_unchanged(
    texts: list[str | None], data: st.DataObject
) -> None:
    n = len(texts)
    numbers = data.draw(
        st.lists(st.one_of(st.none(), st.floats(allow_nan=False)), min_size=n, max_size=n)
    )
    table = pl.DataFrame(
        {"text": texts, "number": numbers, "row": range(n)},
        schema={"text": pl.String, "number": pl.Float64, "row": pl.UInt16},
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(table, path, ABOUT)
        back = read_csv(path)
    assert_frame_equal(back, table, check_exact=True)
    bits = [None if x is None else x.hex() for x in back["number"]]
    assert bits == [None if x is None else float(x).hex() for x in numbers]


def test_an_edition_table_reads_back_unchanged(tmp_path: Path) -> None:
    table = edition_table().with_columns(day=pl.lit(date(2026, 1, 2)))
    write_csv(table, tmp_path / "table.csv", ABOUT)
    assert_frame_equal(read_csv(tmp_path / "table.csv"), table, check_exact=True)


def test_the_file_is_rfc_4180_and_reads_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_csv(pl.DataFrame({"a": ['say "x", y', ""], "b": [1.5, None]}), path, ABOUT)
    assert path.read_bytes() == b'a,b\r\n"say ""x"", y",1.5\r\n,\r\n'
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["a", "b"], ['say "x", y', "1.5"], ["", ""]]


def test_the_description_says_where_the_table_comes_from(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_csv(edition_table(), path, INVENTED)
    content = json.loads(description_path(path).read_text(encoding="utf-8"))
    assert content["url"] == "table.csv"
    assert content["dc:title"] == "Synthetic data: Clusters"
    assert content["dc:type"] == "synthetic data"
    assert content["rdfs:comment"].startswith("Synthetic data")
    assert content["dc:license"] == "CC0-1.0"
    assert content["dc:source"] == "Hanse, invented figures"
    assert content["schema:version"] == "demo 2026-11-22"
    assert content["dc:modified"]["@value"] == "2026-11-22"
    assert [column["name"] for column in content["tableSchema"]["columns"]] == list(
        edition_table().columns
    )
    write_csv(edition_table(), path, ABOUT)
    assert "ynthetic" not in description_path(path).read_text(encoding="utf-8")


def test_what_csv_cannot_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with pytest.raises(HanseError, match="Column a holds List"):
        write_csv(pl.DataFrame({"a": [[1, 2]]}), path, ABOUT)
    assert not list(tmp_path.iterdir())


def test_a_table_without_description_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_csv(edition_table(), path, ABOUT)
    description_path(path).unlink()
    with pytest.raises(HanseError, match="cannot be read with its description"):
        read_csv(path)
