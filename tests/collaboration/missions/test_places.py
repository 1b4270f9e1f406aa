"""Room in a mission, the waiting list, and when participants are asked afterwards."""

from datetime import UTC, date, datetime, timedelta

from hanse.collaboration.missions.follow_up import due_by, due_on, is_over
from hanse.collaboration.missions.places import Waiting, free_places, has_room, moving_up

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_room_is_what_is_left() -> None:
    assert free_places(3, 1) == 2
    assert free_places(3, 5) == 0
    assert free_places(None, 900) is None
    assert has_room(3, 2)
    assert not has_room(3, 3)
    assert has_room(None, 900)


def test_those_who_wait_move_up_by_rank_then_time() -> None:
    line = [
        Waiting(1, AT),
        Waiting(2, AT - timedelta(days=1)),
        Waiting(3, AT + timedelta(days=9), rank=-1),
    ]
    assert moving_up(line, 10, 8) == [3, 2]
    assert moving_up(line, 10, 10) == []
    assert moving_up(line, None, 10) == [3, 2, 1]


def test_three_rounds_of_questions() -> None:
    ends = date(2026, 11, 30)
    assert due_on(ends, 3) == date(2027, 2, 28)
    assert due_by(ends, date(2027, 2, 27), ()) == []
    assert due_by(ends, date(2027, 6, 1), ()) == [3, 6]
    assert due_by(ends, date(2027, 12, 1), {3, 6}) == [12]
    assert not is_over(ends, date(2027, 11, 29))
    assert is_over(ends, date(2027, 11, 30))
