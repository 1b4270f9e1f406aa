"""Two missions on a site: one that takes applications, one whose meetings have their times."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.meeting_facts import standing_version
from hanse.collaboration.web.meeting_versions import fill_version, new_version
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meeting_timetables import VersionKind, VersionState
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    MissionMeeting,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission, MissionAssessor
from hanse.collaboration.web.models.profiles import Profile
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)
from tests.foundation.web.factories import Cast, make_organisation

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class MissionWorld:
    """call: of another organisation; the cast's may apply. timed: the cast's runs it and meets."""

    cast: Cast
    call: Mission
    timed: Mission
    own: MissionParticipant

    def grow(self, number: int) -> None:
        """One participant more, with what it asks for, and its meeting."""
        other = make_organisation(f"Far Mill {number}", country="PT")
        make_application(self.call, make_organisation(f"Applicant {number}"))
        place = _participant(self.timed, other)
        MeetingRequest.objects.create(asker=place, asked=self.own)
        timed = self.timed
        begins = timed.meeting_slots.order_by("begins").last()
        assert begins is not None
        slot = MeetingSlot.objects.create(
            mission=timed, begins=begins.ends, ends=begins.ends + HALF_HOUR
        )
        _meeting(timed, slot, self.own, place)
        timed.notes.create(title=f"Note {number}", words="By train.")
        timed.budget.create(heading="travel", words=f"Train {number}", planned=10)
        _keep(timed, VersionState.READY)


def make_mission_world(cast: Cast) -> MissionWorld:
    """A mission in its call and one with a timetable out, in which the cast's has a part."""
    host = make_organisation("Hosts of Kyoto", country="JP")
    call = make_mission(host, State.CALL, title="Mission to Kyoto")
    timed = make_mission(cast.organisation, State.TIMETABLE, title="Mission to Osaka")
    for mission in (call, timed):
        MissionAssessor.objects.create(mission=mission, person=cast.expert)
    make_assessment(make_application(call, make_organisation("Applicant")), cast.expert)
    MeetingPlan.objects.create(mission=timed)
    assert timed.begins is not None
    begin = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    slots = MeetingSlot.objects.bulk_create(
        MeetingSlot(mission=timed, begins=begin + at * HALF_HOUR, ends=begin + (at + 1) * HALF_HOUR)
        for at in range(3)
    )
    for at in range(2):
        MeetingTable.objects.create(mission=timed, code=f"T{at + 1}", room=f"Room {at}", order=at)
    own = make_participant(timed, cast.organisation, Side.ORGANISER)
    own.delegates.create(person=cast.member, name="Member")
    others = [_participant(timed, make_organisation(f"Mill {at}")) for at in range(4)]
    make_participant(timed, make_organisation("Invited Mill"), Side.HOST, confirmed=False)
    _meeting(timed, slots[0], own, others[0])
    _meeting(timed, slots[1], own, others[1])
    MeetingRequest.objects.create(asker=others[2], asked=own)
    _keep(timed, VersionState.IN_FORCE)
    timed.items.create(title="Opening", begins=begin, ends=begin + HALF_HOUR)
    timed.notes.create(title="Visa", words="None.")
    timed.budget.create(heading="venue", words="Hall", planned=100)
    return MissionWorld(cast, call, timed, own)


def _participant(mission: Mission, organisation: Organisation) -> MissionParticipant:
    """One that has a published profile, so that it can be suggested."""
    Profile.objects.create(organisation=organisation, published=True, confirmed=timezone.now())
    return make_participant(mission, organisation, offers="Sensors")


def _meeting(mission: Mission, slot: MeetingSlot, *who: MissionParticipant) -> MissionMeeting:
    made = MissionMeeting.objects.create(
        mission=mission, slot=slot, table=mission.meeting_tables.first()
    )
    made.participants.set(who)
    return made


def _keep(mission: Mission, state: VersionState) -> None:
    """The meetings as they stand, kept as a version."""
    version = new_version(mission, VersionKind.SEARCH, None, base=None)
    fill_version(version, standing_version(mission)[1])
    version.state = state
    version.in_force_from = timezone.now() if state == VersionState.IN_FORCE else None
    version.save()
