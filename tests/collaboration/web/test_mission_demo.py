"""The fictitious missions of a demo."""

from datetime import date, timedelta

import pytest

from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.demo.missions import make_missions
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_outcomes import MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission
from hanse.excellence.web.demo.peers import make_peers

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 28)


def test_one_in_each_state_and_each_as_the_actions_would_leave_it() -> None:
    make_peers(40, DAY)
    make_missions(DAY)
    made = list(Mission.objects.all())
    assert {each.state for each in made} == set(State)
    for each in made:
        each.full_clean()
        assert each.title.startswith("Fictitious ")
        assert each.takes_applications(DAY) == (each.state == State.CALL)
        places = list(each.participants.select_related("application"))
        going = [place for place in places if place.side == Side.DELEGATION]
        selected = each.applications.filter(state=ApplicationState.SELECTED)
        handed_in = each.applications.values_list("submitted", flat=True)
        assert all(moment is not None and moment.date() < DAY for moment in handed_in)
        assert {place.application_id for place in going} == set(
            selected.values_list("pk", flat=True)
        )
        assert len(going) <= each.places
        assert len({place.organisation_id for place in places}) == len(places)
        assert all(place.organisation.fictitious for place in places)
    week = Mission.objects.get(state=State.TIMETABLE)
    assert week.begins == DAY + timedelta(days=7)
    assert week.participants.taking_part().count() == 24
    assert MissionOutcome.objects.confirmed().exists()
    assert MissionApplication.objects.reserve().exists()
    assert MissionParticipant.objects.filter(confirmed__isnull=True).exists()


def test_without_clusters_there_is_nothing() -> None:
    make_missions(DAY)
    assert not Mission.objects.exists()
