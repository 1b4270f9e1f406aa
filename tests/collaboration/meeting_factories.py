"""Missions with participants, times, tables, requests and timetables, for tests of meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.actions import meeting_timetables
from hanse.collaboration.web.meeting_solving import search
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    MissionMeeting,
    RequestState,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.people import User
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import make_mission, make_participant

NAMES = ("Ada", "Bo", "Cleo", "Dan", "Eve", "Finn")
HALF_HOUR = timedelta(minutes=30)


@dataclass
class MeetingWorld:
    """A mission with an organiser and participants, each with an editor, times and tables."""

    mission: Mission
    organiser: User
    people: list[User]
    places: list[MissionParticipant]
    slots: list[MeetingSlot]
    tables: list[MeetingTable]

    def meet(self, *places: int, **more: Any) -> MissionMeeting:
        """An agreed meeting of places by number."""
        meeting = MissionMeeting.objects.create(mission=self.mission, **more)
        meeting.participants.set([self.places[at] for at in places])
        return meeting

    def ask(self, by: int, to: int, interest: int = 2, answer: int = 0) -> MeetingRequest:
        """A request, answered where `answer` is not 0."""
        return MeetingRequest.objects.create(
            asker=self.places[by],
            asked=self.places[to],
            interest=interest,
            answer=answer,
            state=RequestState.ACCEPTED if answer else RequestState.OPEN,
        )

    def solve(self, *, choose: bool = False, leave_out: bool = False) -> MeetingTimetable:
        """A timetable as the background job makes it."""
        version = meeting_timetables.timetable_search(
            by=self.organiser, mission=self.mission, choose=choose, leave_out=leave_out
        )
        search(version.pk)
        version.refresh_from_db()
        return version

    def in_force(self, *, choose: bool = False) -> MeetingTimetable:
        """A timetable that is in force."""
        version = self.solve(choose=choose)
        meeting_timetables.timetable_in_force(by=self.organiser, version=version)
        self.mission.refresh_from_db()
        version.refresh_from_db()
        return version


def make_meeting_world(
    count: int = 4,
    state: State = State.PROGRAMME,
    *,
    slots: int = 6,
    tables: int = 2,
    begin: datetime | None = None,
    seconds: int = 3,
    **more: Any,
) -> MeetingWorld:
    """A mission in which `count` organisations take part, a week ahead unless said otherwise."""
    organiser, host = make_editor("Olga", country="JP")
    mission = make_mission(host, state, **more)
    people, places = [], []
    for name in NAMES[:count]:
        person, organisation = make_editor(name, country="AT")
        people.append(person)
        places.append(make_participant(mission, organisation))
    if begin is None:
        day = (timezone.now() + timedelta(days=7)).astimezone(mission.zone)
        begin = day.replace(hour=9, minute=0, second=0, microsecond=0)
    MeetingPlan.objects.create(mission=mission, seconds=seconds)
    return MeetingWorld(
        mission,
        organiser,
        people,
        places,
        MeetingSlot.objects.bulk_create(
            MeetingSlot(
                mission=mission, begins=begin + at * HALF_HOUR, ends=begin + (at + 1) * HALF_HOUR
            )
            for at in range(slots)
        ),
        MeetingTable.objects.bulk_create(
            MeetingTable(mission=mission, code=f"T{at + 1}", room="Hall", order=at)
            for at in range(tables)
        ),
    )
