"""Pages of meetings: requests, the plan, searches, the board for two organisers, agendas."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from hanse.collaboration.meetings.planning import problem_from
from hanse.collaboration.missions.states import State
from hanse.collaboration.web import meeting_solving
from hanse.collaboration.web.meeting_facts import facts_of
from hanse.collaboration.web.models.meeting_feedback import MeetingFeedback
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meetings import MeetingRequest
from hanse.foundation.web.models.people import User
from tests.collaboration.meeting_factories import MeetingWorld, make_meeting_world
from tests.foundation.web.factories import make_member, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> MeetingWorld:
    return make_meeting_world()


@pytest.fixture
def out() -> MeetingWorld:
    """Agendas are out for three meetings."""
    world = make_meeting_world()
    for pair in ((0, 1), (2, 3), (0, 2)):
        world.meet(*pair)
    world.in_force()
    return world


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(world: MeetingWorld, name: str, *parts: Any) -> str:
    return reverse(name, args=[world.mission.slug, *parts])


# --- Requests ---------------------------------------------------------------------------------


def test_a_participant_asks_and_another_answers(world: MeetingWorld) -> None:
    ada, bo = as_(world.people[0]), as_(world.people[1])
    home = ada.get(at(world, "mission_meetings"))
    assert home["Location"] == at(world, "meeting_requests", world.places[0].pk)
    page = at(world, "meeting_ask", world.places[0].pk, world.places[1].pk)
    assert "Ask Bo Cluster for a meeting" in ada.get(page).content.decode()
    answer = ada.post(page, {"interest": 3, "half": "morning", "why": "About wood."})
    assert answer.status_code == 302
    asked = MeetingRequest.objects.get()
    shown = bo.get(at(world, "meeting_requests", world.places[1].pk)).content.decode()
    assert "About wood." in shown
    assert "To answer" in shown
    bo.post(at(world, "meeting_answer", world.places[1].pk, asked.pk), {"interest": "1"})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("accepted", 1)
    again = ada.get(at(world, "meeting_requests", world.places[0].pk)).content.decode()
    assert "both want to meet" in again


def test_asking_back_is_an_answer(world: MeetingWorld) -> None:
    world.ask(1, 0)
    page = at(world, "meeting_ask", world.places[0].pk, world.places[1].pk)
    as_(world.people[0]).post(page, {"interest": 2, "half": "any", "why": ""})
    assert set(MeetingRequest.objects.values_list("state", "answer")) == {("accepted", 2)}


def test_a_bar_takes_the_request_back_and_stays_private(world: MeetingWorld) -> None:
    world.ask(0, 1)
    ada, bo = as_(world.people[0]), as_(world.people[1])
    ada.post(at(world, "meeting_bar", world.places[0].pk, world.places[1].pk), {"barred": "1"})
    assert MeetingRequest.objects.get().state == "withdrawn"
    seen = bo.get(at(world, "meeting_requests", world.places[1].pk)).content.decode()
    assert "do not want to meet" not in seen
    bo.post(
        at(world, "meeting_ask", world.places[1].pk, world.places[0].pk),
        {"interest": 2, "half": "any", "why": ""},
    )
    shown = ada.get(at(world, "meeting_requests", world.places[0].pk)).content.decode()
    assert "To answer" not in shown
    ada.post(at(world, "meeting_bar", world.places[0].pk, world.places[1].pk), {"barred": "0"})
    shown = ada.get(at(world, "meeting_requests", world.places[0].pk)).content.decode()
    assert "To answer" in shown


def test_times_at_which_one_cannot_meet(world: MeetingWorld) -> None:
    page = at(world, "meeting_times", world.places[0].pk)
    ada = as_(world.people[0])
    ada.post(page, {"barred": [world.slots[0].pk, world.slots[1].pk]})
    assert world.places[0].slot_bars.count() == 2
    ada.post(page, {"barred": [world.slots[1].pk]})
    assert [each.slot for each in world.places[0].slot_bars.all()] == [world.slots[1]]


def test_others_see_nothing_of_it(world: MeetingWorld) -> None:
    bo, stranger = as_(world.people[1]), as_(make_person("Sten"))
    pages = [
        at(world, "meeting_requests", world.places[0].pk),
        at(world, "meeting_times", world.places[0].pk),
        at(world, "meeting_ask", world.places[0].pk, world.places[1].pk),
        *(
            at(world, name)
            for name in (
                "mission_timetable", "meeting_slots", "meeting_tables", "meeting_rules",
                "meeting_walks",
                "meeting_list", "mission_board", "meeting_agendas_pdf", "meeting_cards_pdf",
            )
        ),
    ]  # fmt: skip
    for page in pages:
        assert bo.get(page).status_code == 404, page
        assert stranger.get(page).status_code == 404, page
        assert "/accounts/login/" in Client().get(page)["Location"], page


# --- The plan ---------------------------------------------------------------------------------


def test_organisers_set_times_tables_rules_and_meetings(world: MeetingWorld) -> None:
    olga = as_(world.organiser)
    assert world.mission.begins
    added = {
        "what": "add", "day": world.mission.begins.isoformat(), "begins": "14:00", "ends": "16:00",
        "minutes": 20, "pause": 5,
    }  # fmt: skip
    assert olga.post(at(world, "meeting_slots"), added).status_code == 302
    assert world.mission.meeting_slots.count() == 6 + 5
    twice = olga.post(at(world, "meeting_slots"), added)
    assert "There are times for meetings then already." in twice.content.decode()
    last = world.mission.meeting_slots.last()
    assert last is not None
    olga.post(at(world, "meeting_slots"), {"what": "remove", "slot": [last.pk]})
    assert world.mission.meeting_slots.count() == 10
    olga.post(
        at(world, "meeting_tables"),
        {"tables": "T1; Hall\nT3; Foyer\nV1; https://video.example/1\n"},
    )
    assert list(world.mission.meeting_tables.values_list("code", "room", "address")) == [
        ("T1", "Hall", ""), ("T3", "Foyer", ""), ("V1", "", "https://video.example/1"),
    ]  # fmt: skip
    rules = {
        "floor": 3, "fairness": 1, "seconds": 20, "other_room_minutes": 2,
        "hours_begin": "07:00", "hours_end": "19:00",
    }  # fmt: skip
    assert olga.post(at(world, "meeting_rules"), rules).status_code == 302
    plan = MeetingPlan.objects.get(mission=world.mission)
    assert (plan.floor, plan.suggested) == (3, False)
    one, two, three = (each.pk for each in world.places[:3])
    meeting = {"one": one, "other": two, "third": three, "half": "morning"}
    assert olga.post(at(world, "meeting_list"), meeting).status_code == 302
    again = olga.post(at(world, "meeting_list"), meeting)
    assert "This meeting is agreed already." in again.content.decode()
    agreed = world.mission.meetings.get()
    changed = {"half": "afternoon", "fixed": world.slots[0].pk}
    olga.post(at(world, "meeting_change", agreed.pk), changed)
    agreed.refresh_from_db()
    assert (agreed.half, agreed.fixed) == ("afternoon", world.slots[0])
    olga.post(at(world, "meeting_change", agreed.pk), {"what": "cancel", "reason": "ill"})
    agreed.refresh_from_db()
    assert agreed.state == "cancelled"


def test_organisers_say_how_long_the_way_is_between_rooms(world: MeetingWorld) -> None:
    olga, walks = as_(world.organiser), at(world, "meeting_walks")
    assert "All tables are in one room" in olga.get(walks).content.decode()
    tables = "T1; Hall\nT2; Attic\nT3; Cellar\nT4"
    olga.post(at(world, "meeting_tables"), {"tables": tables})
    page = olga.get(walks).content.decode()
    assert page.count('type="number"') == 3
    assert "Attic \N{LEFT RIGHT ARROW} Hall" in page
    assert olga.post(walks, {"pair_0": "70"}).status_code == 200
    assert olga.post(walks, {"pair_1": "5", "pair_2": ""}).status_code == 302
    problem = problem_from(facts_of(world.mission))
    assert problem.walking_minutes == {("Attic", "Hall"): 5}
    assert 'value="5"' in olga.get(walks).content.decode()
    olga.post(at(world, "meeting_tables"), {"tables": "T1; Hall\nT3; Cellar"})
    assert problem_from(facts_of(world.mission)).walking_minutes == {}


def test_a_search_shows_how_it_goes_and_can_be_left(world: MeetingWorld) -> None:
    olga = as_(world.organiser)
    world.ask(0, 1)
    world.ask(2, 3)
    answer = olga.post(at(world, "timetable_search"), {"choose": "1"})
    version = world.mission.timetables.get()
    assert answer["Location"] == version.get_absolute_url()
    page = olga.get(version.get_absolute_url()).content.decode()
    assert 'hx-trigger="every 1s"' in page
    # The browser is closed; the worker does the job; who comes back finds it done.
    meeting_solving.search(version.pk)
    part = olga.get(version.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "proved best" in part
    page = olga.get(version.get_absolute_url()).content.decode()
    assert "Put in force" in page
    assert "Ada Cluster &amp; Bo Cluster" in page
    step = at(world, "timetable_step", version.number, "in_force")
    assert olga.post(step).status_code == 302
    version.refresh_from_db()
    assert version.state == "in_force"
    assert "Version 1" in olga.get(at(world, "mission_timetable")).content.decode()


def test_an_interrupted_search_says_so_and_can_be_ended(world: MeetingWorld) -> None:
    world.meet(0, 1)
    olga = as_(world.organiser)
    olga.post(at(world, "timetable_search"))
    version = world.mission.timetables.get()
    world.mission.timetables.update(state="searching", told=timezone.now() - timedelta(minutes=2))
    assert "it was interrupted" in olga.get(version.get_absolute_url()).content.decode()
    olga.post(at(world, "timetable_step", version.number, "stop"))
    version.refresh_from_db()
    assert version.state == "none"


def test_a_conflict_is_told_with_ways_on(world: MeetingWorld) -> None:
    world.meet(0, 1, fixed=world.slots[0])
    world.meet(0, 2, fixed=world.slots[0])
    version = world.solve()
    page = as_(world.organiser).get(version.get_absolute_url()).content.decode()
    assert "Why there is no timetable" in page
    assert "Ada Cluster &amp; Bo Cluster are to meet at" in page
    assert "one of these has to give way" in page


# --- The board --------------------------------------------------------------------------------


def test_the_board_shows_all_and_only_what_changed_is_sent_again(out: MeetingWorld) -> None:
    olga = as_(out.organiser)
    page = olga.get(at(out, "mission_board")).content.decode()
    assert page.count('class="meeting-card') == 3
    revision = MeetingPlan.objects.get().revision
    part = f"{at(out, 'mission_board')}?seen={revision}"
    assert olga.get(part, headers={"HX-Request": "true"}).status_code == 204
    olga.post(at(out, "board_participant", out.places[0].pk), {"what": "here"})
    fresh = olga.get(part, headers={"HX-Request": "true"})
    assert fresh.status_code == 200
    assert "1 of 4 participants are here." in fresh.content.decode()


def test_what_a_move_breaks_is_shown_before_it_is_saved(out: MeetingWorld) -> None:
    olga = as_(out.organiser)
    one = out.mission.meetings.get(participants=out.places[1])
    third = out.mission.meetings.filter(participants=out.places[0]).get(participants=out.places[2])
    free = next(each for each in out.tables if each.pk != third.table_id)
    page = at(out, "meeting_move", one.pk)
    asked: dict[str, Any] = {"slot": third.slot_id, "table": free.pk}
    shown = olga.get(page, asked, headers={"HX-Request": "true"}).content.decode()
    assert "Ada Cluster is in another meeting" in shown
    assert 'name="save"' not in shown
    saved = olga.post(page, {**asked, "seen": 1, "save": ""})
    assert saved.status_code == 200
    one.refresh_from_db()
    assert one.slot_id != third.slot_id
    fits = {"slot": out.slots[5].pk, "table": free.pk, "seen": 1}
    assert "This fits" in olga.get(page, fits).content.decode()
    assert olga.post(page, {**fits, "save": ""}).status_code == 302
    one.refresh_from_db()
    assert one.slot == out.slots[5]


def test_the_second_organiser_keeps_what_was_chosen_and_reads_what_happened(
    out: MeetingWorld,
) -> None:
    other = make_person("Otto")
    make_member(out.mission.organiser, other, "editor")
    one = out.mission.meetings.get(participants=out.places[1])
    two = out.mission.meetings.get(participants=out.places[3])
    free = out.tables[1].pk
    first = {"slot": out.slots[5].pk, "table": free, "seen": 1, "save": "", "why": "by Otto"}
    assert as_(other).post(at(out, "meeting_move", one.pk), first).status_code == 302
    second = {"slot": out.slots[4].pk, "table": free, "seen": 1, "save": "", "why": "my words"}
    olga = as_(out.organiser)
    answer = olga.post(at(out, "meeting_move", two.pk), second)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Version 2, Otto" in said
    assert "by Otto" in said
    assert 'value="my words"' in said
    assert f'<option value="{out.slots[4].pk}" selected' in said
    assert 'name="seen" value="2"' in said
    assert olga.post(at(out, "meeting_move", two.pk), {**second, "seen": 2}).status_code == 302
    two.refresh_from_db()
    assert two.slot == out.slots[4]


def test_a_no_show_is_proposed_then_put_in_force(out: MeetingWorld) -> None:
    olga = as_(out.organiser)
    page = at(out, "board_participant", out.places[0].pk)
    assert "Does not come" in olga.get(page).content.decode()
    answer = olga.post(page, {"what": "no_show"})
    version = out.mission.timetables.get(state="proposed")
    assert answer["Location"] == version.get_absolute_url()
    shown = olga.get(version.get_absolute_url()).content.decode()
    assert "is cancelled" in shown
    assert "For 3 participants" in shown
    step = at(out, "timetable_step", version.number, "in_force")
    done = olga.post(step, {"back": "board"})
    assert done["Location"] == at(out, "mission_board")
    board = olga.get(at(out, "mission_board")).content.decode()
    assert "Ada Cluster does not come" in board


def test_new_meetings_get_times_from_the_board(out: MeetingWorld) -> None:
    olga = as_(out.organiser)
    out.meet(1, 3)
    assert "Without a time" in olga.get(at(out, "mission_board")).content.decode()
    olga.post(at(out, "board_fill"))
    version = out.mission.timetables.get(state="proposed")
    olga.post(at(out, "timetable_step", version.number, "in_force"))
    assert not out.mission.meetings.filter(slot__isnull=True).exists()


# --- Agendas ----------------------------------------------------------------------------------


def test_an_agenda_is_read_by_its_people_and_the_organisers(out: MeetingWorld) -> None:
    page = at(out, "meeting_agenda", out.places[0].pk)
    for person in (out.people[0], out.organiser):
        shown = as_(person).get(page).content.decode()
        assert "Bo Cluster" in shown
        assert "Cleo Cluster" in shown
        assert "Dan Cluster" not in shown
    assert as_(out.people[1]).get(page).status_code == 404
    assert as_(out.people[0]).get(at(out, "mission_agenda"))["Location"] == page
    assert "Dan Cluster" in as_(out.organiser).get(at(out, "mission_agenda")).content.decode()


def test_who_comes_for_a_participant_reads_its_agenda(out: MeetingWorld) -> None:
    comes, gave_up = make_person("Gil"), make_person("Hal")
    out.places[0].delegates.create(person=comes, name="Gil")
    out.places[1].delegates.create(person=gave_up, name="Hal")
    out.places[1].withdrawn = timezone.now()
    out.places[1].save()
    tab, mine = at(out, "mission_agenda"), at(out, "meeting_agenda", out.places[0].pk)
    page = as_(comes).get(at(out, "mission"))
    assert tab in page.content.decode()
    assert as_(comes).get(tab)["Location"] == mine
    shown = as_(comes).get(mine).content.decode()
    assert "Bo Cluster" in shown
    assert "Requests for meetings" not in shown
    for other in ("meeting_agenda", "meeting_requests"):
        assert as_(comes).get(at(out, other, out.places[2].pk)).status_code == 404
    assert as_(comes).get(at(out, "meeting_requests", out.places[0].pk)).status_code == 404
    assert tab not in as_(gave_up).get(at(out, "mission")).content.decode()
    assert as_(gave_up).get(tab).status_code == 404


def test_an_agenda_is_by_the_clocks_of_its_reader(out: MeetingWorld) -> None:
    out.places[0].remote, out.places[0].time_zone = True, "Asia/Kolkata"
    out.places[0].save()
    meeting = out.mission.meetings.get(participants=out.places[1])
    assert meeting.slot
    here = meeting.slot.begins.astimezone(out.mission.zone)
    there = here - timedelta(hours=3, minutes=30)
    shown = as_(out.people[0]).get(at(out, "meeting_agenda", out.places[0].pk)).content.decode()
    assert f"{there:%H:%M}" in shown
    assert f"{here:%H:%M} in Asia/Tokyo" in shown
    other = as_(out.people[1]).get(at(out, "meeting_agenda", out.places[1].pk)).content.decode()
    assert "in Asia/Tokyo" not in other


def test_an_older_agenda_stays_readable_and_changes_are_told(out: MeetingWorld) -> None:
    one = out.mission.meetings.get(participants=out.places[1])
    as_(out.organiser).post(
        at(out, "meeting_move", one.pk),
        {"slot": out.slots[5].pk, "table": "", "seen": 1, "save": "", "why": "a later train"},
    )
    bo = as_(out.people[1])
    page = at(out, "meeting_agenda", out.places[1].pk)
    now = bo.get(page).content.decode()
    assert "What changed" in now
    assert "a later train" in now
    assert "moves from" in now
    old = bo.get(f"{page}?version=1").content.decode()
    assert "This is version 1" in old
    assert "Ada Cluster" in old
    assert bo.get(f"{page}?version=9").status_code == 404


def test_the_calendar_needs_no_signing_in_and_closes_with_the_password(out: MeetingWorld) -> None:
    page = as_(out.people[0]).get(at(out, "meeting_agenda", out.places[0].pk))
    address = page.context["page"].calendar.removeprefix("http://localhost:8000")
    address = address[address.index("/collaboration/") :]
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(each["summary"]) for each in events} == {
        "Meeting with Bo Cluster", "Meeting with Cleo Cluster",
    }  # fmt: skip
    meeting = out.mission.meetings.get(participants=out.places[1])
    assert meeting.slot
    assert meeting.slot.begins in {each.decoded("dtstart") for each in events}
    out.people[0].set_password("another one, and long")
    out.people[0].save()
    assert Client().get(address).status_code == 404


def test_documents_are_pdf(out: MeetingWorld) -> None:
    ada, olga = as_(out.people[0]), as_(out.organiser)
    for client, page in (
        (ada, at(out, "agenda_pdf", out.places[0].pk)),
        (olga, at(out, "meeting_agendas_pdf")),
        (olga, at(out, "meeting_cards_pdf")),
    ):
        answer = client.get(page)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_the_worker_acts_on_its_own_folder(out: MeetingWorld) -> None:
    page = at(out, "agenda_worker", out.places[0].pk)
    answer = Client().get(page)
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert page.startswith(at(out, "meeting_agenda", out.places[0].pk))


def test_feedback_in_two_taps() -> None:
    world = make_meeting_world(begin=timezone.now() + timedelta(minutes=1))
    meeting = world.meet(0, 1)
    world.in_force()
    meeting.refresh_from_db()
    assert meeting.slot
    meeting.slot.begins -= timedelta(hours=4)
    meeting.slot.save()
    ada = as_(world.people[0])
    page = at(world, "meeting_agenda", world.places[0].pk)
    assert "How was it?" in ada.get(page).content.decode()
    step = at(world, "meeting_feedback", world.places[0].pk, meeting.pk)
    ada.post(step, {"stars": "4"})
    assert "We want to cooperate" in ada.get(page).content.decode()
    ada.post(step, {"follow_up": "cooperation"})
    given = MeetingFeedback.objects.get()
    assert (given.stars, given.follow_up) == (4, "cooperation")
    assert as_(world.organiser).post(step, {"stars": "1"}).status_code == 403


def test_before_agendas_are_out_there_are_none(world: MeetingWorld) -> None:
    assert world.mission.state == State.PROGRAMME
    page = at(world, "meeting_agenda", world.places[0].pk)
    assert as_(world.people[0]).get(page).status_code == 404
