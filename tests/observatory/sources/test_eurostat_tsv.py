"""Eurostat TSV: cells, headers, duplicates, and a plain loop that must read the same."""

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.sources import text_blocks
from hanse.observatory.sources.eurostat_tsv import read_eurostat_tsv
from hanse.observatory.sources.reading import Layout, MeasureRule, NothingWantedError, Reading
from hanse.observatory.tables import FLAGS, check_observations
from tests.shared_data import shared_file

HEAD = "freq,unit,nace_r2,geo\\TIME_PERIOD\t2014 \t2015 "
THOUSANDS = {"": MeasureRule("employment_persons", 1000.0)}


def tsv(tmp_path: Path, *lines: str, head: str = HEAD, name: str = "a.tsv") -> Path:
    path = tmp_path / name
    text = "\n".join((head, *lines)) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def values(reading: Reading) -> list[tuple[object, ...]]:
    return reading.table.select("region", "year", "value", "flag").rows()


def test_cells_with_figures_flags_and_blanks(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "A,THS,C,AT11\t3.16 p\t: ", "A,THS,C,AT12\t: c\t0 ", "A,THS,C,AT13\t:\t2e3 bd"
    )
    reading = read_eurostat_tsv(path, Layout(measures=THOUSANDS))
    assert values(reading) == [
        ("AT11", 2014, 3160.0, "p"),
        ("AT11", 2015, None, ""),
        ("AT12", 2014, None, "c"),
        ("AT12", 2015, 0.0, ""),
        ("AT13", 2014, None, ""),
        ("AT13", 2015, 2_000_000.0, "bd"),
    ]
    report = reading.report
    assert (report.read, report.accepted, report.missing) == (6, 6, 3)
    assert report.flagged == {"b": 1, "c": 1, "d": 1, "p": 1}
    assert "unit is THS throughout." in report.notes
    assert check_observations(reading.table, where="test").equals(reading.table)


def test_regions_of_other_levels_are_left_out_and_counted(tmp_path: Path) -> None:
    lines = ("A,THS,C,AT\t7\t8", "A,THS,C,AT1\tx\t8", "A,THS,C,AT11\t1\t2", "A,THS,C,ATZZ\t3\t4")
    path = tsv(tmp_path, *lines, "A,THS,C,XX99\t1\t2")
    reading = read_eurostat_tsv(path, Layout(nuts=2021, levels=(2,)))
    everything = read_eurostat_tsv(path, Layout(nuts=2021))
    report = reading.report
    assert [row[0] for row in values(reading)] == ["AT11", "AT11", "ATZZ", "ATZZ"]
    assert (report.accepted, report.left_out, report.rejected) == (4, 4, 2)
    assert report.adds_up()
    # The damaged figure of AT1 was not asked for; the unknown code may hide a region that was.
    assert report.reasons == {"unknown region code": 2}
    assert everything.report.reasons == {"unknown region code": 2, "not a number": 1}
    assert reading.table.equals(
        everything.table.filter(everything.table["region"].str.len_chars() == 4)
    )


