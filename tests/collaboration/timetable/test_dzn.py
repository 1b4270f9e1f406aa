"""The published format: read by hand, and every fault with its line."""

from pathlib import Path

import pytest

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.dzn import read_dzn
from hanse.collaboration.timetable.model import Half, Timetable
from hanse.foundation.problems import HanseError
from tests.shared_data import shared_file

GOOD = """nBusiness = 3;
nMeetings = 2; % a remark
nTables = 1;
nTotalSlots = 4;
nMorningSlots = 3;

requested = [|1, 2, 1,
|1, 3, 3|];
nMeetingsBusiness = [2, 1, 1];
forbidden = [{0}, {0, 2, 4}, {}];
fixed = [0, 4];
precedences = [{}, {1}];
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "small.dzn"
    path.write_text(text, "utf-8")
    return path


def test_it_is_read_as_it_is_meant(tmp_path: Path) -> None:
    problem = read_dzn(written(tmp_path, GOOD), fairness=1)
    assert [slot.half for slot in problem.slots] == [Half.MORNING] * 3 + [Half.AFTERNOON]
    assert [who.forbidden for who in problem.participants] == [
        frozenset(),
        frozenset({1, 3}),
        frozenset(),
    ]
    first, second = problem.meetings
    assert (first.participants, first.half, first.fixed) == ((0, 1), Half.MORNING, None)
    assert (second.participants, second.half, second.fixed) == ((0, 2), Half.ANY, 3)
    assert second.after == {0}
    assert (len(problem.tables), problem.fairness) == (1, 1)
    assert problem.allowed == ((0, 2), (3,))
    assert check(problem, Timetable((0, 3))).total_breaks == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("nTables = 1;", "", "", "The file does not say nTables"),
        ("nTables = 1;", "nTables = 1", "line 4", "“nTotalSlots” stands where “;” was expected"),
        ("nTables = 1;", "nTables = one;", "line 3", "“one” stands where a number"),
        ("nTables = 1;", "nTables = 1; nTables = 2;", "line 3", "nTables is given twice"),
        ("nTables = 1;", "nTables = 1.5;", "line 3", "The sign . means nothing here"),
        ("nTables = 1;", "nTables = -1;", "line 3", "nTables cannot be used"),
        ("nTables = 1;", "nTables = [1];", "line 3", "nTables cannot be used"),
        ("nMorningSlots = 3;", "nMorningSlots = 9;", "line 5", "9 of 4 slots"),
        ("|1, 3, 3|]", "|1, 3|]", "line 7", "Row 2 has not three numbers"),
        ("|1, 3, 3|]", "|1, 4, 3|]", "line 7", "Row 2 is 1, 4, 3"),
        ("|1, 3, 3|]", "|1, 3, 4|]", "line 7", "Row 2 is 1, 3, 4"),
        ("|1, 3, 3|]", "|3, 3, 3|]", "line 7", "participant 3 meets itself"),
        ("|1, 3, 3|]", "|]", "line 7", "a matrix of 2 rows"),
        ("{0, 2, 4}", "{0, 2, 5}", "line 10", "Set 2 is not of numbers from 1 to 4"),
        ("{0}, ", "", "line 10", "a list of 3 sets"),
        ("[0, 4]", "[0, 5]", "line 11", "Number 2 is not a slot from 1 to 4"),
        ("[0, 4]", "[0]", "line 11", "a list of 2 slots"),
        ("{1}];", "{1}", "line 12", "The file ends in the middle of a value"),
        ("fixed", "1fixed", "line 11", "stands where a name was expected"),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: str, words: str
) -> None:
    assert old in GOOD
    with pytest.raises(HanseError) as error:
        read_dzn(written(tmp_path, GOOD.replace(old, new, 1)))
    assert words in str(error.value)
    assert line in error.value.where


def test_a_file_that_is_absent_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="The file cannot be opened"):
        read_dzn(tmp_path / "absent.dzn")
    path = tmp_path / "picture.dzn"
    path.write_bytes(b"nTables = \xff;")
    with pytest.raises(HanseError, match="not text in UTF-8"):
        read_dzn(path)
    with pytest.raises(HanseError, match="does not say"):
        read_dzn(written(tmp_path, ""))


def test_a_published_file_is_read_whole() -> None:
    problem = read_dzn(shared_file("b2b-meetings/forumt-14.prec15.dzn"))
    sizes = (len(problem.participants), len(problem.meetings), len(problem.tables))
    assert (*sizes, len(problem.slots)) == (60, 237, 27, 10)
    assert sum(bool(meeting.after) for meeting in problem.meetings) == 42
