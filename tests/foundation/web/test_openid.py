"""OpenID Connect: offered when set, with PKCE, let through by the policy, and safe to link."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client
from pytest_django import Settings

from hanse.foundation.web.models.consents import Consent
from hanse.foundation.web.models.people import User
from hanse.site.environment import Environment
from tests.foundation.web.factories import Cast

ELSEWHERE = "https://login.example.eu"
CONFIG = {
    "issuer": ELSEWHERE,
    "authorization_endpoint": f"{ELSEWHERE}/authorise",
    "token_endpoint": f"{ELSEWHERE}/token",
    "userinfo_endpoint": f"{ELSEWHERE}/me",
}


@pytest.fixture
def openid(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A provider of ours; the person it will name can be changed."""
    app = {
        "provider_id": "oidc",
        "name": "EU Login",
        "client_id": "hanse",
        "secret": "x",
        "settings": {"server_url": ELSEWHERE},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    person = {"sub": "77", "email": "eva@example.org", "email_verified": True, "name": "Eva Other"}

    def complete(adapter: Any, request: Any, app: Any, token: Any, **more: Any) -> Any:
        return adapter.get_provider().sociallogin_from_response(request, {"userinfo": person})

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", CONFIG)
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "complete_login", complete)
    monkeypatch.setattr(
        OAuth2Client, "get_access_token", lambda *_args, **_more: {"access_token": "t"}
    )
    return person


def through(client: Client) -> Any:
    """Go to the other side and come back."""
    sent = client.post("/accounts/oidc/oidc/login/")
    words = parse_qs(urlsplit(sent["Location"]).query)
    assert words["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": words["state"][0]}
    return client.get("/accounts/oidc/oidc/login/callback/", back)


def test_without_settings_it_is_not_offered(client: Client, db: None) -> None:
    assert "EU Login" not in client.get("/accounts/login/").content.decode()


def test_a_new_person_reads_the_privacy_notice_first(
    client: Client, db: None, openid: dict[str, Any]
) -> None:
    assert "Sign in with EU Login" in client.get("/accounts/login/").content.decode()
    assert through(client)["Location"] == "/accounts/3rdparty/signup/"
    assert not User.objects.exists()
    page = client.get("/accounts/3rdparty/signup/").content.decode()
    assert "eva@example.org" in page
    words = {"email": "eva@example.org", "name": "Eva Other", "privacy_notice": "on"}
    client.post("/accounts/3rdparty/signup/", words)
    person = User.objects.get()
    assert (person.name, person.has_usable_password()) == ("Eva Other", False)
    assert EmailAddress.objects.get(user=person).verified
    assert Consent.objects.filter(person=person, purpose="privacy_notice").exists()
    client.post("/accounts/logout/")
    assert through(client)["Location"] == "/me/"


def test_nobody_takes_over_an_account_by_naming_its_address(
    client: Client, cast: Cast, openid: dict[str, Any]
) -> None:
    openid["email"] = cast.owner.email
    through(client)
    words = {"email": cast.owner.email, "name": "Eva", "privacy_notice": "on"}
    client.post("/accounts/3rdparty/signup/", words)
    assert client.get("/me/").status_code == 302
    assert not cast.owner.socialaccount_set.exists()  # type: ignore[attr-defined]


def test_the_policy_lets_forms_lead_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANSE_OIDC_SERVER", f"{ELSEWHERE}/realms/one")
    assert Environment().oidc_origin == ELSEWHERE
    monkeypatch.delenv("HANSE_OIDC_SERVER")
    assert Environment().oidc_origin == ""
