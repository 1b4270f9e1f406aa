"""Delimited text: every field and line number as the csv module sees them."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.sources import text_blocks
from hanse.observatory.sources.delimited import Fields, find_name, read_delimited

FIELDS = st.one_of(
    st.text("ab1", max_size=3),
    st.sampled_from(
        ["", " ", "a,b", 'say "x"', '"', '""', "two\nlines", "tab\there", "x;y", "é", "\r\n"]
    ),
)
RECORDS = st.lists(st.lists(FIELDS, min_size=2, max_size=4), min_size=1, max_size=12)


def all_fields(path: Path, separator: str) -> Fields:
    parts = list(read_delimited(path, separator=separator).fields)
    return Fields(pl.concat(p.rows for p in parts), pl.concat(p.ragged for p in parts))


@settings(max_examples=150)
@given(
    records=RECORDS,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ends=st.sampled_from(["\n", "\r\n"]),
    block=st.sampled_from([1, 30, 10**6]),
)
def test_fields_and_lines_are_those_of_the_csv_module(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[list[str]],
    separator: str,
    quoting: int,
    ends: str,
    block: int,
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=ends)  # type: ignore[arg-type] # the stubs know the constants, not int
    writer.writerow(["one", "two", "three"])
    lines = []
    for record in records:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(record)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(text.getvalue().encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_blocks, "BLOCK_BYTES", block)
        found = all_fields(path, separator)
    whole = [(line, *record) for line, record in zip(lines, records, strict=True)]
    assert found.rows.rows() == [row for row in whole if len(row) == 4]
    assert found.ragged.select("line", "fields").rows() == [
        (row[0], len(row) - 1) for row in whole if len(row) != 4
    ]


def test_a_quote_inside_an_unquoted_field_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n5" pipe,1\n"x",2\n')
    assert all_fields(path, ",").rows.rows() == [(2, '5" pipe', "1"), (3, "x", "2")]


def test_text_after_a_closing_quote_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,2\n"x"y,2\n')
    with pytest.raises(HanseError, match="quote stands inside a field") as caught:
        all_fields(path, ",")
    assert "from line 3" in caught.value.where


def test_names_are_found_in_any_case_and_once() -> None:
    assert find_name(["Geo", "time"], "geo", "region", "here") == 0
    with pytest.raises(HanseError, match="occurs 2 times"):
        find_name(["Geo", "GEO"], "geo", "region", "here")
    with pytest.raises(HanseError, match="no column tme for the year") as caught:
        find_name(["Geo", "time", ""], "tme", "year", "here")
    assert caught.value.why == "The columns are Geo, time, (no name)."
    assert caught.value.remedy == "Did you mean time? Name the year column in the layout."
