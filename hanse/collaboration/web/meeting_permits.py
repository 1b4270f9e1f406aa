"""Who plans the meetings of a mission, and who asks for them."""

from collections.abc import Collection
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.models.mission_participants import (
    MissionParticipant,
    MissionParticipantQuerySet,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.people import Somebody, User

PLANNED: Final = frozenset({State.SELECTED, State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY})
"""States of a mission in which its organisers plan meetings."""
ASKED: Final = frozenset({State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY})
"""States in which participants ask for meetings."""
HELD: Final = frozenset({State.TIMETABLE, State.UNDER_WAY, State.FOLLOW_UP})
"""States in which it is said what became of meetings."""
READ: Final = HELD | {State.CLOSED}
"""States in which participants read their agendas."""


def organises(person: Somebody, mission: Mission) -> bool:
    """Whether `person` runs the mission."""
    return Mission.objects.run_by(person).filter(pk=mission.pk).exists()


def own_places(person: Somebody, mission: Mission) -> MissionParticipantQuerySet:
    """The places in the mission for which `person` acts, with their organisations."""
    found: MissionParticipantQuerySet = (
        mission.participants.taking_part().for_person(person).in_order()
    )
    return found


def require_organiser(by: User, mission: Mission, states: Collection[State] = PLANNED) -> Mission:
    """The mission as it is now, held until the running action is over.

    Raises `PermissionDenied` for who does not run it, `ValidationError` in other states.
    """
    if not organises(by, mission):
        raise PermissionDenied(_("Your account does not have the right to do this."))
    return _in_state(mission, states)


def require_participant(
    by: User, participant: MissionParticipant, states: Collection[State] = ASKED
) -> Mission:
    """The mission of a place that `by` acts for, held likewise; raises the same."""
    mine = MissionParticipant.objects.taking_part().for_person(by).filter(pk=participant.pk)
    if not mine.exists():
        raise PermissionDenied(_("You do not act for this organisation."))
    return _in_state(participant.mission, states)


def _in_state(mission: Mission, states: Collection[State]) -> Mission:
    found = Mission.objects.select_for_update().get(pk=mission.pk)
    if found.state not in states:
        raise ValidationError(
            _("This cannot be done now: the state is “%(state)s”.")
            % {"state": found.get_state_display()}
        )
    return found
