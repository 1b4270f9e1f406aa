"""A made-up register in the database, for tests of its pages and of the API."""

from datetime import UTC, date, datetime, timedelta

from hanse.excellence.web.actions.credentials import credential_issue, credential_status_change
from hanse.excellence.web.actions.register import register_enter
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.models.labels import Label
from tests.excellence.factories import make_label
from tests.foundation.web.factories import make_organisation

TODAY = date(2026, 11, 27)
"""The day of tests of the register: see the fixture `today`."""
VALID, SUSPENDED, REVOKED, RENEWING = "HL-2026-0001", "HL-2026-0002", "HL-2026-0003", "HL-2026-0004"
"""Numbers of labels: what they are today."""


def entered(label: Label, event: str, on: date, reason: str = "") -> None:
    """Enter an event at noon of the day it takes effect."""
    register_enter(
        by=None,
        label=label,
        event=event,
        on=on,
        reason=reason,
        entered=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
    )


def make_register() -> dict[str, Credential]:
    """Four labels and the one that one of them renews, each with a signed badge; by number."""
    timber = make_organisation("Fictitious Timber & Sons <Ltd>", website="https://timber.example/")
    boats = make_organisation("Fictitious Boats", country="PT")
    gears = make_organisation("Fictitious Gears", country="SI", fictitious=True)
    day = date(2026, 3, 2)
    badges = {}
    for organisation, number, more in (
        (timber, VALID, {"level": "gold"}),
        (boats, SUSPENDED, {"field": "transport"}),
        (gears, REVOKED, {"field": "production", "level": "silver"}),
    ):
        label = make_label(organisation, number, day, **more)
        entered(label, "awarded", day)
        badges[number] = credential_issue(by=None, label=label, on=day)
    for number, event, reason in (
        (SUSPENDED, "suspended", "Papers were outstanding."),
        (REVOKED, "revoked", "=1+1 gave false answers"),
    ):
        later = day + timedelta(days=90)
        entered(badges[number].label or label, event, later, reason)
        credential_status_change(by=None, credential=badges[number], status=event, on=later)
    old = make_label(boats, "HL-2023-0009", date(2023, 5, 1))
    entered(old, "awarded", date(2023, 5, 1))
    begins = {"valid_from": date(2025, 5, 2), "field": "transport"}
    new = make_label(boats, RENEWING, date(2025, 6, 2), renews=old, **begins)
    entered(new, "renewed", date(2025, 6, 2))
    badges[RENEWING] = credential_issue(by=None, label=new, on=date(2025, 6, 2))
    return badges
