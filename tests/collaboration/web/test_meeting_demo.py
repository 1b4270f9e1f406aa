"""The meetings of a demo: they keep every rule, are labelled, and cost little."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hanse.collaboration.missions.states import State
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.web.demo.meetings import make_meetings
from hanse.collaboration.web.meeting_facts import standing_version, version_of
from hanse.collaboration.web.models.meeting_feedback import MeetingFeedback
from hanse.collaboration.web.models.meetings import MeetingRequest, MissionMeeting
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import make_mission

pytestmark = pytest.mark.django_db


def demo_mission(state: State, **more: Any) -> Mission:
    """A fictitious mission in which two dozen take part."""
    _person, organiser = make_editor(f"Olga {state}", country="JP")
    mission = make_mission(
        organiser, state, title=f"Fictitious mission {state.value}", fictitious=True, **more
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"{state} {at}", slug=f"{state.value.replace('_', '-')}-{at}")
        for at in range(24)
    )
    MissionParticipant.objects.bulk_create(
        MissionParticipant(
            mission=mission,
            organisation=each,
            side=Side.DELEGATION if at < 12 else Side.HOST,
            confirmed=timezone.now(),
        )
        for at, each in enumerate(organisations)
    )
    return mission


def test_missions_get_what_suits_their_state_and_it_keeps_every_rule() -> None:
    states = (
        State.SELECTED, State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY, State.FOLLOW_UP,
        State.CLOSED,
    )  # fmt: skip
    missions = {state: demo_mission(state) for state in states}
    begun = time.process_time()
    make_meetings(timezone.localdate())
    spent = time.process_time() - begun
    assert spent < 4, "a demo is made on every start of a trial"
    assert not missions[State.SELECTED].meeting_slots.exists()
    for state in states[1:]:
        mission = missions[state]
        asked = MeetingRequest.objects.filter(asker__mission=mission)
        assert asked.count() > 40
        assert all(each.why.startswith("Made up: ") for each in asked)
        assert mission.meetings.exists() is (state is not State.PROGRAMME)
    for state in states[2:]:
        mission = missions[state]
        kept = version_of(mission.timetables.get())
        report = check(kept.problem, kept.timetable)
        assert report.valid
        assert report.placed == mission.meetings.count() > 30
        counts = [mission.meetings.filter(participants=each).count()
                  for each in mission.participants.all()]  # fmt: skip
        assert min(counts) >= 2
        assert max(counts) <= mission.meetings_each
    _facts, standing = standing_version(missions[State.TIMETABLE])
    assert check(standing.problem, standing.timetable).valid
    over = MissionMeeting.objects.filter(mission=missions[State.CLOSED])
    assert set(over.values_list("state", flat=True)) == {"held", "no_show"}
    assert MeetingFeedback.objects.filter(meeting__in=over).count() > 30
    assert not MeetingFeedback.objects.filter(meeting__mission=missions[State.TIMETABLE]).exists()


def test_it_is_made_once() -> None:
    demo_mission(State.TIMETABLE, begins=timezone.localdate() + timedelta(days=7))
    make_meetings(timezone.localdate())
    meetings = MissionMeeting.objects.count()
    make_meetings(timezone.localdate())
    assert MissionMeeting.objects.count() == meetings > 0
