"""Granting roles and ending them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.foundation.roles import GRANTED, Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.permits import require


@action
def role_grant(*, by: User, person: User, role: Role, ends: datetime | None = None) -> RoleGrant:
    """Grant `role` to `person` from now until `ends`, or until it is ended.

    Raises `ValidationError` when the person holds it already, or it is not one to grant.
    """
    require(by, "role_grant")
    if role not in GRANTED:
        raise ValidationError(_("This role is not granted: it follows from account or membership."))
    if ends is not None and ends <= timezone.now():
        raise ValidationError(_("The last day must lie in the future."))
    if RoleGrant.objects.running().filter(person=person, role=role).exists():
        raise ValidationError(_("This person holds the role already."))
    grant = RoleGrant.objects.create(person=person, role=role, granted_by=by, ends=ends)
    person.__dict__.pop("granted_roles", None)
    record(grant, {"role": role.value, "person": person.pk, "ends": str(ends or "")})
    return grant


@action
def role_end(*, by: User, grant: RoleGrant) -> None:
    """End a grant now; it stays in the history.

    Raises `ValidationError` when it has ended, or no administrator would be left.
    """
    require(by, "role_end")
    running = RoleGrant.objects.running()
    if not running.filter(pk=grant.pk).exists():
        raise ValidationError(_("This role has ended already."))
    others = running.filter(role=Role.ADMINISTRATOR, person__is_active=True).exclude(
        person=grant.person
    )
    if grant.role == Role.ADMINISTRATOR and not others.exists():
        raise ValidationError(_("Somebody must remain administrator: grant the role first."))
    grant.ends = timezone.now()
    grant.ended_by = by
    grant.save(update_fields=["ends", "ended_by"])
    grant.person.__dict__.pop("granted_roles", None)
    record(grant, {"role": grant.role, "person": grant.person_id})
