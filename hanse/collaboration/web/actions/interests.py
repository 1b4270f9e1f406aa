"""Expressions of interest: sent, answered, talked about, agreed by both, ended; and messages."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.matching.states import INTERESTS, InterestState
from hanse.collaboration.matching.steps import Part
from hanse.collaboration.web.models.interests import MESSAGE, Interest, InterestMessage
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.partner_conduct import Block
from hanse.collaboration.web.partner_letters import tell_editors
from hanse.collaboration.web.partner_permits import (
    locked_interest,
    require_editor,
    require_interest_step,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

_S = InterestState


@action
def interest_send(
    *,
    by: User,
    sender: Organisation,
    receiver: Organisation,
    text: str,
    offer: Offer | None = None,
) -> Interest:
    """Express interest of `sender` in `receiver`, or in an offer of it, with a first message.

    Raises `ValidationError` without a message, for one's own organisation, for an organisation
    nobody could answer for, for an offer that is not published or not the receiver's, while such
    an interest is open, and where either blocks the other.
    """
    require_editor(by, sender)
    if sender.pk == receiver.pk:
        raise ValidationError(_("This is your own organisation."))
    if receiver.withdrawn is not None:
        raise ValidationError(_("This organisation is no longer here."))
    if offer is not None and (
        offer.organisation_id != receiver.pk
        or not Offer.objects.published().filter(pk=offer.pk).exists()
    ):
        raise ValidationError(_("This offer is not on the list any more."))
    if not receiver.memberships.editors().exists():
        raise ValidationError(_("Nobody edits this organisation here who could answer you."))
    _require_not_blocked(sender, receiver)
    # The sender is locked, so that two who send at once send one.
    Organisation.objects.select_for_update().get(pk=sender.pk)
    same = Interest.objects.open().filter(sender=sender, receiver=receiver, offer=offer)
    if same.exists():
        raise ValidationError(_("You have expressed this interest already."))
    interest = Interest.objects.create(sender=sender, receiver=receiver, offer=offer, sent_by=by)
    _write(interest, sender, by, text)
    # What the log says is read by the sender's editors alone.
    record(interest, {"offer": offer.pk if offer else None}, organisation=sender)
    tell_editors(receiver, "interest_received", {"interest": interest, "sender": sender})
    return interest


@action
def interest_see(*, by: User, interest: Interest) -> None:
    """Note that an editor of the receiver has opened it."""
    _step(by, "interest_see", interest, _S.SEEN, quiet=True)


@action
def interest_accept(*, by: User, interest: Interest) -> None:
    """Accept interest: the two are in contact."""
    _step(by, "interest_accept", interest, _S.ACCEPTED)


@action
def interest_decline(*, by: User, interest: Interest, reason: str = "") -> None:
    """Decline interest, with a reason that the sender reads, if one is given."""
    _step(by, "interest_decline", interest, _S.DECLINED, reason=reason)


@action
def interest_withdraw(*, by: User, interest: Interest) -> None:
    """Withdraw interest that was not answered yet."""
    _step(by, "interest_withdraw", interest, _S.WITHDRAWN)


@action
def talks_begin(*, by: User, interest: Interest) -> None:
    """Say that the two organisations are in talks."""
    _step(by, "talks_begin", interest, _S.IN_TALKS)


@action
def cooperation_propose(*, by: User, interest: Interest) -> None:
    """State for one side that the two cooperate; the other side is to confirm it."""
    _step(by, "cooperation_propose", interest, _S.IN_TALKS)


@action
def cooperation_take_back(*, by: User, interest: Interest) -> None:
    """Take back what one's own side stated."""
    _step(by, "cooperation_take_back", interest, _S.IN_TALKS)


@action
def cooperation_confirm(*, by: User, interest: Interest) -> None:
    """Confirm what the other side stated: cooperation is agreed by both."""
    _step(by, "cooperation_confirm", interest, _S.AGREED)


@action
def interest_end(*, by: User, interest: Interest, reason: str = "") -> None:
    """End a contact, talks or a cooperation."""
    _step(by, "interest_end", interest, _S.ENDED, reason=reason)


@action
def message_send(*, by: User, interest: Interest, text: str) -> InterestMessage:
    """Write a message in the thread; the other side is told that there is one."""
    current = locked_interest(interest)
    side = require_interest_step(by, "message_send", current)
    sender = _of_side(current, side)
    message = _write(current, sender, by, text)
    current.moved = timezone.now()
    current.save(update_fields=["moved"])
    record(message, organisation=sender)
    tell_editors(
        current.other(sender),
        "message_received",
        {"interest": current, "sender": sender},
    )
    return message


# --- Within -----------------------------------------------------------------------------------


def _step(
    by: User,
    code: str,
    interest: Interest,
    target: InterestState,
    *,
    reason: str = "",
    quiet: bool = False,
) -> None:
    """Take a step of the table, note its time, and tell the other side unless it is `quiet`."""
    current = locked_interest(interest)
    side = require_interest_step(by, code, current)
    row = INTERESTS.step(code, _S(current.state), target)
    if row is None:
        raise PermissionDenied(_("Your account does not have the right to do this."))
    before, now = current.state, timezone.now()
    current.state, current.moved = row.target, now
    match code:
        case "interest_see":
            current.seen = now
        case "interest_accept" | "interest_decline":
            current.answered = now
            current.seen = current.seen or now
        case "talks_begin":
            current.talks_since = now
        case "cooperation_propose":
            current.said_by = side
        case "cooperation_take_back":
            current.said_by = ""
        case "cooperation_confirm":
            current.agreed = now
    if row.target in (_S.DECLINED, _S.WITHDRAWN, _S.ENDED):
        current.ended, current.reason = now, reason.strip()
    current.full_clean()
    current.save()
    own = _of_side(current, side)
    record(current, {"step": code, "state": [before, current.state]}, organisation=own)
    if not quiet:
        tell_editors(current.other(own), "interest_moved", {"interest": current, "sender": own})
    interest.refresh_from_db()


def _write(
    interest: Interest, organisation: Organisation, author: User, text: str
) -> InterestMessage:
    if not text.strip():
        raise ValidationError({"text": _("Write a message.")})
    if len(text) > MESSAGE:
        raise ValidationError(
            {"text": _("A message has %(count)d characters at most.") % {"count": MESSAGE}}
        )
    return InterestMessage.objects.create(
        interest=interest, organisation=organisation, author=author, text=text.strip()
    )


def _of_side(interest: Interest, side: Part) -> Organisation:
    return interest.sender if side is Part.SENDER else interest.receiver


def _require_not_blocked(one: Organisation, other: Organisation) -> None:
    # Who blocks whom is not said.
    if Block.objects.between(one, other).exists():
        raise ValidationError(_("These organisations do not take messages from each other."))
