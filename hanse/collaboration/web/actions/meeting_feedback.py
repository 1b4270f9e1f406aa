"""What the sides of a meeting think of it: stars, and what comes next."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.web.actions.meeting_plans import count_change
from hanse.collaboration.web.meeting_permits import HELD, require_participant
from hanse.collaboration.web.models.meeting_feedback import FollowUp, MeetingFeedback
from hanse.collaboration.web.models.meetings import MeetingState, MissionMeeting
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

MOST_STARS: Final = 5


@action
def feedback_give(
    *,
    by: User,
    meeting: MissionMeeting,
    participant: MissionParticipant,
    stars: int | None = None,
    follow_up: str | None = None,
) -> MeetingFeedback:
    """Say what one side thinks of a meeting: stars from 1 to 5, then what comes next.

    A meeting that somebody speaks of was held. Raises `PermissionDenied` for who does not act for
    the side, `ValidationError` before it has begun, and for what comes next without stars.
    """
    mission = require_participant(by, participant, HELD)
    found = mission.meetings.select_for_update().filter(pk=meeting.pk).first()
    if found is None or not found.participants.filter(pk=participant.pk).exists():
        raise ValidationError(_("This is not a meeting of yours."))
    if found.slot is None or found.slot.begins > timezone.now():
        raise ValidationError(_("This meeting has not begun yet."))
    if found.state == MeetingState.CANCELLED:
        raise ValidationError(_("This meeting is cancelled."))
    given = MeetingFeedback.objects.filter(meeting=found, participant=participant).first()
    if given is None:
        if stars is None:
            raise ValidationError(_("Give stars first."))
        given = MeetingFeedback(meeting=found, participant=participant)
    if stars is not None:
        if not 1 <= stars <= MOST_STARS:
            raise ValidationError(_("Give one to five stars."))
        given.stars = stars
    if follow_up is not None:
        if follow_up not in FollowUp.values:
            raise ValidationError(_("Choose what comes next."))
        given.follow_up = follow_up
    given.given, given.given_by = timezone.now(), by
    given.save()
    if found.state != MeetingState.HELD:
        found.state = MeetingState.HELD
        found.save()
        count_change(mission)
    record(
        mission,
        {"stars": given.stars, "follow_up": given.follow_up},
        organisation=participant.organisation,
    )
    return given
