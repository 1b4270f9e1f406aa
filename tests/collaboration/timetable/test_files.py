"""JSON and CSV, in and out: what is written is read back, and faults name file and place."""

import csv
import json
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings

from hanse.collaboration.timetable.answers import (
    read_timetable,
    write_agendas,
    write_csv,
    write_json,
)
from hanse.collaboration.timetable.documents import document_of, problem_of
from hanse.collaboration.timetable.model import Half, Problem, Timetable
from hanse.collaboration.timetable.reading import read_problem
from hanse.collaboration.timetable.wishes import read_wishes
from hanse.foundation.problems import HanseError
from tests.collaboration.timetable.small_problems import problem, problems

FOLDER = {
    "slots.csv": "code,half,day,begins,ends\n1,morning,2026-05-04,09:00,09:20\n"
    "2,morning,2026-05-04,09:20,09:40\n3,afternoon,2026-05-04,14:00,14:20\n",
    "participants.csv": "code;name;forbidden;delegates\nA;Alpha;1|3;\nB;Beta;;2\nC;;;\n",
    "tables.csv": "code,room\nT1,Hall\nT2,Loft\n",
    "meetings.csv": "code,participants,half,fixed,after\nm1,A|B,,,\nm2,B | C,afternoon,3,m1\n",
    "walking.csv": "from,to,minutes\nHall,Loft,2.5\n",
}


def folder_with(path: Path, **changes: str) -> Path:
    for name, text in FOLDER.items():
        (path / name).write_text(changes.get(name.removesuffix(".csv"), text), "utf-8")
    return path


def test_a_folder_of_csv_files_is_read(tmp_path: Path) -> None:
    found = read_problem(folder_with(tmp_path), fairness=1)
    assert (found.slots[0].day, found.slots[0].begins) == (date(2026, 5, 4), time(9))
    assert str(found.slots[2]) == "2026-05-04 14:00"
    assert [who.delegates for who in found.participants] == [1, 2, 1]
    assert found.participants[0].forbidden == {0, 2}
    assert found.meetings[1].participants == (1, 2)
    assert found.meetings[1].half is Half.AFTERNOON
    assert found.meetings[1].fixed == 2
    assert found.meetings[1].after == {0}
    assert found.minutes_between(0, 1) == found.minutes_between(1, 0) == 2.5
    assert found.fairness == 1
    assert read_problem(tmp_path / "slots.csv", fairness=1) == found


@pytest.mark.parametrize(
    ("file", "text", "where", "words"),
    [
        ("slots", "code,half\n1,noon\n", "slots.csv, line 2", "half"),
        ("slots", "code,colour\n1,red\n", "slots.csv, line 1", "the column colour"),
        ("meetings", "code,participants\nm1,A|X\n", "meetings.csv, line 2", "“X”"),
        ("meetings", "code,participants\nm1,A\n", "meetings.csv, line 2", "participants"),
        ("meetings", "code,participants\n\nm1,A|B\nm1,A|C\n", "meetings.csv, line 4", "twice"),
        ("participants", "code,delegates\nA,0\n", "participants.csv, line 2", "delegates"),
        ("walking", "from,to,minutes\nHall,Attic,1\n", "walking.csv, line 2", "“Attic”"),
    ],
)
def test_a_fault_in_a_csv_file_is_told_with_its_line(
    tmp_path: Path, file: str, text: str, where: str, words: str
) -> None:
    with pytest.raises(HanseError) as error:
        read_problem(folder_with(tmp_path, **{file: text}))
    assert where in error.value.where
    assert words in str(error.value)


def test_what_is_absent_or_of_no_known_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match=r"lacks slots\.csv, participants\.csv"):
        read_problem(tmp_path)
    with pytest.raises(HanseError, match="There is no file"):
        read_problem(tmp_path / "absent.txt")
    (tmp_path / "plan.txt").write_text("x")
    with pytest.raises(HanseError, match="not known how to read"):
        read_problem(tmp_path / "plan.txt")


