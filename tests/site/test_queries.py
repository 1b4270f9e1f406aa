"""What each page costs: how often it asks the database, and that this does not grow with use."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hanse.collaboration.web import search_index
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import record_event
from hanse.foundation.web.models.consents import DataExport
from tests.foundation.web.factories import (
    make_invitation,
    make_join_request,
    make_member,
    make_organisation,
    make_person,
)
from tests.observatory.web.factories import make_saved_view
from tests.site.crawling import by_view, crawl
from tests.site.world import World, make_world, of_people

pytestmark = [pytest.mark.usefixtures("demo_edition", "db"), pytest.mark.once]

USUAL: Final = 8
"""Queries of a page for somebody signed in: the session, the person, their roles, its own few."""

MORE: Final[Mapping[str, int]] = {
    "agenda_pdf": 10,
    "board_participant": 11,
    "collaboration": 13,
    "consortia": 9,
    "consortium_compose": 9,
    "directory": 11,
    "exchanges": 11,
    "label_apply": 13,
    "labels": 18,
    "meeting_agenda": 13,
    "meeting_change": 15,
    "meeting_list": 14,
    "meeting_move": 12,
    "meeting_requests": 15,
    "meeting_times": 10,
    "meeting_version": 9,
    "mission": 10,
    "mission_apply": 11,
    "mission_board": 14,
    "mission_delegate": 10,
    "mission_delegate_new": 9,
    "mission_meetings": 9,
    "mission_participants": 13,
    "mission_place": 9,
    "mission_review": 9,
    "mission_timetable": 14,
    "my_certificates": 14,
    "news": 9,
    "next_level": 10,
    "profile": 13,
    "recommendations": 11,
}
"""Pages that may ask more often, and how often."""

OF_LIBRARIES: Final = ("admin:", "account_", "mfa_", "socialaccount_", "usersessions_")
MOST_OF_A_LIBRARY: Final = 16


class Counting(Client):
    """A browser that notes how often each address asked the database."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.costs: dict[str, int] = {}

    def get(self, path: Any, *args: Any, **more: Any) -> Any:
        """Ask, and count."""
        with CaptureQueriesContext(connection) as asked:
            answer = super().get(path, *args, **more)
        if answer.status_code == 200:
            self.costs[str(path)] = len(asked)
        return answer

    def again(self, paths: Iterable[str]) -> None:
        """Ask once more: what is kept after a change was made by whoever asked first."""
        for path in paths:
            self.get(path)


def grow(world: World) -> None:
    """More of everything, as on a site in use."""
    cast = world.cast
    for number in range(6):
        person = make_person(f"Another {number}", Role.EXPERT)
        other = make_organisation(f"Timber Works {number}")
        make_member(cast.organisation, person)
        for one in (cast.owner, cast.administrator):
            make_member(other, one)
            make_saved_view(one, f"View {number}")
            DataExport.objects.create(person=one, made=timezone.now(), archive=b"PK")
            record_event("sign_in", by=one, about=one)
        make_invitation(cast.organisation, f"guest{number}@example.org")
        make_join_request(cast.organisation, make_person(f"Asker {number}"))
        world.missions.grow(number)
        record_event("organisation_change", by=person, about=cast.organisation)


@pytest.mark.parametrize("role", ["visitor", "owner", "administrator"])
def test_pages_ask_the_database_seldom_and_no_oftener_in_use(role: str) -> None:
    search_index.forget()  # what another test made it of is not what stands here
    world = make_world()
    client = Counting()
    person = world.cast.person(role)
    if person:
        client.force_login(person)
    seen = crawl(client, world.starts, of_people if person else by_view)
    views = {visit.address: visit.view for visit in seen.visits}
    client.again([each for each, cost in client.costs.items() if cost > allowed(views[each])])
    before = dict(client.costs)
    dear = {
        f"{views[address]} {address}": count
        for address, count in before.items()
        if count > allowed(views[address])
    }
    assert dear == {}
    grow(world)
    client.again(before)
    for _once_more in range(3):  # now and then a page counts what it keeps
        client.again([each for each, cost in client.costs.items() if cost > before.get(each, cost)])
    grown = {
        f"{views[address]} {address}": (before[address], count)
        for address, count in client.costs.items()
        if count > before.get(address, count)
    }
    assert grown == {}


def allowed(view: str) -> int:
    """How often a page may ask."""
    if view.startswith(OF_LIBRARIES):
        return MOST_OF_A_LIBRARY
    return MORE.get(view, USUAL)
