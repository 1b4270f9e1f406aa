"""How long offers stand, and when their editors are reminded."""

from datetime import date, timedelta

import pytest

from hanse.collaboration.matching.validity import is_over, reminder_due, why_not_valid

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("begins", "ends", "why"),
    [
        (0, 30, ""),
        (0, 366, ""),
        (0, 367, "long"),
        (-300, 60, ""),
        (10, 9, "backwards"),
        (-10, 0, "past"),
        (30, 396, ""),
        (30, 397, "long"),
    ],
)
def test_dates_of_an_offer(begins: int, ends: int, why: str) -> None:
    assert why_not_valid(DAY + timedelta(begins), DAY + timedelta(ends), DAY) == why


def test_the_last_day_counts() -> None:
    assert not is_over(DAY, DAY)
    assert is_over(DAY, DAY + timedelta(1))


@pytest.mark.parametrize(
    ("ends_in", "reminded", "due"),
    [
        (15, None, False),
        (14, None, True),
        (0, None, True),
        (-1, None, False),
        (14, DAY + timedelta(14), False),
        (14, DAY - timedelta(100), True),
    ],
)
def test_one_reminder_for_each_end(ends_in: int, reminded: date | None, due: bool) -> None:
    assert reminder_due(DAY + timedelta(ends_in), reminded, DAY) is due
