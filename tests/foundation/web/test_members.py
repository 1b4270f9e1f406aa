"""Who belongs to an organisation: invitations, requests, changes, leaving; and the mails."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hanse.foundation.web.actions.invitations import invitation_accept, invitation_token
from hanse.foundation.web.actions.join_requests import join_request_answer, join_request_withdraw
from hanse.foundation.web.actions.memberships import membership_leave
from hanse.foundation.web.models.organisations import (
    Invitation,
    JoinRequest,
    Membership,
    MembershipKind,
    Organisation,
)
from tests.foundation.web.factories import (
    Cast,
    make_invitation,
    make_join_request,
    make_member,
    make_organisation,
    make_person,
)

Capture = DjangoCaptureOnCommitCallbacks


def members_page(cast: Cast) -> str:
    return reverse("organisation_members", args=[cast.organisation.slug])


# --- Invitations ------------------------------------------------------------------------------


def test_from_invitation_to_membership(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    client.force_login(cast.owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(members_page(cast), {"email": "guest@example.org", "kind": "editor"})
    letter = mail.outbox[0]
    assert letter.to == ["guest@example.org"]
    assert letter.subject == "Invitation to Timber Cluster"
    assert "Owner invites you to join Timber Cluster on Hanse as: Editor." in letter.body
    link = re.search(r"/invitations/\S+", str(letter.body))
    assert link
    client.logout()
    assert "make one with it" in client.get(link[0]).content.decode()
    guest = make_person("Guest")
    client.force_login(guest)
    assert "Accept" in client.get(link[0]).content.decode()
    answer = client.post(link[0])
    assert answer["Location"] == cast.organisation.get_absolute_url()
    assert Organisation.objects.editable_by(guest).get() == cast.organisation
    assert client.get(link[0]).status_code == 410
    assert client.post(link[0]).status_code == 410


def test_an_invitation_is_for_its_address_alone(client: Client, cast: Cast) -> None:
    invitation = make_invitation(cast.organisation, "guest@example.org")
    path = reverse("invitation_accept", args=[invitation_token(invitation)])
    client.force_login(cast.stranger)
    assert "another address" in client.get(path).content.decode()
    assert client.post(path).status_code == 403
    guest = make_person("Guest")
    guest.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    with pytest.raises(PermissionDenied):
        invitation_accept(by=guest, invitation=invitation)
    assert not Membership.objects.current().filter(person__in=[guest, cast.stranger]).exists()


@pytest.mark.parametrize("why", ["revoked", "accepted", "expires"])
def test_an_invitation_that_is_over_opens_nothing(client: Client, cast: Cast, why: str) -> None:
    past = timezone.now() - timedelta(minutes=1)
    invitation = make_invitation(cast.organisation, "guest@example.org", **{why: past})
    guest = make_person("Guest")
    client.force_login(guest)
    path = reverse("invitation_accept", args=[invitation_token(invitation)])
    assert client.get(path).status_code == 410
    with pytest.raises(ValidationError, match="no longer open"):
        invitation_accept(by=guest, invitation=invitation)


def test_a_token_of_our_own_making_is_not_taken(client: Client, cast: Cast) -> None:
    invitation = make_invitation(cast.organisation, "guest@example.org")
    token = invitation_token(invitation)
    for wrong in (token[:-1], f"x{token}", str(invitation.pk)):
        assert client.get(reverse("invitation_accept", args=[wrong])).status_code == 404


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("member@example.org", "belongs to the organisation already"),
        ("Asked@example.org", "still open"),
        ("nonsense", "valid email"),
        ("", "required"),
    ],
)
def test_nobody_is_invited_twice(client: Client, cast: Cast, email: str, said: str) -> None:
    make_invitation(cast.organisation, "asked@example.org")
    client.force_login(cast.owner)
    answer = client.post(members_page(cast), {"email": email, "kind": "member"})
    assert said in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_an_invitation_is_revoked_once(client: Client, cast: Cast) -> None:
    invitation = make_invitation(cast.organisation, "guest@example.org")
    client.force_login(cast.owner)
    path = reverse("invitation_revoke", args=[cast.organisation.slug, invitation.pk])
    assert "is revoked" in client.post(path, follow=True).content.decode()
    assert "no longer open" in client.post(path, follow=True).content.decode()


def test_editors_of_one_organisation_reach_nothing_of_another(client: Client, cast: Cast) -> None:
    other = make_organisation("Other")
    theirs = make_invitation(other, "guest@example.org")
    place = make_member(other, cast.stranger)
    client.force_login(cast.owner)
    slug = cast.organisation.slug
    for name, number in (("invitation_revoke", theirs.pk), ("membership_end", place.pk)):
        assert client.post(reverse(name, args=[slug, number])).status_code == 404
        assert client.post(reverse(name, args=["other", number])).status_code == 403


# --- Requests to join -------------------------------------------------------------------------


def test_a_request_is_mailed_to_the_editors_and_accepted(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    client.force_login(cast.stranger)
    path = reverse("join_request_make", args=[cast.organisation.slug])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"message": "Let me in"})
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([cast.owner.email], "Stranger asks to join Timber Cluster")
    ]
    asked = JoinRequest.objects.get()
    client.force_login(cast.owner)
    assert "Let me in" in client.get(members_page(cast)).content.decode()
    path = reverse("join_request_answer", args=[cast.organisation.slug, asked.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"answer": "accept"})
    assert "You now belong to Timber Cluster." in mail.outbox[1].body
    assert cast.organisation.memberships.current().get(person=cast.stranger).kind == "member"


def test_a_refusal_gives_its_reason(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    asked = make_join_request(cast.organisation, cast.stranger)
    client.force_login(cast.owner)
    path = reverse("join_request_answer", args=[cast.organisation.slug, asked.pk])
    page = client.post(path, {"answer": "refuse"}, follow=True).content.decode()
    assert "Say why" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path, {"answer": "refuse", "reason": "We do not know you."})
    assert "We do not know you." in mail.outbox[0].body
    assert not cast.organisation.memberships.filter(person=cast.stranger).exists()
    page = client.post(path, {"answer": "accept"}, follow=True).content.decode()
    assert "answered already" in page
    assert client.post(path, {"answer": "perhaps"}, follow=True).status_code == 200


def test_a_request_is_made_once_and_not_by_members(client: Client, cast: Cast) -> None:
    path = reverse("join_request_make", args=[cast.organisation.slug])
    client.force_login(cast.stranger)
    client.post(path)
    assert "asked already" in client.post(path).content.decode()
    client.force_login(cast.member)
    assert "belong to this organisation already" in client.post(path).content.decode()
    assert JoinRequest.objects.count() == 1


def test_a_request_is_taken_back_by_who_made_it(client: Client, cast: Cast) -> None:
    asked = make_join_request(cast.organisation, cast.stranger)
    with pytest.raises(PermissionDenied):
        join_request_withdraw(by=cast.owner, request=asked)
    client.force_login(cast.stranger)
    client.post(reverse("join_request_withdraw", args=[cast.organisation.slug, asked.pk]))
    assert JoinRequest.objects.get().answer == "withdrawn"
    with pytest.raises(ValidationError, match="already"):
        join_request_answer(by=cast.owner, request=asked, accept=True)


# --- Members ----------------------------------------------------------------------------------


def test_an_editor_hands_over_and_leaves(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    client.force_login(cast.owner)
    leave = reverse("membership_leave", args=[cast.organisation.slug])
    assert "needs an editor" in client.post(leave, follow=True).content.decode()
    place = cast.organisation.memberships.get(person=cast.member)
    change = reverse("membership_change", args=[cast.organisation.slug, place.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change)
    assert "as: Editor" in mail.outbox[0].body
    assert "You have left" in client.post(leave, follow=True).content.decode()
    assert not Organisation.objects.editable_by(cast.owner).exists()
    assert Membership.objects.get(person=cast.owner).until is not None


def test_the_last_editor_is_neither_set_back_nor_taken_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    place = cast.organisation.memberships.get(person=cast.owner)
    for name in ("membership_change", "membership_end"):
        path = reverse(name, args=[cast.organisation.slug, place.pk])
        assert "needs an editor" in client.post(path, follow=True).content.decode()
    assert Organisation.objects.editable_by(cast.owner).exists()


def test_an_editor_who_may_not_sign_in_is_no_editor(cast: Cast) -> None:
    second = make_person("Second", is_active=False)
    make_member(cast.organisation, second, MembershipKind.EDITOR)
    with pytest.raises(ValidationError, match="needs an editor"):
        membership_leave(by=cast.owner, organisation=cast.organisation)


def test_who_is_taken_out_is_told_and_may_come_back(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    client.force_login(cast.owner)
    place = cast.organisation.memberships.get(person=cast.member)
    path = reverse("membership_end", args=[cast.organisation.slug, place.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path)
    assert mail.outbox[0].to == [cast.member.email]
    assert client.post(path).status_code == 404
    make_member(cast.organisation, cast.member)
    assert cast.organisation.memberships.filter(person=cast.member).count() == 2


def test_the_members_page_costs_the_same_for_many(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        make_member(cast.organisation, make_person())
        make_join_request(cast.organisation, make_person())
        make_invitation(cast.organisation, f"guest{number}@example.org")
    client.force_login(cast.owner)
    with django_assert_max_num_queries(8):
        client.get(members_page(cast))
