"""Partial dates: what is sure of their order, tried day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.agreements.partial_dates import PartialDate, in_order

YEARS = st.integers(1999, 2003)


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """A year, a month or a day of five years, so that they often meet."""
    day = draw(st.dates(date(1999, 1, 1), date(2003, 12, 31)))
    known = draw(st.sampled_from(["year", "month", "day"]))
    return PartialDate(
        day.year,
        day.month if known != "year" else None,
        day.day if known == "day" else None,
    )


def days(partial: PartialDate) -> list[date]:
    """Every day it may be, one after the other: the naive way."""
    every = (date(1999, 1, 1) + timedelta(days=n) for n in range(5 * 366))
    return [
        day
        for day in every
        if day.year == partial.year
        and partial.month in {None, day.month}
        and partial.day in {None, day.day}
    ]


@given(partial_dates())
def test_it_stands_for_the_days_it_leaves_open(partial: PartialDate) -> None:
    every = days(partial)
    assert (partial.first, partial.last) == (every[0], every[-1])
    assert partial.exact == (every[0] if len(every) == 1 else None)
    assert PartialDate.parse(str(partial)) == partial


@given(partial_dates(), partial_dates())
def test_order_is_what_holds_for_every_day(one: PartialDate, other: PartialDate) -> None:
    ones, others = days(one), days(other)
    assert one.surely_before(other) == all(a < b for a in (ones[0], ones[-1]) for b in others)
    assert one.may_precede(other) == any(a <= b for a in (ones[0], ones[-1]) for b in others)
    assert one.may_precede(other) == (not other.surely_before(one))


@given(partial_dates(), st.dates(date(1999, 1, 1), date(2003, 12, 31)))
def test_past_and_begun_are_sure(partial: PartialDate, on: date) -> None:
    assert partial.surely_past(on) == all(day < on for day in days(partial))
    assert partial.surely_begun(on) == all(day <= on for day in days(partial))


@given(st.lists(st.none() | partial_dates(), max_size=4))
def test_dates_are_in_order_where_days_can_be_chosen_so(dates: list[PartialDate | None]) -> None:
    reached, possible = date.min, True
    for each in filter(None, dates):  # the earliest day that is still possible, by search
        later = [day for day in days(each) if day >= reached]
        possible = possible and bool(later)
        reached = later[0] if later else reached
    assert in_order(tuple(dates)) == possible


def test_an_order_that_fits_in_pairs_alone_is_none() -> None:
    late, year, early = (PartialDate.parse(t) for t in ("2013-12", "2013", "2013-05"))
    assert in_order((late, year))
    assert in_order((year, early))
    assert not in_order((late, year, early))


@given(st.lists(partial_dates(), max_size=8))
def test_they_sort_by_the_day_they_begin_with(found: list[PartialDate]) -> None:
    firsts = [each.first for each in sorted(found, key=lambda each: each.place)]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize(
    "text",
    ["", "13", "2013-1", "2013-13", "2013-02-30", "2013-00", "0000", "2013-05-18T10", "May 2013",
     "٢٠١٣", "2013-05-"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(ValueError, match="with its month"):
        PartialDate(2013, None, 6)
