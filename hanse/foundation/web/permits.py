"""Whether a person may take an action, by the table of `hanse.foundation.roles`."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.foundation.roles import Role, may
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User


def roles_of(person: Somebody, organisation: Organisation | None = None) -> frozenset[Role]:
    """The roles of `person`; with an organisation, EDITOR too where the person is one of it."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset({Role.VISITOR})
    roles = {Role.VISITOR, Role.MEMBER, *person.granted_roles}
    if (
        organisation is not None
        and organisation.memberships.editors().filter(person=person).exists()
    ):
        roles.add(Role.EDITOR)
    return frozenset(roles)


def permitted(person: Somebody, action: str, organisation: Organisation | None = None) -> bool:
    """Whether `person` may take `action`, on `organisation` where there is one."""
    return may(roles_of(person), action) or (
        organisation is not None and may(roles_of(person, organisation), action)
    )


def require(person: Somebody, action: str, organisation: Organisation | None = None) -> None:
    """Raise `PermissionDenied`, with a sentence for people, when `person` may not do it."""
    if not permitted(person, action, organisation):
        raise PermissionDenied(_("Your account does not have the right to do this."))