@settings(max_examples=40)
@given(problems())
def test_a_document_is_read_back_to_the_same_problem(asked: Problem) -> None:
    document = json.loads(json.dumps(document_of(asked)))
    assert problem_of(document, "test") == asked


def test_a_fault_in_json_is_told_with_its_field(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    document = document_of(problem(["AB", "AC"]))
    path.write_text(json.dumps(document))
    assert read_problem(path, fairness=0).fairness == 0
    path.write_text(json.dumps({**document, "meetings": [{"code": "1", "participants": ["A"]}]}))
    with pytest.raises(HanseError, match=r"meetings\[0\].participants"):
        read_problem(path)
    path.write_text(json.dumps({**document, "meetings": [{"code": "1", "participants": "AZ"}]}))
    with pytest.raises(HanseError, match=r"meetings\[0\].participants"):
        read_problem(path)
    path.write_text("{")
    with pytest.raises(HanseError, match="cannot be read as JSON"):
        read_problem(path)


@pytest.mark.parametrize("name", ["answer.json", "answer.csv"])
def test_a_timetable_is_read_back(tmp_path: Path, name: str) -> None:
    asked = read_problem(folder_with(tmp_path))
    found = Timetable((1, None), (1, None))
    path = tmp_path / name
    if path.suffix == ".csv":
        write_csv(path, asked, found)
    else:
        write_json(path, asked, found, {"breaks": 0})
        assert json.loads(path.read_text())["meetings"][0]["room"] == "Loft"
    assert read_timetable(path, asked) == found


def test_a_timetable_of_another_problem_is_refused(tmp_path: Path) -> None:
    asked = read_problem(folder_with(tmp_path))
    path = tmp_path / "answer.csv"
    path.write_text("meeting,slot,table\nm1,1,\nm9,2,\n")
    with pytest.raises(HanseError, match="There is no meeting “m9”") as error:
        read_timetable(path, asked)
    assert "line 3" in error.value.where
    other = tmp_path / "other.json"
    other.write_text("[]")
    with pytest.raises(HanseError, match="no timetable"):
        read_timetable(other, asked)


def test_agendas_say_whom_each_meets(tmp_path: Path) -> None:
    asked = read_problem(folder_with(tmp_path))
    write_agendas(tmp_path / "agendas.csv", asked, Timetable((1, 2), (0, 1)))
    with (tmp_path / "agendas.csv").open() as file:
        rows = [
            (r["participant"], r["begins"], r["with"], r["table"]) for r in csv.DictReader(file)
        ]
    assert rows == [
        ("A", "09:20", "Beta", "T1"),
        ("B", "09:20", "Alpha", "T1"),
        ("B", "14:00", "C", "T2"),
        ("C", "14:00", "Beta", "T2"),
    ]


def test_wishes_are_read_and_faults_told(tmp_path: Path) -> None:
    people, pairs = tmp_path / "people.csv", tmp_path / "pairs.csv"
    people.write_text("code,capacity\nA,2\nB,\n")
    pairs.write_text("one,other,interest_one,interest_other,apart\nA,B,2,1,\n")
    wishes = read_wishes(people, pairs)
    assert (wishes.codes, wishes.capacities) == (("A", "B"), (2, 8))
    assert wishes.pairs[0].weight == 5
    pairs.write_text("one,other,apart\nA,B,yes\n")
    assert read_wishes(people, pairs).not_together == {(0, 1)}
    for text, words in [
        ("one,other\nA,Z\n", "There is no participant “Z”"),
        ("one,other,interest_one\nA,B,much\n", "“much” is no interest_one"),
        ("one,second\nA,B\n", "has no column other"),
    ]:
        pairs.write_text(text)
        with pytest.raises(HanseError, match=words):
            read_wishes(people, pairs)
