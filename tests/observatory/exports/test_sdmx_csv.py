"""SDMX-CSV exports: the columns of the standard, every figure once, synthetic data named."""

import csv
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings

from hanse.observatory.exports.long_form import long_form
from hanse.observatory.exports.sdmx_csv import write_sdmx_csv
from tests.observatory.exports.tables_made import ABOUT, INVENTED, edition_table, observations


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@settings(max_examples=40)
@given(table=observations())
def test_every_figure_is_there_once_to_the_last_bit(table: pl.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_sdmx_csv(table, path, ABOUT)
        rows = rows_of(path)
    found = {
        (
            row["GEO"],
            row["INDUSTRY"],
            int(row["TIME_PERIOD"]),
            row["MEASURE"],
            float(row["OBS_VALUE"]).hex() if row["OBS_VALUE"] else None,
            "".join(sorted(row["OBS_FLAG"] + row["CONF_STATUS"].lower())),
        )
        for row in rows
    }
    assert len(rows) == table.height
    assert found == {
        (*row[:4], None if row[4] is None else float(row[4]).hex(), row[5]) for row in table.rows()
    }


def test_columns_follow_the_standard(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_sdmx_csv(edition_table(), path, ABOUT)
    head = path.read_bytes().split(b"\r\n")[0].decode()
    assert head == (
        "DATAFLOW,FREQ,INDICATOR,SCHEME,CATEGORY,GEO,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
    )
    rows = rows_of(path)
    assert {row["DATAFLOW"] for row in rows} == {"HANSE:PANEL_2026_11_22(1.0)"}
    withheld = [row for row in rows if row["CONF_STATUS"] == "C"]
    assert {row["OBS_VALUE"] for row in withheld} == {""}
    assert len(withheld) == 2
    stars = [row["OBS_VALUE"] for row in rows if row["INDICATOR"] == "stars"]
    assert stars == ["3", "", "0"]


def test_every_indicator_of_a_wide_table_is_there_to_the_last_bit(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_sdmx_csv(edition_table(), path, ABOUT)
    form = long_form(edition_table(), where="test")
    expected = ["" if value is None else value for value in form.table["value"]]
    found = [float(row["OBS_VALUE"]) if row["OBS_VALUE"] else "" for row in rows_of(path)]
    assert found == expected


def test_synthetic_data_are_named_in_every_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_sdmx_csv(edition_table(), path, INVENTED)
    rows = rows_of(path)
    assert {row["DATAFLOW"] for row in rows} == {"HANSE:SYNTHETIC_DEMO_2026_11_22(1.0)"}
    assert {row["COMMENT_DSET"] for row in rows} == {"synthetic data"}
    described = (tmp_path / "table.csv-metadata.json").read_text(encoding="utf-8")
    assert '"dc:title": "Synthetic data: Clusters"' in described
