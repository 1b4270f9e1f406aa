"""Copies of one's data, and the erasure of an account."""

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.consents import DataExport
from hanse.foundation.web.models.organisations import (
    Invitation,
    Membership,
    MembershipKind,
    Organisation,
)
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.permits import require
from hanse.foundation.web.personal_data import anonymised, archive, links, size
from hanse.foundation.web.tasks import make_export

LARGE_ROWS: Final = 500
"""From so many rows on, a copy of one's data is made in the background."""

_SHORTEST_NAME: Final = 4
"""Shorter names are not searched for in texts of the log: they occur inside other words."""


@action
def export_ask(*, by: User) -> DataExport:
    """Make a copy of one's data: at once when small, in the background when large."""
    require(by, "export_ask")
    export = DataExport.objects.create(person=by)
    if size(by) < LARGE_ROWS:
        export.archive = archive(by)
        export.made = timezone.now()
        export.save(update_fields=["archive", "made"])
    else:
        make_export.enqueue(export.pk)
    record(by, {"export": export.pk})
    return export


@action
def account_erase(*, by: User) -> None:
    """Erase one's account: rows that are the person's alone go, the rest keep no name.

    The account's row stays as a pseudonym, so that what was done on the site keeps its place.
    Organisations whose only member the person was stay without an editor. Raises `ValidationError`
    when members of an organisation would be left without an editor, or the site without an
    administrator.
    """
    require(by, "account_erase")
    reasons = why_not_erase(by)
    if reasons:
        raise ValidationError(reasons)
    email, language, pseudonym = by.email, by.language, f"erased-{by.pk}@erased.invalid"
    addresses = _addresses(by)
    words = frozenset(
        {*addresses, *({by.name.casefold()} if len(by.name) >= _SHORTEST_NAME else ())}
    )
    now = timezone.now()
    Membership.objects.current().filter(person=by).update(until=now)
    RoleGrant.objects.running().filter(person=by).update(ends=now)
    for session in UserSession.objects.filter(user=by):
        session.end()
    for link in links():
        if not link.personal.keep:
            link.rows(by).delete()
        elif link.personal.blank:
            link.rows(by).update(**link.personal.blank)
            _blank_history(link.model, link.field, by, link.personal.blank)
    Invitation.objects.annotate(folded=Lower("email")).filter(folded__in=addresses).update(
        email=pseudonym
    )
    _blank_contacts(addresses, by.name)
    by.email, by.name, by.language, by.theme = pseudonym, "", "", ""
    by.is_active, by.erased, by.last_login = False, now, None
    by.set_unusable_password()
    by.save()
    record(by)
    _pseudonymise_log(by, words)
    notify(email, "account_erased", {}, language=language)


def why_not_erase(person: User) -> list[str]:
    """What must be settled before `person` can be erased; nothing when all is well."""
    reasons = [
        _("You are the last editor of %(organisation)s. Make another member editor first.")
        % {"organisation": organisation.name}
        for organisation in organisations_left_alone(person)
    ]
    others = RoleGrant.objects.running().filter(role=Role.ADMINISTRATOR, person__is_active=True)
    if person.is_administrator and not others.exclude(person=person).exists():
        reasons.append(_("You are the last administrator. Grant the role to somebody else first."))
    return reasons


def organisations_left_alone(person: User) -> list[Organisation]:
    """Organisations with other members whose last editor `person` is."""
    edited = Organisation.objects.filter(
        withdrawn__isnull=True,
        memberships__in=Membership.objects.editors().filter(person=person),
    )
    alone = []
    for organisation in edited:
        others = organisation.memberships.current().exclude(person=person)
        if (
            others.exists()
            and not others.filter(kind=MembershipKind.EDITOR, person__is_active=True).exists()
        ):
            alone.append(organisation)
    return alone


def _addresses(person: User) -> set[str]:
    more = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {each.casefold() for each in (person.email, *more)}


def _blank_history(model: Any, field: str, person: User, blank: Any) -> None:
    history = getattr(model, "history", None)
    if history is not None:
        history.filter(**{field: person}).update(**blank)


def _blank_contacts(addresses: set[str], name: str) -> None:
    for rows in (Organisation.objects.all(), Organisation.history.all()):
        named = Q(folded__in=addresses)
        if name:
            named |= Q(contact_name__iexact=name, contact_email="")
        rows.annotate(folded=Lower("contact_email")).filter(named).update(
            contact_name="", contact_email="", contact_phone=""
        )


def _pseudonymise_log(person: User, words: frozenset[str]) -> None:
    own = AuditEvent.objects.filter(by=person)
    own.pseudonymise(address_hash="")
    about = AuditEvent.objects.filter(object_type="foundation.user", object_id=str(person.pk))
    about.pseudonymise(object_label="")
    # Labels and changes hold no names by design; this is for what slipped in.
    for event in AuditEvent.objects.only("pk", "object_label", "changes").iterator():
        label, changes = anonymised(event.object_label, words), anonymised(event.changes, words)
        if (label, changes) != (event.object_label, event.changes):
            AuditEvent.objects.filter(pk=event.pk).pseudonymise(object_label=label, changes=changes)
