"""The agenda of a participant: who may read it, and what stands in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanse.collaboration.meetings.agendas import agendas, changes
from hanse.collaboration.web.meeting_facts import version_of, zone_of
from hanse.collaboration.web.meeting_permits import HELD, READ
from hanse.collaboration.web.meeting_words import change_words, slot_words
from hanse.collaboration.web.mission_permits import MissionStandpoint, mission_standpoint
from hanse.collaboration.web.models.meeting_feedback import MeetingFeedback
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.meetings import MeetingState, MissionMeeting
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.people import User


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A meeting. day, begins, ends: by the reader's clocks; there: by the mission's, "" if alike.

    begun: whether feedback can be given. given: the feedback of this side; None for none.
    """

    meeting: MissionMeeting
    begins_at: datetime
    ends_at: datetime
    begins: str
    ends: str
    there: str
    others: list[MissionParticipant]
    where: str
    address: str
    begun: bool
    given: MeetingFeedback | None


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """The meetings of one day."""

    day: str
    lines: list[AgendaLine]


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """What a version changed for one participant."""

    version: MeetingTimetable
    lines: list[str]


@dataclass(frozen=True, slots=True)
class OldEntry:
    """A meeting as an older version had it."""

    when: str
    others: str
    table: str


def agenda_places(
    person: User, mission: Mission, at: MissionStandpoint
) -> list[MissionParticipant]:
    """Places whose agendas are one's own: of organisations one acts for, or comes for.

    at: what `person` is to the mission.
    """
    own = at.taking_part
    if not at.comes:
        return own
    comes = mission.participants.taking_part().filter(delegates__person=person).in_order()
    found = {each.pk: each for each in (*comes, *own)}
    return sorted(found.values(), key=lambda each: (each.organisation.name, each.pk))


def agenda_place(
    person: User, mission: Mission, key: int, at: MissionStandpoint | None = None
) -> tuple[MissionParticipant, bool]:
    """A place whose agenda `person` reads, and whether they act for it.

    Organisers read all. Raises `Http404` for others, and for all before agendas are out.
    """
    if mission.state not in READ:
        raise Http404
    at = at or mission_standpoint(person, mission)
    for own in agenda_places(person, mission, at):
        if own.pk == key:
            return own, any(each.pk == key for each in at.taking_part)
    if at.organises:
        found = mission.participants.taking_part().in_order().filter(pk=key).first()
        if found is not None:
            return found, False
    raise Http404


def agenda_days(
    mission: Mission, participant: MissionParticipant, *, acts: bool = False
) -> list[AgendaDay]:
    """The agenda as it is now, by the clocks of the participant."""
    given = {
        each.meeting_id: each for each in MeetingFeedback.objects.filter(participant=participant)
    }
    meetings = _meetings(mission).filter(participants=participant)
    return _days(mission, participant, meetings, given, acts=acts)


def agendas_of(
    mission: Mission, participants: Iterable[MissionParticipant]
) -> list[tuple[MissionParticipant, list[AgendaDay]]]:
    """The agendas of several, in their order, without feedback; a handful of queries."""
    meetings: dict[int, list[MissionMeeting]] = defaultdict(list)
    for each in _meetings(mission):
        for who in each.participants.all():
            meetings[who.pk].append(each)
    return [(each, _days(mission, each, meetings[each.pk], {})) for each in participants]


def _meetings(mission: Mission) -> QuerySet[MissionMeeting]:
    """All that have a time, in order of time."""
    return (
        mission.meetings.exclude(state=MeetingState.CANCELLED)
        .filter(slot__isnull=False)
        .select_related("slot", "table")
        .prefetch_related("participants__organisation")
        .order_by("slot__begins", "pk")
    )


def _days(
    mission: Mission,
    participant: MissionParticipant,
    meetings: Iterable[MissionMeeting],
    given: Mapping[int, MeetingFeedback],
    *,
    acts: bool = False,
) -> list[AgendaDay]:
    zone = zone_of(participant, mission)
    now = timezone.now()
    days: dict[str, list[AgendaLine]] = {}
    for meeting in meetings:
        line = _line(mission, meeting, participant, zone)
        if line is None:
            continue
        begun = acts and mission.state in HELD and line.begins_at <= now
        full = replace(line, begun=begun, given=given.get(meeting.pk))
        days.setdefault(date_format(line.begins_at, "l j F Y"), []).append(full)
    return [AgendaDay(day, lines) for day, lines in days.items()]


def agenda_changes(
    mission: Mission, participant: MissionParticipant, most: int = 5
) -> list[AgendaChange]:
    """What the last versions changed for a participant, the latest first; the first left out."""
    zone, found = zone_of(participant, mission), []
    versions = mission.timetables.published()[: 2 * most + 1]
    for version, old in pairwise(versions):
        rows = changes(version_of(old), version_of(version)).get(str(participant.pk), [])
        if rows:
            lines = [change_words(each, zone, mission.time_zone) for each in rows]
            found.append(AgendaChange(version, lines))
    return found[:most]


def old_agenda(
    version: MeetingTimetable, participant: MissionParticipant, mission: Mission
) -> list[OldEntry]:
    """The agenda by an older version."""
    zone = zone_of(participant, mission)
    entries = agendas(version_of(version)).get(str(participant.pk), [])
    return [
        OldEntry(
            slot_words(each.slot, zone, mission.time_zone),
            _(" and ").join(each.others),
            str(each.table.code) if each.table else "",
        )
        for each in entries
        if each.slot is not None
    ]


def _line(
    mission: Mission, meeting: MissionMeeting, participant: MissionParticipant, zone: str
) -> AgendaLine | None:
    slot, table = meeting.slot, meeting.table
    if slot is None:
        return None
    clocks = ZoneInfo(zone)
    begins, ends = slot.begins.astimezone(clocks), slot.ends.astimezone(clocks)
    there = slot.begins.astimezone(mission.zone)
    alike = begins.utcoffset() == there.utcoffset()
    return AgendaLine(
        meeting,
        begins,
        ends,
        f"{begins:%H:%M}",
        f"{ends:%H:%M}",
        "" if alike else date_format(there, "D j M, H:i"),
        sorted(
            (each for each in meeting.participants.all() if each.pk != participant.pk),
            key=lambda each: each.organisation.name,
        ),
        str(table) if table else "",
        table.address if table else "",
        begun=False,
        given=None,
    )
