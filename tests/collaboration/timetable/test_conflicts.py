"""Why no timetable exists: small conflicts by hand, and as few requests as trying all subsets."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings

from hanse.collaboration.timetable.conflicts import Kind, explain
from hanse.collaboration.timetable.model import Half, Problem
from tests.collaboration.timetable.small_problems import fewest_breaks, problem, problems


def test_more_meetings_than_slots_are_named() -> None:
    asked = problem(["AB", "AC", "AD", "EF", "BC"], slots=3, forbidden={"A": {1}})
    conflict = explain(asked)
    assert conflict is not None
    assert conflict.minimal
    assert conflict.smallest
    assert [request.text for request in conflict.requests] == [
        "Meeting 1 (A - B) is to be held.",
        "Meeting 2 (A - C) is to be held.",
        "Meeting 3 (A - D) is to be held.",
        "A cannot meet in slot 2.",
    ]
    assert conflict.summary == (
        "These 4 requests cannot be met together. No fewer requests conflict, so one of these has "
        "to give way."
    )


def test_wishes_fixed_slots_and_order_are_told() -> None:
    asked = problem(["AB", "CD"], slots=4, morning=2)
    first, second = asked.meetings
    late = replace(first, fixed=3, half=Half.ANY)
    early = replace(second, half=Half.MORNING, after=frozenset({0}))
    conflict = explain(replace(asked, meetings=(late, early)))
    assert conflict is not None
    assert [request.kind for request in conflict.requests] == [
        Kind.MEETING,
        Kind.MEETING,
        Kind.FIXED,
        Kind.PRECEDENCE,
    ]
    assert "Meeting 2 (C - D) is to be after 1 (A - B)." in [r.text for r in conflict.requests]


def test_too_few_tables_are_told() -> None:
    conflict = explain(problem(["AB", "CD", "EF"], slots=1, tables=2))
    assert conflict is not None
    assert [request.text for request in conflict.requests][-1] == "There are 2 tables."


def test_fairness_is_told_when_nothing_else_is_in_the_way() -> None:
    asked = problem(["AB", "AC"], forbidden={"B": {1, 2, 3}, "C": {0, 1, 2}}, fairness=0)
    conflict = explain(asked)
    assert conflict is not None
    assert [request.kind for request in conflict.requests] == [Kind.FAIRNESS]


def smallest_by_trying(asked: Problem) -> int:
    """The size of the smallest conflict, by trying all sets of requests."""
    loose = replace(asked, fairness=len(asked.slots))
    switches: list[tuple[str, int, int]] = []
    for at, meeting in enumerate(asked.meetings):
        switches.append(("meeting", at, 0))
        switches += [("half", at, 0)] if meeting.half is not Half.ANY else []
        switches += [("fixed", at, 0)] if meeting.fixed is not None else []
        switches += [("after", at, other) for other in sorted(meeting.after)]
    for who, participant in enumerate(asked.participants):
        switches += [("forbidden", who, 0)] if participant.forbidden else []
    if len(asked.tables) < len(asked.meetings):
        switches.append(("tables", 0, 0))
    for size in range(1, len(switches) + 1):
        for chosen in combinations(switches, size):
            if fewest_breaks(restricted(loose, set(chosen))) is None:
                return size
    raise AssertionError("all can be met")


def restricted(asked: Problem, chosen: set[tuple[str, int, int]]) -> Problem:
    """The problem with none but the chosen requests."""
    kept = [at for at in range(len(asked.meetings)) if ("meeting", at, 0) in chosen]
    meetings = []
    for at in kept:
        meeting = asked.meetings[at]
        meetings.append(
            replace(
                meeting,
                half=meeting.half if ("half", at, 0) in chosen else Half.ANY,
                fixed=meeting.fixed if ("fixed", at, 0) in chosen else None,
                after=frozenset(
                    kept.index(other)
                    for other in meeting.after
                    if ("after", at, other) in chosen and other in kept
                ),
            )
        )
    people = tuple(
        who if ("forbidden", at, 0) in chosen else replace(who, forbidden=frozenset())
        for at, who in enumerate(asked.participants)
    )
    tables = asked.tables
    if ("tables", 0, 0) not in chosen:
        tables = tuple(replace(tables[0], code=str(at)) for at in range(len(asked.meetings)))
    return replace(asked, meetings=tuple(meetings), participants=people, tables=tables)


def few_requests(asked: Problem) -> bool:
    wishes = sum(
        (meeting.half is not Half.ANY) + (meeting.fixed is not None) + len(meeting.after)
        for meeting in asked.meetings
    )
    return wishes <= 3 and len(asked.meetings) <= 4


@settings(max_examples=150)
@given(problems())
def test_no_smaller_set_conflicts_than_the_one_told(asked: Problem) -> None:
    loose = replace(asked, fairness=len(asked.slots))
    if not few_requests(asked) or fewest_breaks(loose) is not None:
        return
    conflict = explain(loose)
    assert conflict is not None
    assert conflict.smallest
    assert len(conflict.requests) == smallest_by_trying(asked)