def test_a_file_of_other_levels_alone_says_so(tmp_path: Path) -> None:
    path = tsv(tmp_path, "A,THS,C,AT\t7\t8")
    with pytest.raises(
        NothingWantedError, match="2 left out, of another NUTS level: AT"
    ) as problem:
        read_eurostat_tsv(path, Layout(nuts=2021, levels=(2,)))
    assert (problem.value.report.read, problem.value.report.left_out) == (2, 2)


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("unit,nace_r2,geo\\time\t2015 \t2014 ", "THS,C,AT11\t2\t1"),
        ("nace_r2,geo\\TIME_PERIOD\t2014\t2015", "C,AT11\t1 \t2 "),
        ("FREQ,NACE_R2,GEO\\TIME_PERIOD\t2014\t2015\r", "A,C,AT11\t1\t2\r"),
    ],
)
def test_headers_old_and_new(tmp_path: Path, head: str, line: str) -> None:
    for name in ("a.tsv", "a.tsv.gz"):
        reading = read_eurostat_tsv(tsv(tmp_path, line, head=head, name=name), Layout())
        assert values(reading) == [("AT11", 2014, 1.0, ""), ("AT11", 2015, 2.0, "")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("abc", "not a number"),
        ("5e", "not a number"),
        ("3.16p", "not a number"),
        ("1,5", "thousands separator or decimal comma"),
        ("1 234", "thousands separator or decimal comma"),
        ("12,345.5 p", "not a number"),
        ("NaN", "figure is not finite"),
        ("-inf", "figure is not finite"),
        ("1e999", "figure is too large"),
        ("7 q", "unknown flag"),
        (": xy", "unknown flag"),
        ("-4", "figure below zero"),
        ("12:00 AM", "spreadsheet damage"),
        ("01-May", "spreadsheet damage"),
        ("nan p", "not a number"),
        ("1_000", "not a number"),
    ],
)
def test_a_cell_that_is_no_figure_is_rejected_with_line_and_reason(
    tmp_path: Path, text: str, kind: str
) -> None:
    path = tsv(tmp_path, "", "A,THS,C,AT11\t1\t2", f"A,THS,C,AT12\t1\t{text}")
    reading = read_eurostat_tsv(path, Layout())
    assert reading.table.height == 3
    assert reading.report.reasons == {kind: 1}
    (issue,) = reading.report.rejections
    assert (issue.line, issue.column, issue.text, issue.observations) == (4, "2015", text, 1)
    assert issue.reason


def test_codes_are_repaired_or_rejected_for_the_whole_line(tmp_path: Path) -> None:
    path = tsv(
        tmp_path,
        "A,THS,10.11,at11\t1\t2",
        "A,THS,C,GR30\t1\t: ",
        "A,THS,C,DE41\t1\t2",
        "A,THS,C,ATZZ\t1\t2",
        "A,THS,C99,AT11\t1\tx",
        "A,THS,B-E,AT11\t1\t2",
    )
    reading = read_eurostat_tsv(path, Layout(nuts=2013, classification="nace_rev2"))
    report = reading.report
    assert report.adds_up()
    assert (report.accepted, report.repaired, report.rejected) == (4, 4, 4)
    assert report.reasons == {
        "region code of another vintage": 2,
        "unknown industry code": 1,
        "not a number": 1,
    }
    assert report.repair_reasons == {"region and industry mended": 2, "region mended": 2}
    assert [(issue.line, issue.column, issue.text) for issue in report.rejections] == [
        (4, "geo", "DE41"),
        (6, "nace_r2", "C99"),
        (6, "2015", "x"),
    ]
    assert set(reading.table["region"]) == {"AT11", "ATZZ", "EL30"}
    assert set(reading.table["industry"]) == {"B-E", "C", "C1011"}


def test_repeats_are_kept_once_and_contradictions_not_at_all(tmp_path: Path) -> None:
    path = tsv(
        tmp_path,
        "A,THS,C,AT11\t1\t5 p",
        "A,THS,C,AT12\t1\t2",
        "A,THS,C,AT11\t1\t5",
        "A,THS,C,AT11\t1\t5 p",
    )
    reading = read_eurostat_tsv(path, Layout())
    report = reading.report
    assert report.adds_up()
    assert values(reading) == [
        ("AT11", 2014, 1.0, ""),
        ("AT12", 2014, 1.0, ""),
        ("AT12", 2015, 2.0, ""),
    ]
    assert report.reasons == {"repeats another line": 2, "contradicts another line": 3}
    told = {(issue.line, issue.column): issue.reason for issue in report.rejections}
    assert told == {
        (2, "2015"): "contradicts line 4",
        (4, "2014"): "repeats line 2",
        (4, "2015"): "contradicts line 2",
        (5, "2014"): "repeats line 2",
        (5, "2015"): "contradicts line 4",
    }


def test_two_missing_cells_are_a_repeat_and_missing_contradicts_a_figure(tmp_path: Path) -> None:
    path = tsv(tmp_path, "A,THS,C,AT11\t: \t: ", "A,THS,C,AT11\t: \t0")
    report = read_eurostat_tsv(path, Layout()).report
    assert report.reasons == {"repeats another line": 1, "contradicts another line": 2}
    assert (report.accepted, report.missing) == (1, 1)


