"""What the pages of missions ask of the database, with few and with many organisations."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.mission_participants import Side
from hanse.collaboration.web.models.missions import Mission, MissionPartner
from hanse.foundation.web.models.people import User
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)
from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.django_db

MOST = 14
PAGES = (
    "mission",
    "mission_programme",
    "mission_review",
    "mission_participants",
    "mission_budget",
    "mission_outcomes",
    "mission_report",
)


def fill(mission: Mission, person: User, count: int) -> None:
    """So many more of everything."""
    first = mission.participants.first() or make_participant(mission, mission.organiser)
    day = timezone.localdate()
    for _number in range(count):
        application = make_application(
            mission, make_organisation(), ApplicationState.SELECTED, decided=timezone.now()
        )
        make_assessment(application, person)
        make_application(mission, make_organisation(), ApplicationState.RESERVE)
        place = make_participant(mission, application.organisation, application=application)
        make_participant(mission, make_organisation(), Side.HOST, confirmed=False)
        MissionPartner.objects.create(mission=mission, organisation=make_organisation())
        now = timezone.now()
        mission.items.create(title="Item", begins=now, ends=now + timedelta(hours=1))
        mission.notes.create(title="Note", words="Words")
        mission.budget.create(heading="venue", words="Hall", planned=100)
        MissionFollowUp.objects.create(participant=place, months=3, answered=now, remark="So.")
        MissionOutcome.objects.create(stated_by=place, other=first, kind="contact", since=day)


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_oftener_for_many(client: Client, page: str) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours, State.FOLLOW_UP)
    client.force_login(person)
    fill(made, person, 2)
    address = reverse(page, args=[made.slug])
    cost(client, address)
    before = cost(client, address)
    fill(made, person, 6)
    assert cost(client, address) <= before
    assert before <= MOST


def test_the_list_asks_no_oftener_for_many(client: Client) -> None:
    person, ours = make_editor("Anna")
    client.force_login(person)
    address = reverse("missions")
    for number in range(2):
        make_participant(make_mission(ours, title=f"Mission {number}"), make_organisation())
    before = cost(client, address)
    for number in range(2, 9):
        make_participant(make_mission(ours, title=f"Mission {number}"), make_organisation())
    assert cost(client, address) <= before <= MOST
