"""Labels in a real browser: bronze from application to register, each role in its own session."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hanse.excellence.label.states import State
from hanse.excellence.web.models.label_board import BoardMeeting
from hanse.excellence.web.models.labels import Application, Label
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.excellence.web.label_factories import (
    PDF,
    Journey,
    make_held_label,
    make_label_cast,
    make_meeting,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("uploads")]

LABELS = "/excellence/labels/"
PARTS = ("", "eligibility/", "experts/", "assessment/", "scores/", "points/", "report/",
         "decision/", "appeal/")  # fmt: skip


def look(page: Page, path: str, width: int, found: dict[str, object]) -> None:
    """Open a page, if it is there for the reader, and note what is wrong with it."""
    answer = page.goto(path)
    assert answer is not None
    if answer.status == 404:
        return
    assert answer.status == 200, path
    if problems := axe_violations(page):
        found[path] = problems
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found[f"{path} width"] = wide


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_file_can_be_used_by_everybody(
    new_page: NewPage, faults: Any, width: int
) -> None:
    faults.forgive("404")
    today = timezone.localdate()
    cast = make_label_cast(on=today)
    make_held_label(cast, "bronze", on=today - timedelta(days=300))
    # So long ago that all of it happened by today.
    journey = Journey(cast, on=today - timedelta(days=10))
    found: dict[str, object] = {}
    page = new_page(width)
    seen = {
        State.DRAFT: (cast.manager,),
        State.ELIGIBILITY_CHECK: (cast.officer,),
        State.CONTRACTED: (cast.officer,),
        State.SELF_ASSESSMENT: (cast.manager,),
        State.INDIVIDUAL_SCORING: (cast.second,),
        State.CONSENSUS: (cast.lead,),
        State.FACTUAL_CHECK: (cast.manager, cast.lead),
        State.BOARD_DECISION: (cast.chair, cast.officer),
        State.APPEAL: (cast.manager, cast.officer),
    }
    for state, people in seen.items():
        journey.to(state)
        if state is State.SELF_ASSESSMENT:
            # The visit takes place today.
            Application.objects.update(visit_on=today)
            journey.application.refresh_from_db()
        home = journey.application.get_absolute_url()
        for person in people:
            sign_in(page, person)
            for part in PARTS:
                look(page, f"{home}{part}", width, found)
        if state is State.SELF_ASSESSMENT:
            look(page, f"{home}assessment/1.1.0/", width, found)
    sign_in(page, cast.officer)
    label = cast.organisation.labels.get()
    meeting = BoardMeeting.objects.latest("pk")
    for path in (
        LABELS,
        f"{LABELS}queue/",
        f"{LABELS}meetings/",
        meeting.get_absolute_url(),
        f"{LABELS}ties/",
        f"{LABELS}schemes/?old=2026&new=2026",
        f"{LABELS}fairness/",
        label.keeping_address,
        f"{label.keeping_address}label_suspend/",
        f"{home}steps/appeal_seat/",
    ):
        look(page, path, width, found)
    sign_in(page, cast.manager)
    for path in (LABELS, f"{LABELS}apply/{cast.organisation.slug}/", label.keeping_address):
        look(page, path, width, found)
    page.context.clear_cookies()
    look(page, LABELS, width, found)
    assert found == {}


def as_(new_page: NewPage, person: Any) -> Page:
    """A session of its own for a person."""
    page = new_page()
    sign_in(page, person)
    return page


def press(page: Page, name: str) -> None:
    """Press a button, or follow a link that looks like one."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def test_bronze_from_application_to_register(new_page: NewPage) -> None:
    """Seven people, each in a session of their own; nothing but what the pages offer."""
    today = timezone.localdate()
    cast = make_label_cast(on=today)
    manager, officer, expert = (as_(new_page, p) for p in (cast.manager, cast.officer, cast.lead))

    manager.goto(LABELS)
    press(manager, "Apply or renew")
    press(manager, "Apply for Bronze")
    manager.get_by_label("Working language").select_option("de")
    manager.get_by_role("button", name="Save").click()
    press(manager, "Go on to submit")
    press(manager, "Submit the application")
    expect(manager.get_by_text("Submitted", exact=True).first).to_be_visible()
    application = Application.objects.get()
    home = application.get_absolute_url()

    officer.goto(f"{LABELS}queue/")
    officer.get_by_role("link", name="Timber Cluster").click()
    press(officer, "Begin the check of eligibility")
    press(officer, "Check the rules")
    press(officer, "Save the checks")
    press(officer, "Record the contract")
    officer.get_by_label("Day the contract was signed").fill(today.isoformat())
    press(officer, "Record the contract")
    press(officer, "Propose experts")
    expect(officer.get_by_text("Another expert holds the interview").first).to_be_visible()
    press(officer, "Propose")

    expert.goto(home)
    press(expert, "Accept the file")
    expert.get_by_role("checkbox").check()
    press(expert, "Accept the file")
    manager.goto(home)
    press(manager, "Agree to the experts")
    officer.goto(home)
    press(officer, "Fix the dates")
    officer.get_by_label("First day of the visit").fill(today.isoformat())
    press(officer, "Fix the dates")

    expert.goto(f"{home}report/")
    expert.get_by_label("Summary").fill("What was seen.")
    press(expert, "Save the report")
    expert.goto(home)
    press(expert, "Send the report for the factual check")
    press(expert, "Send the report for the factual check")

    manager.goto(f"{home}report/")
    manager.get_by_label("Remark on a fact").fill("We are 61, not 60.")
    press(manager, "Send the remark")
    expert.goto(f"{home}report/")
    expert.get_by_label("Answer").fill("Mended.")
    expert.get_by_role("button", name="Answer").click()
    manager.goto(home)
    press(manager, "No further remarks")
    press(manager, "No further remarks")
    expert.goto(home)
    press(expert, "Finish the report")
    expert.get_by_label("award", exact=True).check()
    press(expert, "Finish the report")

    meeting = make_meeting(cast, today)
    officer.goto(home)
    press(officer, "Put before the board")
    officer.get_by_label("Meeting").select_option(str(meeting.pk))
    press(officer, "Put before the board")
    for person in (cast.chair, cast.board, cast.third):
        member = as_(new_page, person)
        member.goto(meeting.get_absolute_url())
        member.get_by_role("link", name="Timber Cluster, Bronze").click()
        press(member, "Vote")
        member.get_by_label("award", exact=True).check()
        press(member, "Vote")
    chair = as_(new_page, cast.chair)
    chair.goto(home)
    press(chair, "Award the label")
    chair.get_by_label("Reasons").fill("The benchmarking is confirmed.")
    press(chair, "Award the label")

    label = Label.objects.get()
    manager.goto(home)
    expect(manager.get_by_text(label.number).first).to_be_visible()
    reader = new_page()
    reader.goto(f"/register/labels/{label.number}/")
    expect(reader.get_by_role("heading", name="Timber Cluster").first).to_be_visible()


def test_evidence_is_added_from_the_page_and_frozen(new_page: NewPage) -> None:
    today = timezone.localdate()
    cast = make_label_cast(on=today)
    make_held_label(cast, "bronze", on=today - timedelta(days=300))
    journey = Journey(cast, "silver", on=today).to(State.SELF_ASSESSMENT)
    page = as_(new_page, cast.manager)
    page.goto(f"{journey.application.get_absolute_url()}assessment/1.1.0/")
    page.get_by_role("radio").nth(3).check()
    press(page, "Save and go on")
    page.goto(f"{journey.application.get_absolute_url()}assessment/?for=1.1.0")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(page, "Add the file")
    expect(page.get_by_role("link", name="minutes.pdf").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="minutes.pdf").first.click()
    assert download.value.suggested_filename == "minutes.pdf"
    press(page, "Go on to hand in")
    expect(page.get_by_text("Some criteria are not assessed yet.")).to_be_visible()
