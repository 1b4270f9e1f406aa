"""The calendar of obligations and ends of agreements: iCalendar (RFC 5545), whole days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from hanse.collaboration.agreements.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due. key: unlike any other's, and the same for this one for good.

    due: of a date that is not known in full the last possible day is entered, and the words say
    so. changed: when anything of it changed last, with its time zone.
    """

    key: str
    title: str
    words: str
    address: str
    due: PartialDate
    changed: datetime
    notice_days: int = 7


def deadlines_calendar(title: str, host: str, deadlines: Iterable[Deadline]) -> bytes:
    """A calendar of `deadlines` in their order, each with an alarm before it.

    host: the name of the site, which makes keys unlike those of other sites. Raises `ValueError`
    for a moment without a time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Hanse//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for each in deadlines:
        calendar.add_component(_event(each, host))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, host: str) -> Event:
    if deadline.changed.tzinfo is None:
        raise ValueError(f"{deadline.changed} has no time zone.")
    day: date = deadline.due.last
    event = Event()
    event.add("uid", f"{deadline.key}@{host}")
    event.add("summary", deadline.title)
    event.add("description", deadline.words)
    event.add("url", deadline.address)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("dtstamp", deadline.changed.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    alarm.add("trigger", timedelta(days=-deadline.notice_days))
    event.add_component(alarm)
    return event
