"""A consortium in a browser: composed, checked against a call, its strategy approved by all."""

import re

import pytest
from playwright.sync_api import expect

from hanse.collaboration.consortia.states import State, Version
from hanse.collaboration.web.models.consortia import Consortium
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.collaboration.web.models.strategies import StrategyVersion
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.collaboration.consortium_factories import (
    WHOLE,
    make_consortium,
    make_editor,
    make_strategy,
)
from tests.collaboration.factories import make_profile

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(live_site: str, new_page: NewPage, width: int) -> None:
    lead, one = make_editor("Lena", country="DE")
    _member, two = make_editor("Milan", country="CZ")
    consortium = make_consortium(
        one, two, state=State.RUNNING, published=True, call="escp_4i_2020", targets=("JP",)
    )
    consortium.tasks.create(title="Visit", lead=one, country="JP")
    consortium.milestones.create(title="First", progress=40)
    consortium.reach.create(year=2025, smes=12)
    make_strategy(consortium, Version.APPROVED)
    make_strategy(consortium, Version.DRAFT, 2)
    at = consortium.get_absolute_url()
    page = new_page(width)
    sign_in(page, lead)
    for address in (
        "/collaboration/consortia/",
        "/collaboration/consortia/compose/",
        f"/collaboration/consortia/compose/?lead={one.pk}&fewest=1&most=2",
        at,
        f"{at}edit/",
        f"{at}members/",
        f"{at}plan/",
        f"{at}call/",
        f"{at}strategy/",
        f"{at}strategy/1/",
        f"{at}strategy/2/risks/",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(fits), address


def test_composed_checked_written_and_approved(live_site: str, new_page: NewPage) -> None:
    lead, one = make_editor("Lena", country="DE")
    make_profile(one, {CodeKind.CATEGORY: ["automotive"]})
    others = []
    for name, country, code in (("Fay", "FR", "textiles"), ("Ina", "IT", "medical_devices")):
        person, organisation = make_editor(name, country=country)
        make_profile(organisation, {CodeKind.CATEGORY: [code]})
        others.append(person)
    page = new_page()
    sign_in(page, lead)
    page.goto("/collaboration/consortia/")
    page.get_by_role("link", name="Compose a consortium").click()
    page.get_by_text("Capabilities you wish for").first.click()
    page.locator("input[value='category:textiles']").check()
    page.locator("input[value='category:medical_devices']").check()
    page.get_by_label("For the call").select_option(label="ESCP-4i 2020")
    page.get_by_role("button", name="Find sets of partners").click()
    card = page.locator(".sets > li").first
    expect(card).to_contain_text("The only one to bring")
    card.get_by_label("Name of the consortium").fill("Seven Roads")
    card.get_by_role("button", name="Invite this set").click()
    page.wait_for_url("**/consortia/seven-roads/")
    for person in others:
        guest = new_page()
        sign_in(guest, person)
        guest.goto("/collaboration/consortia/seven-roads/")
        guest.get_by_role("button", name="Join").click()
        guest.wait_for_load_state()
    # The call: what is missing is said at once, by htmx.
    page.goto("/collaboration/consortia/seven-roads/call/")
    expect(page.get_by_text("Target third countries missing: 2.")).to_be_visible()
    page.get_by_label("Call", exact=True).select_option(label="ESCP-S3")
    page.get_by_text("Missing: a joint internationalisation strategy").wait_for()
    # The strategy: one section by hand, the others as they would be written.
    page.goto("/collaboration/consortia/seven-roads/strategy/")
    page.get_by_role("button", name="Begin the strategy").click()
    page.get_by_role("link", name=re.compile("Write.*Vision")).click()
    page.get_by_label("Vision").fill("Seven roads, one map.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/strategy/1/")
    page.get_by_role("link", name=re.compile("Write.*Target markets")).click()
    page.get_by_label("Country").first.select_option("JP")
    page.get_by_label("Reason").first.fill("Demand grows.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/strategy/1/")
    version = StrategyVersion.objects.get()
    for section in version.sections.exclude(code__in=["vision", "markets"]):
        section.content = WHOLE[section.code]
        section.save()
    page.reload()
    page.get_by_role("button", name="Put it to approval").click()
    page.get_by_role("button", name=re.compile("Approve.*Lena Cluster")).click()
    for person in others:
        guest = new_page(javascript=False)
        sign_in(guest, person)
        guest.goto("/collaboration/consortia/seven-roads/strategy/")
        guest.get_by_role("button", name="Approve").click()
    page.reload()
    expect(page.get_by_text("approved by all").first).to_be_visible()
    assert "Seven roads, one map." in page.content()
    assert StrategyVersion.objects.get().state == Version.APPROVED
    assert Consortium.objects.get().state == State.FORMING
    page.goto("/collaboration/consortia/seven-roads/")
    page.get_by_role("button", name="Say that it is formed").click()
    page.get_by_text("formed", exact=True).first.wait_for()
    assert Consortium.objects.get().state == State.FORMED
