"""Fictitious experts, trainers, members of boards and cluster organisations of a demo."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from hanse.foundation.demo_cast import PASSWORD
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.organisation_slugs import free_slug


@dataclass(frozen=True, slots=True)
class Figure:
    """A fictitious person of the cast: address before the @, name, country, roles."""

    address: str
    name: str
    country: str
    roles: tuple[Role, ...] = ()

    @property
    def email(self) -> str:
        """The whole address; nobody can receive mail there."""
        return f"{self.address}@hanse.example"


@dataclass(frozen=True, slots=True)
class ClusterFigure:
    """A fictitious cluster organisation: name, country, NUTS region, technology field."""

    name: str
    country: str
    region: str
    field: str


EXPERTS: Final = (
    Figure("expert", "Xenia Expert", "AT", (Role.EXPERT,)),
    Figure("expert-2", "Enzo Esperto", "IT", (Role.EXPERT,)),
    Figure("expert-3", "Elise Experte", "FR", (Role.EXPERT,)),
    Figure("expert-4", "Ewa Ekspert", "PL", (Role.EXPERT,)),
    Figure("expert-5", "Pedro Perito", "PT", (Role.EXPERT,)),
    Figure("expert-6", "Katrin Kundig", "DE", (Role.EXPERT,)),
    Figure("expert-7", "Sanna Sakkunnig", "SE", (Role.EXPERT,)),
    Figure("expert-8", "Emil Ekspert", "DK", (Role.EXPERT,)),
)
TRAINERS: Final = (
    Figure("trainer", "Tilda Trainer", "DE", (Role.EXPERT,)),
    Figure("trainer-2", "Tomas Trener", "CZ", (Role.EXPERT,)),
)
INSTRUCTORS: Final = (
    Figure("instructor", "Irma Instructor", "IE"),
    Figure("instructor-2", "Ivo Instruktor", "BG"),
)
BOARD: Final = (
    Figure("board", "Berta Board", "BE", (Role.BOARD,)),
    Figure("board-2", "Bruno Board", "LU", (Role.BOARD,)),
    Figure("board-3", "Bogna Board", "PL", (Role.BOARD,)),
    Figure("board-4", "Birk Board", "EE", (Role.BOARD,)),
    Figure("board-5", "Bianca Board", "RO", (Role.BOARD,)),
)
LEARNERS: Final = tuple(
    Figure(f"learner-{number}", name, country)
    for number, (name, country) in enumerate(
        (
            ("Lea Learner", "AT"),
            ("Luca Learner", "IT"),
            ("Lotte Learner", "NL"),
            ("Lars Learner", "DK"),
            ("Lucie Learner", "FR"),
            ("Ladislav Learner", "SK"),
            ("Lina Learner", "LT"),
            ("Leo Learner", "ES"),
            ("Lumi Learner", "FI"),
            ("Laszlo Learner", "HU"),
        ),
        1,
    )
)


@cache
def _hashed() -> str:
    """The password of all figures: everybody knows it, and hashing takes a third of a second."""
    return make_password(PASSWORD)


def make_figure(figure: Figure) -> User:
    """The person of `figure`, made where there is none of the address."""
    person = User.objects.filter(email=figure.email).first()
    if person is None:
        person = User.objects.create_user(figure.email, name=figure.name, fictitious=True)
        person.password = _hashed()
        person.save(update_fields=["password"])
        EmailAddress.objects.create(user=person, email=figure.email, verified=True, primary=True)
    held = set(RoleGrant.objects.running().filter(person=person).values_list("role", flat=True))
    for role in figure.roles:
        if role.value not in held:
            RoleGrant.objects.create(person=person, role=role)
    return person


def make_cluster(figure: ClusterFigure, manager: User | None = None) -> Organisation:
    """The organisation of `figure`, made where there is none of the name."""
    organisation, _is_new = Organisation.objects.get_or_create(
        name=figure.name,
        fictitious=True,
        defaults={
            "slug": free_slug(figure.name),
            "kind": "cluster",
            "country": figure.country,
            "region": figure.region,
            "description": "An invented cluster organisation.",
            "contact_email": "nobody@hanse.example",
        },
    )
    if manager is not None:
        Membership.objects.get_or_create(
            organisation=organisation,
            person=manager,
            until=None,
            defaults={"kind": MembershipKind.EDITOR},
        )
    return organisation
