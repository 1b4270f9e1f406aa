"""Agendas and what changes in them, moves by hand and what they break, conflicts in words."""

from datetime import date, time
from typing import Any

from hanse.collaboration.meetings.agendas import ChangeKind, Version, agendas, changes
from hanse.collaboration.meetings.conflict_words import kept, sentences, summary
from hanse.collaboration.meetings.moves import faults, moved, touched
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.conflicts import explain
from hanse.collaboration.timetable.model import (
    Half,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    Timetable,
)

SLOTS = tuple(
    Slot(str(at), Half.MORNING if at < 2 else Half.AFTERNOON, date(2026, 12, 1), time(10 + at))
    for at in range(4)
)
PEOPLE = tuple(Participant(name, f"{name} Cluster") for name in "abcd")
TABLES = (Table("T1", "Hall"), Table("T2", "Hall"))


def problem(*meetings: Meeting, people: tuple[Participant, ...] = PEOPLE) -> Problem:
    return Problem(SLOTS, people, TABLES, meetings)


PLAIN = problem(Meeting("1", (0, 1)), Meeting("2", (2, 3)), Meeting("3", (0, 2)))
OLD = Timetable((0, 0, 1), (0, 1, 0))


def test_an_agenda_is_in_order_of_time_with_what_has_none_last() -> None:
    found = agendas(Version(PLAIN, Timetable((None, 0, 1), (None, 1, 0))))
    assert [each.meeting for each in found["a"]] == ["3", "1"]
    assert found["a"][0].others == ("c Cluster",)
    assert found["a"][0].table == TABLES[0]
    assert found["a"][1].slot is None
    assert [each.meeting for each in found["c"]] == ["2", "3"]


def test_each_is_told_what_changes_and_nobody_else_is() -> None:
    new = problem(Meeting("1", (0, 1)), Meeting("3", (0, 2)), Meeting("4", (1, 3)))
    found = changes(Version(PLAIN, OLD), Version(new, Timetable((0, 2, 1), (1, 0, 0))))
    told = {code: [each.kind for each in rows] for code, rows in found.items()}
    assert told == {
        "a": [ChangeKind.TABLE, ChangeKind.MOVED],
        "b": [ChangeKind.TABLE, ChangeKind.NEW],
        "c": [ChangeKind.CANCELLED, ChangeKind.MOVED],
        "d": [ChangeKind.CANCELLED, ChangeKind.NEW],
    }
    assert changes(Version(PLAIN, OLD), Version(PLAIN, OLD)) == {}
    first = changes(None, Version(PLAIN, OLD))
    assert {each.kind for rows in first.values() for each in rows} == {ChangeKind.NEW}


def test_a_move_to_a_taken_place_makes_the_two_change_places() -> None:
    new = moved(PLAIN, OLD, 0, 1, 0)
    assert new == Timetable((1, 0, 0), (0, 1, 0))
    assert set(touched(OLD, new)) == {0, 2}
    # Meeting 3 is now in the slot of meeting 2, and c is in both.
    said = [str(each.words) for each in faults(PLAIN, new, touched(OLD, new))]
    assert said == ["c Cluster is in another meeting at 2026-12-01 10:00: c Cluster & d Cluster."]


def test_a_free_place_breaks_nothing_and_the_checker_agrees() -> None:
    new = moved(PLAIN, OLD, 1, 3, 1)
    assert faults(PLAIN, new, touched(OLD, new)) == []
    assert check(PLAIN, new).valid


def test_every_rule_that_a_move_can_break_is_named() -> None:
    away = (PEOPLE[0], Participant("b", "b Cluster", frozenset({3})), *PEOPLE[2:])
    asked = problem(
        Meeting("1", (0, 1), half=Half.MORNING, fixed=0, after=frozenset({1})),
        Meeting("2", (2, 3)),
        Meeting("3", (0, 2)),
        people=away,
    )
    new = moved(asked, Timetable((0, 3, 2), (0, 1, 1)), 0, 3, 0)
    said = " ".join(str(each.words) for each in faults(asked, new, [0], now=4))
    for words in (
        "has begun already",
        "b Cluster cannot meet at",
        "in the morning is wished for",
        "its time is fixed at 2026-12-01 10:00",
        "has to come after c Cluster & d Cluster",
    ):
        assert words in said
    nowhere = faults(asked, moved(asked, new, 0, None, None), [0])
    assert [str(each.words) for each in nowhere] == ["a Cluster & b Cluster: it has no time."]


def test_a_slot_is_full_where_every_table_is_taken() -> None:
    six = tuple(Participant(name, name) for name in "abcdef")
    asked = problem(Meeting("1", (0, 1)), Meeting("2", (2, 3)), Meeting("3", (4, 5)), people=six)
    new = moved(asked, Timetable((0, 0, 1), (0, 1, 0)), 2, 0, None)
    assert ["All tables are taken" in str(each.words) for each in faults(asked, new, [2])] == [True]


def test_a_conflict_is_kept_and_told_in_sentences() -> None:
    people = (Participant("a", "A", frozenset({1, 2, 3})), *PEOPLE[1:])
    asked = problem(
        Meeting("1", (0, 1), half=Half.ANY), Meeting("2", (0, 2)), Meeting("3", (1, 2)),
        people=people,
    )  # fmt: skip
    conflict = explain(asked)
    assert conflict is not None
    content = kept(conflict, asked)
    assert content["smallest"]
    assert [str(each) for each in sentences(content, asked)] == [
        "A & b Cluster are to meet.",
        "A & c Cluster are to meet.",
        "A can meet in 1 of 4 slots only.",
    ]
    assert "These 3 requests" in str(summary(content)[0])


def test_every_kind_of_request_has_its_sentence() -> None:
    asked = problem(
        Meeting("1", (0, 1), half=Half.MORNING, fixed=3),
        Meeting("2", (0, 2), half=Half.AFTERNOON, after=frozenset({0})),
    )
    kinds: dict[str, tuple[list[str], list[str]]] = {
        "half of the day": (["1"], []),
        "fixed slot": (["1"], []),
        "precedence": (["1", "2"], []),
        "tables": ([], []),
        "fairness": ([], []),
    }
    content: dict[str, Any] = {
        "minimal": True,
        "smallest": False,
        "requests": [
            {"kind": kind, "meetings": meetings, "participants": people}
            for kind, (meetings, people) in kinds.items()
        ],
    }
    assert [str(each) for each in sentences(content, asked)] == [
        "a Cluster & b Cluster are to meet in the morning.",
        "a Cluster & b Cluster are to meet at 2026-12-01 13:00.",
        "a Cluster & c Cluster has to come after a Cluster & b Cluster.",
        "There are 2 tables.",
        "Nobody is to have more than 2 breaks more than another.",
    ]
    assert "a shorter list may exist" in str(summary(content)[1])
    content["requests"] = content["requests"][-1:]
    assert "not with breaks shared so evenly" in str(summary(content)[0])
