"""Local hours: when a slot is for somebody elsewhere, and whether they are at work then."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when to when people can be asked to meet, by their own clocks."""

    begins: time = time(8)
    ends: time = time(20)


USUAL: Final = WorkingHours()


def local(moment: datetime, zone: str) -> datetime:
    """`moment` by the clocks of `zone` (IANA). Raises `ValueError` for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(ZoneInfo(zone))


def within_hours(begins: datetime, ends: datetime, zone: str, hours: WorkingHours = USUAL) -> bool:
    """Whether a meeting from `begins` to `ends` is inside the working hours of one day in `zone`.

    Days on which clocks are changed are reckoned by the clocks of that day.
    """
    first, last = local(begins, zone), local(ends, zone)
    if first.date() != last.date():
        return False
    return hours.begins <= first.time() and last.time() <= hours.ends
