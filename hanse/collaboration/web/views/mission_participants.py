"""Who takes part in a mission: the published list, invitations, waiting and reserve lists."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.collaboration.missions.places import free_places, has_room
from hanse.collaboration.missions.states import STEPS, PlaceState, State
from hanse.collaboration.web.actions.mission_places import mission_invite
from hanse.collaboration.web.forms.missions import MissionInviteForm
from hanse.collaboration.web.mission_pages import (
    MissionFrame,
    mission_frame,
    sector_names,
    sees_participants,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import limit_of, mission_steps, taken_among
from hanse.collaboration.web.mission_words import PLACE_NAMES, PLACE_TONES
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
    Side,
)
from hanse.foundation.web.access import person_of


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """A participant as the others and the organiser read it."""

    place: MissionParticipant
    words: str
    tone: str
    sectors: list[str]
    delegates: list[MissionDelegate]
    may_remove: bool


@dataclass(frozen=True, slots=True)
class SideLines:
    """Participants of one side. free: places left, None without limit."""

    label: str
    lines: list[ParticipantLine]
    free: int | None


@dataclass(frozen=True, slots=True)
class ParticipantsPage:
    """The page of participants. Others than those taking part are for organisers alone.

    room: whether the delegation has a free place. selecting: whether applications are still decided
    on; the reserve list is then that of those who were told by an earlier cut-off date.
    """

    frame: MissionFrame
    sides: list[SideLines]
    total: int
    open: list[ParticipantLine]
    gone: list[ParticipantLine]
    reserve: list[MissionApplication]
    room: bool
    selecting: bool
    may_take_up: bool
    form: MissionInviteForm | None


@login_required
@require_http_methods(["GET", "POST"])
def mission_participants(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part; for the organiser also who is asked, waits, or is on the reserve list."""
    person = person_of(request)
    found = visible_mission(person, slug)
    frame = mission_frame(person, found, "mission_participants")
    if not sees_participants(found, frame.at):
        raise PermissionDenied(_("Participants see each other once they are published."))
    inviting = "mission_invite" in mission_steps(found, frame.at)
    form = MissionInviteForm(found, request.POST or None) if inviting else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("The organiser invites, before and during the mission."))
        if form.is_valid():
            try:
                mission_invite(by=person, mission=found, **form.cleaned_data)
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("The organisation is invited."))
                return redirect("mission_participants", found.slug)
    places = list(found.participants.in_order().prefetch_related("delegates"))
    removing = inviting and found.state in STEPS["place_remove"].missions
    lines = [_line(each, removing=removing) for each in places]
    there = [each for each in lines if each.place.place is PlaceState.CONFIRMED]
    runs = frame.at.organises
    page = ParticipantsPage(
        frame=frame,
        sides=[
            SideLines(
                str(side.label),
                [each for each in there if each.place.side == side],
                free_places(limit_of(found, side), taken_among(places, side)) if runs else None,
            )
            for side in Side
        ],
        total=len(there),
        open=[
            each
            for each in lines
            if each.place.place in {PlaceState.INVITED, PlaceState.WAITING} and runs
        ],
        gone=[each for each in lines if each.place.place is PlaceState.WITHDRAWN and runs],
        reserve=list(found.applications.could_be_taken_up(found).select_related("organisation"))
        if runs
        else [],
        room=runs and has_room(found.places, taken_among(places, Side.DELEGATION)),
        selecting=found.state in {State.CALL, State.REVIEW},
        may_take_up=found.state in STEPS["application_take_up"].missions,
        form=form,
    )
    context = {"page": page, "frame": frame}
    return render(request, "collaboration/mission_participants.html", context)


def _line(each: MissionParticipant, *, removing: bool) -> ParticipantLine:
    return ParticipantLine(
        each,
        str(PLACE_NAMES[each.place]),
        PLACE_TONES[each.place],
        sector_names(each.sectors),
        list(each.delegates.all()),
        removing and each.withdrawn is None,
    )
