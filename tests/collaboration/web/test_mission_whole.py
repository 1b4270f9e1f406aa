"""A whole mission of sixty organisations in browsers: call, meetings, a no-show, report."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hanse.collaboration.missions.selection import MissionCriterion
from hanse.collaboration.missions.states import ApplicationState
from hanse.collaboration.web.actions.mission_outcomes import missions_follow_up
from hanse.collaboration.web.meeting_solving import search
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    RequestState,
)
from hanse.collaboration.web.models.mission_applications import (
    MissionApplication,
    MissionAssessment,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission, MissionAssessor
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.browser import NewPage, sign_in
from tests.collaboration.consortium_factories import make_editor
from tests.foundation.web.factories import make_member, make_person

pytestmark = pytest.mark.browser
APPLYING, PLACES, HOSTS = 40, 32, 28
"""Thirty-two of the delegation and twenty-eight of the host country are sixty."""


def organisations(count: int, word: str, country: str) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(
            name=f"{word} {at:02} Cluster",
            slug=f"{word.lower()}-{at:02}",
            country=country,
            kind="cluster",
        )
        for at in range(count)
    )


def at(page: Page, part: str = "") -> None:
    page.goto(f"/collaboration/missions/seven-seas/{part}")


def take(page: Page, button: str, state: str) -> None:
    at(page)
    page.get_by_role("button", name=button).click()
    page.get_by_text(f"The mission is now: {state}.").wait_for()


def plan(page: Page, today: date) -> None:
    page.goto("/collaboration/missions/new/")
    for name, value in (
        ("title", "Seven Seas"),
        ("theme", "Clean ports"),
        ("begins", (today + timedelta(days=60)).isoformat()),
        ("ends", (today + timedelta(days=61)).isoformat()),
        ("closes", today.isoformat()),
        ("places", str(PLACES)),
    ):
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_host_country").select_option("JP")
    page.locator("#id_time_zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/missions/seven-seas/")


def apply(page: Page) -> None:
    at(page)
    page.get_by_role("link", name="Apply", exact=True).click()
    for name in ("reason", "offers", "needs"):
        page.locator(f"#id_{name}").fill("Cranes and quays.")
    page.get_by_label("We agree to be shown").check()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("The application is handed in.").wait_for()


def others_apply(mission: Mission, assessor: User) -> None:
    """All others hand in as the first did, and every application is scored."""
    MissionApplication.objects.bulk_create(
        MissionApplication(
            mission=mission,
            organisation=each,
            state=ApplicationState.SUBMITTED,
            reason="R",
            offers="O",
            needs="N",
            shown=True,
            submitted=timezone.now(),
        )
        for each in organisations(APPLYING - 1, "Guest", "IT")
    )
    MissionAssessor.objects.create(mission=mission, person=assessor)
    MissionAssessment.objects.bulk_create(
        MissionAssessment(
            application=each,
            assessor=assessor,
            scores={one.value: 5 if number == 0 else 4 - number % 2 for one in MissionCriterion},
        )
        for number, each in enumerate(mission.applications.order_by("pk"))
    )


def hosts_come(mission: Mission) -> None:
    """Those who are not in this test's browsers say that they come."""
    now = timezone.now()
    MissionParticipant.objects.bulk_create(
        MissionParticipant(mission=mission, organisation=each, side=Side.HOST, confirmed=now)
        for each in organisations(HOSTS - 1, "Host", "JP")
    )
    mission.participants.filter(side=Side.DELEGATION).update(confirmed=now)


def ask_and_plan(mission: Mission) -> None:
    """Requests between the sides, and times from five minutes ahead at twenty-eight tables."""
    sides = {
        side: list(mission.participants.filter(side=side).order_by("pk"))
        for side in (Side.DELEGATION, Side.HOST)
    }
    MeetingRequest.objects.bulk_create(
        MeetingRequest(
            asker=asker,
            asked=sides[Side.HOST][(number + step) % HOSTS],
            interest=1 + (number + step) % 3,
            answer=1 + number % 3,
            state=RequestState.ACCEPTED,
        )
        for number, asker in enumerate(sides[Side.DELEGATION])
        for step in (0, 5, 11, 17)
    )
    first = timezone.now() + timedelta(minutes=5)
    half_hour = timedelta(minutes=30)
    MeetingSlot.objects.bulk_create(
        MeetingSlot(mission=mission, begins=first + n * half_hour, ends=first + (n + 1) * half_hour)
        for n in range(12)
    )
    MeetingTable.objects.bulk_create(
        MeetingTable(mission=mission, code=f"T{n + 1}", room="Hall", order=n) for n in range(28)
    )
    MeetingPlan.objects.update_or_create(mission=mission, defaults={"seconds": 20})


