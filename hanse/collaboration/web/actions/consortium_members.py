"""Who belongs to a consortium: asked, answering, leaving, and what each does there."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.states import Place, Version
from hanse.collaboration.web.actions.strategies import settle_approval
from hanse.collaboration.web.consortium_letters import tell_answered, tell_invited
from hanse.collaboration.web.consortium_permits import locked, require_step
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumMember,
    ConsortiumRole,
    edited_by,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@action
def consortium_invite(
    *, by: User, consortium: Consortium, organisation: Organisation, role: str, function: str
) -> ConsortiumMember:
    """Ask an organisation to join. Raises `ValidationError` for one that is there or asked."""
    found = locked(consortium)
    require_step(by, "consortium_invite", found)
    if role == ConsortiumRole.COORDINATOR:
        raise ValidationError(_("There is a coordinator; ask as partner."))
    if organisation.withdrawn or organisation.fictitious != found.fictitious:
        raise ValidationError(_("This organisation cannot be asked."))
    if found.members.open().filter(organisation=organisation).exists():
        raise ValidationError(_("This organisation is a member or asked already."))
    place = ConsortiumMember.objects.create(
        consortium=found, organisation=organisation, role=role, function=function, asked_by=by
    )
    tell_invited(place)
    record(found, {"organisation": organisation.name}, organisation=organisation)
    return place


@action
def consortium_uninvite(*, by: User, place: ConsortiumMember) -> None:
    """Take an invitation back that is not answered."""
    found = locked(place.consortium)
    require_step(by, "consortium_uninvite", found)
    current = _current(found, place, Place.INVITED)
    _answer(current, Place.WITHDRAWN, by)
    record(found, {"organisation": current.organisation.name}, organisation=current.organisation)


@action
def consortium_accept(*, by: User, place: ConsortiumMember) -> None:
    """Join, for an organisation that was asked. A strategy in approval then waits for it, too."""
    found = locked(place.consortium)
    require_step(by, "consortium_accept", found)
    current = _own(found, place, Place.INVITED, by)
    _answer(current, Place.ACCEPTED, by)
    tell_answered(current, accepted=True)
    record(found, {"organisation": current.organisation.name}, organisation=current.organisation)


@action
def consortium_decline(*, by: User, place: ConsortiumMember) -> None:
    """Decline, for an organisation that was asked."""
    found = locked(place.consortium)
    require_step(by, "consortium_decline", found)
    current = _own(found, place, Place.INVITED, by)
    _answer(current, Place.DECLINED, by)
    tell_answered(current, accepted=False)
    record(found, {"organisation": current.organisation.name}, organisation=current.organisation)


@action
def consortium_leave(*, by: User, place: ConsortiumMember) -> None:
    """Leave, for a member. The coordinator cannot: it ends the consortium.

    A strategy that waited for the member alone is then approved by all who are left.
    """
    found = locked(place.consortium)
    require_step(by, "consortium_leave", found)
    current = _own(found, place, Place.ACCEPTED, by)
    if current.role == ConsortiumRole.COORDINATOR:
        raise ValidationError(_("The coordinator cannot leave; end the consortium."))
    _answer(current, Place.LEFT, by)
    waiting = found.strategies.filter(state=Version.IN_APPROVAL).first()
    if waiting is not None:
        settle_approval(waiting, approver=by)
    record(found, {"organisation": current.organisation.name}, organisation=current.organisation)


@action
def consortium_role(*, by: User, place: ConsortiumMember, role: str, function: str) -> None:
    """Say what a member does in the consortium; the coordinator's role stays."""
    found = locked(place.consortium)
    require_step(by, "consortium_role", found)
    current = found.members.open().select_related("organisation").filter(pk=place.pk).first()
    if current is None:
        raise ValidationError(_("This organisation does not belong to it any more."))
    if (role == ConsortiumRole.COORDINATOR) != (current.role == ConsortiumRole.COORDINATOR):
        raise ValidationError(_("The coordinator stays the coordinator."))
    before = [current.role, current.function]
    current.role, current.function = role, function
    current.save()
    record(found, {"role": [before, [role, function]]}, organisation=current.organisation)


def _own(
    consortium: Consortium, place: ConsortiumMember, wanted: Place, by: User
) -> ConsortiumMember:
    """The place as it is now. Raises `PermissionDenied` for another's organisation."""
    if not edited_by(by).filter(pk=place.organisation_id).exists():
        raise PermissionDenied(_("You do not act for this organisation."))
    return _current(consortium, place, wanted)


def _current(consortium: Consortium, place: ConsortiumMember, wanted: Place) -> ConsortiumMember:
    current = consortium.members.select_related("organisation", "consortium").get(pk=place.pk)
    if current.place != wanted:
        raise ValidationError(
            _("This cannot be done now: the state is “%(state)s”.")
            % {"state": current.get_place_display()}
        )
    return current


def _answer(place: ConsortiumMember, answer: Place, by: User) -> None:
    place.place = answer
    place.answered = timezone.now()
    place.answered_by = by
    place.save()
