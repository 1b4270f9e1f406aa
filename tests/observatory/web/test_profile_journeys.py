"""Pages of regions, categories, clusters and industries in a browser: read, sorted, walked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import NewPage

pytestmark = pytest.mark.browser


def test_from_the_list_of_regions_to_an_industry_without_javascript(
    live_site: str, new_page: NewPage
) -> None:
    page = new_page(390, javascript=False)
    page.goto("/regions/")
    page.get_by_label("Name or code").fill("wien")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Wien", exact=True).click()
    expect(page.locator("h1")).to_have_text("Wien")
    page.get_by_label("Year").select_option("2020")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("year=2020"))
    page.locator(".fields a[href^='/clusters/']").first.click()
    expect(page.locator("h1")).to_contain_text("in Wien")
    expect(page).to_have_url(re.compile("year=2020"))
    page.locator("a[href^='/industries/']").first.click()
    page.locator("main a[href^='/categories/traded_local/']").first.click()
    expect(page.locator("main")).to_contain_text("2020")


def test_a_table_is_sorted_by_keyboard(live_site: str, new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto("/regions/AT13/")
    page.locator("#categories ~ .table a.sort", has_text="Location quotient").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=-location_quotient**")
    head = page.locator("th[aria-sort='descending']")
    expect(head).to_contain_text("Location quotient")


def test_the_map_follows_the_measure_chosen(live_site: str, new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto("/categories/traded_local/automotive/")
    page.get_by_label("On the map").select_option("location_quotient")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".map-title")).to_have_text("Location quotient, 2024")
