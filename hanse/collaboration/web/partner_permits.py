"""What somebody is to an offer or an interest, and which steps they may take."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.collaboration.matching.states import (
    INTERESTS,
    OFFERS,
    InterestFacts,
    InterestState,
    OfferState,
    interest_steps,
)
from hanse.collaboration.matching.steps import Part
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.partner_conduct import Block
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import Somebody, User


def edited_by(person: Somebody) -> list[Organisation]:
    """The organisations whose editor `person` is, by name. Administrators edit none by office."""
    if not isinstance(person, User) or not person.is_active:
        return []
    editing = person.memberships.editors().values("organisation")
    return list(Organisation.objects.filter(pk__in=editing, withdrawn__isnull=True))


def edits(person: Somebody, organisation: Organisation) -> bool:
    """Whether `person` is one of the editors of an organisation that stands."""
    return organisation.withdrawn is None and (
        isinstance(person, User)
        and person.is_active
        and person.memberships.editors().filter(organisation=organisation).exists()
    )


def require_editor(person: Somebody, organisation: Organisation) -> None:
    """Raise `PermissionDenied` for who is no editor of `organisation`."""
    if not edits(person, organisation):
        raise PermissionDenied(_("This is for the editors of the organisation."))


# --- Offers -----------------------------------------------------------------------------------


def offer_parts(person: Somebody, offer: Offer) -> frozenset[Part]:
    """What `person` is to `offer`; an officer of the same organisation does not review it."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    kinds = set(
        Membership.objects.current()
        .filter(organisation=offer.organisation, person=person)
        .values_list("kind", flat=True)
    )
    parts = {Part.EDITOR} if MembershipKind.EDITOR in kinds else set()
    if person.has_role(Role.OFFICER) and not kinds:
        parts.add(Part.OFFICER)
    return frozenset(parts)


def offer_steps(person: Somebody, offer: Offer) -> frozenset[str]:
    """Codes of the steps that `person` may take now."""
    allowed = OFFERS.allowed(OfferState(offer.state), offer_parts(person, offer))
    return frozenset(each.code for each in allowed)


def require_offer_step(person: Somebody, code: str, offer: Offer) -> None:
    """Raise `PermissionDenied` for who may never take a step, `ValidationError` when not now."""
    parts = offer_parts(person, offer)
    if OFFERS.takers(code).isdisjoint(parts):
        raise PermissionDenied(_("Your account does not have the right to do this."))
    if code not in offer_steps(person, offer):
        raise ValidationError(
            _("This is not possible now: the offer is %(state)s.")
            % {"state": offer.get_state_display()}
        )


def locked_offer(offer: Offer) -> Offer:
    """The row of now, held until the running action is over."""
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=offer.pk)
    )


# --- Interest ---------------------------------------------------------------------------------


def interest_sides(person: Somebody, interest: Interest) -> frozenset[Part]:
    """The sides of `interest` whose editor `person` is; most are of one, few of both."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    editing = set(
        person.memberships.editors()
        .filter(
            organisation__in=[interest.sender_id, interest.receiver_id],
            organisation__withdrawn__isnull=True,
        )
        .values_list("organisation_id", flat=True)
    )
    sides = set()
    if interest.sender_id in editing:
        sides.add(Part.SENDER)
    if interest.receiver_id in editing:
        sides.add(Part.RECEIVER)
    return frozenset(sides)


def interest_facts(interest: Interest) -> InterestFacts:
    """What the conditions ask of an interest: two queries."""
    return InterestFacts(
        InterestState(interest.state),
        Part(interest.said_by) if interest.said_by else None,
        interest.messages.filter(organisation=interest.receiver_id).exists(),
        Block.objects.between(interest.sender, interest.receiver).exists(),
    )


def steps_by_side(sides: frozenset[Part], facts: InterestFacts) -> dict[Part, frozenset[str]]:
    """For each side that somebody acts for, the steps it may take now."""
    return {side: interest_steps(facts, side) for side in sorted(sides)}


def require_interest_step(person: Somebody, code: str, interest: Interest) -> Part:
    """The side for which `person` takes a step.

    Raises `PermissionDenied` for who may never take it, `ValidationError` when not now.
    """
    sides = interest_sides(person, interest)
    if INTERESTS.takers(code).isdisjoint(sides):
        raise PermissionDenied(_("Your account does not have the right to do this."))
    facts = interest_facts(interest)
    for side, steps in steps_by_side(sides, facts).items():
        if code in steps:
            return side
    if facts.blocked:
        raise ValidationError(_("These organisations do not take messages from each other."))
    raise ValidationError(
        _("This is not possible now: the interest is %(state)s.")
        % {"state": interest.get_state_display()}
    )


def locked_interest(interest: Interest) -> Interest:
    """The row of now, held until the running action is over."""
    return (
        Interest.objects.select_for_update(of=("self",))
        .select_related("sender", "receiver")
        .get(pk=interest.pk)
    )
