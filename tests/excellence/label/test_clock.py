"""The calendar of labels: months, leap years, renewal from the old end date, grace, reminders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.label.clock import (
    Term,
    Validity,
    dates_fit,
    due,
    first_term,
    in_window,
    last_of_month,
    limit,
    months_later,
    reminders,
    renewable,
    renewed_term,
)

BRONZE = Validity(first_months=24, renewal_months=36, grace_months=12)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 15), 1, date(2024, 2, 15)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2023, 1, 30), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 2, 28), 36, date(2028, 2, 29)),
        (date(2024, 2, 28), 12, date(2025, 2, 28)),
        (date(2024, 4, 30), 1, date(2024, 5, 31)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 5), 1, date(2025, 1, 5)),
        (date(2024, 1, 5), -1, date(2023, 12, 5)),
        (date(2024, 6, 1), 0, date(2024, 6, 1)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(DAYS, st.integers(-600, 600))
def test_months_later_lands_in_the_right_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    if day == last_of_month(day):
        assert later == last_of_month(later)
    else:
        assert later.day == min(day.day, last_of_month(later).day)


@given(st.lists(DAYS, min_size=2, max_size=2).map(sorted), st.integers(0, 120))
def test_months_later_keeps_the_order_of_days(days: list[date], months: int) -> None:
    earlier, later = days
    # The end of a short month may pass the 29th and 30th of a long one by: 28 February, a month's
    # last day, leads to 31 March. Within such days the order is kept up to the end of the month.
    assert last_of_month(months_later(earlier, months)) <= last_of_month(
        months_later(later, months)
    )


def test_months_outside_the_calendar_are_refused() -> None:
    with pytest.raises(OverflowError, match="outside the calendar"):
        months_later(date(9999, 6, 1), 12)


def test_a_first_label_counts_from_the_month_of_the_interview() -> None:
    term = first_term(date(2024, 3, 12), date(2024, 6, 3), BRONZE)
    assert term == Term(date(2024, 6, 3), date(2026, 3, 31), date(2027, 3, 31))
    assert term.standing(date(2026, 3, 31)) == "valid"
    assert term.standing(date(2026, 4, 1)) == "grace"
    assert term.standing(date(2027, 3, 31)) == "grace"
    assert term.standing(date(2027, 4, 1)) == "over"


def test_an_interview_on_a_leap_day() -> None:
    term = first_term(date(2024, 2, 29), date(2024, 4, 1), BRONZE)
    assert term.valid_until == date(2026, 2, 28)
    assert renewed_term(term, date(2026, 2, 1), BRONZE).valid_until == date(2029, 2, 28)
    assert first_term(date(2026, 2, 10), date(2026, 4, 1), BRONZE).valid_until == date(2028, 2, 29)


@pytest.mark.parametrize("awarded", [date(2025, 11, 1), date(2026, 3, 31), date(2027, 2, 1)])
def test_a_renewal_counts_on_from_the_old_end_date(awarded: date) -> None:
    before = first_term(date(2024, 3, 12), date(2024, 6, 3), BRONZE)
    after = renewed_term(before, awarded, BRONZE)
    assert after.valid_until == date(2029, 3, 31)
    assert after.grace_until == date(2030, 3, 31)
    assert after.valid_from == awarded


@given(DAYS, st.integers(0, 200), st.lists(st.integers(0, 365), max_size=5))
def test_renewals_neither_lose_nor_win_days(interview: date, wait: int, waits: list[int]) -> None:
    term = first_term(interview, interview + timedelta(days=wait), BRONZE)
    for number, days in enumerate(waits, 1):
        term = renewed_term(term, term.valid_until + timedelta(days=days), BRONZE)
        whole = months_later(last_of_month(interview), 24 + 36 * number)
        assert term.valid_until == whole == last_of_month(whole)


def test_a_scheme_may_count_from_the_decision() -> None:
    gold = Validity(24, 24, 12, from_assessment=False, from_old_end=False)
    term = first_term(date(2024, 3, 12), date(2024, 6, 3), gold)
    assert term.valid_until == date(2026, 6, 30)
    assert renewed_term(term, date(2026, 8, 1), gold).valid_until == date(2028, 8, 31)


def test_when_a_renewal_may_be_applied_for() -> None:
    term = first_term(date(2024, 3, 12), date(2024, 6, 3), BRONZE)
    assert not renewable(term, date(2025, 6, 29), opens_months=9)
    assert renewable(term, date(2025, 6, 30), opens_months=9)
    assert renewable(term, date(2027, 3, 31), opens_months=9)
    assert not renewable(term, date(2027, 4, 1), opens_months=9)


def test_a_time_limit_counts_its_last_day() -> None:
    assert limit(date(2024, 2, 20), 10) == date(2024, 3, 1)
    assert limit(date(2023, 2, 20), 10) == date(2023, 3, 2)


@pytest.mark.parametrize(
    ("due_on", "fits"),
    [
        (date(2024, 5, 1), False),
        (date(2024, 5, 2), True),
        (date(2024, 5, 9), True),
        (date(2024, 5, 10), False),
    ],
)
def test_two_to_three_weeks_before_the_visit(due_on: date, fits: bool) -> None:
    assert dates_fit(due_on, date(2024, 5, 23), least_days=14, most_days=21) is fits


@pytest.mark.parametrize(
    ("second", "inside"),
    [
        (date(2025, 7, 9), False),
        (date(2025, 7, 10), True),
        (date(2026, 1, 10), True),
        (date(2026, 1, 11), False),
    ],
)
def test_one_and_a_half_to_two_years_after_the_first(second: date, inside: bool) -> None:
    assert in_window(date(2024, 1, 10), second, least_months=18, most_months=24) is inside


def test_reminders_and_catching_up() -> None:
    term = first_term(date(2024, 3, 12), date(2024, 6, 3), BRONZE)
    letters = reminders(term, expiry_months=[6, 3, 1, 0], lapse_months=[6, 1])
    assert [(each.due, each.about, each.months) for each in letters] == [
        (date(2025, 9, 30), "expiry", 6),
        (date(2025, 12, 31), "expiry", 3),
        (date(2026, 2, 28), "expiry", 1),
        (date(2026, 3, 31), "expiry", 0),
        (date(2026, 9, 30), "lapse", 6),
        (date(2027, 2, 28), "lapse", 1),
    ]
    assert due(letters, after=None, on=date(2025, 9, 29)) is None
    assert due(letters, after=None, on=date(2025, 9, 30)) == letters[0]
    assert due(letters, after=date(2025, 9, 30), on=date(2025, 10, 1)) is None
    # The job did not run for half a year: one letter, the latest.
    assert due(letters, after=date(2025, 9, 30), on=date(2026, 3, 1)) == letters[2]


def test_no_reminder_falls_before_the_award() -> None:
    late = Term(date(2026, 1, 15), date(2026, 3, 31), date(2027, 3, 31))
    letters = reminders(late, expiry_months=[6, 3, 1], lapse_months=[])
    assert [each.months for each in letters] == [1]