def test_an_unnamed_dimension_with_two_values_is_an_error_that_lists_them(tmp_path: Path) -> None:
    path = tsv(tmp_path, "A,THS,C,AT11\t1\t2", "A,PC,C,AT11\t1\t2")
    with pytest.raises(HanseError, match="Column unit holds more than one value") as caught:
        read_eurostat_tsv(path, Layout())
    assert "PC, THS" in caught.value.why
    assert "select" in caught.value.remedy
    reading = read_eurostat_tsv(path, Layout(select={"UNIT": ("THS",)}))
    assert (reading.report.accepted, reading.report.left_out) == (2, 2)
    with pytest.raises(HanseError, match="nothing of what the layout asks") as caught:
        read_eurostat_tsv(path, Layout(select={"unit": ("NR",)}))
    assert "PC, THS" in caught.value.why


def test_measures_by_code_and_selected_industries(tmp_path: Path) -> None:
    head = "indic_sb,nace_r2,geo\\TIME_PERIOD\t2015"
    path = tsv(tmp_path, "V1,C,AT11\t10", "V2,C,AT11\t3", "V3,C,AT11\t9", "V1,D,AT11\t7", head=head)
    layout = Layout(
        measure="indic_sb",
        measures={"V1": MeasureRule("employment_persons"), "V2": MeasureRule("wages_eur", 1e6)},
        select={"nace_r2": ("C",)},
    )
    reading = read_eurostat_tsv(path, layout)
    assert reading.table.select("measure", "value").rows() == [
        ("employment_persons", 10.0),
        ("wages_eur", 3e6),
    ]
    assert reading.report.left_out == 2


def test_lines_with_too_few_or_too_many_fields_are_rejected(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "A,THS,C,AT11\t1", "A,THS,C,AT12\t1\t2\t3", "A,C,AT13\t1\t2", "A,THS,C,AT21\t1\t2"
    )
    report = read_eurostat_tsv(path, Layout()).report
    assert report.adds_up()
    assert (report.read, report.accepted) == (8, 2)
    assert report.reasons == {"wrong number of fields": 6}
    assert [(issue.line, issue.reason) for issue in report.rejections] == [
        (2, "2 fields where the header has 3"),
        (3, "4 fields where the header has 3"),
        (4, "3 fields where the header has 4"),
    ]


def test_columns_that_are_no_years_are_rejected_and_none_is_an_error(tmp_path: Path) -> None:
    head = "nace_r2,geo\\TIME_PERIOD\t2015\t2015-Q1"
    report = read_eurostat_tsv(tsv(tmp_path, "C,AT11\t1\t2", head=head), Layout()).report
    assert report.reasons == {"not a year": 1}
    assert report.rejections[0].column == "2015-Q1"
    head = "nace_r2,geo\\TIME_PERIOD\t2015-01\t2015-02"
    with pytest.raises(HanseError, match="None of the columns is a year"):
        read_eurostat_tsv(tsv(tmp_path, "C,AT11\t1\t2", head=head), Layout())


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("geo,nace_r2,2015", "not that of a Eurostat TSV"),
        ("nace_r2,time\\geo\tAT\tDE", "columns of the file are geo, not years"),
        ("nace,geo\\TIME_PERIOD\t2015", "no column nace_r2"),
        ("nace_r2,nace_r2,geo\\TIME_PERIOD\t2015", "occurs 2 times"),
    ],
)
def test_headers_that_will_not_do(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(HanseError, match=message):
        read_eurostat_tsv(tsv(tmp_path, "C,AT11\t1", head=head), Layout())


def test_a_misspelt_name_gets_the_closest_one(tmp_path: Path) -> None:
    with pytest.raises(HanseError) as caught:
        read_eurostat_tsv(tsv(tmp_path, "A,THS,C,AT\t1\t2"), Layout(industry="nace_r1"))
    assert "Did you mean nace_r2?" in caught.value.remedy
    assert "freq, unit, nace_r2, geo" in caught.value.why


def test_the_real_sample_is_read() -> None:
    path = shared_file("eurostat/employment.tsv")
    layout = Layout(measures=THOUSANDS, select={"wstatus": ("SAL",)}, nuts=2013)
    reading = read_eurostat_tsv(path, layout)
    assert values(reading) == [
        ("DE234", 1995, None, ""),
        ("DE234", 2000, 3060.0, ""),
        ("DE234", 2004, 2560.0, ""),
        ("DE234", 2010, 2680.0, ""),
        ("DE234", 2020, 3160.0, "p"),
        ("DE234", 2022, None, ""),
    ]
    with pytest.raises(HanseError, match="wstatus"):
        read_eurostat_tsv(path, Layout())


# The twin: a plain loop over lines and cells, written without the code under test.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
CELLS = st.one_of(
    st.sampled_from(
        [": ", ":", "", ": c", ":c", "c", " d", "12:00 AM", "1,5", "-3", "NaN", "1e999"]
    ),
    st.sampled_from(
        ["inf", "in", "5e", "3.16p", "7 q", "7 p b", "1 d,e", "5 :", ": :", "+.5", "5."]
    ),
    st.integers(0, 10**7).map(str),
    st.floats(0, 1e9).map(repr),
    st.builds("{} {}".format, st.integers(0, 999), st.text("bcdpuxz ", max_size=3)),
    st.text("0123456789.eE+-: pcd", max_size=6),
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(["AT11", "AT12", "DE1"]),
        st.sampled_from(["C", "D"]),
        st.lists(CELLS, min_size=3, max_size=3),
    ),
    min_size=1,
    max_size=8,
)


