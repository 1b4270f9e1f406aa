"""Whether a person may take an action of the directory, by the table of its rules."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.collaboration.directory.permits import may
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody
from hanse.foundation.web.permits import roles_of


def permitted(person: Somebody, action: str, organisation: Organisation | None = None) -> bool:
    """Whether `person` may take `action`, on `organisation` where there is one."""
    return may(roles_of(person, organisation), action)


def require(person: Somebody, action: str, organisation: Organisation | None = None) -> None:
    """Raise `PermissionDenied`, with a sentence for people, when `person` may not do it."""
    if not permitted(person, action, organisation):
        raise PermissionDenied(_("Your account does not have the right to do this."))
