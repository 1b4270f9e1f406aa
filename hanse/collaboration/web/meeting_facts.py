"""What the timetable of a mission is made from, read from the database; and versions read back."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.meetings.hours import WorkingHours
from hanse.collaboration.meetings.planning import (
    Attendee,
    Facts,
    MeetingFacts,
    SlotFacts,
    problem_from,
    timetable_from,
)
from hanse.collaboration.timetable.answers import timetable_of
from hanse.collaboration.timetable.documents import problem_of
from hanse.collaboration.timetable.model import Half, Problem
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingState,
    MissionMeeting,
    RequestState,
    SlotBar,
    SlotLeave,
)
from hanse.collaboration.web.models.mission_participants import MissionDelegate, MissionParticipant
from hanse.collaboration.web.models.missions import Mission, MissionMode


def plan_of(mission: Mission) -> MeetingPlan:
    """How its meetings are planned: as usual where nobody has said; then it is not saved yet."""
    found = MeetingPlan.objects.filter(mission=mission).first()
    return found or MeetingPlan(mission=mission)


def zone_of(participant: MissionParticipant, mission: Mission) -> str:
    """By whose clocks a participant lives: its own when it takes part from elsewhere."""
    away = participant.remote or mission.mode == MissionMode.REMOTE
    return participant.time_zone if away and participant.time_zone else mission.time_zone


def in_words_of(participant: MissionParticipant) -> str:
    """What others call a participant."""
    return participant.organisation.name


def attendees_of(mission: Mission) -> tuple[Attendee, ...]:
    """Those who take part, with when they are there."""
    barred = _slots_by_participant(SlotBar.objects.filter(slot__mission=mission))
    allowed = _slots_by_participant(SlotLeave.objects.filter(slot__mission=mission))
    people: Counter[int] = Counter(
        MissionDelegate.objects.filter(participant__mission=mission).values_list(
            "participant_id", flat=True
        )
    )
    rows = mission.participants.taking_part().in_order()
    return tuple(
        Attendee(
            each.pk,
            in_words_of(each),
            max(1, people[each.pk]),
            zone_of(each, mission),
            each.arrives,
            each.leaves,
            frozenset(barred[each.pk]),
            each.no_show,
            frozenset(allowed[each.pk]),
        )
        for each in rows
    )


def _slots_by_participant(
    rows: "QuerySet[SlotBar] | QuerySet[SlotLeave]",
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for who, slot in rows.values_list("participant_id", "slot_id"):
        found[who].add(slot)
    return found


def facts_of(mission: Mission, meetings: Iterable[MissionMeeting] | None = None) -> Facts:
    """All that a timetable of `mission` is made from.

    meetings: other than those that stand. What was held, or is past, is for the caller to fix.
    """
    plan = plan_of(mission)
    attendees = attendees_of(mission)
    there = {each.key for each in attendees}
    tables = tuple(mission.meeting_tables.values_list("code", "room"))
    rooms = {room for _code, room in tables}
    rows = standing_meetings(mission) if meetings is None else meetings
    return Facts(
        zone=mission.time_zone,
        slots=tuple(
            SlotFacts(each.pk, each.begins, each.ends) for each in mission.meeting_slots.all()
        ),
        attendees=attendees,
        tables=tables,
        meetings=tuple(
            facts
            for facts in map(meeting_facts, rows)
            # Who withdrew has no meetings, whatever was agreed.
            if there.issuperset(facts.attendees)
        ),
        hours=WorkingHours(plan.hours_begin, plan.hours_end),
        fairness=plan.fairness,
        other_room_minutes=float(plan.other_room_minutes),
        walking_minutes={
            (one, other): float(minutes)
            for one, other, minutes in plan.walks
            if rooms.issuperset((one, other))
        },
    )


def standing_meetings(mission: Mission) -> list[MissionMeeting]:
    """Meetings that are agreed or held, with all that a timetable asks of them."""
    return list(
        mission.meetings.filter(state__in=[MeetingState.AGREED, MeetingState.HELD])
        .select_related("table")
        .prefetch_related("participants", "after")
        .order_by("pk")
    )


def meeting_facts(meeting: MissionMeeting) -> MeetingFacts:
    """A meeting as the timetable asks for it."""
    return MeetingFacts(
        meeting.pk,
        tuple(sorted(each.pk for each in meeting.participants.all())),
        Half(meeting.half),
        meeting.fixed_id,
        frozenset(each.pk for each in meeting.after.all()),
        meeting.slot_id,
        meeting.table.code if meeting.table else "",
    )


def interest_of(mission: Mission, problem: Problem) -> list[float]:
    """What the sides asked for each meeting of a problem, together; of a fixed one the most.

    Meetings that nobody asked for were agreed by organisers and count as wished for by both sides.
    """
    found: dict[frozenset[str], float] = defaultdict(float)
    rows = MeetingRequest.objects.filter(
        asker__mission=mission, state__in=[RequestState.OPEN, RequestState.ACCEPTED]
    )
    for one, other, interest, answer in rows.values_list(
        "asker_id", "asked_id", "interest", "answer"
    ):
        found[frozenset((str(one), str(other)))] += interest + (answer or 0)
    most = max(found.values(), default=1.0)
    return [
        most
        if each.fixed is not None
        else found.get(frozenset(problem.participants[who].code for who in each.participants), most)
        for each in problem.meetings
    ]


def standing_version(mission: Mission) -> tuple[Facts, Version]:
    """The timetable as it is now, from the meetings themselves."""
    facts = facts_of(mission)
    problem = problem_from(facts)
    return facts, Version(problem, timetable_from(facts, problem))


def version_of(kept: MeetingTimetable) -> Version:
    """A version as it was kept."""
    problem = problem_of(kept.problem, str(kept))
    rows = [(f"{kept}, {at}", row) for at, row in enumerate(kept.answer)]
    return Version(problem, timetable_of(rows, problem))


def before(kept: MeetingTimetable) -> MeetingTimetable | None:
    """The version that was in force before; None for the first."""
    if kept.in_force_from is None:
        return None
    return (
        MeetingTimetable.objects.filter(mission=kept.mission_id)
        .published()
        .filter(in_force_from__lt=kept.in_force_from)
        .first()
    )


def in_force(mission: Mission) -> MeetingTimetable | None:
    """The version that holds; None before the first."""
    return MeetingTimetable.objects.filter(mission=mission, state="in_force").first()
