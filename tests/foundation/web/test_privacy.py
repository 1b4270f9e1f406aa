"""One's own data: shown, exported, erased everywhere, and kept no longer than the settings say."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from hanse.foundation.roles import Role
from hanse.foundation.web.actions import privacy
from hanse.foundation.web.actions.memberships import membership_change
from hanse.foundation.web.actions.organisations import organisation_change
from hanse.foundation.web.actions.people import consent_give
from hanse.foundation.web.actions.privacy import account_erase, export_ask, why_not_erase
from hanse.foundation.web.actions.retention import retention
from hanse.foundation.web.audit import record_event
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.consents import Consent, DataExport
from hanse.foundation.web.models.organisations import Invitation, MembershipKind
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.personal_data import about, anonymised, links, treatment
from hanse.foundation.web.tasks import make_export
from tests.foundation.web.factories import (
    PASSWORD,
    Cast,
    make_invitation,
    make_join_request,
    make_organisation,
    make_person,
)

# --- My page ----------------------------------------------------------------------------------


def test_the_own_page_shows_places_roles_and_consents(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.owner)
    with django_assert_max_num_queries(10):
        page = client.get("/me/").content.decode()
    assert "Timber Cluster" in page
    assert "Not agreed." in page
    client.force_login(cast.expert)
    assert "Expert" in client.get("/me/").content.decode()


def test_the_profile_is_changed_and_brought_to_the_browser(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    words = {"name": "New Name", "language": "en-gb", "theme": "dark"}
    answer = client.post("/me/profile/", words)
    assert answer["Location"] == "/me/"
    assert client.cookies["theme"].value == "dark"
    assert User.objects.get(pk=cast.stranger.pk).name == "New Name"
    for wrong in ({"name": ""}, {"language": "tlh"}, {"theme": "pink"}, {"name": "a\x00"}):
        assert client.post("/me/profile/", words | wrong).status_code == 200


def test_consents_are_given_and_withdrawn_and_both_are_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    path = reverse("consent", args=["news"])
    client.post(path)
    client.post(path)
    assert Consent.objects.standing().count() == 1
    client.post(path, {"withdraw": ""})
    kept = Consent.objects.get()
    assert kept.withdrawn
    assert kept.version
    client.post(path)
    assert Consent.objects.count() == 2
    assert client.post(reverse("consent", args=["nonsense"])).status_code == 404


def test_the_privacy_notice_is_not_withdrawn_but_left_by_erasure(
    client: Client, cast: Cast
) -> None:
    consent_give(by=cast.stranger, purpose="privacy_notice")
    client.force_login(cast.stranger)
    path = reverse("consent", args=["privacy_notice"])
    page = client.post(path, {"withdraw": ""}, follow=True).content.decode()
    assert "you can erase your account" in page
    assert Consent.objects.standing().exists()


# --- Export -----------------------------------------------------------------------------------


def unpacked(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert sorted(packed.namelist()) == ["my-data/README.txt", "my-data/data.json"]
        found: dict[str, Any] = json.loads(packed.read("my-data/data.json"))
    return found


def test_the_copy_holds_all_that_is_mine_and_no_secret(client: Client, cast: Cast) -> None:
    client.post("/accounts/login/", {"login": cast.owner.email, "password": PASSWORD})
    record_event("something", by=cast.owner)
    answer = client.post("/me/export/")
    assert answer["Content-Type"] == "application/zip"
    data = unpacked(answer.content)
    assert data["foundation.user"][0]["email"] == cast.owner.email
    assert data["foundation.membership"][0]["organisation"] == "Timber Cluster"
    assert data["foundation.membership"][0]["person"] == "you"
    assert {"foundation.auditevent", "account.emailaddress", "usersessions.usersession"} <= set(
        data
    )
    text = json.dumps(data)
    session = UserSession.objects.get(user=cast.owner)
    for secret in (cast.owner.password, session.session_key, cast.member.email, "Member"):
        assert secret not in text


def test_a_large_copy_is_made_in_the_background(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "LARGE_ROWS", 1)
    asked: list[int] = []
    monkeypatch.setattr(type(make_export), "enqueue", lambda _task, pk: asked.append(pk))
    client.force_login(cast.owner)
    assert "being put together" in client.post("/me/export/", follow=True).content.decode()
    export = DataExport.objects.get()
    path = reverse("export_download", args=[export.pk])
    assert client.get(path).status_code == 404
    assert asked == [export.pk]
    make_export.func(export.pk)
    make_export.func(export.pk)
    assert unpacked(client.get(path).content)["foundation.user"]
    client.force_login(cast.member)
    assert client.get(path).status_code == 404


# --- Erasure ----------------------------------------------------------------------------------


def everything(words: list[str]) -> list[str]:
    """Where any of `words` still stands, in any text of any table."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in {"sessions.Session"}:
            continue
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = str(field.value_from_object(row)).casefold()
                found += [f"{model._meta.label}.{field.name}" for word in words if word in value]
    return found


