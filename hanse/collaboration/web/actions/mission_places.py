"""Places in missions: invited, confirmed, waiting, given up; and the people who come."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.missions.places import Waiting, moving_up
from hanse.collaboration.web.mission_letters import tell_organisers, tell_place
from hanse.collaboration.web.mission_permits import (
    limit_of,
    locked_mission,
    require_mission_step,
    require_revision,
    taken_of,
)
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
    Side,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

PLACE_DETAILS: Final = (
    "sectors",
    "offers",
    "needs",
    "wishes",
    "remote",
    "time_zone",
    "arrives",
    "leaves",
)
MOST_DELEGATES: Final = 20


@action
def mission_invite(
    *, by: User, mission: Mission, organisation: Organisation, side: str
) -> MissionParticipant:
    """Ask an organisation to take part on a side; one that had declined may be asked again.

    Raises `ValidationError` where it has a place already, or the delegation has none.
    """
    found = locked_mission(mission)
    require_mission_step(by, "mission_invite", found)
    if found.participants.standing().filter(organisation=organisation).exists():
        raise ValidationError(_("This organisation has a place already."))
    limit = limit_of(found, side)
    if side == Side.DELEGATION and limit is not None and taken_of(found, side) >= limit:
        raise ValidationError(_("No place is free."))
    place, _made = MissionParticipant.objects.update_or_create(
        mission=found,
        organisation=organisation,
        defaults={
            "side": side,
            "invited": timezone.now(),
            "confirmed": None,
            "waiting": None,
            "withdrawn": None,
        },
    )
    tell_place(place, "invited")
    record(place, {"side": side}, organisation=found.organiser)
    return place


@action
def place_confirm(*, by: User, place: MissionParticipant) -> MissionParticipant:
    """Say that the organisation comes; where there is no room it goes on the waiting list."""
    mission, found = _locked(place)
    require_mission_step(by, "place_confirm", mission, found)
    limit, taken = limit_of(mission, found.side), taken_of(mission, found.side)
    if found.side == Side.DELEGATION:
        taken -= 1  # its own place was kept for it since it was asked
    if limit is not None and taken >= limit:
        found.waiting = timezone.now()
    else:
        found.confirmed = timezone.now()
    found.save()
    tell_organisers(found, "confirmed" if found.confirmed else "waiting")
    record(found, {"place": found.place.value}, organisation=found.organisation)
    return found


@action
def place_decline(*, by: User, place: MissionParticipant) -> MissionParticipant:
    """Say that the organisation does not come."""
    return _give_up(by, place, "place_decline")


@action
def place_withdraw(*, by: User, place: MissionParticipant) -> MissionParticipant:
    """Give up a place, or stop waiting; who waits moves up."""
    return _give_up(by, place, "place_withdraw")


@action
def place_remove(*, by: User, place: MissionParticipant) -> MissionParticipant:
    """Take a place away, as organiser; who waits moves up, and the organisation is told."""
    found = _give_up(by, place, "place_remove")
    tell_place(found, "removed")
    return found


@action
def place_change(
    *, by: User, place: MissionParticipant, details: Mapping[str, Any], seen: int
) -> MissionParticipant:
    """Change what others read of a participant, and when its people arrive and leave.

    seen: the revision that was on the page, as in `mission_change`. Raises `ValidationError` where
    they leave before they arrive.
    """
    mission, found = _locked(place)
    require_mission_step(by, "place_change", mission, found)
    require_revision(found.revision, seen)
    unknown = details.keys() - set(PLACE_DETAILS)
    if unknown:
        raise TypeError(f"A place has no {', '.join(sorted(unknown))}.")
    before = _said(found)
    for name, value in details.items():
        setattr(found, name, value)
    if found.arrives and found.leaves and found.leaves <= found.arrives:
        raise ValidationError(_("Your people leave before they arrive."))
    found.revision += 1
    found.full_clean()
    found.save()
    record(found, differences(before, _said(found)), organisation=found.organisation)
    return found


@action
def delegate_save(
    *,
    by: User,
    place: MissionParticipant,
    name: str,
    function: str,
    person: User | None = None,
    number: int | None = None,
    seen: int = 0,
) -> MissionDelegate:
    """Name somebody who comes, or change what is said of them.

    number: key of one there is; seen: its revision that was on the page, as in `mission_change`.
    Raises `ValidationError` where somebody else took them off meanwhile.
    """
    mission, found = _locked(place)
    require_mission_step(by, "delegate_save", mission, found)
    if number is None:
        if found.delegates.count() >= MOST_DELEGATES:
            raise ValidationError(
                _("No more than %(most)s people of one organisation.") % {"most": MOST_DELEGATES}
            )
        delegate = MissionDelegate(participant=found)
    else:
        standing = found.delegates.filter(pk=number).first()
        if standing is None:
            raise ValidationError(_("Somebody else removed this meanwhile."))
        delegate = standing
        require_revision(delegate.revision, seen)
        delegate.revision += 1
    delegate.name, delegate.function, delegate.person = name, function, person
    delegate.full_clean()
    delegate.save()
    record(found, {"delegates": found.delegates.count()}, organisation=found.organisation)
    return delegate


@action
def delegate_remove(*, by: User, place: MissionParticipant, number: int) -> None:
    """Take somebody off those who come."""
    mission, found = _locked(place)
    require_mission_step(by, "delegate_remove", mission, found)
    found.delegates.get(pk=number).delete()
    record(found, {"delegates": found.delegates.count()}, organisation=found.organisation)


def make_place(mission: Mission, application: MissionApplication) -> MissionParticipant:
    """The place of one that was selected, with what its application says of it."""
    place, _made = MissionParticipant.objects.update_or_create(
        mission=mission,
        organisation=application.organisation,
        defaults={
            "side": Side.DELEGATION,
            "application": application,
            "sectors": application.sectors,
            "offers": application.offers,
            "needs": application.needs,
            "wishes": application.wishes,
            "invited": timezone.now(),
            "confirmed": None,
            "waiting": None,
            "withdrawn": None,
        },
    )
    return place


def move_up(mission: Mission, side: str) -> None:
    """Give free places of a side to those who wait for them, and tell them."""
    waiting = {each.pk: each for each in mission.participants.waiting().filter(side=side)}
    line = [Waiting(pk, each.waiting) for pk, each in waiting.items() if each.waiting]
    if not line:
        return
    for key in moving_up(line, limit_of(mission, side), taken_of(mission, side)):
        place = waiting[key]
        place.confirmed, place.waiting = timezone.now(), None
        place.save()
        tell_place(place, "moved_up")


def _give_up(by: User, place: MissionParticipant, step: str) -> MissionParticipant:
    mission, found = _locked(place)
    require_mission_step(by, step, mission, found)
    found.withdrawn = timezone.now()
    found.waiting = None
    found.save()
    move_up(mission, found.side)
    if step != "place_remove":
        tell_organisers(found, "withdrawn")
    record(found, {"place": found.place.value}, organisation=found.organisation)
    return found


def _locked(place: MissionParticipant) -> tuple[Mission, MissionParticipant]:
    """The mission and the place as they are now, held until the running action is over."""
    mission = locked_mission(place.mission)
    found = (
        MissionParticipant.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=place.pk)
    )
    found.mission = mission
    return mission, found


def _said(place: MissionParticipant) -> dict[str, Any]:
    said = {name: getattr(place, name) for name in PLACE_DETAILS}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in said.items()
    }
