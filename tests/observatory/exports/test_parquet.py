"""Parquet exports have the same bytes for the same table and carry what they are about."""

from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from hanse.observatory.exports.parquet import read_about, write_parquet
from tests.observatory.exports.tables_made import ABOUT, INVENTED, edition_table


def test_tables_read_back_unchanged_with_the_same_bytes(tmp_path: Path) -> None:
    table = edition_table()
    write_parquet(table, tmp_path / "one.parquet", ABOUT)
    write_parquet(table.clone(), tmp_path / "two.parquet", ABOUT)
    assert_frame_equal(pl.read_parquet(tmp_path / "one.parquet"), table, check_exact=True)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_bytes_do_not_depend_on_how_the_table_was_put_together(tmp_path: Path) -> None:
    table = edition_table()
    parts = pl.concat([table[:1], table[1:]], rechunk=False)
    write_parquet(table, tmp_path / "one.parquet", ABOUT)
    write_parquet(parts, tmp_path / "two.parquet", ABOUT)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_the_file_says_what_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_parquet(edition_table(), path, INVENTED)
    assert read_about(path) == {
        "title": "Synthetic data: Clusters",
        "source": "Hanse, invented figures",
        "licence": "CC0-1.0",
        "edition": "demo 2026-11-22",
        "synthetic": "true",
        "updated": "2026-11-22",
    }
    write_parquet(edition_table(), path, ABOUT)
    assert read_about(path)["synthetic"] == "false"
