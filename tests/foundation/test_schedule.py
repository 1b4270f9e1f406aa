"""Which day's work is due: by the site's own clock, from three in the morning on."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hanse.foundation.schedule import working_day

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 27, 2, 59, 59, tzinfo=BRUSSELS), date(2026, 11, 26)),
        (datetime(2026, 11, 27, 3, 0, 0, tzinfo=BRUSSELS), date(2026, 11, 27)),
        (datetime(2026, 11, 27, 23, 59, 59, tzinfo=BRUSSELS), date(2026, 11, 27)),
        (datetime(2026, 11, 28, 0, 0, 0, tzinfo=BRUSSELS), date(2026, 11, 27)),
        (datetime(2027, 1, 1, 1, 0, 0, tzinfo=BRUSSELS), date(2026, 12, 31)),
        # The hour from two to three does not exist on this morning.
        (datetime(2026, 3, 29, 3, 0, 0, tzinfo=BRUSSELS), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 1, 59, 0, tzinfo=BRUSSELS), date(2026, 3, 28)),
        (datetime(2026, 11, 27, 3, 0, 0, tzinfo=UTC), date(2026, 11, 27)),
    ],
)
def test_a_day_begins_at_three(now: datetime, day: date) -> None:
    assert working_day(now) == day


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        working_day(datetime(2026, 11, 27, 12))  # noqa: DTZ001 - what is refused
