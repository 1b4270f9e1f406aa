"""Pages to look things up in, in a browser: without JavaScript and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser import NewPage

pytestmark = pytest.mark.browser


def test_they_need_no_javascript(live_site: str, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/data/demo/")
    page.locator("#regions summary").click()
    expect(page.locator("#regions dt").first).to_be_visible()
    page.goto("/methods/")
    page.get_by_role("link", name="Location quotient", exact=True).click()
    expect(page.locator("math").first).to_be_visible()


def test_a_table_is_downloaded(live_site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/data/")
    with page.expect_download() as started:
        page.locator('a[href$="/categories.csv"]').click()
    assert started.value.suggested_filename.startswith("synthetic-demo-")
    assert started.value.suggested_filename.endswith("-categories.csv")


def test_the_guide_is_used_by_keyboard(live_site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/data/api/")
    summary = page.locator("#clusters summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clusters table")).to_be_visible()
