"""JSON-stat 2.0: sparse and dense values, statuses, and data sets that contradict themselves."""

import copy
import json
from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.json_stat import read_json_stat
from hanse.observatory.sources.reading import Layout

CUBE: dict[str, object] = {
    "version": "2.0",
    "class": "dataset",
    "id": ["freq", "nace_r2", "geo", "time"],
    "size": [1, 1, 2, 3],
    "dimension": {
        "freq": {"category": {"label": {"A": "Annual"}}},
        "nace_r2": {"category": {"index": ["C"]}},
        "geo": {"category": {"index": {"AT12": 1, "AT11": 0}}},
        "time": {"category": {"index": {"2013": 0, "2014": 1, "2015": 2}}},
    },
    "value": {"0": 1, "2": 2.5, "5": 0},
    "status": {"2": "p", "4": "|C"},
}


def stored(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(copy.deepcopy(CUBE) | changes))
    return path


def rows(path: Path, layout: Layout | None = None) -> list[tuple[object, ...]]:
    reading = read_json_stat(path, layout or Layout())
    assert reading.report.adds_up()
    return reading.table.select("region", "year", "value", "flag").rows()


def test_sparse_values_and_statuses(tmp_path: Path) -> None:
    assert rows(stored(tmp_path)) == [
        ("AT11", 2013, 1.0, ""),
        ("AT11", 2015, 2.5, "p"),
        ("AT12", 2014, None, "c"),
        ("AT12", 2015, 0.0, ""),
    ]
    report = read_json_stat(stored(tmp_path), Layout()).report
    assert "2 of 6 cells are absent: they are missing." in report.notes
    assert "freq is A throughout." in report.notes
    assert (report.accepted, report.missing) == (4, 1)


@pytest.mark.parametrize(
    "status", [{"2": "p", "4": "c"}, [None, None, "p", None, ":|C", ""], {"2": "p", "4": ":c"}]
)
def test_dense_values_with_null_and_other_ways_to_write_a_status(
    tmp_path: Path, status: object
) -> None:
    path = stored(tmp_path, value=[1, None, 2.5, None, None, 0], status=status)
    assert rows(path) == [
        ("AT11", 2013, 1.0, ""),
        ("AT11", 2014, None, ""),
        ("AT11", 2015, 2.5, "p"),
        ("AT12", 2013, None, ""),
        ("AT12", 2014, None, "c"),
        ("AT12", 2015, 0.0, ""),
    ]


def test_one_status_for_all_and_none(tmp_path: Path) -> None:
    assert {row[3] for row in rows(stored(tmp_path, status="e"))} == {"e"}
    assert {row[3] for row in rows(stored(tmp_path, status=None))} == {""}


def test_a_value_that_is_no_number_is_rejected_at_its_position(tmp_path: Path) -> None:
    path = stored(tmp_path, value=[1, "x", True, float("nan"), 10**400, -1], status={"0": "q"})
    report = read_json_stat(path, Layout()).report
    assert report.adds_up()
    assert report.reasons == {
        "not a number": 2,
        "figure is not finite": 1,
        "figure is too large": 1,
        "figure below zero": 1,
        "unknown flag": 1,
    }
    assert [issue.line for issue in report.rejections] == [1, 2, 3, 4, 5, 6]


def test_codes_are_checked_too(tmp_path: Path) -> None:
    dimension = copy.deepcopy(CUBE["dimension"])
    assert isinstance(dimension, dict)
    dimension["geo"]["category"]["index"] = ["AT11", "XX9"]
    report = read_json_stat(stored(tmp_path, dimension=dimension), Layout(nuts=2016)).report
    assert report.reasons == {"unknown region code": 2}
    assert report.rejections[0].column == "geo"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": [1, 2, 3]}, "value has 3 entries, the sizes give 6"),
        ({"status": ["p"]}, "status has 1 entries"),
        ({"value": {"6": 1}}, "Fetch|positions 0 to 5"),
        ({"value": {"x": 1}}, "positions 0 to 5"),
        ({"value": None}, "no value object or array"),
        ({"status": {"0": 5}}, "status 5 is not a text"),
        ({"size": [1, 1, 2]}, "4 dimensions have 3 sizes"),
        ({"size": [1, 1, 2, 4], "value": [None] * 8}, "time has 3 categories, not 4"),
        ({"size": [1, 1, -2, 3]}, "sizes of its dimensions"),
        ({"size": [2**40, 2**40, 1, 1]}, "larger than any real one"),
        ({"id": None}, "does not list its dimensions"),
        ({"dimension": {}}, "freq has no categories"),
        ({"version": "1.0"}, "version 1.0"),
        ({"version": "3"}, "version 3"),
        ({"class": "collection"}, "a JSON-stat collection"),
    ],
)
def test_a_data_set_that_contradicts_itself(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(HanseError) as caught:
        read_json_stat(stored(tmp_path, **changes), Layout())
    assert any(part in str(caught.value) for part in message.split("|"))
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"dataset": {"value": []}}', "version 1"),
        ('{"error": [{"status": 413, "label": "too large"}]}', "error instead of data"),
        ("[1, 2]", "not a JSON-stat data set"),
        ('{"a": 1}', "not a JSON-stat data set"),
        ("[" * 200_000, "not JSON that can be read|not complete JSON"),
        ('{"version": "2.0", "value": {"0": 1, "1"', "not complete JSON"),
    ],
)
def test_json_that_is_no_data_set(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(HanseError) as caught:
        read_json_stat(path, Layout())
    assert any(part in str(caught.value) for part in message.split("|"))
    assert str(path) in caught.value.where


def test_truncated_json_names_the_line(tmp_path: Path) -> None:
    path = stored(tmp_path)
    text = json.dumps(CUBE, indent=1)[:-20]
    path.write_text(text)
    with pytest.raises(HanseError, match="not complete JSON") as caught:
        read_json_stat(path, Layout())
    last = len(text.splitlines())
    assert f"line {last}, column" in caught.value.where


def test_dimensions_that_would_collide_have_to_be_chosen_from(tmp_path: Path) -> None:
    dimension = copy.deepcopy(CUBE["dimension"])
    assert isinstance(dimension, dict)
    dimension["freq"]["category"] = {"index": ["A", "Q"]}
    path = stored(tmp_path, dimension=dimension, size=[2, 1, 2, 3], value={"0": 1, "6": 2})
    with pytest.raises(HanseError, match="freq") as caught:
        rows(path)
    assert "A, Q" in caught.value.why
    # The confidential cell has no value but a status; it is an observation too.
    assert len(rows(path, Layout(select={"freq": ("A",)}))) == 3
