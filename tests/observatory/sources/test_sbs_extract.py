"""The dirty SBS extract: what is accepted, missing, flagged, rejected, on small and real data."""

from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.reading import Layout
from hanse.observatory.sources.sbs_extract import read_sbs_extract
from hanse.observatory.tables import check_observations
from tests.shared_data import shared_file

SMALL = """nace_r2;geo;n2014;n2015
C10;AT11;10;12
C10;AT12;;5150 d
C10;AT13; d;12:00 AM
C10;DE41;3 d;
C10;XX9;1;2
10.11;at21;7;8
"""


def small(tmp_path: Path, text: str = SMALL) -> Path:
    path = tmp_path / "sbs.csv"
    path.write_text(text)
    return path


def test_every_cell_of_a_small_extract_is_accounted_for(tmp_path: Path) -> None:
    reading = read_sbs_extract(small(tmp_path), Layout(nuts=2013, classification="nace_rev2"))
    report = reading.report
    assert report.adds_up()
    assert (report.read, report.accepted, report.repaired, report.rejected) == (12, 5, 2, 5)
    assert report.missing == 2
    assert report.flagged == {"d": 2}
    assert report.flagged_read == {"d": 3}
    assert [
        (issue.line, issue.column, issue.text, issue.reason) for issue in report.rejections
    ] == [
        (4, "n2015", "12:00 AM", report.rejections[0].reason),
        (5, "geo", "DE41", "DE41 belongs to NUTS 2003 and 2006, not 2013"),
        (6, "geo", "XX9", "unknown region code XX9"),
    ]
    assert "spreadsheet damage" in report.rejections[0].reason
    assert [issue.observations for issue in report.rejections] == [1, 2, 2]
    assert report.repairs[0].line == 7
    assert report.repairs[0].reason == "region 'at21' is AT21; industry '10.11' is C1011"
    assert check_observations(reading.table, where="test").equals(reading.table)
    assert reading.table.rows() == [
        ("AT11", "C10", 2014, "employment_persons", 10.0, ""),
        ("AT11", "C10", 2015, "employment_persons", 12.0, ""),
        ("AT12", "C10", 2014, "employment_persons", None, ""),
        ("AT12", "C10", 2015, "employment_persons", 5150.0, "d"),
        ("AT13", "C10", 2014, "employment_persons", None, "d"),
        ("AT21", "C1011", 2014, "employment_persons", 7.0, ""),
        ("AT21", "C1011", 2015, "employment_persons", 8.0, ""),
    ]


def test_the_real_extract_counts_its_flags_and_its_damage() -> None:
    reading = read_sbs_extract(shared_file("eurostat/sbs_r_nuts06_r2_2015.csv"), Layout())
    report = reading.report
    assert report.adds_up()
    assert (report.read, report.accepted, report.rejected) == (46_859, 46_829, 30)
    assert report.flagged == {"d": 386}
    assert report.reasons == {"spreadsheet damage": 30}
    assert report.rejections[0].line == 725
    # Blank cells 8,490, blanks with spaces 9, a flag alone 119.
    assert report.missing == 8_490 + 9 + 119


def test_the_real_extract_in_its_vintage_rejects_what_older_vintages_left_in_it() -> None:
    path = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv")
    report = read_sbs_extract(path, Layout(nuts=2013, classification="nace_rev2")).report
    assert report.adds_up()
    assert report.flagged == report.flagged_read == {"d": 386}
    assert report.reasons == {"region code of another vintage": 4_040, "spreadsheet damage": 30}
    assert report.rejections[0].reason == "DE41 belongs to NUTS 2003 and 2006, not 2013"
    assert report.accepted == 42_789
    # The rejected cells held no figures: what is lost is empty lines of regions that were gone.
    assert report.accepted - report.missing == 46_829 - (8_490 + 9 + 119)


def test_a_file_in_another_vintage_is_one_error_that_names_it() -> None:
    path = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv")
    with pytest.raises(HanseError, match="NUTS 2013, not 2016"):
        read_sbs_extract(path, Layout(nuts=2016))


def test_without_a_column_of_figures_it_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="such as n2015") as caught:
        read_sbs_extract(small(tmp_path, "nace_r2;geo;year\nC10;AT11;2015\n"), Layout())
    assert "nace_r2, geo, year" in caught.value.why
