"""When work that is due once a day is due."""

from datetime import date, datetime, timedelta
from typing import Final

HOUR: Final = 3
"""From this hour on, local time, the day's work is due: when few people read."""


def working_day(now: datetime) -> date:
    """The day whose work is due at `now`, which is aware and in the site's time zone.

    Before `HOUR` that is still the day before. Raises `ValueError` for a naive time.
    """
    if now.tzinfo is None:
        raise ValueError("A day depends on the time zone; this time has none.")
    return now.date() if now.hour >= HOUR else now.date() - timedelta(days=1)
