"""Who gets to which page: every view of people and organisations, by every person of the cast."""

from dataclasses import dataclass
from typing import Literal

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from hanse.foundation.web.actions.invitations import invitation_token
from hanse.foundation.web.models.organisations import Invitation, JoinRequest
from hanse.foundation.web.urls import urlpatterns
from tests.foundation.web.factories import (
    CAST,
    Cast,
    make_invitation,
    make_join_request,
    make_organisation,
    make_person,
)

EVERYBODY = frozenset(CAST)
SIGNED_IN = EVERYBODY - {"visitor"}
EDITORS = frozenset({"owner", "administrator"})


@dataclass(frozen=True)
class Door:
    """A page: who gets in by this method. Visitors are led to the sign-in, others refused."""

    name: str
    method: Literal["get", "post"]
    people: frozenset[str]


DOORS = (
    Door("organisations", "get", EVERYBODY),
    Door("organisation_detail", "get", EVERYBODY),
    Door("invitation_accept", "get", EVERYBODY),
    Door("organisation_create", "get", SIGNED_IN),
    Door("organisation_change", "get", EDITORS),
    Door("organisation_members", "get", EDITORS),
    Door("organisation_log", "get", EDITORS),
    Door("membership_leave", "get", frozenset({"owner", "member"})),
    Door("join_request_make", "get", SIGNED_IN),
    Door("me", "get", SIGNED_IN),
    Door("my_profile", "get", SIGNED_IN),
    Door("audit", "get", frozenset({"administrator"})),
    Door("organisation_change", "post", EDITORS),
    Door("organisation_members", "post", EDITORS),
    Door("membership_leave", "post", frozenset({"owner", "member"})),
    Door("membership_change", "post", EDITORS),
    Door("membership_end", "post", EDITORS),
    Door("invitation_revoke", "post", EDITORS),
    Door("join_request_answer", "post", EDITORS),
    Door("join_request_withdraw", "post", frozenset()),
    Door("organisation_standing", "post", frozenset({"administrator"})),
    Door("consent", "post", SIGNED_IN),
    Door("export_ask", "post", SIGNED_IN),
    Door("export_download", "get", frozenset()),
)
ELSEWHERE = {
    # A fresh sign-in is asked of everyone; tests/foundation/web/test_privacy.py goes through.
    "account_erase",
}


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    return make_invitation(cast.organisation, "guest@example.org")


@pytest.fixture
def asked(cast: Cast) -> JoinRequest:
    return make_join_request(cast.organisation, make_person("Asker"))


def address(door: Door, cast: Cast, invitation: Invitation, asked: JoinRequest) -> str:
    slug = cast.organisation.slug
    member = cast.organisation.memberships.get(person=cast.member)
    arguments: dict[str, list[object]] = {
        "organisations": [],
        "organisation_create": [],
        "me": [],
        "my_profile": [],
        "audit": [],
        "export_ask": [],
        "consent": ["news"],
        "export_download": [1],
        "invitation_accept": [invitation_token(invitation)],
        "membership_change": [slug, member.pk],
        "membership_end": [slug, member.pk],
        "invitation_revoke": [slug, invitation.pk],
        "join_request_answer": [slug, asked.pk],
        "join_request_withdraw": [slug, asked.pk],
    }
    return reverse(door.name, args=arguments.get(door.name, [slug]))


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method}-{door.name}")
def test_each_person_at_each_door(
    door: Door, name: str, cast: Cast, invitation: Invitation, asked: JoinRequest, client: Client
) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    path = address(door, cast, invitation, asked)
    answer = getattr(client, door.method)(path)
    if name in door.people:
        assert answer.status_code in ({200} if door.method == "get" else {200, 302})
        if answer.status_code == 302:
            assert not answer["Location"].startswith("/accounts/login/")
    elif name == "visitor":
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    else:
        assert answer.status_code in {403, 404}


@pytest.mark.parametrize(
    ("door", "name"),
    [
        pytest.param(door, name, id=f"{door.name}-{name}")
        for door in DOORS
        if door.method == "post"
        for name in CAST
        if name not in door.people
    ],
)
def test_a_refusal_changes_nothing(
    door: Door, name: str, cast: Cast, invitation: Invitation, asked: JoinRequest, client: Client
) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    before = written(cast)
    client.post(address(door, cast, invitation, asked), {"name": "Mine now", "answer": "accept"})
    assert written(cast) == before


def written(cast: Cast) -> list[object]:
    organisation = cast.organisation
    return [
        *organisation.memberships.order_by("pk").values_list("person", "kind", "until"),
        *organisation.invitations.order_by("pk").values_list("email", "revoked"),
        *organisation.join_requests.order_by("pk").values_list("answer", flat=True),
        type(organisation).objects.values_list("name", "withdrawn").get(pk=organisation.pk),
    ]


def test_the_table_knows_every_view_of_ours() -> None:
    ours = {
        pattern.name
        for pattern in urlpatterns
        if pattern.lookup_str.split(".")[-2] in {"audit", "me", "members", "organisations"}
    }
    assert ours == {door.name for door in DOORS} | ELSEWHERE


@pytest.mark.parametrize("name", ["visitor", "member", "owner", "officer"])
def test_a_withdrawn_organisation_is_not_there(cast: Cast, name: str, client: Client) -> None:
    gone = make_organisation("Gone", withdrawn=cast.organisation.created)
    person = cast.person(name)
    if person:
        client.force_login(person)
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert "Gone" not in client.get(reverse("organisations")).content.decode()


def test_administrators_see_withdrawn_organisations(cast: Cast, client: Client) -> None:
    gone = make_organisation("Gone", withdrawn=cast.organisation.created)
    client.force_login(cast.administrator)
    assert client.get(gone.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["/audit/", "/admin/"])
def test_an_administrator_without_a_second_factor_sets_one_up_first(
    path: str, cast: Cast, client: Client
) -> None:
    Authenticator.objects.filter(user=cast.administrator).delete()
    client.force_login(cast.administrator)
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "second factor" in answer.content.decode()


def test_a_demo_asks_no_second_factor(cast: Cast, client: Client, settings: Settings) -> None:
    settings.TWO_FACTOR_FOR_ADMINISTRATORS = False
    Authenticator.objects.filter(user=cast.administrator).delete()
    client.force_login(cast.administrator)
    assert client.get("/audit/").status_code == 200
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("name", [name for name in CAST if name != "administrator"])
def test_the_administration_is_closed_to_others(name: str, cast: Cast, client: Client) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    answer = client.get("/admin/", follow=True)
    if person:
        assert answer.status_code == 403
    else:
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
