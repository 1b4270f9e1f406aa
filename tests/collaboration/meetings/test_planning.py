"""From a mission's facts to a problem and back: times by local clocks, absences, keys as codes."""

from datetime import UTC, datetime, time, timedelta

import pytest

from hanse.collaboration.meetings.hours import WorkingHours, local, within_hours
from hanse.collaboration.meetings.planning import (
    Attendee,
    Facts,
    MeetingFacts,
    SlotFacts,
    next_slot,
    places_by_key,
    problem_from,
    timetable_from,
)
from hanse.collaboration.timetable.model import Half
from hanse.collaboration.timetable.solve import Status, solve

BEGIN = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo, 02:00 in Paris


def slots(count: int, begin: datetime = BEGIN) -> tuple[SlotFacts, ...]:
    half_hour = timedelta(minutes=30)
    return tuple(
        SlotFacts(10 + at, begin + at * half_hour, begin + (at + 1) * half_hour)
        for at in range(count)
    )


def facts(*attendees: Attendee, count: int = 6, meetings: tuple[MeetingFacts, ...] = ()) -> Facts:
    return Facts("Asia/Tokyo", slots(count), attendees, (("T1", ""), ("T2", "")), meetings)


def test_a_slot_is_shown_by_the_clocks_of_each_zone() -> None:
    assert local(BEGIN, "Asia/Tokyo").strftime("%H:%M") == "10:00"
    assert local(BEGIN, "Europe/Paris").strftime("%H:%M") == "02:00"
    with pytest.raises(ValueError, match="no time zone"):
        local(datetime(2026, 1, 1), "Europe/Paris")  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("hour", "zone", "inside"),
    [
        (7, "Europe/Paris", True),  # 08:00 to 09:00 in winter
        (6, "Europe/Paris", False),
        (18, "Europe/Paris", True),  # 19:00 to 20:00
        (19, "Europe/Paris", False),
        (14, "Asia/Tokyo", False),  # 23:00 to midnight, which is the next day
        (23, "Asia/Tokyo", True),
    ],
)
def test_working_hours(hour: int, zone: str, inside: bool) -> None:
    begins = datetime(2026, 11, 30, hour, tzinfo=UTC)
    assert within_hours(begins, begins + timedelta(hours=1), zone) is inside


def test_working_hours_follow_the_change_of_clocks() -> None:
    """06:30 UTC is 07:30 in Paris the day before summer time, 08:30 on its first day."""
    hours = WorkingHours(time(8), time(18))
    for day, inside in ((28, False), (29, True)):
        begins = datetime(2026, 3, day, 6, 30, tzinfo=UTC)
        assert within_hours(begins, begins + timedelta(hours=1), "Europe/Paris", hours) is inside


def test_slots_outside_local_hours_are_forbidden_and_those_at_home_are_not() -> None:
    # Six half hours from 10:00 in Tokyo, which are 06:30 to 09:30 in Delhi: three are too early.
    problem = problem_from(
        facts(Attendee(1, "Home"), Attendee(2, "Delhi", zone="Asia/Kolkata"), count=6)
    )
    assert problem.participants[0].forbidden == frozenset()
    assert problem.participants[1].forbidden == {0, 1, 2}


def test_who_comes_late_or_leaves_early_or_cannot() -> None:
    half_hour = timedelta(minutes=30)
    problem = problem_from(
        facts(
            Attendee(1, "Late", arrives=BEGIN + half_hour),
            Attendee(2, "Early", leaves=BEGIN + 5 * half_hour),
            Attendee(3, "Barred", barred=frozenset({12, 14})),
            Attendee(4, "Absent", absent=True),
        )
    )
    assert [set(each.forbidden) for each in problem.participants] == [
        {0}, {5}, {2, 4}, {0, 1, 2, 3, 4, 5},
    ]  # fmt: skip


def test_slots_before_noon_by_the_clocks_of_the_mission_are_of_the_morning() -> None:
    problem = problem_from(facts(Attendee(1, "A"), count=6))
    assert [slot.half for slot in problem.slots] == [Half.MORNING] * 4 + [Half.AFTERNOON] * 2
    assert str(problem.slots[0]) == "2026-11-30 10:00"


def test_a_timetable_goes_out_and_comes_back_by_keys() -> None:
    meetings = (
        MeetingFacts(100, (1, 2), half=Half.AFTERNOON),
        MeetingFacts(101, (1, 3), after=frozenset({100, 999})),
        MeetingFacts(102, (2, 3), fixed=11),
    )
    given = facts(Attendee(1, "A"), Attendee(2, "B"), Attendee(3, "C"), meetings=meetings)
    problem = problem_from(given)
    assert problem.meetings[1].after == {0}, "a meeting that is gone asks for nothing"
    found = solve(problem, seconds=5)
    assert found.status is Status.OPTIMAL
    assert found.timetable is not None
    places = places_by_key(problem, found.timetable)
    assert places[102] == (11, "")
    assert places[100] == (14, "")
    assert places[101] == (15, "")
    back = Facts(
        given.zone,
        given.slots,
        given.attendees,
        given.tables,
        tuple(
            MeetingFacts(each.key, each.attendees, slot=places[each.key][0], table="T2")
            for each in meetings
        ),
    )
    again = timetable_from(back, problem)
    assert again.slots == found.timetable.slots
    assert again.tables == (1, 1, 1)


def test_the_next_slot_by_the_clock() -> None:
    given = slots(3)
    assert next_slot(given, BEGIN - timedelta(minutes=1)) == 0
    assert next_slot(given, BEGIN) == 1
    assert next_slot(given, BEGIN + timedelta(days=1)) == 3