def moved(mission: Mission, **days: Any) -> None:
    """Time passes."""
    Mission.objects.filter(pk=mission.pk).update(**days)


def test_sixty_organisations_from_the_call_to_the_report(live_site: str, new_page: NewPage) -> None:
    lena, ours = make_editor("Lena", country="DE")
    otto = make_person("Otto")
    make_member(ours, otto, "editor")
    ada, _ada_cluster = make_editor("Ada")
    hana, hana_cluster = make_editor("Hana", country="JP")
    today = timezone.localdate()
    one, two, guest, host = new_page(), new_page(), new_page(), new_page()
    for page, person in ((one, lena), (two, otto), (guest, ada), (host, hana)):
        sign_in(page, person)

    # The call.
    plan(one, today)
    take(one, "Open the call", "call open")
    apply(guest)
    mission = Mission.objects.get()
    others_apply(mission, lena)
    at(one, "participants/")
    one.locator("#id_organisation").select_option(str(hana_cluster.pk))
    one.get_by_role("button", name="Invite", exact=True).click()
    one.get_by_text("The organisation is invited.").wait_for()
    at(host)
    host.get_by_role("button", name=re.compile("Take part")).click()
    host.get_by_text("your answer is kept").wait_for()

    # The review: what the points lead to is kept as it stands.
    moved(mission, closes=today - timedelta(days=1), opens=None)
    take(one, "Begin the review", "applications in review")
    at(one, "review/")
    expect(one.locator(".review > li")).to_have_count(APPLYING)
    one.get_by_role("button", name="Keep the decisions").click()
    one.get_by_text("The decisions are kept.").wait_for()
    take(one, "Tell applicants what was decided", "participants selected")
    assert mission.participants.filter(side=Side.DELEGATION).count() == PLACES
    assert mission.applications.reserve().count() == APPLYING - PLACES
    at(guest)
    guest.get_by_role("button", name=re.compile("Take part")).click()
    guest.get_by_text("your answer is kept").wait_for()
    hosts_come(mission)
    assert mission.participants.taking_part().count() == PLACES + HOSTS

    # Participants see each other, and the timetable is made.
    take(one, "Publish participants to each other", "programme and requests")
    at(guest, "participants/")
    expect(guest.get_by_text("Hana Cluster").first).to_be_visible()
    ask_and_plan(mission)
    at(one, "timetable/")
    one.get_by_role("button", name="Choose who meets, and search").click()
    one.wait_for_url("**/timetable/1/")
    version = mission.timetables.get()
    search(version.pk)
    at(one, "timetable/1/")
    one.get_by_role("button", name="Put in force").click()
    one.get_by_text("This timetable is in force").wait_for()
    assert mission.meetings.filter(slot__isnull=True).count() == 0

    # The day: Ada does not come, and both organisers see it.
    moved(mission, begins=today, ends=today)
    take(one, "Say that it has begun", "under way")
    at(two, "board/")
    at(one, "board/")
    one.get_by_role("link", name=re.compile("Late, or does not come.*Ada Cluster")).click()
    one.get_by_role("button", name=re.compile("Work out the repair.*Does not come")).click()
    one.get_by_text("What changes, for whom").wait_for()
    one.get_by_role("button", name="Put in force").click()
    one.wait_for_url("**/board/")
    two.get_by_text("Version 2: Ada Cluster does not come").wait_for()
    missed = mission.meetings.filter(state="no_show").count()
    assert missed > 0

    # Afterwards: the meetings were held, the mission is over, and participants are asked.
    mission.meetings.filter(state="agreed").update(state="held")
    held = mission.meetings.filter(state="held").count()
    ended = today - timedelta(days=100)
    moved(mission, begins=ended, ends=ended)
    take(one, "Say that it is over", "follow-up")
    missions_follow_up(on=today)
    at(host, "outcomes/")
    host.get_by_role("link", name=re.compile("^Answer")).click()
    host.locator("#id_remark").fill("Two visits are planned.")
    host.get_by_role("button", name="Save").click()
    host.get_by_text("said one by one").wait_for()
    report = new_page()  # somebody without an account
    at(report, "report/")
    figures = report.locator("main").inner_text()
    assert re.search(rf"Organisations that applied\s+{APPLYING}\b", figures)
    assert re.search(rf"Organisations that took part\s+{PLACES + HOSTS}\b", figures)
    assert re.search(rf"Meetings held\s+{held}\b", figures)
    assert re.search(rf"Somebody did not come\s+{missed}\b", figures)
    assert f"1 of {PLACES + HOSTS - 1} answered" in figures
    answer = report.request.get(f"{live_site}/collaboration/missions/seven-seas/report.pdf")
    assert answer.body().startswith(b"%PDF")
    take(one, "Close it", "closed")
