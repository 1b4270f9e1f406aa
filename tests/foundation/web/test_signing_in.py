"""Making an account, signing in, second factors: the journeys, by the pages people use."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from pytest_django import Settings

from hanse.foundation.demo_cast import PEOPLE
from hanse.foundation.web.actions.demo import create_demo_accounts
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.consents import Consent
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import (
    PASSWORD,
    Cast,
    give_second_factor,
    make_organisation,
    make_person,
)

DETAILS = {
    "email": "new@example.org",
    "name": "Nina New",
    "password1": "a long enough phrase",
    "privacy_notice": "on",
}


def code_of(secret: str) -> str:
    """The code that an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def code_in(text: str) -> str:
    found = re.search(r"^[A-Z0-9-]{6,}$", text, re.MULTILINE)
    assert found, text
    return found[0]


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


# --- Making an account ------------------------------------------------------------------------


def test_from_sign_up_to_the_own_page(client: Client, db: None) -> None:
    answer = client.post("/accounts/signup/", DETAILS)
    assert answer["Location"] == "/accounts/confirm-email/"
    assert client.get("/me/").status_code == 302
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert letter.subject == "Confirm your e-mail address"
    answer = client.post("/accounts/confirm-email/", {"code": code_in(str(letter.body))})
    assert answer["Location"] == "/me/"
    page = client.get("/me/").content.decode()
    assert "Nina New" in page
    person = User.objects.get(email="new@example.org")
    assert EmailAddress.objects.get(user=person).verified
    assert list(Consent.objects.values_list("person", "purpose")) == [(person.pk, "privacy_notice")]
    assert {"sign_up", "email_confirm", "sign_in", "consent_give"} <= set(
        AuditEvent.objects.filter(by=person).values_list("action", flat=True)
    )


def test_a_wrong_code_confirms_nothing(client: Client, db: None) -> None:
    client.post("/accounts/signup/", DETAILS)
    answer = client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert answer.status_code == 200
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"privacy_notice": ""}, "tick the box"),
        ({"name": ""}, "required"),
        ({"password1": "short"}, "at least 10"),
        ({"password1": "new@example.org"}, "similar"),
        ({"password1": "1234567890"}, "common"),
        ({"email": "nonsense"}, "valid"),
    ],
)
def test_what_is_missing_or_weak_is_said(
    client: Client, db: None, change: dict[str, str], said: str
) -> None:
    answer = client.post("/accounts/signup/", DETAILS | change)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not User.objects.exists()


def test_signing_up_twice_tells_the_owner_and_nobody_else(client: Client, cast: Cast) -> None:
    answer = client.post("/accounts/signup/", DETAILS | {"email": cast.owner.email})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert [letter.subject for letter in mail.outbox] == ["You have an account already"]


def test_a_closed_site_takes_no_new_accounts(client: Client, db: None, settings: Settings) -> None:
    settings.ACCOUNT_SIGN_UP_OPEN = False
    client.post("/accounts/signup/", DETAILS)
    assert not User.objects.exists()


def test_after_sign_up_people_are_where_they_wanted_to_be(client: Client, db: None) -> None:
    there = make_organisation().get_absolute_url()
    client.post("/accounts/signup/", DETAILS | {"next": there})
    code = code_in(str(mail.outbox[0].body))
    answer = client.post("/accounts/confirm-email/", {"code": code, "next": there})
    assert answer["Location"] == there


# --- Signing in -------------------------------------------------------------------------------


