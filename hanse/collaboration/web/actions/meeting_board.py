"""The day itself: who has come, meetings moved by hand, repairs proposed, what was held."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.meetings.mending import Happened, mend
from hanse.collaboration.meetings.moves import Fault, Rule, explained, faults, moved, touched
from hanse.collaboration.meetings.planning import Facts, next_slot
from hanse.collaboration.timetable.model import Half
from hanse.collaboration.web.actions.meeting_plans import count_change
from hanse.collaboration.web.actions.meeting_timetables import put
from hanse.collaboration.web.meeting_facts import facts_of, in_force, standing_version
from hanse.collaboration.web.meeting_permits import HELD, require_organiser
from hanse.collaboration.web.meeting_versions import fill_version, kept_sentences, new_version
from hanse.collaboration.web.meeting_words import said
from hanse.collaboration.web.models.meeting_timetables import (
    MeetingTimetable,
    VersionKind,
    VersionState,
)
from hanse.collaboration.web.models.meetings import (
    MeetingSlot,
    MeetingState,
    MeetingTable,
    MissionMeeting,
    SlotBar,
    SlotLeave,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


class ChangedMeanwhileError(ValidationError):
    """Somebody else changed the timetable after the page was made."""


@action
def participant_check_in(*, by: User, participant: MissionParticipant, here: bool) -> None:
    """Say that the people of a participant have come, or that this was a mistake.

    Who was said not to come, and comes, is there again; what was cancelled stays so.
    """
    mission = require_organiser(by, participant.mission, HELD)
    found = mission.participants.select_for_update().get(pk=participant.pk)
    found.checked_in = timezone.now() if here else None
    if here:
        found.no_show = False
    found.save()
    count_change(mission)
    record(mission, {"here": here}, organisation=found.organisation)


def weigh_move(
    mission: Mission, meeting: MissionMeeting, slot: MeetingSlot | None, table: MeetingTable | None
) -> tuple[Facts, Version, Version, list[Fault]]:
    """The timetable before and after a move, and what the move would break, each with why."""
    facts, before = standing_version(mission)
    at = next(
        (at for at, each in enumerate(facts.meetings) if each.key == meeting.pk),
        None,
    )
    if at is None:
        raise ValidationError(_("This meeting is cancelled, or somebody has withdrawn."))
    slots = {each.code: place for place, each in enumerate(before.problem.slots)}
    tables = {each.code: place for place, each in enumerate(before.problem.tables)}
    after = moved(
        before.problem,
        before.timetable,
        at,
        slots[str(slot.pk)] if slot else None,
        tables[table.code] if table else None,
    )
    upcoming = next_slot(facts.slots, timezone.now())
    changed = touched(before.timetable, after)
    # Where one gives way to the other, both are looked at; what has no time is not complained of.
    broken = [
        explained(each, facts, after)[0]
        for each in faults(before.problem, after, changed, now=upcoming)
        if each.rule is not Rule.PLACED
    ]
    return facts, before, Version(before.problem, after), broken


def give_way(fault: Fault, facts: Facts, version: Version) -> bool:
    """Whether organisers can overrule a fault: a wish, or when somebody is there and at work."""
    return explained(fault, facts, version.timetable)[1]


@action
def meeting_move(
    *,
    by: User,
    meeting: MissionMeeting,
    slot: MeetingSlot | None,
    table: MeetingTable | None,
    seen: int,
    anyway: bool = False,
    why: str = "",
) -> MeetingTimetable:
    """Move a meeting to a time and a table, or take it out of the timetable.

    Where another is there, the two change places. seen: number of the timetable on the page.
    anyway: although wishes are broken, or somebody is away or outside its working hours, which then
    gives way and is noted in the new version. Raises `ChangedMeanwhileError` where
    another timetable is in force now, `ValidationError` for what the move breaks.
    """
    mission = require_organiser(by, meeting.mission, HELD)
    standing = in_force(mission)
    if standing is None:
        raise ValidationError(_("There is no timetable in force yet."))
    if standing.number != seen:
        raise ChangedMeanwhileError(_("Somebody else changed the timetable meanwhile."))
    facts, before, after, broken = weigh_move(mission, meeting, slot, table)
    firm = [each for each in broken if not give_way(each, facts, after)]
    if firm or (broken and not anyway):
        raise ValidationError([said(each.words) for each in (firm or broken)])
    for at in touched(before.timetable, after.timetable):
        _write(mission, facts, after, at, broken)
    version = new_version(mission, VersionKind.MOVE, by, base=standing, why=why or _why(meeting))
    version.notes = kept_sentences(each.words for each in broken)
    fill_version(version, standing_version(mission)[1])
    put(mission, version, standing)
    overruled = {"overruled": [str(each.words) for each in broken]} if broken else {}
    record(
        mission,
        {
            "meeting": str(meeting),
            "to": str(slot) if slot else "",
            "version": version.number,
            **overruled,
        },
        organisation=mission.organiser,
    )
    return version


@action
def repair_propose(
    *, by: User, mission: Mission, happened: Sequence[Happened], why: str
) -> MeetingTimetable:
    """Work out the timetable that follows from what happened, for organisers to put in force.

    Raises `ValidationError` without a timetable in force, `HanseError` where nothing fits.
    """
    found = require_organiser(by, mission, HELD)
    standing = in_force(found)
    if standing is None:
        raise ValidationError(_("There is no timetable in force yet."))
    mended = mend(facts_of(found), happened, timezone.now())
    version = new_version(found, VersionKind.REPAIR, by, base=standing, why=why)
    version.state = VersionState.PROPOSED
    version.events = [each.kept() for each in happened]
    version.proved = mended.fewest
    version.seconds = mended.seconds
    fill_version(version, mended.version)
    version.save()
    record(found, {"version": version.number, "why": why}, organisation=found.organiser)
    return version


@action
def meetings_over(*, by: User, mission: Mission, now: datetime) -> int:
    """Say of all meetings whose time has passed that they were held; how many."""
    found = require_organiser(by, mission, HELD)
    over = found.meetings.filter(state=MeetingState.AGREED).over(now)
    number = over.update(state=MeetingState.HELD, changed=now)
    count_change(found)
    record(found, {"held": number}, organisation=found.organiser)
    return number


@action
def meeting_outcome(*, by: User, meeting: MissionMeeting, state: str, reason: str = "") -> None:
    """Say of one meeting that it was held, or was not: cancelled, or somebody did not come."""
    mission = require_organiser(by, meeting.mission, HELD)
    found = mission.meetings.select_for_update().get(pk=meeting.pk)
    if state not in MeetingState.values:
        raise ValidationError(_("Choose what became of the meeting."))
    if state == MeetingState.HELD and (found.slot is None or found.slot.begins > timezone.now()):
        raise ValidationError(_("This meeting has not begun yet."))
    before, found.state, found.reason = found.state, state, reason[:300]
    goes = state == MeetingState.CANCELLED and found.slot_id is not None
    if goes:
        found.slot = found.table = found.fixed = None
    found.save()
    standing = in_force(mission)
    if goes and standing:
        why = _("cancelled: %(meeting)s") % {"meeting": found}
        version = new_version(mission, VersionKind.MOVE, by, base=standing, why=reason or why)
        fill_version(version, standing_version(mission)[1])
        put(mission, version, standing)
    else:
        count_change(mission)
    record(
        mission,
        {"meeting": str(found), "state": [before, state], "reason": reason},
        organisation=mission.organiser,
    )


def _write(mission: Mission, facts: Facts, after: Version, at: int, broken: list[Fault]) -> None:
    """Write where a meeting is, and let its wishes give way that are broken there."""
    problem, timetable = after.problem, after.timetable
    meeting = mission.meetings.select_for_update().get(pk=facts.meetings[at].key)
    slot, table = timetable.slots[at], timetable.tables[at] if timetable.tables else None
    meeting.slot_id = None if slot is None else int(problem.slots[slot].code)
    meeting.table = (
        None if table is None else mission.meeting_tables.get(code=problem.tables[table].code)
    )
    rules = {each.rule for each in broken if each.meeting == at}
    if Rule.HALF in rules:
        meeting.half = Half.ANY
    if Rule.FIXED in rules:
        meeting.fixed_id = meeting.slot_id
    meeting.save()
    if Rule.ORDER in rules:
        meeting.after.clear()
        meeting.before.clear()
    for each in broken:
        if each.meeting == at and each.rule is Rule.AWAY and each.who is not None:
            who = facts.attendees[each.who].key
            SlotBar.objects.filter(participant=who, slot=meeting.slot_id).delete()
            SlotLeave.objects.get_or_create(participant_id=who, slot=meeting.slot)


def _why(meeting: MissionMeeting) -> str:
    return _("moved: %(meeting)s") % {"meeting": meeting}
