"""What participants of a mission ask for: whom they want to meet or not, when they cannot."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.meeting_letters import tell_answered, tell_asked
from hanse.collaboration.web.meeting_permits import (
    organises,
    require_organiser,
    require_participant,
)
from hanse.collaboration.web.models.meetings import (
    MeetingBar,
    MeetingRequest,
    MeetingSlot,
    MissionMeeting,
    MissionMeetingQuerySet,
    RequestState,
    SlotBar,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def meeting_ask(
    *,
    by: User,
    asker: MissionParticipant,
    asked: MissionParticipant,
    interest: int = 2,
    half: str = "any",
    why: str = "",
) -> MeetingRequest:
    """Ask for a meeting, or change what was asked.

    Where the other side has asked before, this is the answer, too. Raises `PermissionDenied` for
    who does not act for the asker, `ValidationError` for whom it cannot meet.
    """
    mission = require_participant(by, asker)
    _check_pair(mission, asker, asked)
    if MeetingBar.objects.filter(participant=asker, other=asked).exists():
        raise ValidationError(_("You said that you do not want to meet this organisation."))
    declined = MeetingRequest.objects.filter(asker=asker, asked=asked, state=RequestState.DECLINED)
    if declined.exists():
        raise ValidationError(_("This organisation has declined to meet you."))
    theirs = MeetingRequest.objects.filter(
        asker=asked, asked=asker, state__in=[RequestState.OPEN, RequestState.ACCEPTED]
    ).first()
    request, made = MeetingRequest.objects.update_or_create(
        asker=asker,
        asked=asked,
        defaults={
            "interest": interest,
            "half": half,
            "why": why,
            "made_by": by,
            **(
                {"state": RequestState.ACCEPTED, "answer": theirs.interest}
                if theirs
                else {"state": RequestState.OPEN, "answer": 0, "answered": None}
            ),
        },
    )
    if theirs:
        _answer(theirs, interest, by)
        _agree(mission, request)
    elif made and not _barred(asked, asker):
        # Who does not want to meet them is not troubled, and they do not learn of it.
        tell_asked(request)
    record(
        mission,
        {"asked": asked.organisation.name, "interest": interest},
        organisation=asker.organisation,
    )
    return request


@action
def meeting_answer(*, by: User, request: MeetingRequest, interest: int) -> MeetingRequest:
    """Answer a request: `interest` from 1 to 3 accepts it, 0 declines.

    Raises `PermissionDenied` for who does not act for who is asked, `ValidationError` when it was
    taken back.
    """
    mission = require_participant(by, request.asked)
    found = _locked(request)
    if found.state not in {RequestState.OPEN, RequestState.DECLINED}:
        raise ValidationError(_("This request is answered or taken back already."))
    _answer(found, interest, by)
    if interest:
        _agree(mission, found)
    record(
        mission,
        {"asker": found.asker.organisation.name, "interest": interest},
        organisation=found.asked.organisation,
    )
    return found


@action
def meeting_withdraw(*, by: User, request: MeetingRequest) -> None:
    """Take a request back that is not in a timetable yet."""
    mission = require_participant(by, request.asker)
    found = _locked(request)
    if _meetings(found.asker, found.asked).exists():
        raise ValidationError(
            _("This meeting is agreed: ask the organisers to cancel it, or do not accept it.")
        )
    found.state = RequestState.WITHDRAWN
    found.answer = 0
    found.save()
    record(
        mission,
        {"asked": found.asked.organisation.name},
        organisation=found.asker.organisation,
    )


@action
def meeting_bar(
    *, by: User, participant: MissionParticipant, other: MissionParticipant, barred: bool
) -> None:
    """Say, or take back, that a participant does not want to meet another; it alone sees it."""
    mission = _require_either(by, participant)
    _check_pair(mission, participant, other)
    if barred:
        if _meetings(participant, other).filter(slot__isnull=False).exists():
            raise ValidationError(
                _("You have a meeting with this organisation: ask the organisers to cancel it.")
            )
        MeetingBar.objects.get_or_create(participant=participant, other=other)
        MeetingRequest.objects.filter(asker=participant, asked=other).update(
            state=RequestState.WITHDRAWN, answer=0
        )
        _meetings(participant, other).delete()
    else:
        MeetingBar.objects.filter(participant=participant, other=other).delete()
    # Whom it is about stays out of the log, which others of the organisation read for long.
    record(mission, {"barred": barred}, organisation=participant.organisation)


@action
def meeting_times(*, by: User, participant: MissionParticipant, barred: Collection[int]) -> None:
    """Say at which times (keys of slots) a participant cannot meet, all others being free.

    Raises `ValidationError` where it has a meeting then.
    """
    mission = _require_either(by, participant)
    slots = {each.pk: each for each in MeetingSlot.objects.filter(mission=mission)}
    wanted = set(barred) & slots.keys()
    busy = set(
        MissionMeeting.objects.standing()
        .filter(participants=participant, slot__isnull=False)
        .values_list("slot_id", flat=True)
    )
    there = set(SlotBar.objects.filter(participant=participant).values_list("slot_id", flat=True))
    if (wanted - there) & busy:
        raise ValidationError(
            _("There is a meeting at one of these times: ask the organisers to move it first.")
        )
    SlotBar.objects.filter(participant=participant).exclude(slot__in=wanted).delete()
    SlotBar.objects.bulk_create(
        SlotBar(participant=participant, slot=slots[key]) for key in sorted(wanted - there)
    )
    record(mission, {"times": len(wanted)}, organisation=participant.organisation)


def _require_either(by: User, participant: MissionParticipant) -> Mission:
    """For who acts for the participant, and for organisers in its place."""
    if organises(by, participant.mission):
        return require_organiser(by, participant.mission)
    return require_participant(by, participant)


def _check_pair(mission: Mission, one: MissionParticipant, other: MissionParticipant) -> None:
    if one.pk == other.pk or one.mission_id != mission.pk or other.mission_id != mission.pk:
        raise ValidationError(_("Choose another participant of this mission."))
    if not MissionParticipant.objects.taking_part().filter(pk=other.pk).exists():
        raise ValidationError(_("This organisation does not take part any more."))


def _barred(participant: MissionParticipant, other: MissionParticipant) -> bool:
    return MeetingBar.objects.filter(participant=participant, other=other).exists()


def _locked(request: MeetingRequest) -> MeetingRequest:
    found: MeetingRequest = (
        MeetingRequest.objects.select_for_update(of=("self",))
        .select_related(
            "asker__organisation", "asker__mission", "asked__organisation", "asked__mission"
        )
        .get(pk=request.pk)
    )
    return found


def _answer(request: MeetingRequest, interest: int, by: User) -> None:
    request.answer = interest
    request.state = RequestState.ACCEPTED if interest else RequestState.DECLINED
    request.answered, request.answered_by = timezone.now(), by
    request.save()
    tell_answered(request)


def _meetings(one: MissionParticipant, other: MissionParticipant) -> MissionMeetingQuerySet:
    return (
        MissionMeeting.objects.standing()
        .filter(participants=one)
        .filter(pk__in=MissionMeeting.objects.filter(participants=other))
    )


def _agree(mission: Mission, request: MeetingRequest) -> None:
    """Where agendas are out, a meeting that both want waits for its time from now on.

    Before that, meetings are chosen from all requests together.
    """
    if mission.state == State.PROGRAMME or _meetings(request.asker, request.asked).exists():
        return
    pairs = MeetingBar.objects.filter(
        Q(participant=request.asker, other=request.asked)
        | Q(participant=request.asked, other=request.asker)
    )
    if pairs.exists():
        return
    meeting = MissionMeeting.objects.create(mission=mission, half=request.half)
    meeting.participants.set([request.asker, request.asked])
