"""The home page in a browser; and the watch over pages notices what it is there for."""

import pytest
from playwright.sync_api import Page

from tests.browser import Faults, NewPage, axe_violations, sign_in
from tests.foundation.web.factories import make_cast

pytestmark = pytest.mark.browser


def test_home_needs_no_javascript(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/")
    assert page.locator("h1").inner_text()


def test_a_person_signs_in_without_the_form(page: Page) -> None:
    sign_in(page, make_cast().member)
    answer = page.goto("/")
    assert answer is not None
    assert "sessionid" in answer.request.all_headers()["cookie"]


# --- The watch itself -------------------------------------------------------------------------

_POLICY = "default-src 'self'"


def _serve(page: Page, body: str) -> None:
    page.route(
        "**/made-up/",
        lambda route: route.fulfill(
            body=f"<!doctype html><html lang=en><title>Made up</title>{body}",
            headers={"content-type": "text/html", "content-security-policy": _POLICY},
        ),
    )
    page.goto("/made-up/")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p style='color: red'>x</p>", "Content Security Policy"),
        ("<script>document.title = 'x'</script>", "Content Security Policy"),
        ("<img src='https://elsewhere.example/pixel.png' alt=''>", "leaves the site"),
        ("<img src='/no-such-picture.png' alt=''>", "404"),
        ("<script src='/made-up/broken.js'></script>", "script: "),
    ],
)
def test_faults_are_noticed(page: Page, faults: Faults, body: str, said: str) -> None:
    page.route(
        "**/made-up/broken.js",
        lambda route: route.fulfill(body="nothing.here()", content_type="text/javascript"),
    )
    _serve(page, body)
    assert any(said in fault for fault in faults.left()), faults.left()
    faults.forgive("")
    assert faults.left() == []


def test_axe_sees_what_nobody_can_read(page: Page, faults: Faults) -> None:
    _serve(page, "<main><h1>Made up</h1><img src='/made-up/'></main>")
    faults.forgive("made-up")
    assert [each.partition(" ")[0] for each in axe_violations(page)] == ["image-alt"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_faint_words_are_found_in_either_colours(page: Page, scheme: str) -> None:
    page.goto("/about/")
    page.evaluate(
        """(scheme) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`@media (prefers-color-scheme: ${scheme}) {
            #faint { color: #777; background: #888; } }`);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
          const faint = document.createElement('p');
          faint.id = 'faint';
          faint.textContent = 'Faint words';
          document.querySelector('main').append(faint);
        }""",
        scheme,
    )
    found = axe_violations(page)
    assert [each.partition(" ")[0] for each in found] == ["color-contrast"]
    assert "faint" in found[0]
    assert page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
