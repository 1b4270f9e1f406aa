"""Accounts as the command line sees to them: administrators, forgotten passwords, the demo's."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from hanse.foundation.demo_cast import PEOPLE, DemoPerson
from hanse.foundation.problems import HanseError
from hanse.foundation.roles import Role
from hanse.site import database
from hanse.site.loading import load


def make_administrator(email: str, name: str = "") -> str:
    """Make the person administrator; where they choose a password, "" where they have one."""
    load()
    database.require_migrated()
    from hanse.foundation.web.actions.administrators import (  # noqa: PLC0415 - once apps are loaded
        administrator_make,
    )
    from hanse.foundation.web.signing_in import password_link  # noqa: PLC0415

    try:
        person = administrator_make(email=email, name=name)
    except ValidationError as error:
        raise HanseError(" ".join(error.messages), where=email) from error
    return "" if person.has_usable_password() else password_link(person)


def new_password_link(email: str) -> str:
    """Where the person with this address chooses a password. Raises `HanseError` for none."""
    load()
    database.require_migrated()
    from hanse.foundation.web.models.people import User  # noqa: PLC0415 - once apps are loaded
    from hanse.foundation.web.signing_in import password_link  # noqa: PLC0415

    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise HanseError(f"Nobody with the address {email} may sign in.")
    return password_link(person)


def administrators() -> list[str]:
    """The addresses of those who are administrators now."""
    load()
    database.require_migrated()
    from hanse.foundation.web.models.people import RoleGrant  # noqa: PLC0415 - once apps are loaded

    running = RoleGrant.objects.running().filter(role=Role.ADMINISTRATOR, person__is_active=True)
    return sorted(running.values_list("person__email", flat=True))


def make_demo_accounts() -> tuple[DemoPerson, ...]:
    """The demo's accounts, made where they are missing, on a database that is up to date."""
    load()
    from django.utils import timezone  # noqa: PLC0415 - once loaded

    from hanse.collaboration.web.actions.demo import (  # noqa: PLC0415
        create_demo_collaboration,
        has_demo_collaboration,
    )
    from hanse.excellence.web.actions.demo import (  # noqa: PLC0415
        create_demo_excellence,
        has_demo_excellence,
    )
    from hanse.foundation.web.actions.demo import create_demo_accounts  # noqa: PLC0415
    from hanse.foundation.web.models.people import User  # noqa: PLC0415

    there = User.objects.filter(email__in=[each.email for each in PEOPLE]).count()
    people = PEOPLE if there == len(PEOPLE) else create_demo_accounts()
    if not has_demo_excellence():
        create_demo_excellence(on=timezone.localdate())
    if not has_demo_collaboration():
        create_demo_collaboration(on=timezone.localdate())
    return people


def lacks_demo() -> bool:
    """Whether this is a demo whose people and organisations are not all there yet."""
    load()
    from hanse.collaboration.web.actions.demo import has_demo_collaboration  # noqa: PLC0415
    from hanse.excellence.web.actions.demo import has_demo_excellence  # noqa: PLC0415
    from hanse.foundation.web.models.people import User  # noqa: PLC0415 - once apps are loaded

    if not settings.DEMO:
        return False
    try:
        there = User.objects.filter(email__in=[each.email for each in PEOPLE]).count()
        return there < len(PEOPLE) or not (has_demo_excellence() and has_demo_collaboration())
    except DatabaseError:
        return True  # no database yet, or one of an older version
    finally:
        database.close()


def are_of_real_people() -> bool:
    """Whether the database holds accounts, and none of them is a demo's."""
    load()
    from hanse.foundation.web.models.people import User  # noqa: PLC0415 - once apps are loaded

    if not database.has_table(User._meta.db_table):
        return False
    return User.objects.exists() and not User.objects.filter(fictitious=True).exists()
