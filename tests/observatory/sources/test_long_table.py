"""Long tables: separators, quotes, number forms, Parquet, colliding rows, firm registers."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.long_table import read_long_csv, read_long_parquet
from hanse.observatory.sources.reading import Layout, MeasureRule, Reading
from hanse.observatory.tables import check_observations
from tests.shared_data import shared_file

OWN = Layout(region="region", industry="industry", year="year", value="jobs")


def own(**changes: object) -> Layout:
    fields = {"region": "region", "industry": "industry", "year": "year", "value": "jobs"}
    return Layout(**{**fields, **changes})  # type: ignore[arg-type] # fields of several types


def stored(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    return path


def values(reading: Reading) -> list[tuple[object, ...]]:
    assert reading.report.adds_up()
    assert check_observations(reading.table, where="test").equals(reading.table)
    return reading.table.select("region", "year", "value").rows()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_names_fit_in_any_case(tmp_path: Path, separator: str) -> None:
    text = "Region,Name,INDUSTRY,Year,Jobs\nW1,Vienna,C,2015,5\nW2,Graz,C,2015,\n"
    path = stored(tmp_path, text.replace(",", separator))
    assert values(read_long_csv(path, OWN)) == [("W1", 2015, 5.0), ("W2", 2015, None)]


def test_a_given_separator_goes_before_the_guess(tmp_path: Path) -> None:
    path = stored(tmp_path, "region;industry;year;jobs;a,b,c,d,e,f\nW1;C;2015;5;x\n")
    assert values(read_long_csv(path, own(delimiter=";"))) == [("W1", 2015, 5.0)]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_quotes_of_every_kind_keep_exact_line_numbers(tmp_path: Path, ends: str) -> None:
    lines = [
        'region,industry,year,"jobs",note',
        'W1,"C",2015,"5",plain',
        "",
        'W2,C,2015,x,"two"',
        '"W3",C,2015,7,"a, b"',
        'W4,C,2015,8,"first',
        'second ""said"" he"',
        "W5,C,2015,y,",
        "W6,C,2015",
        "W7,C,2015,9,ü",
    ]
    reading = read_long_csv(stored(tmp_path, ends.join(lines)), OWN)
    assert [row[0] for row in values(reading)] == ["W1", "W3", "W4", "W7"]
    assert [(issue.line, issue.text) for issue in reading.report.rejections] == [
        (4, "x"),
        (8, "y"),
        (9, "W6,C,2015"),
    ]


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    path = stored(tmp_path, 'region,industry,year,jobs\nW1,C,2015,5\nW2,"C,2015,5\nW3,C,2015,6\n')
    with pytest.raises(HanseError, match="quoted field is not closed") as caught:
        read_long_csv(path, OWN)
    assert "from line 3" in caught.value.where


@pytest.mark.parametrize(
    ("changes", "text", "value"),
    [
        ({}, "1.5", 1.5),
        ({"decimal_comma": True}, '"1,5"', 1.5),
        ({"decimal_comma": True, "thousands": "."}, '"1.234.567,5"', 1_234_567.5),
        ({"decimal_comma": True}, "12", 12.0),
        ({"thousands": " "}, "12 345.5", 12345.5),
        ({"thousands": ","}, '"1,234"', 1234.0),
        ({"thousands": ","}, "1234", 1234.0),
        ({"missing": ("", "NA")}, "NA", None),
        ({"missing": ("NaN",)}, "NaN", None),
    ],
)
def test_number_forms_that_the_layout_names(
    tmp_path: Path, changes: dict[str, object], text: str, value: float | None
) -> None:
    path = stored(tmp_path, f"region,industry,year,jobs\nW1,C,2015,{text}\n")
    assert values(read_long_csv(path, own(**changes))) == [("W1", 2015, value)]


@pytest.mark.parametrize(
    ("changes", "text", "hint"),
    [
        ({}, '"1,5"', "decimal_comma"),
        ({}, '"1,234,567"', "thousands"),
        ({}, "NA", "list it in `missing`"),
        ({}, "5 p", "not a number"),
        ({"decimal_comma": True}, "1.5", "decimal_comma and thousands differ"),
        ({"thousands": ","}, '"12,34"', "not a number"),
        ({"thousands": ","}, '",5"', "not a number"),
    ],
)
def test_number_forms_that_it_does_not_are_rejected_with_a_hint(
    tmp_path: Path, changes: dict[str, object], text: str, hint: str
) -> None:
    path = stored(tmp_path, f"region,industry,year,jobs\nW1,C,2015,{text}\n")
    reading = read_long_csv(path, own(**changes))
    assert reading.table.height == 0
    assert hint in reading.report.rejections[0].reason


def test_flag_columns_when_named_and_when_usual(tmp_path: Path) -> None:
    path = stored(tmp_path, "region,industry,year,jobs,mark,obs_flag\nW1,C,2015,5,e,p\n")
    assert read_long_csv(path, OWN).table["flag"].to_list() == ["p"]
    assert read_long_csv(path, own(flag="mark")).table["flag"].to_list() == ["e"]
    assert read_long_csv(path, own(flag="")).table["flag"].to_list() == [""]
    with pytest.raises(HanseError, match="no column marks for the flag") as caught:
        read_long_csv(path, own(flag="marks"))
    assert "Did you mean mark?" in caught.value.remedy


def test_rows_that_collide_name_the_columns_that_tell_them_apart(tmp_path: Path) -> None:
    text = "region,industry,year,sex,id,jobs\nW1,C,2015,F,1,5\nW1,C,2015,M,2,6\nW2,C,2015,T,3,7\n"
    path = stored(tmp_path, text)
    with pytest.raises(HanseError, match="Rows collide: column sex") as caught:
        read_long_csv(path, OWN)
    assert "sex holds F, M; id holds 1, 2." in caught.value.why
    assert "lines 2, 3" in caught.value.where
    frame = pl.read_csv(path)
    frame.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(HanseError, match="Rows collide: column sex"):
        read_long_parquet(tmp_path / "a.parquet", OWN)
    assert values(read_long_csv(path, own(select={"sex": ("F", "T")}))) == [
        ("W1", 2015, 5.0),
        ("W2", 2015, 7.0),
    ]


def test_contradictions_that_nothing_tells_apart_are_rejected(tmp_path: Path) -> None:
    path = stored(tmp_path, "region,industry,year,jobs\nW1,C,2015,5\nW1,C,2015,6\nW1,C,2016,6\n")
    report = read_long_csv(path, OWN).report
    assert report.reasons == {"contradicts another line": 2}
    assert [issue.reason for issue in report.rejections] == [
        "contradicts line 3",
        "contradicts line 2",
    ]


def test_parquet_with_numbers_texts_dates_and_nulls(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "region": ["W1", "W2", "W3", None, "W5"],
            "industry": [10, 10, 10, 10, 10],
            "year": pl.Series([2015, 2015, 2015, 2015, None], dtype=pl.Int16),
            "jobs": [5.0, None, float("nan"), 1.0, 2.0],
            "other": [[1], [2], [3], [4], [5]],
        }
    )
    path = tmp_path / "a.parquet"
    frame.write_parquet(path)
    reading = read_long_parquet(path, OWN)
    assert values(reading) == [("W1", 2015, 5.0), ("W2", 2015, None)]
    assert [(issue.line, issue.column) for issue in reading.report.rejections] == [
        (3, "jobs"),
        (4, "region"),
        (5, "year"),
    ]
    frame.with_columns(jobs=pl.Series(["5", "", "x", "1", "2"])).write_parquet(path)
    assert values(read_long_parquet(path, OWN)) == [("W1", 2015, 5.0), ("W2", 2015, None)]
    frame.with_columns(year=pl.lit(date(2015, 1, 1))).write_parquet(path)
    assert read_long_parquet(path, OWN).report.reasons["not a year"] == 3
    with pytest.raises(HanseError, match="neither text nor number"):
        read_long_parquet(path, own(region="other"))
    with pytest.raises(HanseError, match="no column job for the") as caught:
        read_long_parquet(path, own(value="job"))
    assert "Did you mean jobs?" in caught.value.remedy


def test_parquet_that_is_none_or_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"region": ["W1"] * 1000}).write_parquet(path)
    whole = path.read_bytes()
    for content in (b"PAR1", whole[: len(whole) // 2], b"region,industry\n"):
        path.write_bytes(content)
        with pytest.raises(HanseError, match="not Parquet that can be read"):
            read_long_parquet(path, OWN)


REGISTER = """firm,region,industry,year,jobs
1,W1,C,2015,5
2,W1,C,2015,5
3,W1,C,2015,0
4,W2,C,2015,7
5,W2,C,2015,
6,W3,C,2015,x
"""


def test_a_register_of_firms_adds_up_to_cells(tmp_path: Path) -> None:
    reading = read_long_csv(stored(tmp_path, REGISTER), own(register=True))
    assert reading.table.select("region", "measure", "value").rows() == [
        ("W1", "employment_persons", 10.0),
        ("W1", "establishments_count", 3.0),
        # One firm of W2 does not say how many it employs: a sum without it would be too small.
        ("W2", "employment_persons", None),
        ("W2", "establishments_count", 2.0),
    ]
    report = reading.report
    assert report.adds_up()
    assert (report.read, report.accepted, report.rejected, report.missing) == (6, 5, 1, 1)
    assert "1 cells have a firm without employees" in report.notes[0]
    assert check_observations(reading.table, where="test").equals(reading.table)


def test_a_firm_that_occurs_twice_in_a_year_counts_once_or_not_at_all(tmp_path: Path) -> None:
    text = REGISTER + "1,W1,C,2015,5\n1,W1,C,2016,5\n4,W1,C,2015,7\n"
    path = stored(tmp_path, text)
    reading = read_long_csv(path, own(register=True, unit="firm"))
    assert reading.report.adds_up()
    assert reading.report.reasons == {
        "not a number": 1,
        "repeats another line": 1,
        "contradicts another line": 2,
    }
    counts = reading.table.filter(pl.col("measure") == "establishments_count")
    assert counts.select("region", "year", "value").rows() == [
        ("W1", 2015, 3.0),
        ("W1", 2016, 1.0),
        ("W2", 2015, 1.0),
    ]
    with pytest.raises(HanseError, match="no column plant for the unit"):
        read_long_csv(path, own(register=True, unit="plant"))


def test_layouts_that_contradict_themselves(tmp_path: Path) -> None:
    path = stored(tmp_path, REGISTER)
    rule = MeasureRule("employment_persons")
    with pytest.raises(HanseError, match="register has one column"):
        read_long_csv(path, own(register=True, value_columns={"jobs": rule}))
    with pytest.raises(HanseError, match="both a measure column"):
        read_long_csv(path, own(measure="firm", value_columns={"jobs": rule}))
    with pytest.raises(HanseError, match="no measure people"):
        read_long_csv(path, own(measures={"": MeasureRule("people")}))
    with pytest.raises(HanseError, match="names no measure"):
        read_long_csv(path, own(measures={}))


def test_a_column_for_each_measure(tmp_path: Path) -> None:
    path = stored(tmp_path, "region,industry,year,jobs,pay\nW1,C,2015,5,2.5\nW2,C,2015,,3\n")
    columns = {"jobs": MeasureRule("employment_persons"), "pay": MeasureRule("wages_eur", 1000)}
    reading = read_long_csv(path, own(value_columns=columns))
    assert reading.report.read == 4
    assert reading.table.select("region", "measure", "value").rows() == [
        ("W1", "employment_persons", 5.0),
        ("W1", "wages_eur", 2500.0),
        ("W2", "employment_persons", None),
        ("W2", "wages_eur", 3000.0),
    ]


def test_the_real_american_states_are_read() -> None:
    path = shared_file("us-cluster-mapping/states_clusters_2016.csv")
    layout = Layout(
        region="region_code_t",
        industry="cluster_code_t",
        year="year_t",
        value_columns={
            "emp_tl": MeasureRule("employment_persons"),
            "est_tl": MeasureRule("establishments_count"),
        },
    )
    reading = read_long_csv(path, layout)
    assert (reading.report.read, reading.report.accepted) == (6_700, 6_700)
    assert reading.table["region"].n_unique() == 50
    assert reading.table["industry"].n_unique() == 67
    alabama = reading.table.filter(region="01", industry="116")["value"].to_list()
    assert alabama == [10_811.0, 861.0]


def test_the_real_german_states_are_read() -> None:
    path = shared_file("reat/G.regions.industries.csv")
    layout = Layout(region="region", industry="ind_code", year="year", value="emp_all")
    reading = read_long_csv(path, layout)
    # The years are written 2015.0 in that file.
    assert (reading.report.read, reading.report.repaired) == (272, 272)
    assert reading.report.repairs[0].reason == "year 2015.0 read as 2015"
    assert reading.table["region"].n_unique() == 16
    assert (
        reading.table.filter(region="Baden-Wuerttemberg", industry="WZ08-C")["value"].item()
        == 1_507_000
    )
