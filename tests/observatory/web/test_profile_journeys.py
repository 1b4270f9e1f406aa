"""Pages of regions, categories, clusters and industries in a browser: read, sorted, walked."""

import pytest

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
    assert page.locator("h1").inner_text() == "Wien"
    page.get_by_label("Year").select_option("2020")
    page.get_by_role("button", name="Show").click()
    assert "year=2020" in page.url
    page.locator(".fields a[href^='/clusters/']").first.click()
    assert "in Wien" in page.locator("h1").inner_text()
    assert "year=2020" in page.url
    page.locator("a[href^='/industries/']").first.click()
    page.locator("main a[href^='/categories/traded_local/']").first.click()
    assert "2020" in page.locator("main").inner_text()


def test_a_table_is_sorted_by_keyboard(live_site: str, new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto("/regions/AT13/")
    page.locator("#categories ~ .table a.sort", has_text="Location quotient").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=-location_quotient**")
    head = page.locator("th[aria-sort='descending']")
    assert "Location quotient" in head.inner_text()


def test_the_map_follows_the_measure_chosen(live_site: str, new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto("/categories/traded_local/automotive/")
    page.get_by_label("On the map").select_option("location_quotient")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".map-title").inner_text() == "Location quotient, 2024"
