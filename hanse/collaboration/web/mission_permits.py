"""What somebody is to a mission, which steps they may take, and what keeps them from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.collaboration.missions.places import has_room
from hanse.collaboration.missions.states import (
    STEPS,
    ApplicationState,
    Facts,
    Part,
    PlaceState,
    State,
    may_ever,
    may_step,
    unmet,
)
from hanse.collaboration.web.consortium_words import said
from hanse.collaboration.web.mission_words import PLACE_NAMES
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
    Side,
)
from hanse.collaboration.web.models.missions import (
    Mission,
    MissionAssessor,
    MissionFollow,
    MissionPartner,
)
from hanse.foundation.web.models.organisations import OrganisationKind
from hanse.foundation.web.models.people import Somebody, User

CHANGED_MEANWHILE: Final = gettext_lazy(
    "Somebody else changed this meanwhile. Look at their changes below yours, then save."
)
APPLYING: Final = tuple(each for each in OrganisationKind if each != OrganisationKind.PARTNER)


@dataclass(frozen=True, slots=True)
class MissionStandpoint:
    """What somebody is to a mission. places: of the organisations they edit, withdrawn ones too.

    comes: whether they are named as one of the people of a participant. follows: whether they
    follow it.
    """

    parts: frozenset[Part]
    places: tuple[MissionParticipant, ...] = ()
    comes: bool = False
    follows: bool = False

    @property
    def organises(self) -> bool:
        """Whether they run the mission."""
        return Part.ORGANISER in self.parts

    @property
    def assesses(self) -> bool:
        """Whether they read applications."""
        return bool({Part.ORGANISER, Part.ASSESSOR} & self.parts)

    @property
    def inside(self) -> bool:
        """Whether what is for participants is shown to them."""
        return bool({Part.ORGANISER, Part.PARTNER} & self.parts) or any(
            each.place is PlaceState.CONFIRMED for each in self.places
        )

    @property
    def taking_part(self) -> list[MissionParticipant]:
        """The places that take part, by the name of their organisation."""
        there = [each for each in self.places if each.place is PlaceState.CONFIRMED]
        return sorted(there, key=lambda each: (each.organisation.name, each.pk))


def mission_standpoint(person: Somebody, mission: Mission) -> MissionStandpoint:
    """What `person` is to `mission`: two queries, none for who is not signed in.

    Whether they apply is asked of an application, see `application_parts`.
    """
    if not isinstance(person, User) or not person.is_active:
        return MissionStandpoint(frozenset())
    partners = MissionPartner.objects.filter(
        mission=models.OuterRef("pk"), organisation__in=edited_by(person)
    )
    assessors = MissionAssessor.objects.filter(mission=models.OuterRef("pk"), person=person)
    delegates = MissionDelegate.objects.filter(
        participant__in=MissionParticipant.objects.taking_part(),
        participant__mission=models.OuterRef("pk"),
        person=person,
    )
    follows = MissionFollow.objects.filter(mission=models.OuterRef("pk"), person=person)
    known = (
        Mission.objects.filter(pk=mission.pk)
        .annotate(
            organises=models.Exists(
                Mission.objects.run_by(person).filter(pk=models.OuterRef("pk"))
            ),
            assesses=models.Exists(assessors),
            partners_with=models.Exists(partners),
            edits=models.Exists(edited_by(person)),
            comes=models.Exists(delegates),
            is_followed=models.Exists(follows),
        )
        .values("organises", "assesses", "partners_with", "edits", "comes", "is_followed")
        .get()
    )
    places = tuple(
        mission.participants.for_person(person).select_related("organisation").order_by("pk")
    )
    parts = {
        part
        for part, holds in (
            (Part.ORGANISER, known["organises"]),
            (Part.ASSESSOR, known["assesses"]),
            (Part.PARTNER, known["partners_with"]),
            (Part.EDITOR, known["edits"]),
        )
        if holds
    }
    for each in places:
        parts |= place_parts_of(each)
    return MissionStandpoint(frozenset(parts), places, known["comes"], known["is_followed"])


def place_parts_of(place: MissionParticipant) -> set[Part]:
    """What an editor of its organisation is by a place."""
    return {
        PlaceState.INVITED: {Part.INVITED},
        PlaceState.CONFIRMED: {Part.PARTICIPANT},
        PlaceState.WAITING: {Part.PARTICIPANT},
        PlaceState.WITHDRAWN: set[Part](),
    }[place.place]


def parts_at(
    person: Somebody,
    mission: Mission,
    about: models.Model | None,
    at: MissionStandpoint | None = None,
) -> frozenset[Part]:
    """What `person` is to `mission` and to the application or place that a step is about.

    at: what they are to the mission, where known.
    """
    found = set((at or mission_standpoint(person, mission)).parts)
    found -= {Part.INVITED, Part.PARTICIPANT}
    if (
        isinstance(about, MissionApplication | MissionParticipant)
        and edited_by(person).filter(pk=about.organisation_id).exists()
    ):
        if isinstance(about, MissionApplication):
            found.add(Part.APPLICANT)
            # Nobody scores what their own organisation wrote.
            found.discard(Part.ASSESSOR)
        else:
            found |= place_parts_of(about)
    return frozenset(found)


def state_of(mission: Mission, about: models.Model | None) -> str:
    """The state a step is taken in: of an application or a place; else of the mission."""
    if isinstance(about, MissionApplication):
        return about.state
    if isinstance(about, MissionParticipant):
        return about.place
    return mission.state


def mission_facts(mission: Mission, about: models.Model | None, on: date) -> Facts:
    """What conditions of steps look at."""
    due = mission.applications.due(mission, on)
    waits = models.Q(told__isnull=True, pk__in=due.values("pk"))
    counts = mission.applications.in_review().aggregate(
        handed_in=models.Count("pk"),
        undecided=models.Count("pk", filter=waits & models.Q(state=ApplicationState.SUBMITTED)),
        unassessed=models.Count("pk", filter=waits & models.Q(assessments__isnull=True)),
        waiting=models.Count("pk", filter=waits),
        selected=models.Count(
            "pk",
            filter=models.Q(state=ApplicationState.SELECTED, participant__withdrawn__isnull=True),
            distinct=True,
        ),
    )
    dated = bool(
        mission.begins and mission.ends and mission.closes and mission.closes < mission.begins
    )
    side = about.side if isinstance(about, MissionParticipant) else Side.DELEGATION
    return Facts(
        dated=dated,
        closes_later=mission.closes is None or mission.closes >= on,
        call_over=mission.closes is not None and mission.closes < on,
        handed_in=counts["handed_in"],
        undecided=counts["undecided"],
        unassessed=counts["unassessed"],
        selected=counts["selected"],
        waiting=counts["waiting"],
        due=isinstance(about, MissionApplication) and due.filter(pk=about.pk).exists(),
        told=isinstance(about, MissionApplication)
        and (about.told is not None or mission.state not in {State.CALL, State.REVIEW}),
        places=mission.places,
        taking_part=mission.participants.taking_part().count(),
        begun=mission.begins is not None and mission.begins <= on,
        over=mission.ends is not None and mission.ends < on,
        complete=isinstance(about, MissionApplication) and about.is_complete,
        room=has_room(limit_of(mission, side), taken_of(mission, side)),
        timetabled=mission.timetables.published().exists(),
    )


def limit_of(mission: Mission, side: str) -> int | None:
    """How many places a side has; None without limit."""
    return {Side.DELEGATION.value: mission.places, Side.HOST.value: mission.host_places}.get(side)


def taken_of(mission: Mission, side: str) -> int:
    """How many places of a side are taken: in the delegation by those who are asked, too."""
    there = mission.participants.standing().filter(side=side)
    if side == Side.DELEGATION:
        return there.filter(waiting__isnull=True).count()
    return there.filter(confirmed__isnull=False).count()


def taken_among(places: Iterable[MissionParticipant], side: str) -> int:
    """The same as `taken_of` of a mission whose places are at hand."""
    there = (each for each in places if each.side == side and each.withdrawn is None)
    if side == Side.DELEGATION:
        return sum(each.waiting is None for each in there)
    return sum(each.confirmed is not None for each in there)


def require_mission_step(
    person: User, step: str, mission: Mission, about: models.Model | None = None
) -> None:
    """Raise `PermissionDenied` for who may never take `step`, `ValidationError` when not now."""
    parts = parts_at(person, mission, about)
    if not may_ever(step, parts) and not _may_in_another_state(person, step, about):
        raise PermissionDenied(_("Your account does not have the right to do this."))
    if not may_step(step, mission.state, state_of(mission, about), parts):
        raise ValidationError(
            _("This cannot be done now: the state is “%(state)s”.")
            % {"state": _state_words(step, mission, about)}
        )
    if STEPS[step].conditions:
        missing = unmet(step, mission_facts(mission, about, timezone.localdate()))
        if missing:
            raise ValidationError([said(each) for each in missing])


def _may_in_another_state(person: User, step: str, about: models.Model | None) -> bool:
    """Whether it is the state of their place alone that keeps them from a step."""
    return (
        isinstance(about, MissionParticipant)
        and STEPS[step].by in {Part.INVITED, Part.PARTICIPANT}
        and edited_by(person).filter(pk=about.organisation_id).exists()
    )


def _state_words(step: str, mission: Mission, about: models.Model | None) -> str | Promise:
    if mission.state in STEPS[step].missions:
        if isinstance(about, MissionApplication):
            return about.get_state_display()
        if isinstance(about, MissionParticipant):
            return PLACE_NAMES[about.place]
    return mission.get_state_display()


def mission_steps(mission: Mission, at: MissionStandpoint) -> frozenset[str]:
    """Steps of the mission itself that the table lets somebody take now, conditions apart."""
    return frozenset(
        code
        for code, step in STEPS.items()
        if step.of == "mission" and may_step(code, mission.state, mission.state, at.parts)
    )


def locked_mission(mission: Mission) -> Mission:
    """The row of now, held until the running action is over."""
    return Mission.objects.select_for_update().get(pk=mission.pk)


def require_revision(now: int, seen: int) -> None:
    """Raise `ValidationError` where somebody else changed a thing since its page was opened."""
    if now != seen:
        raise ValidationError(CHANGED_MEANWHILE)
