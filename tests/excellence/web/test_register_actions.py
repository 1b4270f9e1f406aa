"""Entering events: a chain that nobody can change, and what cannot happen is refused."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from hanse.excellence.register.chain import GENESIS, first_break
from hanse.excellence.register.records import records
from hanse.excellence.web.actions.register import register_enter
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.models.register import RegisterEntry
from hanse.excellence.web.register_now import register
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.factories import make_label
from tests.foundation.web.factories import Cast

AWARDED = date(2026, 3, 2)


def enter(
    label: Label, event: str = "awarded", on: date = AWARDED, reason: str = ""
) -> RegisterEntry:
    return register_enter(by=None, label=label, event=event, on=on, reason=reason)


def test_an_entry_says_what_was_known_when_it_was_made(cast: Cast) -> None:
    cast.organisation.website = "https://timber.example/"
    cast.organisation.save()
    label = make_label(cast.organisation, "HL-7")
    entry = register_enter(
        by=cast.officer,
        label=label,
        event="awarded",
        on=AWARDED,
        entered=datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    cast.organisation.name = "Another Name"
    cast.organisation.save()
    assert (entry.sequence, entry.previous_hash) == (1, GENESIS)
    record = register().records["HL-7"]
    assert (record.holder, record.country, record.level) == ("Timber Cluster", "AT", "bronze")
    assert record.website == "https://timber.example/"
    assert (record.valid_from, record.valid_until) == (AWARDED, date(2028, 3, 2))
    event = AuditEvent.objects.get(action="register_enter")
    assert (event.by, event.organisation) == (cast.officer, cast.organisation)


def test_the_chain_holds_through_a_life_of_labels(cast: Cast) -> None:
    first = make_label(cast.organisation, "HL-1")
    enter(first)
    enter(first, "suspended", date(2027, 1, 1), reason="papers outstanding")
    enter(first, "reinstated", date(2027, 2, 1))
    second = make_label(
        cast.organisation, "HL-2", date(2028, 2, 1), valid_from=date(2028, 3, 3), renews=first
    )
    enter(second, "renewed", date(2028, 2, 1))
    enter(second, "revoked", date(2028, 9, 1), reason="gave false answers")
    enter(second, "reinstated", date(2028, 12, 1), reason="the board had no quorum")
    entries = RegisterEntry.objects.entries()
    assert first_break(entries) is None
    assert [each.sequence for each in entries] == [1, 2, 3, 4, 5, 6]
    known = records(entries)
    assert known["HL-2"].renews == "HL-1"
    assert known["HL-2"].entries[1].facts == {"reason": "gave false answers"}
    assert register().head == entries[-1].hash


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (["suspended"], "never awarded"),
        (["awarded", "awarded"], "awarded already"),
        (["awarded", "reinstated"], "neither suspended nor revoked"),
        (["awarded", "revoked", "revoked"], "revoked already"),
    ],
)
def test_what_cannot_happen_is_refused_and_leaves_nothing(
    cast: Cast, events: list[str], said: str
) -> None:
    label = make_label(cast.organisation)
    *before, last = events
    for event in before:
        enter(label, event)
    with pytest.raises(ValidationError, match=said):
        enter(label, last)
    assert RegisterEntry.objects.count() == len(before)
    with pytest.raises(ValueError, match="stolen"):
        enter(label, "stolen")


def test_the_model_refuses_changes(cast: Cast) -> None:
    entry = enter(make_label(cast.organisation))
    for change in (
        entry.save,
        entry.delete,
        RegisterEntry.objects.all().delete,
        lambda: RegisterEntry.objects.update(event="lapsed"),
        lambda: RegisterEntry.objects.bulk_update([entry], ["event"]),
    ):
        with pytest.raises(TypeError, match="only added to"):
            change()
    assert RegisterEntry.objects.get().event == "awarded"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE excellence_registerentry SET event = 'lapsed'",
        "UPDATE excellence_registerentry SET body = '{}' WHERE sequence = 1",
        "DELETE FROM excellence_registerentry",
    ],
)
def test_the_database_refuses_changes(cast: Cast, statement: str) -> None:
    enter(make_label(cast.organisation))
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert RegisterEntry.objects.get().event == "awarded"


def test_a_fork_is_refused_by_the_database(cast: Cast) -> None:
    entry = enter(make_label(cast.organisation))
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.create(
            sequence=2,
            label=entry.label,
            event="lapsed",
            on=AWARDED,
            body={},
            previous_hash=entry.previous_hash,
            hash="f" * 64,
        )


ENTER_AT_ONCE = """
import sys, threading
import django
django.setup()
from datetime import date
from django.core.management import call_command
from django.db import connections
from hanse.excellence.web.actions.register import register_enter
from tests.excellence.factories import make_label
from tests.foundation.web.factories import make_organisation

call_command("migrate", verbosity=0)
labels = [make_label(make_organisation()) for _each in range(6)]
together, failed = threading.Barrier(len(labels)), []

def add(label):
    try:
        together.wait()
        register_enter(by=None, label=label, event="awarded", on=date(2026, 3, 2))
    except Exception as error:
        failed.append(error)
    finally:
        connections.close_all()

threads = [threading.Thread(target=add, args=[label]) for label in labels]
for each in threads: each.start()
for each in threads: each.join()

from hanse.excellence.register.chain import first_break
from hanse.excellence.web.models.register import RegisterEntry
entries = RegisterEntry.objects.entries()
print(connections["default"].vendor, len(entries), first_break(entries), failed)
"""


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_at_once_make_one_chain(tmp_path: Path) -> None:
    """In a process of its own: SQLite in memory, as tests have it, knows no waiting."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "hanse.site.settings",
        "HANSE_HOME": str(tmp_path),
    }
    vendor = connection.vendor
    if vendor == "postgresql":
        environment["DATABASE_URL"] = _test_database(os.environ["DATABASE_URL"])
    done = subprocess.run(
        [sys.executable, "-c", ENTER_AT_ONCE],
        env=environment,
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == f"{vendor} 6 None []", done.stderr


def _test_database(url: str) -> str:
    """The database of this test run, which Django names after the one in `url`."""
    server, _slash, _name = url.rpartition("/")
    return f"{server}/{connection.settings_dict['NAME']}"
