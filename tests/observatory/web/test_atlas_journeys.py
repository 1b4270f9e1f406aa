"""The atlas in a browser: by keyboard, without JavaScript, on a phone; and what it weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client
from playwright.sync_api import Page, expect

from hanse.foundation.cartography import boundaries
from hanse.foundation.geography import regions
from hanse.observatory.web.maps import Value, choropleth
from tests.browser import NewPage
from tests.foundation.cartography.made_up_boundaries import written

FIRST_BYTES = 250_000
NEXT_BYTES = 60_000


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder without boundaries."""
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def sheet(home: Path, tmp_path: Path) -> boundaries.Sheet:
    """Boundaries of our own."""
    boundaries.prepare(2021, 2, written(tmp_path))
    found = boundaries.sheet(2021, 2)
    assert found is not None
    return found


@pytest.mark.browser
def test_regions_are_painted_from_the_sheet(page: Page, sheet: boundaries.Sheet) -> None:
    page.goto("/atlas/?indicator=location_quotient")
    mark = page.locator(".mark", has_text="").locator("visible=true").first
    box = mark.evaluate("each => { const b = each.getBBox(); return [b.width, b.height]; }")
    assert min(box) > 10
    fill = mark.locator("use").first.evaluate("each => getComputedStyle(each).fill")
    assert re.fullmatch(r"rgb\(\d+, \d+, \d+\)", fill)
    assert fill != "rgb(0, 0, 0)"


@pytest.mark.browser
@pytest.mark.parametrize("view", ["", "tiles"])
def test_the_map_is_one_stop_and_arrows_lead_to_neighbours(
    page: Page, sheet: boundaries.Sheet, view: str
) -> None:
    page.goto(f"/atlas/?view={view}")
    marks = page.locator(".map-drawing .mark")
    expect(page.locator(".map-drawing .mark[tabindex='0']")).to_have_count(1)
    first = marks.first
    first.focus()
    seen = {first.get_attribute("aria-label") or first.locator("title").text_content()}
    focused = "document.activeElement"
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        seen.add(page.evaluate(f"{focused}.getAttribute('aria-label')"))
        assert page.evaluate(f"{focused}.closest('.map-drawing') !== null")
    assert len(seen) > 2
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.closest('.map-drawing') === null")


@pytest.mark.browser
def test_another_figure_comes_without_a_new_page(page: Page) -> None:
    page.goto("/atlas/")
    page.evaluate("window.here = true")
    page.get_by_label("Figure", exact=True).select_option("location_quotient")
    page.get_by_role("heading", name="Location quotient, 2024").wait_for()
    assert page.evaluate("window.here")
    expect(page).to_have_url(re.compile("indicator=location_quotient"))
    year = page.get_by_label("Year", exact=True)
    year.focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("heading", name="Location quotient, 2023").wait_for()
    expect(page).to_have_url(re.compile("year=2023"))
    page.go_back()
    page.get_by_role("heading", name="Location quotient, 2024").wait_for()
    expect(page.get_by_label("Year", exact=True)).to_have_count(1)
    assert page.evaluate("document.activeElement !== null")


@pytest.mark.browser
def test_the_atlas_needs_no_javascript(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/atlas/")
    page.get_by_label("Figure", exact=True).select_option("employment_persons")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Employment, 2024")).to_have_count(1)
    page.get_by_role("link", name="2019", exact=True).click()
    expect(page.get_by_role("heading", name="Employment, 2019")).to_have_count(1)


# --- What it weighs ---------------------------------------------------------------------------


def packed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))


def map_of_europe() -> bytes:
    """A map with a figure for each of the 334 regions of NUTS 2."""
    known = {c: r for c, r in regions(2021).items() if r.level == 2 and not r.extra_regio}
    values = {
        code: Value(
            region.name,
            (place * 7919 % 1000) / 300,
            "estimated" if place % 4 == 0 else "observed",
            f"/clusters/traded_local/information_technology/{code}/",
        )
        for place, (code, region) in enumerate(known.items())
    }
    assert len(values) == 334
    made = choropleth(values, nuts=2021, level=2, title="Location quotient", middle=1.0)
    return Template("{% map made %}").render(Context({"made": made})).encode()


def asset_bytes(html: str) -> int:
    """Style sheets, scripts and the typeface of a page, packed as they are sent."""
    total = 0
    for address in set(re.findall(r'(?:href|src)="/static/([^"?#]+\.(?:css|js|woff2))"', html)):
        path = finders.find(address)
        if isinstance(path, str):
            content = Path(path).read_bytes()
            total += len(content) if address.endswith("woff2") else packed(content)
    return total


def weigh(client: Client, sheet: boundaries.Sheet) -> tuple[int, int]:
    """Bytes of the first map page, and of the next one."""
    html = client.get("/atlas/").content
    following = packed(html) + packed(map_of_europe())
    return following + packed(sheet.svg.encode()) + asset_bytes(html.decode()), following


@pytest.mark.usefixtures("demo_edition", "db")
def test_a_map_page_is_light(client: Client, sheet: boundaries.Sheet) -> None:
    first, following = weigh(client, sheet)
    assert first < FIRST_BYTES
    assert following < NEXT_BYTES


@pytest.mark.usefixtures("demo_edition", "db")
@pytest.mark.skipif(
    not boundaries.packaged_file(2021, 2).is_file(), reason="`make assets` has not been run"
)
def test_a_map_page_with_the_real_boundaries_is_light(client: Client) -> None:
    assert boundaries.prepare_packaged(2021, 2)
    found = boundaries.sheet(2021, 2)
    assert found is not None
    first, following = weigh(client, found)
    assert first < FIRST_BYTES
    assert following < NEXT_BYTES
    assert packed(found.svg.encode()) < 80_000
