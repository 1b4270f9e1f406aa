"""Invitations by mail to join an organisation."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.foundation.web.actions.memberships import join
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import (
    Invitation,
    Membership,
    MembershipKind,
    Organisation,
)
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require

_SALT = "hanse.invitation"


@action
def invitation_send(
    *, by: User, organisation: Organisation, email: str, kind: MembershipKind
) -> Invitation:
    """Invite the owner of `email`; the mail holds a signed link that expires.

    Raises `ValidationError` for somebody who belongs to it, or has an open invitation.
    """
    require(by, "invitation_send", organisation)
    if organisation.memberships.current().filter(person__email__iexact=email).exists():
        raise ValidationError(_("This person belongs to the organisation already."))
    if organisation.invitations.open().filter(email__iexact=email).exists():
        raise ValidationError(_("This address has an invitation that is still open."))
    days = settings.KEEP_INVITATIONS_DAYS
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        kind=kind,
        sent_by=by,
        expires=timezone.now() + timedelta(days=days),
    )
    record(invitation, {"kind": kind.value})
    path = reverse("invitation_accept", args=[invitation_token(invitation)])
    notify(
        email,
        "invitation",
        {
            "organisation": organisation,
            "sender": by.name,
            "kind": invitation.get_kind_display(),
            "link": f"{settings.ORIGIN}{path}",
            "days": days,
        },
    )
    return invitation


@action
def invitation_revoke(*, by: User, invitation: Invitation) -> None:
    """Take an invitation back. Raises `ValidationError` when it is no longer open."""
    require(by, "invitation_revoke", invitation.organisation)
    if not invitation.is_open:
        raise ValidationError(_("This invitation is no longer open."))
    invitation.revoked = timezone.now()
    invitation.save(update_fields=["revoked"])
    record(invitation)


@action
def invitation_accept(*, by: User, invitation: Invitation) -> Membership:
    """Join the organisation one was invited to.

    Raises `PermissionDenied` unless the invited address is a verified one of `by`, and
    `ValidationError` when the invitation is no longer open.
    """
    require(by, "invitation_accept")
    current = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not current.is_open or current.organisation.withdrawn:
        raise ValidationError(_("This invitation is no longer open."))
    if not is_for(current, by):
        raise PermissionDenied(_("This invitation was sent to another address."))
    membership = join(current.organisation, by, MembershipKind(current.kind))
    current.accepted = timezone.now()
    current.accepted_by = by
    current.save(update_fields=["accepted", "accepted_by"])
    record(current, {"kind": current.kind, "person": by.pk})
    return membership


def invitation_token(invitation: Invitation) -> str:
    """The words of the link that stand for `invitation`."""
    return signing.dumps(invitation.pk, salt=_SALT)


def invitation_behind(token: str) -> Invitation | None:
    """The invitation that `token` stands for; None for a token we never signed."""
    try:
        number = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organisation", "sent_by").filter(pk=number).first()


def is_for(invitation: Invitation, person: User) -> bool:
    """Whether the invited address is a verified one of `person`."""
    owned = EmailAddress.objects.filter(user=person, verified=True, email__iexact=invitation.email)
    return bool(owned.exists())
