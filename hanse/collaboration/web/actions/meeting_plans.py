"""What organisers set for the meetings of a mission: times, tables, rules, and meetings by hand."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from hanse.collaboration.timetable.model import LARGEST_MEETING, SMALLEST_MEETING
from hanse.collaboration.web.meeting_permits import require_organiser
from hanse.collaboration.web.models.meeting_plans import MOST_MINUTES, MeetingPlan
from hanse.collaboration.web.models.meetings import (
    MOST_TABLES,
    MeetingBar,
    MeetingSlot,
    MeetingState,
    MeetingTable,
    MissionMeeting,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

RULES: Final = (
    "fairness",
    "floor",
    "suggested",
    "seconds",
    "hours_begin",
    "hours_end",
    "other_room_minutes",
)
MOST_SLOTS: Final = 200


@action
def meeting_rules(*, by: User, mission: Mission, rules: Mapping[str, Any]) -> MeetingPlan:
    """Set how meetings are planned. rules: field of the plan -> value."""
    found = require_organiser(by, mission)
    if rules.keys() - set(RULES):
        raise TypeError(f"A plan has no {', '.join(sorted(rules.keys() - set(RULES)))}.")
    plan, _made = MeetingPlan.objects.get_or_create(mission=found)
    for name, value in rules.items():
        setattr(plan, name, value)
    plan.full_clean()
    plan.save()
    said = {name: str(value) for name, value in rules.items()}
    record(found, said, organisation=found.organiser)
    return plan


@action
def meeting_walks(
    *, by: User, mission: Mission, walks: Mapping[tuple[str, str], int | None]
) -> MeetingPlan:
    """Set minutes of walking between pairs of rooms. None: as between any two rooms.

    What was said of rooms that have gone is forgotten. Raises `ValidationError` for a room that is
    none of the mission, twice the same, or too many minutes.
    """
    found = require_organiser(by, mission)
    rooms = set(found.meeting_tables.exclude(room="").values_list("room", flat=True))
    for pair, minutes in walks.items():
        if len(set(pair)) != len(pair) or not rooms.issuperset(pair):
            raise ValidationError(_("Choose two rooms of this mission."))
        if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
            raise ValidationError(
                _("Give 0 to %(most)d minutes of walking.") % {"most": MOST_MINUTES}
            )
    plan, _made = MeetingPlan.objects.get_or_create(mission=found)
    plan.walks = [[*pair, minutes] for pair, minutes in walks.items() if minutes is not None]
    plan.save()
    record(found, {"walks": plan.walks}, organisation=found.organiser)
    return plan


@action
def meeting_slots_add(
    *, by: User, mission: Mission, day: date, begins: time, ends: time, minutes: int, pause: int = 0
) -> list[MeetingSlot]:
    """Add times of `minutes` each on a day from `begins` to `ends`, with `pause` minutes between.

    By the clocks of the mission. Raises `ValidationError` where there is a time then, or no room
    for one.
    """
    found = require_organiser(by, mission)
    slots: list[MeetingSlot] = []
    at = datetime.combine(day, begins, found.zone)
    until = datetime.combine(day, ends, found.zone)
    while at + timedelta(minutes=minutes) <= until and len(slots) < MOST_SLOTS:
        slots.append(MeetingSlot(mission=found, begins=at, ends=at + timedelta(minutes=minutes)))
        at += timedelta(minutes=minutes + pause)
    if not slots:
        raise ValidationError(_("There is no room for a meeting between these times."))
    if found.meeting_slots.count() + len(slots) > MOST_SLOTS:
        raise ValidationError(
            _("A mission has at most %(count)d times for meetings.") % {"count": MOST_SLOTS}
        )
    there = found.meeting_slots.filter(
        Q(begins__lt=slots[-1].ends) & Q(ends__gt=slots[0].begins)
    ).values_list("begins", "ends")
    if any(one.begins < end and begin < one.ends for begin, end in there for one in slots):
        raise ValidationError(_("There are times for meetings then already."))
    MeetingSlot.objects.bulk_create(slots)
    record(found, {"day": day.isoformat(), "added": len(slots)}, organisation=found.organiser)
    return slots


@action
def meeting_slots_remove(*, by: User, mission: Mission, keys: Collection[int]) -> int:
    """Remove times; how many. Raises `ValidationError` where meetings are held then."""
    found = require_organiser(by, mission)
    going = found.meeting_slots.filter(pk__in=keys)
    if MissionMeeting.objects.filter(Q(slot__in=going) | Q(fixed__in=going)).exists():
        raise ValidationError(_("There are meetings at one of these times: move them first."))
    number, _each = going.delete()
    record(found, {"removed": number}, organisation=found.organiser)
    return number


@action
def meeting_tables_set(
    *, by: User, mission: Mission, tables: Sequence[tuple[str, str, str]]
) -> list[MeetingTable]:
    """Set the tables: code, room and address of a video room of each, in order.

    Tables of the same code stay what they are. Raises `ValidationError` for two of one code, and
    where one that goes is in use.
    """
    found = require_organiser(by, mission)
    codes = [code for code, _room, _address in tables]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ValidationError(_("Two tables are called “%(code)s”.") % {"code": min(twice)})
    if len(codes) > MOST_TABLES:
        raise ValidationError(_("A mission has at most %(count)d tables.") % {"count": MOST_TABLES})
    going = found.meeting_tables.exclude(code__in=codes)
    used = MissionMeeting.objects.filter(table__in=going).select_related("table").first()
    if used and used.table:
        raise ValidationError(
            _("There are meetings at table %(code)s: move them first.") % {"code": used.table.code}
        )
    going.delete()
    there = {each.code: each for each in found.meeting_tables.all()}
    for order, (code, room, address) in enumerate(tables):
        table = there.get(code) or MeetingTable(mission=found, code=code)
        table.room, table.address, table.order = room, address, order
        table.full_clean()
        table.save()
    record(found, {"tables": len(codes)}, organisation=found.organiser)
    return list(found.meeting_tables.all())


@action
def mission_meeting_add(
    *,
    by: User,
    mission: Mission,
    participants: Collection[MissionParticipant],
    half: str = "any",
    fixed: MeetingSlot | None = None,
    after: Collection[MissionMeeting] = (),
) -> MissionMeeting:
    """Agree a meeting of two or three by hand; it waits for its time.

    Raises `ValidationError` for a wrong number, or some who must not meet or do so already.
    """
    found = require_organiser(by, mission)
    people = list({each.pk: each for each in participants}.values())
    if not SMALLEST_MEETING <= len(people) <= LARGEST_MEETING:
        raise ValidationError(_("A meeting is of two or three participants."))
    keys = [each.pk for each in people]
    there = found.participants.taking_part().filter(pk__in=keys).count()
    if there != len(people):
        raise ValidationError(_("Choose participants of this mission."))
    if MeetingBar.objects.filter(participant__in=keys, other__in=keys).exists():
        raise ValidationError(_("Some of these do not want to meet each other."))
    same = found.meetings.standing()
    for each in people:
        same = same.filter(participants=each)
    if any(each.participants.count() == len(people) for each in same):
        raise ValidationError(_("This meeting is agreed already."))
    meeting = MissionMeeting.objects.create(mission=found, half=half, fixed=fixed, pinned=True)
    meeting.participants.set(people)
    meeting.after.set([each for each in after if each.mission_id == found.pk])
    names = [each.organisation.name for each in people]
    record(found, {"participants": names}, organisation=found.organiser)
    return meeting


@action
def mission_meeting_change(
    *,
    by: User,
    meeting: MissionMeeting,
    half: str,
    fixed: MeetingSlot | None,
    after: Collection[MissionMeeting] = (),
) -> MissionMeeting:
    """Change what is wished for a meeting; the timetable in force stays as it is.

    Raises `ValidationError` where meetings would come after each other.
    """
    found = require_organiser(by, meeting.mission)
    current = found.meetings.select_for_update().get(pk=meeting.pk)
    before = [each for each in after if each.mission_id == found.pk and each.pk != current.pk]
    if _comes_before(current, before):
        raise ValidationError(_("These meetings would have to come before each other."))
    current.half, current.fixed, current.pinned = half, fixed, True
    current.full_clean()
    current.save()
    current.after.set(before)
    record(found, {"meeting": str(current), "half": half}, organisation=found.organiser)
    return current


@action
def mission_meeting_cancel(*, by: User, meeting: MissionMeeting, reason: str = "") -> None:
    """Cancel a meeting that has no time yet. One in the timetable is cancelled on the board."""
    found = require_organiser(by, meeting.mission)
    current = found.meetings.select_for_update().get(pk=meeting.pk)
    if current.slot_id is not None:
        raise ValidationError(_("This meeting is in the timetable: cancel it on the board."))
    label = str(current)
    current.state, current.reason, current.fixed = MeetingState.CANCELLED, reason[:300], None
    current.save()
    record(found, {"meeting": label, "reason": reason}, organisation=found.organiser)


def count_change(mission: Mission) -> None:
    """Let open boards know that something on them changed."""
    MeetingPlan.objects.get_or_create(mission=mission)
    MeetingPlan.objects.filter(mission=mission).update(revision=F("revision") + 1)


def _comes_before(meeting: MissionMeeting, others: Collection[MissionMeeting]) -> bool:
    """Whether `meeting` has to come before one of `others`, through any number of steps."""
    seen: set[int] = set()
    waiting = [each.pk for each in others]
    while waiting:
        key = waiting.pop()
        if key == meeting.pk:
            return True
        if key not in seen:
            seen.add(key)
            waiting += MissionMeeting.after.through.objects.filter(
                from_missionmeeting=key
            ).values_list("to_missionmeeting", flat=True)
    return False
