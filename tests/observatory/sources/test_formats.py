"""Telling formats apart, nonsense that must never break a reader, and exports read back."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.json_stat import write_json_stat
from hanse.observatory.exports.long_form import layout_of, long_form
from hanse.observatory.exports.sdmx_csv import write_sdmx_csv
from hanse.observatory.sources.formats import FORMATS, detect_format, read
from hanse.observatory.sources.reading import Layout, MeasureRule
from hanse.observatory.tables import OBSERVATIONS, check_observations

STARTS = {
    "eurostat_tsv": b"freq,nace_r2,geo\\TIME_PERIOD\t2014 \t2015 \nA,C,AT11\t1 \t2 p\n",
    "sdmx_csv": b"DATAFLOW,nace_r2,geo,time_period,obs_value\nX,C,AT11,2015,1\n",
    "json_stat": json.dumps(
        {
            "version": "2.0",
            "id": ["nace_r2", "geo", "time"],
            "size": [1, 1, 1],
            "dimension": {
                "nace_r2": {"category": {"index": ["C"]}},
                "geo": {"category": {"index": ["AT11"]}},
                "time": {"category": {"index": ["2015"]}},
            },
            "value": [1],
        }
    ).encode(),
    "sbs_extract": b"nace_r2;geo;n2015\nC;AT11;5 d\n",
    "long_csv": b"geo,nace_r2,time_period,obs_value\nAT11,C,2015,1\n",
}


@pytest.mark.parametrize("name", STARTS)
@pytest.mark.parametrize("change", [bytes, gzip.compress, lambda text: b"\xef\xbb\xbf" + text])
def test_formats_are_told_by_content(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(change(STARTS[name]))
    assert detect_format(path) == name
    reading = read(path, Layout())
    assert reading.report.format == name
    assert reading.table.height
    assert reading.table.schema == OBSERVATIONS


def test_parquet_is_told_by_content_and_every_format_has_a_case(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    columns = {"geo": ["AT11"], "nace_r2": ["C"], "time_period": [2015], "obs_value": [1]}
    pl.DataFrame(columns).write_parquet(path)
    assert detect_format(path) == "long_parquet"
    assert read(path, Layout()).table.height == 1
    assert FORMATS.keys() == STARTS.keys() | {"long_parquet"}


def test_a_given_format_is_used_and_an_unknown_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(STARTS["sdmx_csv"])
    assert read(path, Layout(), "long_csv").report.format == "long_csv"
    with pytest.raises(HanseError, match="no source format tsv"):
        read(path, Layout(), "tsv")


NOISE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(str.encode),
    st.text('ab1,;\t"\r\n\\ :.-', max_size=120).map(str.encode),
)


@settings(max_examples=30)
@given(noise=NOISE, at=st.integers(0, 300), cut=st.booleans())
@example(noise=b"", at=1, cut=True)
@example(noise=b"\n", at=0, cut=True)
@example(noise=b'"', at=0, cut=False)
@example(noise=b"\xef\xbb\xbf", at=0, cut=True)
@example(noise=b"\x1f\x8b", at=0, cut=True)
@pytest.mark.parametrize("name", [*STARTS, "long_parquet"])
def test_nonsense_gives_a_reading_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, noise: bytes, at: int, cut: bool
) -> None:
    good = STARTS.get(name, b"PAR1")
    at = min(at, len(good))
    path = tmp_path_factory.mktemp("noise") / "file"
    path.write_bytes(good[:at] + noise + (b"" if cut else good[at:]))
    for layout in (Layout(), Layout(nuts=2016, classification="nace_rev2")):
        for chosen in (name, ""):
            try:
                reading = read(path, layout, chosen)
            except HanseError as error:
                assert error.what
            else:
                report = reading.report
                assert report.adds_up()
                assert report.rejected == sum(report.reasons.values())
                assert report.rejected == sum(issue.observations for issue in report.rejections)
                assert report.repaired == sum(report.repair_reasons.values())
                assert report.repaired == sum(issue.observations for issue in report.repairs)
                assert report.accepted + report.repaired == reading.table.height
                checked = check_observations(reading.table, where="noise")
                assert checked.equals(reading.table)


KEYS = st.tuples(
    st.sampled_from(["AT11", "AT12", "DE1", "ATZZ"]),
    st.sampled_from(["C", "C10", "TOTAL"]),
    st.sampled_from([2008, 2024]),
    st.sampled_from(["employment_persons", "wages_eur"]),
)
FIGURES = st.tuples(
    st.one_of(st.none(), st.floats(0, 1e300, allow_nan=False)),
    st.sampled_from(["", "c", "p", "bd", "cp"]),
)


@settings(max_examples=25)
@given(st.dictionaries(KEYS, FIGURES, min_size=1, max_size=10))
def test_what_the_exports_write_is_read_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory,
    rows: dict[tuple[str, str, int, str], tuple[float | None, str]],
) -> None:
    frame = pl.DataFrame(
        [(*key, *figure) for key, figure in rows.items()], schema=OBSERVATIONS, orient="row"
    )
    table = check_observations(frame, where="test")
    about = ExportAbout("Title", "Source", "CC0-1.0", "test", True, date(2026, 1, 1))
    folder = tmp_path_factory.mktemp("exports")
    layout = layout_of(long_form(table, where="test"))
    write_sdmx_csv(table, folder / "a.csv", about)
    write_json_stat(table, folder / "a.json", about)
    table.write_parquet(folder / "a.parquet")
    table.write_csv(folder / "b.csv")
    assert read(folder / "a.csv", layout).table.equals(table)
    assert read(folder / "a.json", layout).table.equals(table)
    own = Layout(
        region="region",
        industry="industry",
        year="year",
        value="value",
        flag="flag",
        measure="measure",
        measures={code: MeasureRule(code) for code in ("employment_persons", "wages_eur")},
    )
    assert read(folder / "a.parquet", own).table.equals(table)
    assert read(folder / "b.csv", own).table.equals(table)
