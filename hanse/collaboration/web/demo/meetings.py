"""The fictitious meetings of a demo: requests, a timetable, what was held, and feedback."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.meetings.planning import places_by_key, problem_from
from hanse.collaboration.missions.states import State
from hanse.collaboration.timetable.seating import seat
from hanse.collaboration.timetable.solve import Solution, solve
from hanse.collaboration.web.meeting_choice import choose_meetings
from hanse.collaboration.web.meeting_facts import facts_of
from hanse.collaboration.web.meeting_versions import fill_version, new_version
from hanse.collaboration.web.models.meeting_feedback import FollowUp, MeetingFeedback
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meeting_timetables import VersionKind, VersionState
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingSlot,
    MeetingState,
    MeetingTable,
    MissionMeeting,
    RequestState,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission, MissionMode

_ASKED: Final = frozenset(
    {State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY, State.FOLLOW_UP, State.CLOSED}
)
_OUT: Final = _ASKED - {State.PROGRAMME}
_SECONDS: Final = 3.0
"""At most: the search ends as soon as the best is proved, mostly within 0.3 s."""
_MEETING: Final = timedelta(minutes=20)
_STEP: Final = timedelta(minutes=25)
_HOURS: Final = ((9, 7), (13, 7))
"""From which hour of the day, how many meetings one after the other."""
_ABOUT: Final = ("trials with firms", "a joint offer", "training", "a distributor", "research")


def make_meetings(on: date) -> None:
    """Meetings of fictitious missions whose participants are published; those over were held."""
    found = Mission.objects.filter(fictitious=True, state__in=_ASKED, begins__isnull=False)
    for mission in found.order_by("pk"):
        people = list(mission.participants.taking_part().order_by("pk"))
        if len(people) < 2 or mission.meeting_slots.exists():
            continue
        _rooms(mission, people)
        _requests(people)
        if mission.state in _OUT:
            _timetable(mission, on)


def _rooms(mission: Mission, people: Sequence[MissionParticipant]) -> None:
    """Times on the second day, and tables for half of all."""
    assert mission.ends is not None
    begins = [
        datetime(mission.ends.year, mission.ends.month, mission.ends.day, hour, tzinfo=mission.zone)
        + at * _STEP
        for hour, count in _HOURS
        for at in range(count)
    ]
    MeetingPlan.objects.create(mission=mission, suggested=False)
    MeetingSlot.objects.bulk_create(
        MeetingSlot(mission=mission, begins=each, ends=each + _MEETING) for each in begins
    )
    remote = mission.mode == MissionMode.REMOTE
    MeetingTable.objects.bulk_create(
        MeetingTable(
            mission=mission,
            code=f"{'V' if remote else 'T'}{number}",
            room="" if remote else ("Made up: Great hall", "Made up: Foyer")[number % 2],
            address=f"https://video.example/fictitious-{number}" if remote else "",
            order=number,
        )
        for number in range(1, len(people) // 2 + 1)
    )


def _requests(people: Sequence[MissionParticipant]) -> None:
    """Each of the delegation asks five of the host side; of these most answer, some decline."""
    guests = [each for each in people if each.side == Side.DELEGATION]
    hosts = [each for each in people if each.side != Side.DELEGATION]
    if not guests or not hosts:
        guests, hosts = list(people[::2]), list(people[1::2])
    rows = []
    for at, guest in enumerate(guests):
        for turn in range(min(6, len(hosts))):
            host = hosts[(at * 2 + turn * 3 + turn // 2) % len(hosts)]
            kind = (at + turn) % 6
            rows.append(
                MeetingRequest(
                    asker=guest,
                    asked=host,
                    interest=1 + (at + turn) % 3,
                    answer=0 if kind in {0, 5} else 1 + turn % 3,
                    half=("any", "any", "any", "morning", "any", "afternoon")[(at * 5 + turn) % 6],
                    why=f"Made up: {_ABOUT[(at + turn) % 5]}.",
                    state=RequestState.OPEN
                    if kind == 0
                    else RequestState.DECLINED
                    if kind == 5
                    else RequestState.ACCEPTED,
                )
            )
    MeetingRequest.objects.bulk_create(
        {(each.asker_id, each.asked_id): each for each in rows}.values()
    )


def _timetable(mission: Mission, on: date) -> None:
    chosen = choose_meetings(mission)
    meetings = MissionMeeting.objects.bulk_create(
        MissionMeeting(mission=mission) for _pair in chosen.pairs
    )
    through = MissionMeeting.participants.through
    through.objects.bulk_create(
        through(missionmeeting_id=meeting.pk, missionparticipant_id=key)
        for meeting, pair in zip(meetings, chosen.pairs, strict=True)
        for key in pair
    )
    problem = problem_from(facts_of(mission))
    found: Solution = solve(problem, seconds=_SECONDS)
    if found.timetable is None:
        return
    answer = Version(problem, seat(problem, found.timetable).timetable)
    version = new_version(mission, VersionKind.SEARCH, None, base=None)
    version.bound, version.seconds = found.bound, found.seconds
    fill_version(version, answer)
    version.proved = version.bound == version.breaks
    version.state, version.in_force_from = VersionState.IN_FORCE, timezone.now()
    version.save()
    places = places_by_key(answer.problem, answer.timetable)
    tables = {each.code: each.pk for each in mission.meeting_tables.all()}
    over = mission.ends is not None and mission.ends < on
    for at, meeting in enumerate(meetings):
        slot, table = places[meeting.pk]
        meeting.slot_id, meeting.table_id = slot, tables.get(table)
        if over:
            meeting.state = MeetingState.NO_SHOW if at % 17 == 16 else MeetingState.HELD
    MissionMeeting.objects.bulk_update(meetings, ["slot", "table", "state"])
    if mission.state == State.UNDER_WAY or over:
        people = list(mission.participants.taking_part().order_by("pk"))
        for place in people[: len(people) if over else len(people) // 2]:
            place.checked_in = timezone.now()
        MissionParticipant.objects.bulk_update(people, ["checked_in"])
    if over:
        _feedback(meetings, chosen.pairs)


def _feedback(meetings: Sequence[MissionMeeting], pairs: Sequence[tuple[int, int]]) -> None:
    """Most sides of what was held gave stars, and said what comes next."""
    nexts = (FollowUp.CONTACT, FollowUp.CONTACT, FollowUp.COOPERATION, FollowUp.NONE)
    MeetingFeedback.objects.bulk_create(
        MeetingFeedback(
            meeting=meeting,
            participant_id=key,
            stars=5 - (at + side) % 4 // 2 - (at % 9 == 8),
            follow_up=nexts[(at + side) % 4],
        )
        for at, (meeting, pair) in enumerate(zip(meetings, pairs, strict=True))
        for side, key in enumerate(pair)
        if meeting.state == MeetingState.HELD and (at + side) % 5
    )
