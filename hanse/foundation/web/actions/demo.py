"""The fictitious people and organisations of a demo."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from hanse.foundation.demo_cast import ORGANISATIONS, PASSWORD, PEOPLE, DemoPerson
from hanse.foundation.problems import HanseError
from hanse.foundation.roles import GRANTED, Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.organisation_slugs import free_slug


@action
def create_demo_accounts(*, by: User | None = None) -> tuple[DemoPerson, ...]:
    """Make the demo's people and organisations where they are missing, and return the people.

    All have the password `demo_cast.PASSWORD`, and can sign in only while the site is a demo.
    Raises `HanseError` on a site that is none.
    """
    if not settings.DEMO:
        raise HanseError(
            "Demo accounts are for a demo.",
            why="Everybody knows their password.",
            remedy="Set HANSE_DEMO=true on a site that holds no real data.",
        )
    organisations = {}
    made = []
    for each in ORGANISATIONS:
        organisation = Organisation.objects.filter(name=each.name, fictitious=True).first()
        if organisation is None:
            organisation = Organisation.objects.create(
                slug=free_slug(each.name),
                kind=each.kind,
                name=each.name,
                native_name=each.native_name,
                country=each.country,
                region=each.region,
                description=each.description,
                contact_email="nobody@hanse.example",
                fictitious=True,
            )
            made.append(each.name)
        organisations[each.name] = organisation
    known = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in known]
    hashed = make_password(PASSWORD) if missing else ""  # once: it is slow on purpose
    for person in missing:
        _make(person, hashed, organisations)
        made.append(person.email)
    record(None, {"made": len(made)})
    return PEOPLE


def _make(person: DemoPerson, hashed: str, organisations: dict[str, Organisation]) -> None:
    user = User(
        email=User.objects.normalize_email(person.email),
        password=hashed,
        name=person.name,
        fictitious=True,
    )
    user.save()
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    if person.role in GRANTED:
        RoleGrant.objects.create(person=user, role=person.role)
    if person.organisation:
        is_editor = person.role is Role.EDITOR
        Membership.objects.create(
            organisation=organisations[person.organisation],
            person=user,
            kind=MembershipKind.EDITOR if is_editor else MembershipKind.MEMBER,
        )
