"""The journey in a browser: accessible, at both widths, in both colours, by links and keyboard."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hanse.foundation.web.models.organisations import Organisation
from tests.browser import WIDTHS, NewPage, axe_violations
from tests.collaboration.journey_factories import make_exchange, make_news, make_wish
from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.browser


def make_network() -> list[Organisation]:
    """Six organisations in five countries, one beyond Europe."""
    made = [
        make_organisation(f"Cluster {name}", country=country, fictitious=True)
        for name, country in zip(
            ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"),
            ("AT", "DE", "FR", "DE", "FI", "JP"),
            strict=True,
        )
    ]
    day = timezone.localdate()
    for at, (host, visitor) in enumerate(((0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (0, 1))):
        begins: date = day - timedelta(days=30 + 150 * at)
        make_exchange(made[host], made[visitor], begins=begins)
    return made


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(live_site: str, new_page: NewPage, width: int) -> None:
    made = make_network()
    wish = make_wish(made[0])
    call = make_news("A call", kind="call", deadline=timezone.localdate() + timedelta(days=9))
    exchange = make_exchange(made[4], made[5])
    page = new_page(width)
    for address in (
        "/collaboration/journey/",
        f"/collaboration/journey/{made[0].slug}/{made[1].slug}/",
        f"/organisations/{made[0].slug}/journey/",
        "/collaboration/network/",
        "/collaboration/exchanges/",
        "/collaboration/news/",
        call.get_absolute_url(),
        wish.get_absolute_url(),
        exchange.get_absolute_url(),
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address


def test_from_the_journey_through_the_network_to_an_exchange(
    live_site: str, new_page: NewPage
) -> None:
    """By links and keys alone, without JavaScript."""
    make_network()
    page = new_page(javascript=False)
    page.goto("/collaboration/journey/")
    page.get_by_role("link", name="The network on a map").click()
    page.get_by_role("link", name="Cluster Alpha: 2 ties").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Journey of Cluster Alpha")
    page.get_by_role("cell", name="Cluster Beta").or_(
        page.get_by_role("rowheader", name="Cluster Beta")
    ).get_by_role("link").click()
    expect(page.get_by_text("Generation 2 of 3: Cooperation")).to_be_visible()
    page.get_by_role("link", name="Cluster Beta at Cluster Alpha").first.click()
    expect(page.get_by_text("It went well.")).to_be_visible()
