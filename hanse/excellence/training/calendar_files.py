"""Calendar files of trainings: iCalendar (RFC 5545), the same bytes for the same meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a training.

    key: unlike any other meeting's, and the same for this one for good. changed: when anything of
    it changed last; calendars then take the new version. All moments know their time zone.
    """

    key: str
    title: str
    place: str
    address: str
    begins: datetime
    ends: datetime
    changed: datetime


def calendar_file(title: str, host: str, meetings: Iterable[Meeting]) -> bytes:
    """A calendar of `meetings` in their order.

    host: the name of the site, which makes keys unlike those of other sites. Raises `ValueError`
    for a moment without a time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Hanse//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for each in meetings:
        event = Event()
        event.add("uid", f"{each.key}@{host}")
        event.add("summary", each.title)
        if each.place:
            event.add("location", each.place)
        event.add("url", each.address)
        event.add("dtstart", _utc(each.begins))
        event.add("dtend", _utc(each.ends))
        event.add("dtstamp", _utc(each.changed))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(UTC)
