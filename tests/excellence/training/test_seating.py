"""Places and waiting lists: first come, first served, and who moves up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.training.seating import Enrolment, moved_up, seating

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def asked(number: int, minutes: int, cancelled: bool = False) -> Enrolment:
    return Enrolment(number, START + timedelta(minutes=minutes), cancelled)


def test_the_first_sit_and_the_others_wait_in_order() -> None:
    found = seating(2, [asked(1, 5), asked(2, 1), asked(3, 9), asked(4, 7)])
    assert found.seated == (2, 1)
    assert found.waiting == (4, 3)
    assert [found.place_in_line(number) for number in (2, 4, 3)] == [None, 1, 2]


def test_who_cancels_makes_room_for_the_first_who_waits() -> None:
    before = seating(1, [asked(1, 0), asked(2, 1), asked(3, 2)])
    after = seating(1, [asked(1, 0, cancelled=True), asked(2, 1), asked(3, 2)])
    assert moved_up(before, after) == (2,)
    assert after.waiting == (3,)


def test_no_session_has_fewer_than_no_places() -> None:
    with pytest.raises(ValueError, match="-1 places"):
        seating(-1, [])


@given(
    st.integers(0, 6),
    st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=12),
)
def test_nobody_is_lost_and_nobody_overtakes(places: int, wishes: list[tuple[int, bool]]) -> None:
    all_of_them = [asked(at, minutes, gone) for at, (minutes, gone) in enumerate(wishes)]
    found = seating(places, all_of_them)
    standing = [each for each in all_of_them if not each.cancelled]
    assert sorted(found.seated + found.waiting) == sorted(each.number for each in standing)
    assert len(found.seated) == min(places, len(standing))
    line = {each.number: (each.asked, each.number) for each in standing}
    in_order = [line[number] for number in found.seated + found.waiting]
    assert in_order == sorted(in_order)