def test_signing_in_and_out(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.member.email)["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_a_wrong_password_is_refused_and_logged_without_a_name(client: Client, cast: Cast) -> None:
    answer = sign_in(client, cast.member.email, "wrong")
    assert answer.status_code == 200
    assert "not correct" in answer.content.decode()
    event = AuditEvent.objects.get(action="sign_in_fail")
    assert (event.by, event.changes) == (None, {})
    assert event.address_hash


def test_guessing_is_throttled(client: Client, cast: Cast) -> None:
    said = [sign_in(client, cast.member.email, f"guess {n}").content.decode() for n in range(7)]
    assert "Too many failed login attempts" in said[-1]
    assert "Too many" in sign_in(client, cast.member.email).content.decode()


def test_language_and_theme_come_along(client: Client, db: None) -> None:
    person = make_person("Paul", language="fr", theme="dark")
    answer = sign_in(client, person.email)
    assert answer["Location"] == "/fr/me/"
    assert client.cookies["django_language"].value == "fr"
    assert client.cookies["theme"].value == "dark"


def test_a_choice_in_the_header_is_remembered(client: Client, cast: Cast) -> None:
    client.force_login(cast.member)
    client.post("/preferences/", {"theme": "dark", "next": "/"})
    client.post("/preferences/", {"language": "en-gb", "next": "/"})
    person = User.objects.get(pk=cast.member.pk)
    assert (person.theme, person.language) == ("dark", "en-gb")


def test_who_may_not_sign_in_is_told_so(client: Client, cast: Cast) -> None:
    cast.member.is_active = False
    cast.member.save()
    assert sign_in(client, cast.member.email)["Location"] == "/accounts/inactive/"


def test_the_demo_offers_its_people(client: Client, db: None, settings: Settings) -> None:
    assert "Demo accounts" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    create_demo_accounts()
    page = client.get("/accounts/login/").content.decode()
    assert all(each.name in page for each in PEOPLE)
    answer = sign_in(client, PEOPLE[0].email, "fictitious-demo")
    assert answer["Location"] == "/me/"


# --- Passwords and addresses ------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew(client: Client, cast: Cast) -> None:
    client.post("/accounts/password/reset/", {"email": cast.member.email})
    letter = mail.outbox[0]
    assert letter.subject == "Set a new password"
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert link
    form = client.get(link[1], follow=True)
    new = "another long phrase"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(client, cast.member.email, new)["Location"] == "/me/"
    assert AuditEvent.objects.filter(action="password_reset").exists()


def test_an_unknown_address_gets_another_mail(client: Client, db: None) -> None:
    client.post("/accounts/password/reset/", {"email": "who@example.org"})
    assert [letter.subject for letter in mail.outbox] == ["There is no such account"]


def test_changing_the_password_takes_the_old_one_and_is_mailed(client: Client, cast: Cast) -> None:
    sign_in(client, cast.member.email)
    new = "another long phrase"
    wrong = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", wrong).status_code == 200
    client.post("/accounts/password/change/", wrong | {"oldpassword": PASSWORD})
    assert User.objects.get(pk=cast.member.pk).check_password(new)
    assert "Was this not you?" in str(mail.outbox[-1].body)


def test_a_new_address_counts_once_it_is_confirmed(client: Client, cast: Cast) -> None:
    sign_in(client, cast.member.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "moved@example.org", "action_add": ""})
    assert User.objects.get(pk=cast.member.pk).email == cast.member.email
    code = next(code_in(str(each.body)) for each in mail.outbox if each.to == ["moved@example.org"])
    client.post("/accounts/confirm-email/", {"code": code})
    assert User.objects.get(pk=cast.member.pk).email == "moved@example.org"


# --- Second factors ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_then_asked_for(client: Client, cast: Cast) -> None:
    sign_in(client, cast.member.email)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    kept = Authenticator.objects.get(user=cast.member, type="totp").data["secret"]
    assert secret not in kept
    assert Authenticator.objects.filter(user=cast.member, type="recovery_codes").exists()
    client.post("/accounts/logout/")
    assert sign_in(client, cast.member.email)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    assert "authenticator_add" in set(AuditEvent.objects.values_list("action", flat=True))


def test_a_right_code_lets_in_and_a_wrong_one_does_not(client: Client, cast: Cast) -> None:
    secret = give_second_factor(cast.member)
    sign_in(client, cast.member.email)
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/me/").status_code == 302
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert answer["Location"] == "/me/"


def test_a_recovery_code_works_once(client: Client, cast: Cast) -> None:
    sign_in(client, cast.administrator.email)
    secret = Authenticator.objects.get(user=cast.administrator, type="totp").wrap()
    assert secret
    client.force_login(cast.administrator)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/recovery-codes/generate/")
    codes = Authenticator.objects.get(user=cast.administrator, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    for expected in (302, 200):
        client.logout()
        sign_in(client, cast.administrator.email)
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == expected


def test_sessions_are_listed_and_ended(cast: Cast) -> None:
    here, there = Client(), Client(headers={"user-agent": "Another browser"})
    for each in (here, there):
        sign_in(each, cast.member.email)
    assert "Another browser" in here.get("/accounts/sessions/").content.decode()
    here.post("/accounts/sessions/")
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200
