"""Timetables of a mission: a search begun and ended, a version put in force, agendas sent."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.meetings.agendas import Version, changes
from hanse.collaboration.meetings.mending import Happened, with_events
from hanse.collaboration.meetings.moves import WISHES, faults
from hanse.collaboration.meetings.planning import (
    Facts,
    next_slot,
    places_by_key,
    problem_from,
    timetable_from,
)
from hanse.collaboration.missions.states import STEPS, Part, may_step
from hanse.collaboration.web import tasks
from hanse.collaboration.web.actions.meeting_plans import count_change
from hanse.collaboration.web.meeting_facts import facts_of, in_force, version_of
from hanse.collaboration.web.meeting_letters import tell_agendas
from hanse.collaboration.web.meeting_permits import ASKED, require_organiser
from hanse.collaboration.web.meeting_versions import new_version
from hanse.collaboration.web.meeting_words import said
from hanse.collaboration.web.models.meeting_timetables import (
    MeetingTimetable,
    VersionKind,
    VersionState,
)
from hanse.collaboration.web.models.meetings import MeetingState
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def timetable_search(
    *, by: User, mission: Mission, choose: bool, leave_out: bool = False
) -> MeetingTimetable:
    """Begin to search for a timetable, in the background.

    choose: whether it is chosen anew who meets whom, from all requests; only before the first
    timetable is in force. leave_out: whether meetings may be left out, as few as can be. Raises
    `ValidationError` while another search runs, or without times, tables or participants.
    """
    found = require_organiser(by, mission)
    if found.timetables.running().exists():
        raise ValidationError(_("A timetable is being searched for already."))
    standing = in_force(found)
    if choose and standing:
        raise ValidationError(
            _("Agendas are out: meetings cannot be chosen anew. Add or cancel single ones.")
        )
    if not found.meeting_slots.exists() or not found.meeting_tables.exists():
        raise ValidationError(_("Say first when there is time for meetings, and which tables."))
    if not choose and not found.meetings.standing().exists():
        raise ValidationError(_("There is no meeting yet: choose them from the requests."))
    version = new_version(found, VersionKind.SEARCH, by, base=standing)
    version.events = [{"choose": choose, "leave_out": leave_out}]
    version.save()
    transaction.on_commit(lambda: tasks.timetable_search.enqueue(version.pk))
    record(
        found,
        {"version": version.number, "choose": choose, "leave_out": leave_out},
        organisation=found.organiser,
    )
    return version


@action
def timetable_stop(*, by: User, version: MeetingTimetable) -> None:
    """End a search with the best that was found."""
    found = require_organiser(by, version.mission)
    current = found.timetables.select_for_update().get(pk=version.pk)
    if not current.running:
        raise ValidationError(_("This search has ended already."))
    current.stop = True
    if current.state == VersionState.WAITING:
        current.state = VersionState.DROPPED
    current.save(update_fields=["stop", "state"])
    record(found, {"version": current.number}, organisation=found.organiser)


@action
def timetable_drop(*, by: User, version: MeetingTimetable) -> None:
    """Drop a version that is not in force: a proposal nobody wants, a search that is stuck."""
    found = require_organiser(by, version.mission)
    current = found.timetables.select_for_update().get(pk=version.pk)
    if current.state in {VersionState.IN_FORCE, VersionState.REPLACED}:
        raise ValidationError(_("What was in force stays readable."))
    current.state, current.stop = VersionState.DROPPED, True
    current.save(update_fields=["stop", "state"])
    record(found, {"version": current.number}, organisation=found.organiser)


@action
def timetable_in_force(*, by: User, version: MeetingTimetable) -> MeetingTimetable:
    """Put a version in force: agendas follow it, and each is told what changes.

    The mission's timetable is out with the first one. Raises `ValidationError` where the one it
    was made from has been replaced, or what it holds no longer fits.
    """
    mission = require_organiser(by, version.mission, ASKED)
    current = mission.timetables.select_for_update().get(pk=version.pk)
    if current.state not in {VersionState.READY, VersionState.PROPOSED}:
        raise ValidationError(_("This timetable is not ready."))
    standing = in_force(mission)
    if (standing.number if standing else None) != current.base:
        raise ValidationError(
            _("Meanwhile %(who)s changed the timetable (version %(number)d: %(why)s).")
            % {
                "who": (standing.made_by if standing else None) or _("somebody"),
                "number": standing.number if standing else 0,
                "why": (standing.why if standing else "") or _("no reason given"),
            }
        )
    happened = [Happened.read(row) for row in current.events if "kind" in row]
    facts = with_events(facts_of(mission), happened)
    new = version_of(current)
    _require_fit(facts, new)
    _apply_events(mission, happened)
    _place(mission, new, happened)
    put(mission, current, standing)
    if may_step("mission_issue", mission.state, mission.state, {Part.ORGANISER}):
        mission.state = STEPS["mission_issue"].to
        mission.save(update_fields=["state", "changed"])
    record(
        mission,
        {"version": [standing.number if standing else None, current.number]},
        organisation=mission.organiser,
    )
    return current


def put(mission: Mission, version: MeetingTimetable, standing: MeetingTimetable | None) -> None:
    """Let `version` hold instead of `standing`, and tell people what changes in their agendas."""
    told = changes(version_of(standing) if standing else None, version_of(version))
    if standing:
        standing.state = VersionState.REPLACED
        standing.save(update_fields=["state"])
    version.state = VersionState.IN_FORCE
    version.in_force_from = timezone.now()
    version.save()
    count_change(mission)
    tell_agendas(
        mission,
        {int(code): rows for code, rows in told.items()},
        first=standing is None,
        why=version.why if standing else "",
    )


def _require_fit(facts: Facts, version: Version) -> None:
    """Raise `ValidationError` for what does not fit the mission as it is now."""
    places = places_by_key(version.problem, version.timetable)
    there = {each.key for each in facts.meetings}
    upcoming = next_slot(facts.slots, timezone.now())
    order = {
        slot.key: at
        for at, slot in enumerate(sorted(facts.slots, key=lambda slot: (slot.begins, slot.key)))
    }
    tables = {code for code, _room in facts.tables}
    for slot, table in places.values():
        if (slot is not None and slot not in order) or (table and table not in tables):
            raise ValidationError(_("Times or tables have changed since: search again."))
    placed = replace(
        facts,
        meetings=tuple(
            replace(each, slot=places[each.key][0], table=places[each.key][1])
            if each.key in places
            else each
            for each in facts.meetings
        ),
    )
    problem = problem_from(placed)
    ahead = [
        at
        for at, each in enumerate(placed.meetings)
        if each.key in places and each.slot is not None and order[each.slot] >= upcoming
    ]
    broken = [
        fault
        for fault in faults(problem, timetable_from(placed, problem), ahead)
        if fault.rule not in WISHES
    ]
    gone = [key for key, (slot, _table) in places.items() if slot is not None and key not in there]
    if gone:
        raise ValidationError(
            _("Some of its meetings have been cancelled since, or somebody withdrew: search again.")
        )
    if broken:
        raise ValidationError([said(fault.words) for fault in broken[:5]])


def _apply_events(mission: Mission, happened: list[Happened]) -> None:
    for each in happened:
        if each.kind == "new":
            continue
        participant = MissionParticipant.objects.get(pk=each.key, mission=mission)
        if each.kind == "no_show":
            participant.no_show, participant.checked_in = True, None
        else:
            participant.arrives, participant.no_show = each.arrives, False
            participant.slot_leaves.all().delete()
            participant.revision += 1
        participant.save()


def _place(mission: Mission, version: Version, happened: list[Happened]) -> None:
    """Write where meetings are. Those of who does not come are over for good."""
    absent = {each.key for each in happened if each.kind == "no_show"}
    places = places_by_key(version.problem, version.timetable)
    tables = {each.code: each.pk for each in mission.meeting_tables.all()}
    now = timezone.now()
    changed = []
    rows = mission.meetings.filter(pk__in=places, state=MeetingState.AGREED)
    for meeting in rows.prefetch_related("participants"):
        slot, table = places[meeting.pk]
        meeting.slot_id, meeting.table_id = slot, tables.get(table)
        if slot is None and absent.intersection(each.pk for each in meeting.participants.all()):
            meeting.state = MeetingState.NO_SHOW
        meeting.changed = now
        changed.append(meeting)
    fields: list[str] = ["slot", "table", "state", "changed"]
    mission.meetings.bulk_update(changed, fields)
