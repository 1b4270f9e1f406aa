"""Agreements on the line of time, and their calendar."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from hanse.collaboration.agreements.calendar_files import Deadline, deadlines_calendar
from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.timeline import Course, timeline, years

DAY = date(2026, 11, 28)


def course(key: int, signed: str = "", ends: str = "", *, running: bool = False) -> Course:
    def known(text: str) -> PartialDate | None:
        return PartialDate.parse(text) if text else None

    return Course(key, known(signed), None, known(ends), running)


def test_bars_reach_as_far_as_is_known() -> None:
    line = timeline(
        [
            course(1, "2019-06", "2021"),
            course(2, "2015-04-22", running=True),
            course(3, "2013"),
            course(4),
        ],
        DAY,
    )
    assert line is not None
    assert [(bar.key, bar.begin, bar.end, bar.is_open) for bar in line.bars] == [
        (3, date(2013, 1, 1), date(2013, 12, 31), False),
        (2, date(2015, 4, 22), DAY, True),
        (1, date(2019, 6, 1), date(2021, 12, 31), False),
    ]
    assert [bar.sharp_begin for bar in line.bars] == [False, True, False]
    assert (line.undated, line.first, line.last) == ((4,), date(2013, 1, 1), date(2026, 12, 31))


def test_an_extension_is_the_last_that_is_known() -> None:
    told = Course(
        1, PartialDate(2011, 5, 18), None, None, events=((PartialDate(2013, 12, 6), "x"),)
    )
    line = timeline([told], DAY)
    assert line is not None
    assert line.bars[0].end == date(2013, 12, 6)


def test_without_any_date_there_is_no_line() -> None:
    assert timeline([course(1)], DAY) is None
    assert timeline([], DAY) is None


def test_years_are_marked_sparsely() -> None:
    line = timeline([course(1, "2001", "2026")], DAY)
    assert line is not None
    assert list(years(line)) == [2005, 2010, 2015, 2020, 2025]


def test_a_deadline_is_a_whole_day_with_an_alarm() -> None:
    entry = Deadline(
        "obligation-1", "Report", "Owed by all", "https://hanse.example/a/", PartialDate(2027, 6),
        datetime(2026, 11, 28, tzinfo=UTC),
    )  # fmt: skip
    made = deadlines_calendar("Agreements", "hanse.example", [entry])
    assert made == deadlines_calendar("Agreements", "hanse.example", [entry])
    event = next(each for each in Calendar.from_ical(made).walk("VEVENT"))
    assert (event["uid"], event.decoded("dtstart")) == (
        "obligation-1@hanse.example",
        date(2027, 6, 30),
    )
    assert len(event.walk("VALARM")) == 1


def test_a_moment_without_a_zone_is_refused() -> None:
    entry = Deadline("a", "b", "c", "https://x.example", PartialDate(2027), datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        deadlines_calendar("Agreements", "hanse.example", [entry])
