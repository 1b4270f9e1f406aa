"""Another day for pages, which ask the site's clock."""

from datetime import date, datetime, time, tzinfo
from time import monotonic

import pytest
from django.utils import timezone


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be just past noon of `day` for whatever asks the site's clock, and let time run on.

    What Django asks for the time is replaced, so that fields that are stamped by themselves follow.
    """
    noon = datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())
    begun = monotonic()

    class Moved(datetime):
        """The time of that day, in every thread."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(noon.timestamp() + monotonic() - begun, tz)

    monkeypatch.setattr("django.utils.timezone.datetime", Moved)
