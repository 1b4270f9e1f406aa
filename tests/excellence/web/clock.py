"""Another day for pages, which ask the site's clock."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be noon of `day` for whatever asks the site's clock."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
