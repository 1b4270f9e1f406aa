"""What is exported is read back by the readers of the sources, unchanged."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.csv_table import write_csv
from hanse.observatory.exports.json_stat import write_json_stat
from hanse.observatory.exports.long_form import TIDY_LAYOUT, layout_of, long_form
from hanse.observatory.exports.parquet import write_parquet
from hanse.observatory.exports.sdmx_csv import write_sdmx_csv
from hanse.observatory.sources.json_stat import read_json_stat
from hanse.observatory.sources.long_table import read_long_csv, read_long_parquet
from hanse.observatory.sources.reading import Layout, Reading
from hanse.observatory.sources.sdmx_csv import read_sdmx_csv
from hanse.observatory.tables import OBSERVATIONS, check_observations
from tests.observatory.exports.tables_made import ABOUT, INVENTED, edition_table, observations

Write = Callable[[pl.DataFrame, Path, ExportAbout], None]
Read = Callable[[Path, Layout], Reading]

CUBES: Final[dict[str, tuple[Write, Read]]] = {
    "sdmx_csv": (write_sdmx_csv, read_sdmx_csv),
    "json_stat": (write_json_stat, read_json_stat),
}
TABLES: Final[dict[str, tuple[Write, Read]]] = {
    "csv": (write_csv, read_long_csv),
    "parquet": (write_parquet, read_long_parquet),
}
FORMATS: Final = sorted([*CUBES, *TABLES])


def there_and_back(
    name: str, table: pl.DataFrame, about: ExportAbout = ABOUT, *, scheme: str = ""
) -> Reading:
    if name in TABLES:
        write, read = TABLES[name]
        layout = TIDY_LAYOUT
    else:
        write, read = CUBES[name]
        layout = layout_of(long_form(table, where="test"), scheme=scheme)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write(table, path, about)
        return read(path, layout)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40)
@given(table=observations())
def test_observations_come_back_unchanged(name: str, table: pl.DataFrame) -> None:
    reading = there_and_back(name, table)
    assert_frame_equal(reading.table, table, check_exact=True)
    assert reading.report.accepted == reading.report.read == table.height


@pytest.mark.parametrize("name", FORMATS)
def test_a_large_thin_table_comes_back_unchanged(name: str) -> None:
    rng = np.random.default_rng(5)
    n = 30_000
    table = (
        pl.DataFrame(
            {
                "region": [f"R{code:03d}" for code in rng.integers(0, 300, n)],
                "industry": [f"C{code:04d}" for code in rng.integers(0, 600, n)],
                "year": rng.integers(2008, 2025, n).astype(np.int32),
                "measure": rng.choice(["employment_persons", "wages_eur"], n).tolist(),
                "value": np.exp(rng.normal(4, 3, n)),
                "flag": rng.choice(["", "", "", "", "c", "e", "bp"], n).tolist(),
            },
            schema=OBSERVATIONS,
        )
        .unique(["region", "industry", "year", "measure"], keep="first", maintain_order=True)
        .with_columns(pl.when(~pl.col("flag").str.contains("c")).then("value").alias("value"))
    )
    table = check_observations(table, where="test")
    for about in (ABOUT, INVENTED):
        assert_frame_equal(there_and_back(name, table, about).table, table, check_exact=True)


@pytest.mark.parametrize("name", sorted(CUBES))
def test_the_measures_of_an_edition_table_come_back_as_observations(name: str) -> None:
    other = edition_table().with_columns(pl.lit("emerging").alias("scheme"))
    table = pl.concat([edition_table(), other])
    reading = there_and_back(name, table, scheme="emerging")
    expected = pl.DataFrame(
        {
            "region": ["AT11", "AT12", "DE1"],
            "industry": ["automotive", "automotive", "metals"],
            "year": [2024] * 3,
            "measure": ["employment_persons"] * 3,
            "value": [1200.0, None, 88.5],
            "flag": ["", "c", "e"],
        },
        schema=OBSERVATIONS,
    )
    assert_frame_equal(reading.table, expected)
    assert reading.report.left_out == reading.report.read - 3
