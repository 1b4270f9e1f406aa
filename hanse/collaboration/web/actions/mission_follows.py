"""Following missions without being part of them, and being reminded of their cut-off dates."""

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from hanse.collaboration.missions.cut_offs import next_cut_off
from hanse.collaboration.missions.states import FOLLOWED, State
from hanse.collaboration.web.mission_letters import tell_followers
from hanse.collaboration.web.models.missions import Mission, MissionFollow
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

REMINDED_DAYS: Final = 7
"""Followers are reminded so many days before a cut-off date."""


@action
def mission_follow(*, by: User, mission: Mission) -> None:
    """Follow a mission that one can see, between the opening of its call and its end."""
    if not Mission.objects.visible_to(by).filter(pk=mission.pk).exists():
        raise PermissionDenied(_("This mission is not public."))
    if mission.state not in FOLLOWED:
        raise ValidationError(
            _("This cannot be done now: the state is “%(state)s”.")
            % {"state": mission.get_state_display()}
        )
    MissionFollow.objects.get_or_create(mission=mission, person=by)
    record(mission, {"follow": True}, organisation=mission.organiser)


@action
def mission_unfollow(*, by: User, mission: Mission) -> None:
    """Follow a mission no more."""
    MissionFollow.objects.filter(mission=mission, person=by).delete()
    record(mission, {"follow": False}, organisation=mission.organiser)


@action
def missions_remind(*, by: User | None = None, on: date) -> int:
    """Remind followers of missions whose call has a cut-off date soon; how many were reminded.

    Each is reminded of a date once, so that nothing happens the second time.
    """
    reminded = 0
    for mission in Mission.objects.filter(state=State.CALL, follows__isnull=False).distinct():
        day = next_cut_off(mission.cut_off_days, on)
        if day is None or day > on + timedelta(days=REMINDED_DAYS):
            continue
        # Who began to follow it today has just read the date.
        new = Q(reminded__isnull=True) | ~Q(reminded=day)
        due = mission.follows.filter(new, since__date__lt=on)
        reminded += tell_followers(mission, "closing", due, day=day)
        due.update(reminded=day)
    record(None, {"reminded": reminded})
    return reminded
