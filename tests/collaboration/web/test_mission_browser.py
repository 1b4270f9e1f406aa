"""A mission in a browser: from its call to the selection, and what comes of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.mission_programme import MissionBudgetLine, MissionNote
from hanse.collaboration.web.models.missions import Mission, MissionAssessor
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)

pytestmark = pytest.mark.browser
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(live_site: str, new_page: NewPage, width: int) -> None:
    person, ours = make_editor("Lena", country="DE")
    _one, first = make_editor("Milan", country="CZ")
    _two, second = make_editor("Aiko", country="JP")
    review = make_mission(ours, State.REVIEW, sectors=["automotive"], places=1)
    application = make_application(review, first)
    MissionAssessor.objects.create(mission=review, person=person)
    make_assessment(application, person)
    make_application(review, second)
    done = make_mission(ours, State.FOLLOW_UP, title="Mission to Lima", about="To meet.")
    place = make_participant(done, ours, Side.ORGANISER)
    other = make_participant(done, second, Side.HOST, offers="Robots.", sectors=["automotive"])
    begins = timezone.now()
    for title, public in (("Opening", True), ("Dinner", False)):
        done.items.create(
            title=title, begins=begins, ends=begins + timedelta(hours=1), public=public
        )
    MissionNote.objects.create(mission=done, title="Visa", words="None.")
    MissionBudgetLine.objects.create(mission=done, heading="venue", words="Hall", planned=900)
    MissionFollowUp.objects.create(participant=place, months=3)
    for one, two in ((place, other), (other, place)):
        MissionOutcome.objects.create(
            stated_by=one, other=two, kind="contact", since=timezone.localdate()
        )
    going = make_mission(ours, State.PROGRAMME, title="Mission to Pune", mode="mixed")
    own = make_participant(going, ours, Side.ORGANISER)
    make_participant(going, first, confirmed=False)
    make_application(going, second, ApplicationState.RESERVE)
    item = done.items.all()[0]
    page = new_page(width)
    sign_in(page, person)
    at, over, now = (each.get_absolute_url() for each in (review, done, going))
    for address in (
        "/collaboration/missions/",
        "/collaboration/missions/new/",
        at,
        f"{at}edit/",
        f"{at}review/",
        f"{at}partners/",
        f"{at}call-off/",
        application.get_absolute_url(),
        f"{application.get_absolute_url()}assess/",
        over,
        f"{over}programme/",
        f"{over}rows/item/{item.pk}/",
        f"{over}budget/",
        f"{over}outcomes/",
        f"{over}outcomes/of/{place.pk}/",
        f"{over}places/{place.pk}/after/3/",
        f"{over}report/",
        f"{now}participants/",
        f"{now}places/{own.pk}/",
    ):
        page.goto(address)
        assert axe_violations(page) == [], address
        assert page.evaluate(FITS), address


def test_from_the_call_to_the_selection(live_site: str, new_page: NewPage) -> None:
    person, _ours = make_editor("Lena", country="DE")
    guests = {name: make_editor(name)[0] for name in ("Fay", "Ina")}
    page = new_page()
    sign_in(page, person)
    page.goto("/collaboration/missions/")
    page.get_by_role("link", name="Plan a mission").click()
    today = timezone.localdate()
    page.locator("#id_title").fill("Seven Seas")
    page.locator("#id_theme").fill("Clean ports")
    page.get_by_label("Host country", exact=True).select_option("JP")
    page.locator("#id_time_zone").select_option("Asia/Tokyo")
    page.locator("#id_begins").fill((today + timedelta(days=60)).isoformat())
    page.locator("#id_ends").fill((today + timedelta(days=61)).isoformat())
    page.locator("#id_closes").fill(today.isoformat())
    page.locator("#id_places").fill("1")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/missions/seven-seas/")
    page.get_by_role("button", name="Open the call").click()
    page.get_by_text("call open").first.wait_for()
    # Two apply, one of them without JavaScript.
    for name, guest in guests.items():
        tab = new_page(javascript=name == "Fay")
        sign_in(tab, guest)
        tab.goto("/collaboration/missions/seven-seas/")
        tab.get_by_role("link", name="Apply", exact=True).click()
        tab.locator("#id_reason").fill(f"{name} has firms in ports.")
        tab.locator("#id_offers").fill("Cranes.")
        tab.locator("#id_needs").fill("Trials.")
        tab.get_by_label("We agree to be shown").check()
        tab.get_by_role("button", name="Save the draft").click()
        tab.get_by_role("button", name="Hand in").click()
        tab.get_by_text("The application is handed in.").wait_for()
    # The call is over the day after.
    Mission.objects.update(closes=today - timedelta(days=1), opens=None)
    page.goto("/collaboration/missions/seven-seas/")
    page.get_by_role("button", name="Begin the review").click()
    page.get_by_role("link", name="Applications").click()
    page.get_by_label("Person").select_option(label="Lena")
    page.get_by_role("button", name="Name an assessor").click()
    page.get_by_text("The assessor is named.").wait_for()
    for name, points in (("Fay", "3"), ("Ina", "5")):
        page.get_by_role("link", name=f"{name} Cluster").click()
        page.get_by_role("link", name="Score it").click()
        for group in page.locator(".points fieldset").all():
            group.get_by_label(points, exact=True).check()
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Your points are kept.").wait_for()
    cards = page.locator(".review > li")
    assert "Ina Cluster" in cards.nth(0).inner_text()
    assert "Enough points, and a place is free." in cards.nth(0).inner_text()
    assert "Enough points, and all places are taken." in cards.nth(1).inner_text()
    page.get_by_role("button", name="Keep the decisions").click()
    page.get_by_text("The decisions are kept.").wait_for()
    page.get_by_role("link", name="Mission", exact=True).click()
    page.get_by_role("button", name="Tell applicants what was decided").click()
    page.get_by_text("participants selected").first.wait_for()
    states = dict(MissionApplication.objects.values_list("organisation__name", "state"))
    assert states == {"Ina Cluster": "selected", "Fay Cluster": "reserve"}
    # The one selected confirms, names who comes, and sees the others only later.
    tab = new_page()
    sign_in(tab, guests["Ina"])
    tab.goto("/collaboration/missions/seven-seas/")
    tab.get_by_role("button", name=re.compile("Take part")).click()
    tab.get_by_role("link", name=re.compile("Your place and people")).click()
    tab.get_by_role("link", name="Name somebody who comes").click()
    tab.get_by_label("Name", exact=True).fill("Ina Director")
    tab.get_by_role("button", name="Save").click()
    tab.get_by_text("Ina Director").first.wait_for()
    assert MissionParticipant.objects.get().confirmed is not None
