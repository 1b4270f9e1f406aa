"""People and organisations in a real browser: a passkey, pages at both widths, without scripts."""

from typing import Literal

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from playwright.sync_api import Page, expect

from hanse.foundation.web.models.people import User
from tests.browser import COLOURS, WIDTHS, NewPage, axe_violations, sign_in
from tests.foundation.web.factories import (
    PASSWORD,
    Cast,
    make_cast,
    make_invitation,
    make_join_request,
)

pytestmark = pytest.mark.browser

OPEN = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/organisations/",
    "/organisations/timber-cluster/",
)
OWN = (
    "/me/",
    "/me/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/organisations/new/",
    "/organisations/timber-cluster/edit/",
    "/organisations/timber-cluster/members/",
    "/organisations/timber-cluster/log/",
    "/organisations/timber-cluster/leave/",
    "/organisations/timber-cluster/join/",
    "/audit/",
)
CONFIRMED = ("/me/erase/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/deactivate/")


def full_cast() -> Cast:
    """The cast, with something on every page, and an administrator who belongs to it too."""
    cast = make_cast()
    make_join_request(cast.organisation, cast.stranger, message="Let me in")
    make_invitation(cast.organisation, "guest@example.org")
    cast.organisation.memberships.create(person=cast.administrator, kind="editor")
    RecoveryCodes.activate(cast.administrator)
    return cast


def confirm(page: Page) -> None:
    """Give the password again where the page asks for it."""
    page.goto("/accounts/reauthenticate/?next=/me/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/me/")


@pytest.mark.parametrize(("width", "colours"), list(zip(WIDTHS, COLOURS, strict=True)))
def test_every_page_can_be_used_by_everybody(
    new_page: NewPage, width: int, colours: Literal["light", "dark"]
) -> None:
    cast = full_cast()
    page = new_page(width, colours)
    found: dict[str, object] = {}

    def look(path: str) -> None:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        violations = axe_violations(page)
        if violations:
            found[path] = violations
        if page.locator("h1").count() != 1:
            found[f"{path} h1"] = page.url
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{path} width"] = page.evaluate("document.documentElement.scrollWidth")

    for path in OPEN:
        look(path)
    sign_in(page, cast.administrator)
    for path in OWN:
        look(path)
    confirm(page)
    for path in CONFIRMED:
        look(path)
        assert page.url.endswith(path)
    assert found == {}


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
    confirm(page)
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
