"""People and organisations for tests, and the cast that tests speak of.

owner: editor of the cast's organisation. member: belongs to it. stranger: has an account.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import (
    Invitation,
    JoinRequest,
    Membership,
    MembershipKind,
    Organisation,
)
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.organisation_slugs import free_slug

PASSWORD = "correct horse battery"

_numbers = count(1)


def make_person(name: str = "", *roles: Role, password: str | None = PASSWORD, **more: Any) -> User:
    """A person with a verified address, named in it."""
    name = name or f"Person {next(_numbers)}"
    email = more.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    person = User.objects.create_user(email, password, name=name, **more)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    for role in roles:
        RoleGrant.objects.create(person=person, role=role)
    return person


def make_organisation(name: str = "", **more: Any) -> Organisation:
    """An organisation in Austria, a cluster organisation unless said otherwise."""
    name = name or f"Organisation {next(_numbers)}"
    details = {"kind": "cluster", "country": "AT", "slug": free_slug(name), **more}
    return Organisation.objects.create(name=name, **details)


def make_member(
    organisation: Organisation, person: User, kind: str = MembershipKind.MEMBER, **more: Any
) -> Membership:
    """`person` as one of `organisation`."""
    return Membership.objects.create(organisation=organisation, person=person, kind=kind, **more)


def make_invitation(organisation: Organisation, email: str, **more: Any) -> Invitation:
    """An open invitation."""
    details = {"kind": "member", "expires": timezone.now() + timedelta(days=7), **more}
    return Invitation.objects.create(organisation=organisation, email=email, **details)


def make_join_request(organisation: Organisation, person: User, **more: Any) -> JoinRequest:
    """An open request to join."""
    return JoinRequest.objects.create(organisation=organisation, person=person, **more)


def give_second_factor(person: User) -> str:
    """Protect `person` by codes; return the secret they are computed from."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return str(secret)


@dataclass(frozen=True)
class Cast:
    """The people of most tests, and the organisation that owner and member belong to."""

    organisation: Organisation
    owner: User
    member: User
    stranger: User
    expert: User
    officer: User
    board: User
    administrator: User

    def person(self, name: str) -> User | None:
        """The one called `name`; None for the visitor."""
        found: User | None = getattr(self, name, None)
        return found


CAST = ("visitor", "stranger", "member", "owner", "expert", "officer", "board", "administrator")


def make_cast() -> Cast:
    """One of each."""
    organisation = make_organisation("Timber Cluster")
    owner, member = make_person("Owner"), make_person("Member")
    administrator = make_person("Administrator", Role.ADMINISTRATOR)
    give_second_factor(administrator)
    make_member(organisation, owner, MembershipKind.EDITOR)
    make_member(organisation, member)
    return Cast(
        organisation=organisation,
        owner=owner,
        member=member,
        stranger=make_person("Stranger"),
        expert=make_person("Expert", Role.EXPERT),
        officer=make_person("Officer", Role.OFFICER),
        board=make_person("Board", Role.BOARD),
        administrator=administrator,
    )
