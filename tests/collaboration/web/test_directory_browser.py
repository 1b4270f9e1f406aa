"""The directory in a browser: accessible, at both widths, in both colours, also by keyboard."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hanse.collaboration.web import search_index
from hanse.collaboration.web.actions.records import recorded_organisation
from hanse.collaboration.web.models.profiles import CodeKind, ProfileText
from tests.browser import WIDTHS, NewPage, axe_violations
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.browser

ADDRESS = "/collaboration/directory/"
UNFOLD = "document.querySelectorAll('details.fold').forEach(each => { each.open = true; })"


@pytest.fixture
def some(live_site: str) -> Iterator[None]:
    """A few organisations, confirmed and not, and one on record."""
    search_index.forget()
    for name, country, region in (
        ("Amber Works", "PL", "PL71"),
        ("Birch Cluster", "DE", "DE21"),
        ("Cedar Cluster", "DE", "DE30"),
    ):
        organisation = make_organisation(name, country=country, region=region)
        profile = make_profile(
            organisation,
            {CodeKind.CATEGORY: ["automotive"], CodeKind.TARGET: ["JP", "US"]},
            confirmed=timezone.now(),
        )
        ProfileText.objects.create(profile=profile, language="en", summary="Wood and timber")
    recorded_organisation(
        keeper=None, name="Agency", kind="public", country="JP", source="A report"
    )
    yield
    search_index.forget()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_state_is_accessible_and_fits(some: None, new_page: NewPage, width: int) -> None:
    page = new_page(width)
    for address in ("", "?country=DE&sort=name", "?q=timbre", "?q=zzzz&country=DE"):
        page.goto(f"{ADDRESS}{address}")
        page.evaluate(UNFOLD)
        assert axe_violations(page) == [], address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address


def test_from_the_map_and_the_facets_to_an_organisation(some: None, new_page: NewPage) -> None:
    """By links alone, without JavaScript."""
    page = new_page(javascript=False)
    page.goto(ADDRESS)
    page.locator(".directory-map a.mark", has_text="Germany").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?country=DE")
    expect(page.get_by_role("heading", name="2 organisations")).to_be_visible()
    page.get_by_role("link", name="Berlin").first.click()
    page.get_by_role("link", name="Cedar Cluster").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cedar Cluster")


def test_suggestions_lead_on(some: None, new_page: NewPage) -> None:
    page = new_page()
    page.goto(ADDRESS)
    page.get_by_role("combobox", name="Search the directory").press_sequentially("birhc")
    option = page.get_by_role("option", name="Birch Cluster")
    option.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Birch Cluster").wait_for()
