"""Days as the moments that signed documents write: the first and the last second, in UTC."""

import re
from datetime import UTC, date, datetime
from typing import Final

_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)


def first_moment(day: date) -> str:
    """The first second of a day, such as 2026-11-27T00:00:00Z."""
    return f"{day.isoformat()}T00:00:00Z"


def last_moment(day: date) -> str:
    """The last second of a day, such as 2026-11-27T23:59:59Z."""
    return f"{day.isoformat()}T23:59:59Z"


def day_of(moment: object) -> date | None:
    """The day, in UTC, of a moment with its offset; None for anything else."""
    if not isinstance(moment, str) or not _MOMENT.fullmatch(moment):
        return None
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None
