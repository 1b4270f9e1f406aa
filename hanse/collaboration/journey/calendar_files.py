"""Calendar files of exchanges, events and deadlines: iCalendar (RFC 5545), whole days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that takes whole days.

    key: unlike any other entry's, the same for good. ends: the last day. changed: when anything
    of it changed last; knows its time zone.
    """

    key: str
    title: str
    begins: date
    ends: date
    changed: datetime
    address: str = ""
    place: str = ""
    text: str = ""


def calendar_file(title: str, host: str, entries: Iterable[Entry]) -> bytes:
    """A calendar of whole days. host: the name of the site.

    Raises `ValueError` for an entry that ends before it begins or a moment without a time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Hanse//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for each in entries:
        if each.ends < each.begins:
            raise ValueError(f"{each.title} ends before it begins.")
        if each.changed.tzinfo is None:
            raise ValueError(f"{each.changed} has no time zone.")
        event = Event()
        event.add("uid", f"{each.key}@{host}")
        event.add("summary", each.title)
        event.add("dtstart", each.begins)
        # RFC 5545, 3.6.1: the end of whole days is the day after the last.
        event.add("dtend", each.ends + timedelta(days=1))
        event.add("dtstamp", each.changed.astimezone(UTC))
        event.add("transp", "TRANSPARENT")
        for name, value in (
            ("location", each.place),
            ("description", each.text),
            ("url", each.address),
        ):
            if value:
                event.add(name, value)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
