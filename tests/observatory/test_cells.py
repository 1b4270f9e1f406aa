"""Tables held ready: the same rows as the table has, whatever is asked, and from where."""

import shutil
import threading
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.observatory import cells as module
from hanse.observatory.cells import (
    MAPPED,
    Cells,
    ClusterCells,
    IndustryCells,
    forget_mapped,
)
from hanse.observatory.warehouse import Edition, Reader

CODES = ["a", "b", "c"]
KEYS = ["scheme", "category", "year", "region"]
rows = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.sampled_from(CODES),
        st.integers(2008, 2011),
        st.sampled_from(CODES),
        st.one_of(st.none(), st.floats(0, 10)),
        st.sampled_from([None, "observed", "withheld"]),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda row: row[:4],
)
some = st.one_of(st.none(), st.lists(st.sampled_from([*CODES, "unknown"]), max_size=3))


def table_of(given_rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(
        given_rows,
        schema={
            "scheme": pl.String,
            "category": pl.String,
            "year": pl.Int32,
            "region": pl.String,
            "share": pl.Float64,
            "share_status": pl.String,
        },
        orient="row",
    )


def held(table: pl.DataFrame) -> ClusterCells:
    return module.opened(module.coded(table, KEYS), ClusterCells)


def naive(
    table: pl.DataFrame,
    scheme: str,
    categories: list[str] | None,
    regions: list[str] | None,
    year: int | None,
) -> list[tuple[object, ...]]:
    """One row after the other."""
    return sorted(
        (
            row
            for row in table.iter_rows()
            if row[0] == scheme
            and (categories is None or row[1] in categories)
            and (regions is None or row[3] in regions)
            and (year is None or row[2] == year)
        ),
        key=lambda row: row[:4],
    )


@settings(deadline=None)
@given(
    rows,
    st.sampled_from(["one", "two", "three"]),
    some,
    some,
    st.one_of(st.none(), st.integers(2007, 2012)),
)
def test_rows_are_those_of_the_table(
    given_rows: list[tuple[object, ...]],
    scheme: str,
    categories: list[str] | None,
    regions: list[str] | None,
    year: int | None,
) -> None:
    table = table_of(given_rows)
    found = held(table).rows(
        table.columns, scheme=scheme, categories=categories, regions=regions, year=year
    )
    assert found.schema == table.schema
    assert list(found.iter_rows()) == naive(table, scheme, categories, regions, year)


@settings(deadline=None)
@given(rows, some, some, st.one_of(st.none(), st.integers(2007, 2012)))
def test_rows_of_industries_are_those_of_the_table(
    given_rows: list[tuple[object, ...]],
    industries: list[str] | None,
    regions: list[str] | None,
    year: int | None,
) -> None:
    table = table_of([("one", *row[1:]) for row in given_rows]).unique(KEYS[1:]).drop("scheme")
    table = table.rename({"category": "industry"})
    keys = ["industry", "year", "region"]
    cells = module.opened(module.coded(table, keys), IndustryCells)
    found = cells.rows(table.columns, industries=industries, regions=regions, year=year)
    expected = [
        row
        for row in table.sort(keys).iter_rows()
        if (industries is None or row[0] in industries)
        and (regions is None or row[2] in regions)
        and (year is None or row[1] == year)
    ]
    assert list(found.iter_rows()) == expected


def test_the_demo_edition_is_held_as_it_is(demo_edition: Edition) -> None:
    table = pl.read_parquet(demo_edition.parquet("clusters"))
    cells = demo_edition.cells.clusters
    assert cells.columns == table.columns
    for scheme in table["scheme"].unique():
        expected = table.filter(pl.col("scheme") == scheme).sort(KEYS)
        assert cells.rows(table.columns, scheme=scheme).equals(expected)
    one = expected.row(0, named=True)
    found = cells.rows(
        table.columns, scheme=scheme, categories=[one["category"]], regions=[one["region"]]
    )
    assert found.equals(
        expected.filter(
            (pl.col("category") == one["category"]) & (pl.col("region") == one["region"])
        )
    )


def test_a_column_that_there_is_not_is_an_error() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        held(table_of([("one", "a", 2008, "b", 1.0, None)])).rows(["focus"], scheme="one")


@pytest.fixture
def on_the_shelf(tmp_path: Path) -> Path:
    path = tmp_path / "an-edition" / "clusters.parquet"
    path.parent.mkdir()
    table_of(
        [("one", "a", 2008, "b", 1.5, "observed"), ("one", "b", 2008, "b", None, None)]
    ).write_parquet(path)
    return path


def test_it_is_made_once_and_mapped_from_then_on(tmp_path: Path, on_the_shelf: Path) -> None:
    first = Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters
    (file,) = (tmp_path / MAPPED / "an-edition").iterdir()
    module._clusters.cache_clear()
    on_the_shelf.unlink()
    again = Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters
    assert again is not first
    file.unlink()  # what is mapped stays
    for cells in (first, again):
        assert cells.rows(["share"], scheme="one")["share"].to_list() == [1.5, None]


@pytest.mark.parametrize("kept", [0, 100, -1])
def test_a_file_cut_short_is_made_again(tmp_path: Path, on_the_shelf: Path, kept: int) -> None:
    assert Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters.columns
    (file,) = (tmp_path / MAPPED / "an-edition").iterdir()
    whole = file.read_bytes()
    module._clusters.cache_clear()
    file.unlink()
    file.write_bytes(whole[:kept])
    cells = Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters
    assert cells.rows(["share"], scheme="one").height == 2
    assert file.read_bytes() == whole


def test_a_shelf_that_cannot_be_written_to_is_no_hindrance(
    tmp_path: Path, on_the_shelf: Path
) -> None:
    (tmp_path / MAPPED).write_text("in the way")
    cells = Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters
    assert cells.rows(["category", "share"], scheme="one", year=2008).rows() == [
        ("a", 1.5),
        ("b", None),
    ]


def test_threads_that_come_at_once_share_it(tmp_path: Path, on_the_shelf: Path) -> None:
    found: list[ClusterCells] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters)
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_what_was_made_of_an_edition_goes_with_it(tmp_path: Path, on_the_shelf: Path) -> None:
    assert Cells(tmp_path, "an-edition", on_the_shelf.parent).clusters.columns
    forget_mapped(tmp_path, ["an-edition"])
    assert (tmp_path / MAPPED / "an-edition").is_dir()
    forget_mapped(tmp_path, ["another"])
    assert not list((tmp_path / MAPPED).iterdir())
    forget_mapped(tmp_path / "no-shelf", [])


def test_a_reader_holds_them(demo_edition: Edition) -> None:
    reader = Reader(demo_edition)
    shutil.rmtree(demo_edition.folder.parent / MAPPED / demo_edition.id)
    assert reader.cells.industries.rows(["region"], industries=["C2910"], year=2024).height > 0
    assert reader.cells.clusters.columns == demo_edition.cells.clusters.columns
