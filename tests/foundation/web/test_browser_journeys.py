"""People and organisations in a real browser: a passkey, pages at both widths, without scripts."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from hanse.foundation.web.models.people import User
from tests.browser import NewPage, confirm, sign_in
from tests.foundation.web.factories import (
    PASSWORD,
    make_cast,
)

pytestmark = pytest.mark.browser


def test_a_passkey_is_added_and_signs_in(page: Page) -> None:
    member = make_cast().member
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    debugger.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, member)
    confirm(page, PASSWORD)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My key")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda address: "webauthn/add" not in address)
    assert Authenticator.objects.filter(user=member, type="webauthn").exists()
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")


def test_signing_up_works_without_scripts_and_by_keyboard(
    new_page: NewPage, mailoutbox: list[object]
) -> None:
    page = new_page(390, javascript=False)
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("new@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("Nina New")
    page.keyboard.press("Tab")
    page.keyboard.type("a long enough phrase")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/confirm-email/")
    assert len(mailoutbox) == 1
    assert User.objects.get().name == "Nina New"
