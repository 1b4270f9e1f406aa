"""Offices of the site that steps without a file of their own ask for."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import Somebody, User


def is_officer(person: Somebody) -> bool:
    """Whether `person` is one of the secretariat."""
    return isinstance(person, User) and person.is_active and person.has_role(Role.OFFICER)


def require_officer(person: Somebody) -> None:
    """Raise `PermissionDenied` for who is not of the secretariat."""
    if not is_officer(person):
        raise PermissionDenied(_("This is for the programme's secretariat."))
