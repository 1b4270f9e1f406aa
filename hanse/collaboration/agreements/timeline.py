"""Agreements on a line of time: where each begins and ends, and how sure that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hanse.collaboration.agreements.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Course:
    """The dates of one agreement. events: further dates with a word, such as of an extension.

    running: whether it is known to run still; where such a one has no end, it is open.
    """

    key: int
    signed_on: PartialDate | None
    in_force_on: PartialDate | None
    ends_on: PartialDate | None
    running: bool = False
    events: tuple[tuple[PartialDate, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `begin` to `end`; sharp where the day is known, open where there is no end."""

    key: int
    begin: date
    end: date
    sharp_begin: bool
    sharp_end: bool
    is_open: bool
    events: tuple[tuple[PartialDate, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All bars, the earliest first. first, last: days at the edges. undated: those without any."""

    first: date
    last: date
    bars: tuple[Bar, ...]
    undated: tuple[int, ...]


def timeline(courses: Iterable[Course], on: date) -> Timeline | None:
    """Bars of agreements; None where no date is known at all.

    A bar begins on the earliest day that the signature, or else coming into force, may have been.
    One without an end goes on to the day `on` where it is known to run still. Otherwise nothing is
    known of how long it lasted, and the bar reaches to the last date that is known of it.
    """
    bars, undated = [], []
    for each in courses:
        begin = each.signed_on or each.in_force_on
        if begin is None:
            undated.append(each.key)
            continue
        bars.append(_bar(each, begin, on))
    if not bars:
        return None
    bars.sort(key=lambda bar: (bar.begin, bar.end, bar.key))
    return Timeline(
        date(min(bar.begin for bar in bars).year, 1, 1),
        date(max(max(bar.end for bar in bars), on).year, 12, 31),
        tuple(bars),
        tuple(undated),
    )


def _bar(course: Course, begin: PartialDate, on: date) -> Bar:
    known = [each for each, _word in course.events]
    if course.ends_on is not None:
        end, sharp, is_open = course.ends_on.last, course.ends_on.exact is not None, False
    elif course.running:
        end, sharp, is_open = max(on, begin.last), False, True
    else:
        end, sharp, is_open = max([begin, *known], key=lambda each: each.last).last, False, False
    return Bar(
        course.key,
        begin.first,
        max(end, begin.first),
        begin.exact is not None,
        sharp,
        is_open,
        course.events,
    )


def years(line: Timeline, *, most: int = 8) -> Sequence[int]:
    """Years to mark: every one, or every second, fifth or tenth, at most `most` of them."""
    span = range(line.first.year, line.last.year + 2)
    for step in (1, 2, 5, 10, 20, 50):
        marks = [year for year in span if year % step == 0]
        if len(marks) <= most:
            return marks
    return [span[0], span[-1]]
