"""Missions with applications, places and what else tests of missions are made of."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hanse.collaboration.missions.selection import MissionCriterion
from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.models.mission_applications import (
    MissionApplication,
    MissionAssessment,
)
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
    Side,
)
from hanse.collaboration.web.models.missions import Mission, MissionAssessor
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

_STARTS = {
    State.DRAFT: 120,
    State.CALL: 100,
    State.REVIEW: 60,
    State.SELECTED: 40,
    State.PROGRAMME: 30,
    State.TIMETABLE: 7,
    State.UNDER_WAY: -1,
    State.FOLLOW_UP: -120,
    State.CLOSED: -500,
    State.CALLED_OFF: 50,
}


def make_mission(
    organiser: Organisation, state: State = State.CALL, on: date | None = None, **more: Any
) -> Mission:
    """A mission of two days in `state`, its dates as they would be in it."""
    on = on or timezone.localdate()
    begins = on + timedelta(days=_STARTS[state])
    title = more.pop("title", "Mission to Tokyo")
    fields = {
        "slug": title.lower().replace(" ", "-"),
        "theme": "Clean technologies",
        "host_country": "JP",
        "city": "Tokyo",
        "time_zone": "Asia/Tokyo",
        "begins": begins,
        "ends": begins + timedelta(days=1),
        "opens": begins - timedelta(days=110),
        "closes": begins - timedelta(days=80 if state in {State.DRAFT, State.CALL} else 65),
        "opened": None if state == State.DRAFT else timezone.now(),
        **more,
    }
    return Mission.objects.create(organiser=organiser, title=title, state=state, **fields)


def make_application(
    mission: Mission,
    organisation: Organisation,
    state: ApplicationState = ApplicationState.SUBMITTED,
    **more: Any,
) -> MissionApplication:
    """An application in which nothing is missing."""
    fields = {
        "reason": "Our firms look for partners.",
        "offers": "Sensors for clean water.",
        "needs": "A partner for trials.",
        "shown": True,
        "submitted": None if state == ApplicationState.DRAFT else timezone.now(),
        **more,
    }
    return MissionApplication.objects.create(
        mission=mission, organisation=organisation, state=state, **fields
    )


def make_assessment(
    application: MissionApplication, assessor: User, points: int = 4, **more: Any
) -> MissionAssessment:
    """The points of one assessor, the same on every criterion."""
    MissionAssessor.objects.get_or_create(mission=application.mission, person=assessor)
    scores = {each.value: points for each in MissionCriterion}
    return MissionAssessment.objects.create(
        application=application, assessor=assessor, scores=scores, **more
    )


def make_participant(
    mission: Mission,
    organisation: Organisation,
    side: Side = Side.DELEGATION,
    *,
    confirmed: bool = True,
    delegates: int = 1,
    **more: Any,
) -> MissionParticipant:
    """A place in a mission, confirmed unless said otherwise, with people who come."""
    now = timezone.now()
    place = MissionParticipant.objects.create(
        mission=mission,
        organisation=organisation,
        side=side,
        confirmed=now if confirmed else None,
        **more,
    )
    MissionDelegate.objects.bulk_create(
        MissionDelegate(participant=place, name=f"Delegate {number}", function="Director")
        for number in range(1, delegates + 1)
    )
    return place
