"""The administration: every list and page opens, and what is done there is in the audit log."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from hanse.foundation.roles import Role
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import RoleGrant, User
from tests.foundation.web.factories import Cast, make_invitation, make_join_request

MODELS = [
    model._meta.model_name
    for model in admin.site._registry
    if model._meta.app_label == "foundation"
]


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.administrator)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_each_list_and_row_opens(office: Client, cast: Cast, model: str) -> None:
    make_invitation(cast.organisation, "guest@example.org")
    make_join_request(cast.organisation, cast.stranger)
    AuditEvent.objects.create(action="x", by=cast.owner)
    cast.owner.consents.create(purpose="news", version="1")
    kind = admin.site._registry
    found = next(each for each in kind if each._meta.label_lower == f"foundation.{model}")
    assert (
        office.get(reverse(f"admin:foundation_{model}_changelist"), {"q": "a"}).status_code == 200
    )
    row = found._base_manager.first()
    assert row is not None
    answer = office.get(reverse(f"admin:foundation_{model}_change", args=[row.pk]))
    assert answer.status_code == 200
    gone = office.post(reverse(f"admin:foundation_{model}_delete", args=[row.pk]), {"post": "yes"})
    assert gone.status_code == 403


@pytest.mark.parametrize("model", ["auditevent", "membership", "consent", "user", "organisation"])
def test_nothing_is_added_where_actions_add(office: Client, model: str) -> None:
    assert office.get(reverse(f"admin:foundation_{model}_add")).status_code == 403


def test_a_person_is_locked_out_and_the_log_knows(office: Client, cast: Cast) -> None:
    path = reverse("admin:foundation_user_change", args=[cast.member.pk])
    office.post(path, {"name": "Member", "language": ""})
    assert not User.objects.get(pk=cast.member.pk).is_active
    event = AuditEvent.objects.get(action="administration_change")
    assert event.by == cast.administrator
    assert list(event.changes) == ["May sign in"]


def test_an_organisation_is_changed_with_history_and_event(office: Client, cast: Cast) -> None:
    path = reverse("admin:foundation_organisation_change", args=[cast.organisation.pk])
    office.post(path, {"kind": "firm", "name": "New name", "country": "AT"})
    assert Organisation.objects.get(pk=cast.organisation.pk).name == "New name"
    assert AuditEvent.objects.get().organisation == cast.organisation


def test_roles_are_granted_and_ended_by_their_actions(office: Client, cast: Cast) -> None:
    add = reverse("admin:foundation_rolegrant_add")
    words = {"person": cast.stranger.pk, "role": "expert"}
    office.post(add, words)
    grant = RoleGrant.objects.get(person=cast.stranger)
    assert grant.granted_by == cast.administrator
    page = office.post(add, words, follow=True).content.decode()
    assert "holds the role already" in page
    assert RoleGrant.objects.filter(person=cast.stranger).count() == 1
    office.post(
        reverse("admin:foundation_rolegrant_changelist"),
        {"action": "end", "_selected_action": [grant.pk]},
    )
    assert not User.objects.get(pk=cast.stranger.pk).has_role(Role.EXPERT)
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["role_grant", "role_end"]