def test_after_erasure_no_table_names_the_person(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = make_person("Zacharias Quellwasser", Role.EXPERT, theme="dark")
    email, client = person.email, Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    make_join_request(cast.organisation, person, message="I am Zacharias Quellwasser")
    make_invitation(cast.organisation, email.upper())
    organisation_change(
        by=cast.owner,
        organisation=cast.organisation,
        details={"contact_name": person.name, "contact_email": email},
    )
    organisation_change(
        by=cast.owner, organisation=cast.organisation, details={"description": "New"}
    )
    consent_give(by=person, purpose="news")
    export_ask(by=person)
    record_event("slip", by=None, changes={"said": ["x", f"by {email}"]})
    kept = AuditEvent.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        account_erase(by=User.objects.get(pk=person.pk))
    assert everything(["quellwasser", "zacharias"]) == []
    pseudonym = User.objects.get(pk=person.pk)
    assert not pseudonym.is_active
    assert pseudonym.erased
    assert str(pseudonym) == "Erased account"
    assert AuditEvent.objects.count() == kept + 1
    assert not AuditEvent.objects.filter(by=person).exclude(address_hash="").exists()
    assert Consent.objects.filter(person=person).exists()
    assert RoleGrant.objects.get(person=person).ends
    assert not EmailAddress.objects.filter(user=person).exists()
    assert client.get("/me/").status_code == 302
    assert mail.outbox[-1].to == [email]
    assert "last mail" in mail.outbox[-1].body


def test_erasing_asks_for_the_password_and_a_tick(client: Client, cast: Cast) -> None:
    client.post("/accounts/login/", {"login": cast.stranger.email, "password": PASSWORD})
    answer = client.get("/me/erase/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/me/erase/", {"sure": "on"}).status_code == 302
    assert User.objects.get(pk=cast.stranger.pk).is_active
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "Tick the box" in client.post("/me/erase/").content.decode()
    page = client.post("/me/erase/", {"sure": "on"}).content.decode()
    assert "Your account is erased" in page
    assert client.get("/me/").status_code == 302
    again = client.post("/accounts/login/", {"login": cast.stranger.email, "password": PASSWORD})
    assert again.status_code == 200


def test_the_last_editor_hands_over_before(client: Client, cast: Cast) -> None:
    assert len(why_not_erase(cast.owner)) == 1
    client.post("/accounts/login/", {"login": cast.owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/me/erase/", {"sure": "on"}).content.decode()
    assert "last editor of Timber Cluster" in page
    assert User.objects.get(pk=cast.owner.pk).is_active
    place = cast.organisation.memberships.get(person=cast.member)
    membership_change(by=cast.owner, membership=place, kind=MembershipKind.EDITOR)
    assert why_not_erase(cast.owner) == []


def test_who_is_alone_in_an_organisation_may_go(cast: Cast) -> None:
    alone = make_organisation("Alone")
    alone.memberships.create(person=cast.stranger, kind=MembershipKind.EDITOR)
    account_erase(by=cast.stranger)
    assert not alone.memberships.current().exists()
    assert alone.withdrawn is None


def test_the_last_administrator_stays(cast: Cast) -> None:
    assert "last administrator" in why_not_erase(cast.administrator)[0]


def test_every_model_that_names_people_says_what_becomes_of_it() -> None:
    assert {link.model._meta.label_lower for link in links()} >= {
        "foundation.membership",
        "foundation.historicalorganisation",
        "mfa.authenticator",
    }
    with pytest.raises(LookupError, match="personal"):
        treatment(Session)


def test_texts_are_searched_through_and_through() -> None:
    words = frozenset({"anna"})
    assert anonymised({"a": ["ANNA was here", 3], "b": "Otto"}, words) == {
        "a": ["", 3],
        "b": "Otto",
    }


def test_the_data_of_one_are_not_those_of_another(cast: Cast) -> None:
    assert "foundation.membership" not in about(cast.stranger)


# --- Retention --------------------------------------------------------------------------------


def test_what_was_kept_long_enough_goes(cast: Cast, settings: Settings) -> None:
    now = timezone.now()
    old = now - timedelta(days=400)
    attempt = User.objects.create_user("never@example.org", joined=old)
    EmailAddress.objects.create(user=attempt, email=attempt.email, verified=False)
    young = User.objects.create_user("young@example.org")
    expired = make_invitation(cast.organisation, "late@example.org", sent=old, expires=old)
    still = make_invitation(cast.organisation, "open@example.org")
    Session.objects.create(session_key="old", session_data="", expire_date=old)
    UserSession.objects.create(user=cast.member, ip="192.0.2.1", session_key="old", user_agent="")
    DataExport.objects.create(person=cast.member, asked=old)
    for at in (old, now):
        AuditEvent.objects.create(action="x", at=at, address_hash="abc")
    counts = retention(now=now)
    assert counts == {
        "accounts": 1,
        "sessions": 1,
        "invitations": 1,
        "exports": 1,
        "addresses": 1,
    }
    assert set(User.objects.filter(pk__in=[attempt.pk, young.pk])) == {young}
    assert Invitation.objects.get(pk=expired.pk).email.endswith(".invalid")
    assert Invitation.objects.get(pk=still.pk).email == "open@example.org"
    assert not UserSession.objects.exists()
    assert AuditEvent.objects.filter(action="x").count() == 2
    assert set(retention(now=now).values()) == {0}


def test_members_are_kept_however_old(cast: Cast) -> None:
    User.objects.update(joined=timezone.now() - timedelta(days=4000))
    before = User.objects.count()
    retention()
    assert User.objects.count() == before