def plain_cell(text: str) -> tuple[float | None, str] | None:
    """Value and flags of a cell, None when it is to be rejected."""
    text = text.strip(" ")
    if text in ("", ":"):
        return None, ""
    if NUMBER.fullmatch(text):
        return (float(text), "") if 0 <= float(text) < float("inf") else None
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return None
    body = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,;")
    letters = text[len(body) :]
    if body and NUMBER.fullmatch(body) and not letters.startswith(" "):
        return None
    if not re.fullmatch("[A-Za-z][A-Za-z ,;]*", letters.strip(" ")):
        return None
    flags = sorted(set(letters.lower()) - set(" ,;"))
    if not set(flags) <= set(FLAGS):
        return None
    if body in ("", ":"):
        return None, "".join(flags)
    if not NUMBER.fullmatch(body) or not 0 <= float(body) < float("inf"):
        return None
    return float(body), "".join(flags)


def plain_read(
    lines: list[tuple[str, str, list[str]]],
) -> tuple[list[tuple[object, ...]], Counter[str]]:
    found: dict[tuple[str, str, int], list[tuple[float | None, str]]] = {}
    counts: Counter[str] = Counter()
    for region, industry, cells in lines:
        for year, text in zip((2013, 2014, 2015), cells, strict=True):
            counts["read"] += 1
            cell = plain_cell(text)
            if cell is None:
                counts["rejected"] += 1
            else:
                found.setdefault((region, industry, year), []).append(cell)
    rows: list[tuple[object, ...]] = []
    for key, cells_here in sorted(found.items()):
        if len(set(cells_here)) > 1:
            counts["rejected"] += len(cells_here)
            continue
        counts["rejected"] += len(cells_here) - 1
        counts["accepted"] += 1
        counts["missing"] += cells_here[0][0] is None
        rows.append((*key, *cells_here[0]))
    return rows, counts


@settings(max_examples=80)
@given(LINES, st.sampled_from([40, 10**6]))
def test_the_fast_reader_reads_as_the_plain_loop_does(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[tuple[str, str, list[str]]],
    block: int,
) -> None:
    path = tmp_path_factory.mktemp("twin") / "a.tsv"
    head = "nace_r2,geo\\TIME_PERIOD\t2013\t2014\t2015"
    body = ["\t".join((f"{industry},{region}", *cells)) for region, industry, cells in lines]
    path.write_text("\n".join((head, *body)) + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_blocks, "BLOCK_BYTES", block)
        patch.setattr(text_blocks, "_CHUNK", block)
        reading = read_eurostat_tsv(path, Layout())
    rows, counts = plain_read(lines)
    report = reading.report
    assert reading.table.drop("measure").rows() == rows
    assert report.adds_up()
    assert report.read == counts["read"]
    assert report.rejected == counts["rejected"] == sum(report.reasons.values())
    assert report.rejected == sum(issue.observations for issue in report.rejections)
    assert (report.accepted, report.missing) == (counts["accepted"], counts["missing"])
    assert check_observations(reading.table, where="test").equals(reading.table)
