"""Meetings in the access table: the door to each action, and the page of each thing seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.access import Entry
from hanse.collaboration.missions.states import State
from hanse.collaboration.web.meeting_facts import standing_version
from hanse.collaboration.web.meeting_versions import fill_version, new_version
from hanse.collaboration.web.models.meeting_timetables import (
    MeetingTimetable,
    VersionKind,
    VersionState,
)
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    MissionMeeting,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from tests.collaboration.access_world import AccessWorld, Door
from tests.collaboration.mission_factories import make_mission, make_participant

View = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Made:
    """A mission of ours in which theirs and two that are recorded or elsewhere take part.

    past, ahead: meetings of theirs, one over and one to come. waiting: one without a time.
    """

    mission: Mission
    theirs: MissionParticipant
    other: MissionParticipant
    third: MissionParticipant
    slots: list[MeetingSlot]
    table: MeetingTable
    past: MissionMeeting
    ahead: MissionMeeting
    waiting: MissionMeeting
    standing: MeetingTimetable


def _made(world: AccessWorld) -> _Made:
    mission = make_mission(world.ours, State.UNDER_WAY)
    theirs = make_participant(mission, world.theirs)
    other = make_participant(mission, world.recorded)
    third = make_participant(mission, world.elsewhere)
    now = timezone.now()
    slots = MeetingSlot.objects.bulk_create(
        MeetingSlot(
            mission=mission,
            begins=now + timedelta(hours=at),
            ends=now + timedelta(hours=at, minutes=30),
        )
        for at in (-2, 2, 4, 6)
    )
    table = MeetingTable.objects.create(mission=mission, code="T1", room="Hall")
    MeetingTable.objects.create(mission=mission, code="T9", room="Attic", order=1)
    meetings = []
    for pair, slot in (
        ((theirs, other), slots[0]), ((theirs, third), slots[1]), ((other, third), None)
    ):  # fmt: skip
        meeting = MissionMeeting.objects.create(
            mission=mission, slot=slot, table=table if slot else None
        )
        meeting.participants.set(pair)
        meetings.append(meeting)
    standing = new_version(mission, VersionKind.SEARCH, None, base=None)
    fill_version(standing, standing_version(mission)[1])
    standing.state, standing.in_force_from = VersionState.IN_FORCE, now
    standing.save()
    past, ahead, waiting = meetings
    return _Made(mission, theirs, other, third, slots, table, past, ahead, waiting, standing)


def _version(made: _Made, state: str) -> MeetingTimetable:
    """Another version of the same timetable in some state."""
    version = new_version(made.mission, VersionKind.SEARCH, None, base=made.standing)
    fill_version(version, standing_version(made.mission)[1])
    version.state = state
    version.save()
    return version


def meeting_door(world: AccessWorld, entry: Entry, _name: str) -> Door:
    """The door to an action about meetings."""
    made = _made(world)
    code = entry.action
    if code in {"meeting_answer", "meeting_withdraw"}:
        answers = code == "meeting_answer"
        asked = MeetingRequest.objects.create(
            asker=made.other if answers else made.theirs,
            asked=made.theirs if answers else _fresh(made, world),
        )
        return _door(made, code, made.theirs.pk, asked.pk, interest="2")
    if code.startswith("timetable_") and code != "timetable_search":
        step = code.removeprefix("timetable_")
        state = VersionState.SEARCHING if step == "stop" else VersionState.READY
        return _door(made, "timetable_step", _version(made, state).number, step)
    return _plain(made, world)[code]


def _fresh(made: _Made, world: AccessWorld) -> MissionParticipant:
    """One more participant, with whom theirs has no meeting."""
    return make_participant(made.mission, world.guests)


def _plain(made: _Made, world: AccessWorld) -> dict[str, Door]:
    fresh, theirs = _fresh(made, world).pk, made.theirs.pk
    day = made.mission.begins
    assert day is not None
    times = {"day": day.isoformat(), "begins": "01:00", "ends": "02:00", "minutes": 20, "pause": 0}
    free = made.slots[3].pk
    move = {"slot": free, "table": made.table.pk, "seen": made.standing.number, "save": ""}
    rules = {
        "floor": 1, "fairness": 2, "seconds": 9, "other_room_minutes": 1,
        "hours_begin": "08:00", "hours_end": "18:00",
    }  # fmt: skip
    pair = {"one": theirs, "other": fresh, "half": "any"}
    waiting, ahead = made.waiting.pk, made.ahead.pk
    return {
        "meeting_ask": _door(made, "meeting_ask", theirs, fresh, interest=2, half="any"),
        "feedback_give": _door(made, "meeting_feedback", theirs, made.past.pk, stars=4),
        "meeting_bar": _door(made, "meeting_bar", theirs, fresh, barred="1"),
        "meeting_times": _door(made, "meeting_times", theirs, barred=[free]),
        "meeting_rules": _door(made, "meeting_rules", **rules),
        "meeting_walks": _door(made, "meeting_walks", pair_0="5"),
        "meeting_slots_add": _door(made, "meeting_slots", what="add", **times),
        "meeting_slots_remove": _door(made, "meeting_slots", what="remove", slot=[free]),
        "meeting_tables_set": _door(made, "meeting_tables", tables="T1\nT2; Hall"),
        "mission_meeting_add": _door(made, "meeting_list", **pair),
        "mission_meeting_change": _door(made, "meeting_change", waiting, half="morning"),
        "mission_meeting_cancel": _door(made, "meeting_change", waiting, what="cancel"),
        "timetable_search": _door(made, "timetable_search"),
        "participant_check_in": _door(made, "board_participant", theirs, what="here"),
        "meeting_move": _door(made, "meeting_move", ahead, **move),
        "meeting_outcome": _door(made, "meeting_outcome", ahead, state="cancelled"),
        "meetings_over": _door(made, "board_close"),
        "repair_propose": _door(made, "board_participant", theirs, what="no_show"),
    }


def _door(made: _Made, page: str, *parts: object, **data: Any) -> Door:
    return Door(reverse(page, args=[made.mission.slug, *parts]), data)


def _shown(page: str, *, of_theirs: bool = False) -> Callable[[AccessWorld], View]:
    def view(world: AccessWorld) -> View:
        made = _made(world)
        parts = [made.theirs.pk] if of_theirs else []
        return reverse(page, args=[made.mission.slug, *parts]), ""

    return view


MEETING_VIEWS: Final[dict[tuple[str, str], Callable[[AccessWorld], View]]] = {
    ("meeting in a mission", "requests of a participant"): _shown(
        "meeting_requests", of_theirs=True
    ),
    ("meeting in a mission", "timetable"): _shown("mission_timetable"),
    ("meeting in a mission", "board"): _shown("mission_board"),
    ("meeting in a mission", "agenda of a participant"): _shown("meeting_agenda", of_theirs=True),
}
"""What is seen of meetings -> the page; the page itself is what is seen."""
