"""Every row of the access table, tried by everybody against the pages of the site."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from hanse.collaboration import access_page
from hanse.collaboration.access import Entry, Who, entries
from hanse.foundation.web.models.audit import AuditEvent
from tests.collaboration.access_doors import CONDITIONED, DOORS, UNMET, event_of
from tests.collaboration.access_views import VIEWS
from tests.collaboration.access_world import CAST, AccessWorld, Door, make_access_world

# What a test makes is gone after it; the world of the module, made before, stays.
pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

ROOT = Path(__file__).parents[3]
SEEN = [each for each in entries() if each.action.startswith("see ")]
DONE = [
    replace(each, states=(state,) if state else ())
    for each in entries()
    if not each.action.startswith("see ")
    for state in each.states or ("",)
]
"""A row for each state in which something may be done."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AccessWorld]:
    """People and organisations for all tests of this module; gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_access_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world: AccessWorld) -> dict[str, Client]:
    return world.clients()


def named(entry: Entry) -> str:
    return f"{entry.thing}: {entry.action} {'/'.join(entry.states[:1])}".strip()


def test_the_page_of_the_table_is_current(tmp_path: Path) -> None:
    there = (ROOT / "docs/reference" / access_page.NAME).read_text("utf-8")
    assert there == access_page.page(), access_page.__doc__
    access_page.main(tmp_path / "reference")
    assert (tmp_path / "reference" / access_page.NAME).read_text("utf-8") == there


def test_every_row_is_tried() -> None:
    assert {(each.thing, each.action.removeprefix("see ")) for each in SEEN} == set(VIEWS)
    assert {each.action for each in DONE} == set(DOORS)
    assert set(CAST.values()) == set(Who)
    assert set(DOORS) >= CONDITIONED


@pytest.mark.parametrize("entry", SEEN, ids=named)
def test_who_sees_what(world: AccessWorld, clients: dict[str, Client], entry: Entry) -> None:
    address, words = VIEWS[entry.thing, entry.action.removeprefix("see ")](world)
    wrong = {}
    for name, who in CAST.items():
        answer = clients[name].get(address)
        there = answer.status_code == 200
        if there and words:
            there = words in answer.content.decode()
        answer.close()
        if there is not (who in entry.who) or answer.status_code not in {200, 302, 403, 404}:
            wrong[name] = answer.status_code
        if answer.status_code == 302:
            assert (name, "/accounts/login/" in answer["Location"]) == ("visitor", True)
    assert not wrong, (address, words)


@pytest.mark.parametrize("entry", DONE, ids=named)
def test_who_does_what(world: AccessWorld, clients: dict[str, Client], entry: Entry) -> None:
    wrong, acted = {}, set()
    for name, who in CAST.items():
        may = who in entry.who
        if not may and _begins_their_own(entry, name):
            continue
        with transaction.atomic():
            # What rows of another role in the same step allow is tried there.
            others, later = _also(entry), _in_other_states(entry)
            door = DOORS[entry.action](world, entry, name if may else "editor")
            status, did, message = _knock(clients[name], door, entry)
            transaction.set_rollback(True)
        if may:
            acted |= {name} if did else set()
            waits = entry.action in CONDITIONED or (who, entry.action) in UNMET
            if status not in {200, 302} or (not did and not waits):
                wrong[name] = (status, message)
        elif who not in others and (
            did
            or (
                who not in later
                and door.data is not None
                and not _is_refused(status, name, message, entry)
            )
        ):
            wrong[name] = (status, message)
    assert not wrong
    assert acted or entry.action in CONDITIONED


def _begins_their_own(entry: Entry, name: str) -> bool:
    """Whether somebody who edits another organisation could begin the same for that one."""
    return entry.begins and name in {"other_editor", "partner", "invited"}


def _also(entry: Entry) -> frozenset[Who]:
    same = (
        each.who
        for each in DONE
        if (each.action, each.thing, each.states) == (entry.action, entry.thing, entry.states)
        and each is not entry
    )
    return frozenset().union(*same)


def _in_other_states(entry: Entry) -> frozenset[Who]:
    """Who may do the same in another state: they are told that it cannot be done now."""
    return frozenset().union(*(each.who for each in DONE if each.action == entry.action))


def _knock(client: Client, door: Door, entry: Entry) -> tuple[int, bool, str]:
    """The status, whether it was done, and where it led or what it said."""
    cache.clear()
    before = AuditEvent.objects.filter(action=event_of(entry.action)).count()
    answer = client.get(door.address) if door.data is None else client.post(door.address, door.data)
    did = AuditEvent.objects.filter(action=event_of(entry.action)).count() > before
    said = answer["Location"] if answer.status_code == 302 else ""
    if answer.status_code == 200 and answer.context and "form" in answer.context:
        said = str(getattr(answer.context["form"], "errors", ""))
    return answer.status_code, did, said


def _is_refused(status: int, name: str, message: str, entry: Entry) -> bool:
    if name == "visitor":
        return status == 302 and "/accounts/login/" in message
    # Some pages are open to all who are signed in, and there is nothing on them to choose.
    return status in {403, 404} or (entry.action == "cluster_join_ask" and status == 200)
