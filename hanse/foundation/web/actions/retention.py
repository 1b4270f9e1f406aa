"""Deleting what has been kept long enough; the scheduler calls this once a day."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.consents import DataExport
from hanse.foundation.web.models.organisations import Invitation, Membership
from hanse.foundation.web.models.people import RoleGrant, User

BLANKED = "expired@erased.invalid"


@action
def retention(*, by: User | None = None, now: datetime | None = None) -> dict[str, int]:
    """Delete or blank what is older than the settings KEEP_... allow; how many of each.

    Deleted: accounts never confirmed, sessions past their end, copies of personal data. Blanked:
    the address of invitations that expired, were revoked or accepted so long ago, and hashed
    addresses in the audit log.
    """
    now = now or timezone.now()
    counts = {
        "accounts": _unconfirmed(now - timedelta(days=settings.KEEP_UNVERIFIED_DAYS)),
        "sessions": _sessions(now),
        "invitations": Invitation.objects.filter(
            expires__lte=now, sent__lte=now - timedelta(days=settings.KEEP_INVITATIONS_DAYS)
        )
        .exclude(email=BLANKED)
        .update(email=BLANKED),
        "exports": _deleted(
            DataExport.objects.filter(
                asked__lte=now - timedelta(days=settings.KEEP_EXPORTS_DAYS)
            ).delete()
        ),
        "addresses": AuditEvent.objects.filter(
            at__lte=now - timedelta(days=settings.KEEP_ADDRESSES_DAYS)
        )
        .exclude(address_hash="")
        .pseudonymise(address_hash=""),
    }
    record(None, counts)
    return counts


def _unconfirmed(before: datetime) -> int:
    """Accounts nobody ever got into; one that did something here is no mere attempt."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    attempts = User.objects.filter(
        ~Exists(confirmed),
        ~Exists(Membership.objects.filter(person=OuterRef("pk"))),
        ~Exists(RoleGrant.objects.filter(person=OuterRef("pk"))),
        joined__lte=before,
        last_login=None,
        erased=None,
    )
    number = attempts.count()
    attempts.delete()
    return number


def _sessions(now: datetime) -> int:
    number = _deleted(Session.objects.filter(expire_date__lt=now).delete())
    running = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(running)).delete()
    return number


def _deleted(answer: tuple[int, dict[str, int]]) -> int:
    return answer[0]
