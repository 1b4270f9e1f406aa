"""The register and the verification in a browser: accessible, at both widths, in both colours."""

import pytest
from playwright.sync_api import expect

from hanse.excellence.web.models.credentials import Credential
from tests.browser import WIDTHS, NewPage, axe_violations
from tests.excellence.web.register_rows import REVOKED, VALID, make_register

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(
    live_site: str, new_page: NewPage, today: object, width: int
) -> None:
    badges: dict[str, Credential] = make_register()
    page = new_page(width)
    for address in (
        "/register/",
        "/register/?all=on",
        "/register/statistics/",
        "/register/entries/",
        f"/register/valid/?label={REVOKED}&on=2026-11-27",
        f"/verify/?link={badges[VALID].get_absolute_url()}",
        f"/verify/?link={badges[REVOKED].get_absolute_url()}",
        "/verify/?link=/nowhere/",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address


def test_from_the_register_to_the_label_and_its_verification(
    live_site: str, new_page: NewPage, today: object
) -> None:
    """By links alone, without JavaScript."""
    make_register()
    page = new_page(javascript=False)
    page.goto("/register/")
    page.get_by_role("link", name="Fictitious Boats").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fictitious Boats")
    page.get_by_role("link", name="Verify its badge").click()
    expect(page.get_by_role("heading", name="This badge is valid")).to_be_visible()
    page.get_by_role("link", name="Its history in the register").click()
    page.get_by_label("Day", exact=True).fill("2025-05-10")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="Yes: HL-2026-0004 was valid")).to_be_visible()
