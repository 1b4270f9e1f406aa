"""Fresh, ageing and stale entries, and when to remind."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.directory.freshness import (
    FreshnessRules,
    State,
    freshness,
    reminder_due,
)

DAY = date(2026, 6, 1)


def ago(days: int | None) -> date | None:
    return None if days is None else DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("confirmed", "active", "state"),
    [
        (0, None, "fresh"),
        (180, None, "fresh"),
        (181, None, "ageing"),
        (365, None, "ageing"),
        (366, None, "stale"),
        (366, 90, "ageing"),
        (366, 91, "stale"),
        (None, None, "stale"),
        (None, 3, "ageing"),
        (181, 0, "ageing"),
    ],
)
def test_by_the_days_since(confirmed: int | None, active: int | None, state: str) -> None:
    found = freshness(ago(confirmed), ago(active), DAY)
    assert found.state == state
    assert found.age == confirmed
    assert found.is_stale == (state == "stale")


days = st.one_of(st.none(), st.integers(0, 800))


@given(days, days, st.integers(0, 400))
def test_nothing_gets_fresher_by_waiting(
    confirmed: int | None, active: int | None, later: int
) -> None:
    order = list(State)
    now = freshness(ago(confirmed), ago(active), DAY).state
    then = freshness(ago(confirmed), ago(active), DAY + timedelta(days=later)).state
    assert order.index(then) >= order.index(now)


@pytest.mark.parametrize(
    ("since", "reminded", "due"),
    [
        (165, None, False),
        (166, None, True),
        (400, 59, False),
        (400, 60, True),
        (170, 300, True),  # that reminder was before the confirmation
        (10, 300, False),
    ],
)
def test_reminders(since: int, reminded: int | None, due: bool) -> None:
    begun = ago(since)
    assert begun
    assert reminder_due(begun, ago(reminded), DAY) is due


def test_days_are_parameters() -> None:
    rules = FreshnessRules(fresh=1, stale=2, active=0, remind_before=0, remind_every=1)
    assert freshness(ago(2), None, DAY, rules).state is State.AGEING
    assert freshness(ago(3), ago(1), DAY, rules).state is State.STALE
    assert reminder_due(DAY - timedelta(days=1), None, DAY, rules)
