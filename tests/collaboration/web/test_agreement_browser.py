"""Agreements in a browser: drafted, signed by both parties in two sessions, in force, extended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import State
from hanse.collaboration.web.actions.agreement_records import load_records
from hanse.collaboration.web.models.agreements import Agreement
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.collaboration.agreement_factories import (
    PDF,
    make_agreement,
    make_agreement_cast,
    make_document,
    make_extension,
    make_obligation,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("uploads")]

LIST = "/collaboration/agreements/"


def look(page: Page, path: str, width: int, found: dict[str, object]) -> None:
    """Open a page and note what is wrong with it."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    if problems := axe_violations(page):
        found[path] = problems
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found[f"{path} width"] = wide


@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_page_can_be_used_by_everybody(new_page: NewPage, width: int) -> None:
    load_records()
    cast = make_agreement_cast()
    running = make_agreement(cast.our_side, cast.recorded, state=State.IN_FORCE, title="Fair")
    make_agreement(cast.our_side, cast.their_side, state=State.IN_NEGOTIATION, title="Draft")
    make_obligation(running, cast.our_side, due=PartialDate(2020))
    make_document(running, public=True, signed=True)
    make_extension(running)
    page, found = new_page(width), dict[str, object]()
    for path in (
        LIST,
        f"{LIST}?state=unsaid",
        f"{LIST}?q=zzzz",
        f"{LIST}missions/",
        f"{LIST}cluster-cooperation-with-brazil/",
        running.get_absolute_url(),
    ):
        look(page, path, width, found)
    sign_in(page, cast.ours)
    draft = Agreement.objects.get(title="Draft").get_absolute_url()
    for path in (
        f"{LIST}mine/",
        f"{LIST}new/",
        running.get_absolute_url(),
        draft,
        f"{draft}edit/",
        f"{draft}steps/agreement_sign/",
        f"{draft}steps/document_add/",
        f"{running.get_absolute_url()}steps/activity_add/",
        f"{running.get_absolute_url()}steps/extension_propose/",
    ):
        look(page, path, width, found)
    assert found == {}


def test_an_agreement_from_draft_to_extension(new_page: NewPage) -> None:
    """Two editors in two sessions; without JavaScript in one of them."""
    cast, today = make_agreement_cast(), timezone.localdate()
    ours, theirs = new_page(), new_page(width=390, javascript=False)
    sign_in(ours, cast.ours)
    sign_in(theirs, cast.theirs)
    # Drafted
    ours.goto(LIST)
    ours.get_by_role("link", name="Mine").click()
    ours.get_by_role("link", name="Draft an agreement").click()
    ours.get_by_label("Title").fill("Joint fair stands")
    ours.get_by_label("Other parties").fill("Boats")
    ours.get_by_label("What it is about").fill("A joint stand at two fairs a year.")
    ours.get_by_label("Ends").fill(str(today.year + 1))
    ours.get_by_role("button", name="Save the draft").click()
    expect(ours.get_by_role("heading", level=1)).to_have_text("Joint fair stands")
    ours.get_by_role("link", name="Add an obligation").click()
    ours.get_by_label("What is owed").fill("Report on the meetings")
    ours.get_by_label("By whom").select_option(label="Boats")
    ours.get_by_label("Due").fill((today + timedelta(days=9)).isoformat())
    ours.get_by_role("button", name="Add an obligation").click()
    ours.get_by_role("link", name="Add a document").click()
    ours.get_by_label("File").set_input_files(
        {"name": "memorandum.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    ours.get_by_role("button", name="Add a document").click()
    expect(ours.get_by_role("link", name="memorandum.pdf")).to_be_visible()
    ours.get_by_role("button", name="Open the negotiation").click()
    # Signed by both
    ours.get_by_role("link", name="Sign", exact=True).click()
    ours.get_by_role("button", name="Sign").click()
    expect(ours.get_by_text("in negotiation").first).to_be_visible()
    theirs.goto(f"{LIST}mine/")
    theirs.get_by_role("link", name="Joint fair stands").click()
    theirs.get_by_role("link", name="Sign", exact=True).click()
    theirs.get_by_role("button", name="Sign").click()
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.signed) == ("signed", True)
    # In force, an obligation met
    theirs.get_by_role("link", name="Bring into force").click()
    theirs.get_by_role("button", name="Bring into force").click()
    expect(theirs.get_by_text("in force", exact=True).first).to_be_visible()
    theirs.get_by_role("link", name="Say that it is met").click()
    expect(theirs.get_by_label("Obligation")).to_have_value(str(agreement.obligations.get().pk))
    theirs.get_by_label("How").fill("Sent by letter.")
    theirs.get_by_role("button", name="Say that it is met").click()
    expect(theirs.get_by_text("Sent by letter.")).to_be_visible()
    # Extended, once both agree
    theirs.get_by_role("link", name="Propose an extension").click()
    theirs.get_by_label("New end").fill(str(today.year + 4))
    theirs.get_by_role("button", name="Propose an extension").click()
    expect(theirs.get_by_text("An extension is proposed")).to_be_visible()
    ours.goto(agreement.get_absolute_url())
    ours.get_by_role("link", name="Agree to the extension").click()
    ours.get_by_role("button", name="Agree to the extension").click()
    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.ends_on)) == ("extended", str(today.year + 4))
    # Everybody sees it now, and neither the document nor who did what.
    visitor = new_page()
    visitor.goto(f"{LIST}?state=extended")
    visitor.get_by_role("cell", name="Joint fair stands").or_(
        visitor.get_by_role("rowheader", name="Joint fair stands")
    ).get_by_role("link").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Joint fair stands")
    expect(visitor.get_by_text("memorandum.pdf")).to_have_count(0)
    expect(visitor.get_by_text(cast.ours.name)).to_have_count(0)
    assert [each for each in (ours, visitor) if axe_violations(each)] == []
