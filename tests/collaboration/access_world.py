"""The people that the access table speaks of, around two organisations."""

from dataclasses import dataclass
from typing import Any, Final

from django.test import Client

from hanse.collaboration.access import Who
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import MembershipKind, Organisation
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import (
    give_second_factor,
    make_member,
    make_organisation,
    make_person,
)

CAST: Final[dict[str, Who]] = {
    "visitor": Who.VISITOR,
    "other": Who.OTHER,
    "other_editor": Who.OTHER,
    "member": Who.MEMBER,
    "editor": Who.EDITOR,
    "partner": Who.PARTNER,
    "invited": Who.INVITED,
    "officer": Who.OFFICER,
    "administrator": Who.ADMINISTRATOR,
}
"""Name of a person -> what they are in the table. Two are of an organisation not concerned."""


@dataclass(frozen=True, slots=True)
class AccessWorld:
    """Two organisations that things are of, one that is invited, one that nothing concerns.

    ours: a cluster organisation, of editor and member. theirs: a firm, of partner. recorded: known
    from a source, and nobody acts for it.
    """

    ours: Organisation
    theirs: Organisation
    guests: Organisation
    elsewhere: Organisation
    recorded: Organisation
    people: dict[str, User]

    def person(self, name: str) -> User:
        """The one called so; not the visitor."""
        return self.people[name]

    def organisation(self, name: str) -> Organisation:
        """The organisation that somebody acts for; ours for who acts for none."""
        acting = {"partner": self.theirs, "invited": self.guests, "other_editor": self.elsewhere}
        return acting.get(name, self.ours)

    def clients(self) -> dict[str, Client]:
        """A browser of each."""
        made = {}
        for name in CAST:
            made[name] = Client(raise_request_exception=False)
            if name in self.people:
                made[name].force_login(self.people[name])
        return made


@dataclass(frozen=True, slots=True)
class Door:
    """Where an action is taken. data: what is sent; None where opening the page is the action."""

    address: str
    data: dict[str, Any] | None


def make_access_world() -> AccessWorld:
    """One person of each kind."""
    ours = make_organisation("Timber Cluster")
    theirs = make_organisation("Sawmill of Graz", kind="firm")
    guests = make_organisation("Guests Cluster")
    elsewhere = make_organisation("Elsewhere Cluster", country="PT")
    people = {name: make_person(f"The {name}") for name in CAST if name != "visitor"}
    for name, organisation in (
        ("editor", ours),
        ("partner", theirs),
        ("invited", guests),
        ("other_editor", elsewhere),
    ):
        make_member(organisation, people[name], MembershipKind.EDITOR)
    make_member(ours, people["member"])
    make_member(elsewhere, people["other"])
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        people[role.value].role_grants.create(role=role)
    give_second_factor(people["administrator"])
    recorded = make_organisation("Chamber of Lima", country="PE", kind="partner")
    return AccessWorld(ours, theirs, guests, elsewhere, recorded, people)
