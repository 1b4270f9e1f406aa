"""How obligations stand, and what parties are reminded of."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.agreements.obligations import (
    SOON_DAYS,
    Alert,
    Owed,
    Standing,
    reminders,
    standing,
)
from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import RUNNING, State
from tests.collaboration.agreements.test_partial_dates import partial_dates

DAY = date(2026, 11, 28)


def partial(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-27", Standing.OVERDUE),
        ("2026-11-28", Standing.SOON),
        ("2026-12-28", Standing.SOON),
        ("2026-12-29", Standing.OPEN),
        ("2026-11", Standing.SOON),
        ("2026-10", Standing.OVERDUE),
        ("2026", Standing.OPEN),
        ("2025", Standing.OVERDUE),
        (None, Standing.OPEN),
    ],
)
def test_an_obligation_stands_by_the_last_day_it_may_be_due(
    due: str | None, expected: Standing
) -> None:
    day = partial(due) if due else None
    assert standing(day, met=False, on=DAY) is expected
    assert standing(day, met=True, on=DAY) is Standing.MET


@given(partial_dates(), st.dates(date(1999, 1, 1), date(2003, 12, 31)))
def test_it_goes_from_open_to_soon_to_overdue_and_never_back(due: PartialDate, on: date) -> None:
    order = [Standing.OPEN, Standing.SOON, Standing.OVERDUE]
    ways = [order.index(standing(due, met=False, on=on + timedelta(days=n))) for n in range(400)]
    assert ways == sorted(ways)
    assert ways.count(1) <= SOON_DAYS + 1


def test_parties_are_told_of_the_end_in_time_and_of_obligations() -> None:
    owed = [
        Owed(1, partial("2026-11-20"), met=False),
        Owed(2, partial("2026-12-20"), met=False),
        Owed(3, partial("2026-11-20"), met=True),
        Owed(4, None, met=False),
        Owed(5, partial("2027-06"), met=False),
    ]
    found = reminders(State.IN_FORCE, partial("2027-02-20"), owed, DAY)
    assert [(each.alert, each.about) for each in found] == [
        (Alert.RENEWAL, 0),
        (Alert.OBLIGATION_OVERDUE, 1),
        (Alert.OBLIGATION_SOON, 2),
    ]
    assert len({each.key for each in found}) == 3


@pytest.mark.parametrize("state", State)
def test_nothing_is_told_of_what_does_not_bind(state: State) -> None:
    owed = [Owed(1, partial("2026-11-20"), met=False)]
    found = {each.alert for each in reminders(state, partial("2026-12-01"), owed, DAY)}
    if state in RUNNING:
        assert found == {Alert.RENEWAL, Alert.OBLIGATION_OVERDUE}
    else:
        assert found == ({Alert.OBLIGATION_OVERDUE} if state is State.SIGNED else set())


def test_the_end_is_told_by_the_days_wanted_and_never_once_it_is_past() -> None:
    end = partial("2027-01-01")
    for days, told in ((34, True), (33, False)):
        found = reminders(State.IN_FORCE, end, (), DAY, notice_days=days)
        assert bool(found) is told
    assert not reminders(State.IN_FORCE, partial("2026-11-27"), (), DAY)
