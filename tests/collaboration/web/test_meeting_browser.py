"""Meetings of a mission in browsers: sixty organisations, two organisers, a phone offline."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.actions.meeting_board import participant_check_in
from hanse.collaboration.web.meeting_solving import search
from hanse.collaboration.web.models.meeting_feedback import MeetingFeedback
from hanse.collaboration.web.models.meetings import MeetingRequest, RequestState
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.foundation.web.models.organisations import Organisation
from tests.browser import WIDTHS, Faults, NewPage, axe_violations, sign_in
from tests.collaboration.meeting_factories import MeetingWorld, make_meeting_world
from tests.foundation.web.factories import make_member, make_person

pytestmark = pytest.mark.browser
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SIXTY = 60


def sixty(world: MeetingWorld) -> None:
    """Fill a mission up to sixty participants, who ask for a hundred and eighty meetings."""
    made = Organisation.objects.bulk_create(
        Organisation(name=f"Number {at:02} Cluster", slug=f"number-{at:02}", country="IT")
        for at in range(len(world.places), SIXTY)
    )
    now = timezone.now()
    world.places += MissionParticipant.objects.bulk_create(
        MissionParticipant(mission=world.mission, organisation=each, confirmed=now) for each in made
    )
    MeetingRequest.objects.bulk_create(
        MeetingRequest(
            asker=world.places[at],
            asked=world.places[(at + step) % SIXTY],
            interest=1 + (at + step) % 3,
            answer=1 + at % 3,
            state=RequestState.ACCEPTED,
        )
        for at in range(SIXTY)
        for step in (1, 7, 19)
    )


def out() -> MeetingWorld:
    """A mission under way whose first meeting is over and whose agendas are out."""
    world = make_meeting_world(begin=timezone.now() + timedelta(minutes=1))
    for pair in ((0, 1), (2, 3), (0, 2)):
        world.meet(*pair)
    world.in_force()
    first = world.mission.meeting_slots.first()
    assert first is not None
    first.begins -= timedelta(hours=3)
    first.save()
    world.mission.state = State.UNDER_WAY
    world.mission.save()
    participant_check_in(by=world.organiser, participant=world.places[1], here=True)
    return world


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(live_site: str, new_page: NewPage, width: int) -> None:
    world = out()
    world.ask(1, 3)
    world.ask(3, 0)
    world.meet(1, 3)
    world.mission.meeting_tables.filter(code="T2").update(room="Attic")
    meeting = world.mission.meetings.first()
    assert meeting is not None
    at, first = world.mission.get_absolute_url(), world.places[0].pk
    of_organiser = (
        "meetings/", "timetable/", "timetable/times/", "timetable/tables/", "timetable/rules/",
        "timetable/walking/",
        "timetable/meetings/", f"timetable/meetings/{meeting.pk}/", "timetable/1/", "board/",
        f"board/meetings/{meeting.pk}/", f"board/participants/{first}/", "agenda/",
    )  # fmt: skip
    of_guest = (
        f"meetings/{first}/", f"meetings/{first}/times/",
        f"meetings/{first}/ask/{world.places[3].pk}/", f"agenda/{first}/",
        f"agenda/{first}/?version=1",
    )  # fmt: skip
    for person, addresses in ((world.organiser, of_organiser), (world.people[0], of_guest)):
        page = new_page(width)
        sign_in(page, person)
        for address in addresses:
            page.goto(f"{at}{address}")
            assert axe_violations(page) == [], address
            assert page.evaluate(FITS), address
        page.close()


def test_sixty_organisations_from_requests_to_a_no_show_on_two_screens(
    live_site: str, new_page: NewPage
) -> None:
    world = make_meeting_world(
        begin=timezone.now() + timedelta(minutes=5), slots=14, tables=24, seconds=20
    )
    sixty(world)
    other = make_person("Otto")
    make_member(world.mission.organiser, other, "editor")
    at = world.mission.get_absolute_url()
    one, two = new_page(), new_page()
    sign_in(one, world.organiser)
    sign_in(two, other)
    # The search: its page is left, the job goes on without it.
    one.goto(f"{at}timetable/")
    one.get_by_role("button", name="Choose who meets, and search").click()
    one.wait_for_url("**/timetable/1/")
    one.goto("about:blank")
    version = world.mission.timetables.get()
    search(version.pk)
    one.goto(f"{at}timetable/1/")
    expect(one.get_by_text("ready", exact=True)).to_be_visible()
    version.refresh_from_db()
    assert version.breaks is not None
    one.get_by_role("button", name="Put in force").click()
    one.get_by_text("This timetable is in force").wait_for()
    assert world.mission.meetings.filter(slot__isnull=True).count() == 0
    # Two screens: what one organiser does comes to the other's by itself.
    two.goto(f"{at}board/")
    one.goto(f"{at}board/")
    one.get_by_role("button", name=re.compile("Check in.*Bo Cluster")).click()
    one.get_by_text("1 of 60 participants are here.").wait_for()
    two.get_by_text("1 of 60 participants are here.").wait_for()
    one.get_by_role("link", name=re.compile("Late, or does not come.*Ada Cluster")).click()
    one.get_by_role("button", name=re.compile("Work out the repair.*Does not come")).click()
    one.get_by_text("What changes, for whom").wait_for()
    repair = world.mission.timetables.get(state="proposed")
    assert repair.seconds < 3
    one.get_by_role("button", name="Put in force").click()
    one.wait_for_url("**/board/")
    two.get_by_text("Version 2: Ada Cluster does not come").wait_for()
    assert world.mission.meetings.filter(state="no_show").exists()


def test_a_meeting_is_moved_by_keyboard_and_by_drag(
    live_site: str, new_page: NewPage, faults: Faults
) -> None:
    world = out()
    meeting = world.mission.meetings.get(participants=world.places[3])
    last = world.slots[5].pk
    for by in ("keyboard", "drag"):
        meeting.refresh_from_db()
        page = new_page()
        sign_in(page, world.organiser)
        page.goto(f"{world.mission.get_absolute_url()}board/")
        card = page.locator(f"#card-{meeting.pk}")
        if by == "keyboard":
            card.focus()
            page.keyboard.press("m")
            expect(card).to_have_class(re.compile("picked"))
            page.keyboard.press("Escape")
            page.keyboard.press("m")
            for _press in range(6):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
        else:
            free = page.locator(f"td.free[data-slot='{last - 1}']").first
            card.drag_to(free)
        panel = page.locator("#move-form")
        panel.get_by_text("This fits").wait_for()
        panel.get_by_role("button", name="Move", exact=True).click()
        page.get_by_text("Moved. All those concerned are told.").wait_for()
        meeting.refresh_from_db()
        assert meeting.slot_id == (last if by == "keyboard" else last - 1)
    assert world.mission.timetables.count() == 3


def test_the_second_organiser_is_told_and_keeps_what_was_typed(
    live_site: str, new_page: NewPage
) -> None:
    world = out()
    other = make_person("Otto")
    make_member(world.mission.organiser, other, "editor")
    first = world.mission.meetings.get(participants=world.places[1])
    second = world.mission.meetings.get(participants=world.places[3])
    pages: list[Page] = []
    for person, meeting in ((world.organiser, first), (other, second)):
        page = new_page()
        sign_in(page, person)
        page.goto(f"{world.mission.get_absolute_url()}board/meetings/{meeting.pk}/")
        page.get_by_label("Why, for those concerned").fill(f"words of {person}")
        page.get_by_label("Time").select_option(str(world.slots[4 + len(pages)].pk))
        pages.append(page)
    for page in pages:
        page.get_by_role("button", name="Move", exact=True).click()
    pages[0].get_by_text("Moved.").wait_for()
    pages[1].get_by_text("Meanwhile the timetable was changed").wait_for()
    expect(pages[1].get_by_label("Why, for those concerned")).to_have_value("words of Otto")
    pages[1].get_by_role("button", name="Move", exact=True).click()
    pages[1].get_by_text("Moved.").wait_for()
    assert world.mission.timetables.count() == 3


def test_an_agenda_is_read_on_a_phone_without_network_and_rated_in_two_taps(
    live_site: str, new_page: NewPage, faults: Faults
) -> None:
    world = out()
    held = world.mission.meetings.filter(participants=world.places[0]).order_by("slot__begins")[0]
    page = new_page(width=390, touch=True)
    sign_in(page, world.people[0])
    address = f"{world.mission.get_absolute_url()}agenda/{world.places[0].pk}/"
    page.goto(address)
    page.locator("[data-kept=yes]").wait_for()
    line = page.locator(f"#meeting-{held.pk}")
    line.get_by_role("button", name=re.compile("^4.*of 5 stars")).tap()
    page.locator(f"#meeting-{held.pk}").get_by_role("button", name="We want to cooperate").tap()
    page.get_by_text("Your stars:").wait_for()
    given = MeetingFeedback.objects.get()
    assert (given.stars, given.follow_up) == (4, "cooperation")
    page.goto(address)
    page.locator("[data-kept=yes]").wait_for()
    faults.forgive("ERR_INTERNET_DISCONNECTED|Failed to load resource|ERR_FAILED")
    page.context.set_offline(True)
    page.reload()
    page.get_by_text("You are offline.").wait_for()
    expect(page.get_by_role("heading", name="Cleo Cluster")).to_be_visible()
    colour = page.locator(".badge").first.evaluate("each => getComputedStyle(each).borderRadius")
    assert colour != "0px", "its style sheets are kept, too"
