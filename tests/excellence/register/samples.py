"""A made-up register: five labels in three countries, with everything that can happen to one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from hanse.excellence.register.chain import Entry, Event, following
from hanse.excellence.register.records import facts

Step = tuple[str, Event, date, dict[str, Any]]


def said(**more: Any) -> Any:
    """The facts of a bronze label in Austria."""
    details: dict[str, Any] = {
        "holder": "Fictitious Alpine Timber Cluster",
        "country": "AT",
        "field": "construction",
        "level": "bronze",
        "scheme": "hanse_label",
        "version": "1",
        "website": "https://timber.example/",
        "valid_from": date(2024, 3, 1),
        "valid_until": date(2026, 2, 28),
        **more,
    }
    return facts(**details)


def chained(steps: Iterable[Step], *, entered: date | None = None) -> tuple[Entry, ...]:
    """Entries of `steps`, each entered at noon of the day it takes effect or of `entered`."""
    entries: list[Entry] = []
    for label, event, on, given in steps:
        day = entered or on
        entries.append(
            following(
                entries[-1] if entries else None,
                label=label,
                event=event,
                on=on,
                entered=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
                facts=given,
            )
        )
    return tuple(entries)


BOATS = {
    "holder": "Fictitious Ria Boats Cluster",
    "country": "PT",
    "field": "transport_and_mobility",
    "website": "https://boats.example/",
}
GEARS = {
    "holder": "Fictitious Gears Cluster",
    "country": "SI",
    "field": "production_and_engineering",
    "website": "",
}

STEPS: tuple[Step, ...] = (
    ("HL-1", Event.AWARDED, date(2024, 3, 1), said()),
    (
        "HL-2",
        Event.AWARDED,
        date(2024, 6, 1),
        said(**BOATS, valid_from=date(2024, 6, 1), valid_until=date(2026, 5, 31)),
    ),
    (
        "HL-3",
        Event.AWARDED,
        date(2025, 9, 1),
        said(level="gold", valid_from=date(2025, 9, 1), valid_until=date(2027, 8, 31)),
    ),
    ("HL-2", Event.SUSPENDED, date(2025, 10, 1), {"reason": "papers outstanding"}),
    ("HL-2", Event.REINSTATED, date(2025, 11, 1), {"reason": ""}),
    (
        "HL-4",
        Event.AWARDED,
        date(2025, 12, 1),
        said(**GEARS, level="silver", valid_from=date(2025, 12, 1), valid_until=date(2027, 11, 30)),
    ),
    ("HL-4", Event.REVOKED, date(2026, 4, 1), {"reason": "gave false answers"}),
    (
        "HL-5",
        Event.RENEWED,
        date(2026, 4, 10),
        said(valid_from=date(2026, 3, 1), valid_until=date(2029, 2, 28), renews="HL-1"),
    ),
    ("HL-2", Event.LAPSED, date(2027, 5, 31), {"reason": ""}),
)
ENTRIES = chained(STEPS)
