"""The directory's profiles in a browser: accessible, at both widths, in both colours."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.profiles import ClusterMember, CodeKind, ProfileText
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import Cast, make_cast

pytestmark = pytest.mark.browser

HOME = "/collaboration/directory/timber-cluster/"


def filled() -> Cast:
    """The cast, with a full profile of its organisation."""
    cast = make_cast()
    codes = {CodeKind.INDUSTRY: ["C16"], CodeKind.TECHNOLOGY: ["photonics"]}
    profile = make_profile(cast.organisation, codes, confirmed=timezone.now())
    ProfileText.objects.create(profile=profile, language="en", summary="We know timber.")
    Service.objects.create(organisation=cast.organisation, code="trainings", title="Saw school")
    for number in range(4):
        ClusterMember.objects.create(
            cluster=cast.organisation, name=f"Sawmill {number}", kind="firm", size="small"
        )
    return cast


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(live_site: str, new_page: NewPage, width: int) -> None:
    cast = filled()
    page = new_page(width)
    sign_in(page, cast.owner)
    for address in (
        HOME,
        f"{HOME}edit/technology/",
        f"{HOME}edit/industry/",
        f"{HOME}members/",
        f"{HOME}services/",
        "/collaboration/for-firms/?region=AT&industry=C16",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address


def test_an_editor_names_an_industry_and_confirms_without_javascript(
    live_site: str, new_page: NewPage
) -> None:
    cast = filled()
    page = new_page(javascript=False)
    sign_in(page, cast.owner)
    page.goto(HOME)
    page.get_by_role("link", name="Edit the profile").click()
    page.get_by_role("link", name="Industries", exact=True).click()
    page.get_by_label("Add an industry").fill("16.21")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("C16.21 Manufacture of veneer")).to_be_visible()
    page.get_by_role("button", name="All of this still holds").click()
    expect(page.get_by_text("counts as fresh again")).to_be_visible()
