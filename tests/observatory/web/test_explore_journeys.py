"""Home, search, comparisons, finder, rankings and emerging industries in a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NewPage, axe_violations, sign_in
from tests.foundation.web.factories import make_person

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "search": "/search/?q=medical",
    "search, nothing found": "/search/?q=zzzzzz",
    "finder": "/finder/?stars=2&country=AT",
    "finder, in error": "/finder/?stars=nine&lq_from=3&lq_to=1",
    "rankings": "/rankings/",
    "regions compared": "/compare/regions/?region=AT13&region=SI04&region=PT11",
    "an unclear word": "/compare/regions/?region=AT13&add=%C3%B6sterreich",
    "categories compared": "/compare/categories/?category=automotive&category=textiles",
    "emerging": "/emerging/",
}


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_read_without_javascript(name: str, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto(PAGES[name])
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".citation")).to_be_visible()


def test_a_region_is_found_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    box = page.locator("input[role=combobox]:focus")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("steierm")
    option = page.get_by_role("option", name="Steiermark").first
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert axe_violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions/AT22/")


def test_escape_and_the_ends_of_the_list(page: Page) -> None:
    page.goto("/search/")
    box = page.locator("main input[role=combobox]")
    box.fill("austria")
    listed = page.locator("main [role=option]")
    expect(listed).to_have_count(8)
    box.press("ArrowUp")
    expect(listed.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("Escape")
    expect(page.locator("main [role=listbox]")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/search/?q=austria")


def test_a_late_answer_leaves_the_option_that_was_reached(page: Page) -> None:
    page.goto("/search/")
    box = page.locator("main input[role=combobox]")
    box.fill("austri")
    listed = page.locator("main [role=option]")
    expect(listed).to_have_count(8)
    box.press("ArrowDown")
    box.press("ArrowDown")
    reached = listed.nth(1).get_attribute("data-address")
    assert reached
    with page.expect_response("**/suggestions/**austria*"):
        box.press("a")
    page.wait_for_load_state("networkidle")
    marked = page.locator("main [aria-selected=true]")
    expect(marked).to_have_attribute("data-address", reached)
    box.fill("zahodna")
    expect(page.get_by_role("option", name="Zahodna Slovenija")).to_be_visible()
    expect(marked).to_have_count(0)


def test_a_region_is_added_to_a_comparison_by_keyboard(page: Page) -> None:
    page.goto("/compare/regions/?region=AT13")
    box = page.locator("#add")
    box.press_sequentially("zahodna")
    expect(page.get_by_role("option", name="Zahodna Slovenija")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/compare/regions/?region=AT13&region=SI04")
    page.get_by_role("link", name="Remove Wien").click()
    page.wait_for_url("**/compare/regions/?region=SI04")


def test_a_comparison_is_made_without_javascript(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/compare/regions/")
    page.get_by_label("Add a region by name or code").fill("wien")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/compare/regions/?region=AT13")
    expect(page.get_by_role("heading", name="What they are specialised in")).to_be_visible()


def test_a_view_is_kept_renamed_and_deleted(page: Page) -> None:
    sign_in(page, make_person("Keeper"))
    page.goto("/finder/")
    page.get_by_label("Country").select_option("AT")
    page.get_by_label("Stars").select_option("2")
    page.get_by_role("button", name="Show clusters").click()
    page.get_by_label("Name of the view").fill("Austria's strong ones")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/saved/")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Rename Austria's strong ones").click()
    assert axe_violations(page) == []
    page.get_by_label("Name of the view").fill("Austria")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("link", name="Austria", exact=True).click()
    expect(page.locator(".chips")).to_contain_text("Country: Austria")
    page.goto("/saved/")
    page.get_by_role("link", name="Delete Austria").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("You have kept no view yet")).to_be_visible()


def test_a_visitor_signs_in_and_finds_the_conditions_again(page: Page) -> None:
    person = make_person("Visitor")
    page.goto("/finder/?country=SI&stars=1")
    page.get_by_role("link", name="Sign in to keep this view").click()
    page.locator("main input[type=email], main input[name=login]").first.fill(person.email)
    page.locator("main input[type=password]").first.fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/finder/?country=SI&stars=1")
    expect(page.get_by_role("button", name="Keep")).to_be_visible()
