"""SDMX-CSV in both versions: header in any case, flags, confidentiality, colliding columns."""

from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.reading import Layout, MeasureRule, NothingWantedError
from hanse.observatory.sources.sdmx_csv import read_sdmx_csv
from tests.shared_data import shared_file

HEAD = "dataflow,last update,freq,unit,nace_r2,geo,time_period,obs_value,obs_flag,conf_status"
FLOW = "ESTAT:X(1.0),01/01/26 23:00:00,A,THS"


def sdmx(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("\r\n".join((head, *lines)) + "\r\n")
    return path


def test_flags_and_confidentiality_decide_what_an_empty_value_is(tmp_path: Path) -> None:
    path = sdmx(
        tmp_path,
        f"{FLOW},C,AT11,2014,1.5,p,",
        f"{FLOW},C,AT11,2015,,,C",
        f"{FLOW},C,AT11,2016,,bd,F",
        f"{FLOW},C,AT11,2017,,c,C",
        f"{FLOW},C,AT11,2018,NaN,,",
        f"{FLOW},C,AT11,2019,1,q,",
        f"{FLOW},C,AT11,2015-01,1,,",
        f"{FLOW},C,AT11,2020,1,,yes",
    )
    reading = read_sdmx_csv(path, Layout(measures={"": MeasureRule("employment_persons", 1000)}))
    assert reading.table.select("year", "value", "flag").rows() == [
        (2014, 1500.0, "p"),
        (2015, None, "c"),
        (2016, None, "bd"),
        (2017, None, "c"),
    ]
    report = reading.report
    assert report.adds_up()
    assert report.missing == 3
    assert [(issue.line, issue.column, issue.text) for issue in report.rejections] == [
        (6, "obs_value", "NaN"),
        (7, "obs_flag", "q"),
        (8, "time_period", "2015-01"),
        (9, "conf_status", "yes"),
    ]
    assert report.rejections[2].reason == "not a year: only annual figures are read"


@pytest.mark.parametrize("change", [str.upper, str.title, str.lower])
def test_the_header_may_be_in_any_case(tmp_path: Path, change: object) -> None:
    assert callable(change)
    path = sdmx(tmp_path, f"{FLOW},C,AT11,2014,1.5,p,", head=change(HEAD))
    assert read_sdmx_csv(path, Layout()).table.row(0)[4:] == (1.5, "p")


def test_version_2_with_observation_status(tmp_path: Path) -> None:
    head = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,NACE_R2,GEO,TIME_PERIOD,OBS_VALUE,OBS_STATUS"
    flow = "dataflow,ESTAT:X(1.0),I,A,C"
    path = sdmx(
        tmp_path,
        f"{flow},AT11,2014,1.5,A",
        f"{flow},AT12,2014,2,E",
        f"{flow},AT13,2014,,M",
        f"{flow},AT21,2014,,Q",
        f"{flow},AT22,2014,4,S",
        head=head,
    )
    reading = read_sdmx_csv(path, Layout())
    assert reading.table.select("region", "value", "flag").rows() == [
        ("AT11", 1.5, ""),
        ("AT12", 2.0, "e"),
        ("AT13", None, ""),
        ("AT21", None, "c"),
    ]
    assert reading.report.reasons == {"unknown flag": 1}


def test_several_units_have_to_be_chosen_from(tmp_path: Path) -> None:
    other = FLOW.replace("THS", "PC")
    path = sdmx(tmp_path, f"{FLOW},C,AT11,2014,1.5,,", f"{other},C,AT11,2014,3,,")
    with pytest.raises(HanseError, match="unit") as caught:
        read_sdmx_csv(path, Layout())
    assert "PC, THS" in caught.value.why
    report = read_sdmx_csv(path, Layout(select={"unit": ("THS",)})).report
    assert (report.accepted, report.left_out) == (1, 1)


def test_the_time_of_the_update_and_ignored_columns_may_differ(tmp_path: Path) -> None:
    path = sdmx(
        tmp_path,
        f"{FLOW},C,AT11,2014,1,,,one",
        f"{FLOW.replace('01/01', '02/01')},C,AT12,2014,1,,,two",
        head=f"{HEAD},comment",
    )
    with pytest.raises(HanseError, match="comment"):
        read_sdmx_csv(path, Layout())
    assert read_sdmx_csv(path, Layout(ignore=("COMMENT",))).table.height == 2


def test_quoted_fields_with_commas_and_line_ends_keep_their_line_numbers(tmp_path: Path) -> None:
    path = sdmx(
        tmp_path,
        f'{FLOW},C,AT11,2014,1,,,"one, two"',
        f'{FLOW},C,AT12,2014,1,,,"on\ntwo ""lines"""',
        f'{FLOW},C,AT13,2014,x,,,""',
        head=f"{HEAD},comment",
    )
    reading = read_sdmx_csv(path, Layout(ignore=("comment",)))
    assert reading.table["region"].to_list() == ["AT11", "AT12"]
    assert reading.report.rejections[0].line == 5


def test_another_table_is_not_taken_for_sdmx(tmp_path: Path) -> None:
    path = sdmx(tmp_path, "C,AT11,2014,1", head="nace_r2,geo,time_period,obs_value")
    with pytest.raises(HanseError, match="not that of SDMX-CSV"):
        read_sdmx_csv(path, Layout())


def test_the_real_sample_is_read() -> None:
    path = shared_file("eurostat/nama_10r_3empers.sdmx.csv")
    layout = Layout(measures={"": MeasureRule("employment_persons", 1000)}, nuts=2021)
    reading = read_sdmx_csv(path, layout)
    assert reading.table.select("region", "industry", "year", "value").rows() == [
        ("DK", "C", 2000, 400_890.0),
        ("DK011", "C", 2024, 12_540.0),
    ]
    assert "unit is THS throughout." in reading.report.notes


def test_aggregates_are_left_out_with_a_note_and_unknown_codes_rejected(tmp_path: Path) -> None:
    geos = ("AT11", "EU27_2020", "EU27_2020", "EA20", "US", "BA", "XX9")
    lines = [f"{FLOW},C,{geo},{2014 + place},1.5,p," for place, geo in enumerate(geos)]
    reading = read_sdmx_csv(sdmx(tmp_path, *lines), Layout(nuts=2021))
    report = reading.report
    assert report.adds_up()
    assert (report.accepted, report.left_out, report.rejected) == (1, 5, 1)
    assert report.reasons == {"unknown region code": 1}
    assert report.notes[:2] == [
        "2 left out, a country without regions in NUTS 2021: BA, US.",
        "3 left out, an aggregate, not a region: EA20, EU27_2020.",
    ]
    assert reading.table["region"].to_list() == ["AT11"]


def test_a_file_of_aggregates_alone_says_so(tmp_path: Path) -> None:
    path = sdmx(tmp_path, f"{FLOW},C,EU28,2014,1.5,p,")
    with pytest.raises(NothingWantedError, match="EU28") as refusal:
        read_sdmx_csv(path, Layout(nuts=2021))
    assert (refusal.value.report.read, refusal.value.report.left_out) == (1, 1)
