"""From a need to a cooperation in a browser; every kind of page at both widths and colours."""

import re

import pytest
from playwright.sync_api import Page, expect

from hanse.collaboration.matching.states import InterestState, OfferState
from hanse.collaboration.matching.templates import OfferKind
from hanse.collaboration.web.actions.partner_conduct import report_make
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.foundation.web.models.people import User
from hanse.observatory.warehouse import Edition
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.collaboration.factories import make_profile
from tests.collaboration.partner_factories import (
    Sides,
    closest,
    make_interest,
    make_offer,
    make_sides,
)
from tests.foundation.web.factories import make_cast, make_organisation

pytestmark = pytest.mark.browser

OWN = "automotive"
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def about(words: str, whom: str) -> re.Pattern[str]:
    """The name of a link that says to listeners alone whom it is about."""
    return re.compile(rf"^{words}\s*:\s*{whom}$")


def opened(new_page: NewPage, person: User, path: str) -> Page:
    page = new_page(javascript=False)
    sign_in(page, person)
    page.goto(path)
    return page


def test_a_need_becomes_a_cooperation(
    live_site: str, new_page: NewPage, demo_edition: Edition
) -> None:
    """By links and forms alone, without JavaScript."""
    sides = make_sides(make_cast())
    make_profile(sides.sender, {CodeKind.CATEGORY: [closest(demo_edition, OWN)]})
    manager = opened(new_page, sides.cast.owner, "/collaboration/offers/")
    manager.get_by_role("link", name=about("Offers and needs", "Timber Cluster")).click()
    manager.get_by_role("link", name="Technology request").click()
    manager.get_by_label("Title").fill("Inspection of painted parts")
    manager.get_by_label("In a few sentences").fill("We seek cameras that find scratches.")
    for name in ("The problem", "What a solution must meet", "Partner sought"):
        manager.get_by_label(name).fill("Scratches of a tenth of a millimetre, in the line.")
    manager.locator("summary", has_text="Cluster categories").click()
    manager.get_by_label("Automotive", exact=True).check()
    manager.get_by_role("button", name="Save and hand in for review").click()
    need = Offer.objects.get()
    assert need.state == OfferState.IN_REVIEW

    officer = opened(new_page, sides.cast.officer, "/collaboration/offers/")
    officer.get_by_role("link", name="1 offer waits for a review").click()
    officer.get_by_role("link", name=about("Review", "Inspection of painted parts")).click()
    for criterion in ("Clarity", "Substance", "Partner sought", "Credibility"):
        points = officer.get_by_role("group", name=criterion)
        points.get_by_label("4", exact=True).check()
    officer.get_by_role("button", name="Decide").click()
    expect(officer.get_by_text("16 of 20 points: good")).to_be_visible()
    need.refresh_from_db()
    assert need.state == OfferState.PUBLISHED

    other = opened(new_page, sides.editor, "/collaboration/offers/")
    other.get_by_role("link", name=about("Partners for you", "Boats Cluster")).click()
    reason = other.get_by_role("listitem").filter(has_text=re.compile("are related: .*proximity"))
    expect(reason.first).to_be_visible()
    other.get_by_role("link", name=about("Express interest", "Timber Cluster")).click()
    other.get_by_role("textbox", name="Message").fill("We make cameras for paint. Shall we talk?")
    other.get_by_role("button", name="Send").click()

    manager.goto("/collaboration/offers/")
    manager.get_by_role("link", name="1 waits for you").click()
    manager.get_by_role("link", name="Boats Cluster").click()
    expect(manager.get_by_text("We make cameras for paint.")).to_be_visible()
    manager.get_by_role("button", name="Accept").click()
    manager.get_by_role("textbox", name="Message").fill("Gladly, on Tuesday.")
    manager.get_by_role("button", name="Send").click()
    manager.get_by_role("button", name="We are in talks").click()
    manager.get_by_role("button", name="We cooperate").click()
    interest = Interest.objects.get()
    assert interest.state == InterestState.IN_TALKS

    other.goto(interest.get_absolute_url())
    expect(other.get_by_text("Gladly, on Tuesday.")).to_be_visible()
    other.get_by_role("button", name="Confirm the cooperation").click()
    expect(other.get_by_text("cooperation agreed by both").first).to_be_visible()
    interest.refresh_from_db()
    assert interest.state == InterestState.AGREED
    assert len(list(Interest.objects.evidence())) == 2


def pages_of(sides: Sides) -> dict[str, list[str]]:
    """Every kind of page with something on it, by who reads it."""
    shown = make_offer(sides.receiver, codes={"category": [OWN], "target": ["PT"]})
    make_offer(sides.sender, OfferKind.TECHNOLOGY_OFFER, title="Scanner that grades timber")
    draft = make_offer(sides.receiver, state=OfferState.DRAFT)
    waiting = make_offer(sides.receiver, state=OfferState.IN_REVIEW)
    interest = make_interest(sides, InterestState.ACCEPTED, shown)
    message = interest.messages.get()
    report_make(by=sides.cast.owner, organisation=sides.receiver, reason="other", message=message)
    make_profile(make_organisation("Third Cluster"), {CodeKind.CATEGORY: [OWN]})
    offers = "/collaboration/offers"
    return {
        "visitor": [f"{offers}/", f"{offers}/?q=nothing", shown.get_absolute_url()],
        "owner": [
            f"{offers}/",
            f"{offers}/of/timber-cluster/",
            f"{offers}/of/timber-cluster/new/research_request/",
            f"{offers}/{draft.pk}/edit/",
            draft.get_absolute_url(),
            f"{offers}/partners/timber-cluster/",
            f"{offers}/interests/",
            f"{offers}/interests/?show=ended",
            interest.get_absolute_url(),
            f"{offers}/interests/to/boats-cluster/",
            f"{offers}/blocks/timber-cluster/",
            f"{offers}/blocks/timber-cluster/set/boats-cluster/",
            f"{offers}/messages/{message.pk}/report/",
        ],
        "officer": [
            f"{offers}/review/",
            f"{offers}/{waiting.pk}/review/",
            f"{offers}/reports/",
        ],
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(live_site: str, new_page: NewPage, width: int) -> None:
    sides = make_sides(make_cast())
    for organisation in (sides.receiver, sides.sender):
        make_profile(organisation, {CodeKind.CATEGORY: [OWN], CodeKind.TARGET: ["PT", "AT"]})
    addresses = pages_of(sides)
    for name, paths in addresses.items():
        page = new_page(width)
        person = sides.cast.person(name)
        if person:
            sign_in(page, person)
        for path in paths:
            answer = page.goto(path)
            assert answer
            assert answer.status == 200, path
            page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
            assert axe_violations(page) == [], path
            assert page.evaluate(FITS), path
