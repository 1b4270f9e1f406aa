"""A site on which every page has something to show, and the people who look at it."""

from dataclasses import dataclass
from typing import Final

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone

from hanse.foundation.web.actions.invitations import invitation_token
from hanse.foundation.web.audit import record_event
from hanse.foundation.web.models.consents import DataExport
from hanse.foundation.web.models.organisations import Invitation, MembershipKind
from hanse.observatory.web.urls import urlpatterns
from tests.collaboration.mission_world import MissionWorld, make_mission_world
from tests.foundation.web.factories import (
    CAST,
    Cast,
    make_cast,
    make_invitation,
    make_join_request,
    make_member,
    make_organisation,
)
from tests.observatory.web.factories import make_saved_view
from tests.site.crawling import by_view, view_name

ROLES: Final = CAST
FIGURES: Final = {
    each.name for each in urlpatterns if not str(each.name).startswith(("saved_view", "finder"))
}
"""Views of the Observatory that show everyone the same."""


def of_people(address: str) -> object:
    """Alike are addresses of one view, and all pages of figures: they are read by others."""
    return "figures" if view_name(address) in FIGURES else by_view(address)


@dataclass(frozen=True, slots=True)
class World:
    """The cast, and what lies on their pages."""

    cast: Cast
    invitation: Invitation
    missions: MissionWorld

    def client(self, role: str) -> Client:
        """A browser of the one in this role."""
        client = Client(raise_request_exception=False)
        person = self.cast.person(role)
        if person:
            client.force_login(person)
        return client

    @property
    def starts(self) -> list[str]:
        """Where people come in: the home page, and what letters lead to."""
        missions = [each.get_absolute_url() for each in (self.missions.timed, self.missions.call)]
        return ["/", f"/invitations/{invitation_token(self.invitation)}/", *missions]


def make_world() -> World:
    """Something of each kind, so that no list is empty and no page misses a part."""
    cast = make_cast()
    organisation = cast.organisation
    make_join_request(organisation, cast.stranger, message="Let me in")
    make_organisation("Withdrawn Cluster", withdrawn=timezone.now())
    invitation = make_invitation(organisation, "guest@example.org")
    make_member(organisation, cast.administrator, MembershipKind.EDITOR)
    RecoveryCodes.activate(cast.administrator)
    record_event("organisation_change", by=cast.owner, about=organisation)
    record_event("sign_in", by=cast.owner, about=cast.owner)
    for person in (cast.owner, cast.administrator):
        make_saved_view(person)
        DataExport.objects.create(person=person, made=timezone.now(), archive=b"PK")
    return World(cast, invitation, make_mission_world(cast))
