"""Making the first administrator, which nobody on the site could do."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import RoleGrant, User


@action
def administrator_make(*, by: User | None = None, email: str, name: str = "") -> User:
    """Make the person with this address administrator, and an account where there is none.

    For the command line, where whoever may run it may do everything. A new account has no
    password: `signing_in.password_link` lets its owner choose one. Raises `ValidationError` for
    what is no address, for a blocked account, and for somebody who is administrator already.
    """
    validate_email(email)
    person = User.objects.filter(email__iexact=email).first()
    is_new = person is None
    if person is None:
        person = User.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if not person.is_active:
        raise ValidationError("This account is blocked, so it cannot be made administrator.")
    if person.is_administrator:
        raise ValidationError("This person is administrator already.")
    grant = RoleGrant.objects.create(person=person, role=Role.ADMINISTRATOR, granted_by=by)
    person.__dict__.pop("granted_roles", None)
    record(grant, {"person": person.pk, "new account": is_new})
    return person
