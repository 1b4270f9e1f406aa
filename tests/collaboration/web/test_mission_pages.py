"""Pages of missions: who is shown what, programme, budget, outcomes, report and prints."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.collaboration.journey.months import after
from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.actions.mission_outcomes import (
    follow_up_answer,
    missions_follow_up,
    outcome_confirm,
    outcome_deny,
    outcome_state,
    outcome_take_back,
)
from hanse.collaboration.web.evidence_sources import evidence
from hanse.collaboration.web.mission_report import mission_report
from hanse.collaboration.web.models.mission_outcomes import MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.mission_programme import MissionBudgetLine, MissionItem
from hanse.collaboration.web.models.missions import Mission, MissionPartner
from hanse.foundation.web.models.people import User
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)
from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.django_db


def address(name: str, mission: Mission, *parts: object) -> str:
    return reverse(name, args=[mission.slug, *parts])


def pair(state: State) -> tuple[Mission, User, MissionParticipant, User, MissionParticipant]:
    """A mission with two participants, and who edits each."""
    _person, ours = make_editor("Anna")
    one, first = make_editor("Bea")
    two, second = make_editor("Cleo", country="JP")
    made = make_mission(ours, state)
    return made, one, make_participant(made, first), two, make_participant(
        made, second, Side.HOST, delegates=2
    )  # fmt: skip


def test_the_programme_has_public_and_private_items(client: Client) -> None:
    person, ours = make_editor("Anna")
    who, theirs = make_editor("Bea")
    made = make_mission(ours, State.PROGRAMME)
    make_participant(made, theirs)
    client.force_login(person)
    new = address("mission_row_new", made, "item")
    at = {"begins": "2026-05-04T09:00", "ends": "2026-05-04T10:00"}
    assert client.post(new, {"title": "Opening", "public": "on", **at}).status_code == 302
    assert client.post(new, {"title": "Dinner", "place": "A boat", **at}).status_code == 302
    wrong = client.post(new, {"title": "Backwards", **at, "ends": "2026-05-04T08:00"})
    assert "It ends before it begins." in wrong.content.decode()
    note = {"title": "Visa", "words": "None is needed."}
    assert client.post(address("mission_row_new", made, "note"), note).status_code == 302
    # Nine o'clock in Tokyo, whatever the site's own time zone.
    item = MissionItem.objects.get(title="Opening")
    assert item.begins.astimezone(made.zone).hour == 9
    words = client.get(address("mission_programme", made)).content.decode()
    assert "are at the same time" in words
    assert "09:00" in words
    client.force_login(who)
    words = client.get(address("mission_programme", made)).content.decode()
    assert "Dinner" in words
    assert "None is needed." in words
    assert "are at the same time" not in words
    assert client.get(new).status_code == 404
    client.logout()
    words = client.get(address("mission_programme", made)).content.decode()
    assert "Opening" in words
    assert "Dinner" not in words
    assert "Visa" not in words


def test_an_item_changed_by_two_is_kept_for_both(client: Client) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours)
    now = timezone.now()
    item = MissionItem.objects.create(
        mission=made, title="Visit", begins=now, ends=now + timedelta(hours=1), revision=1
    )
    client.force_login(person)
    at = {"begins": "2026-05-04T09:00", "ends": "2026-05-04T10:00"}
    there = address("mission_row", made, "item", item.pk)
    words = client.post(there, {"title": "Tour", "seen": 0, **at}).content.decode()
    assert "Saved meanwhile:" in words
    assert 'value="Tour"' in words
    assert client.post(there, {"title": "Tour", "seen": 1, **at}).status_code == 302
    assert client.post(address("mission_row_delete", made, "item", item.pk)).status_code == 302
    assert not made.items.exists()
    assert client.get(address("mission_row_new", made, "nothing")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "first", "mine"),
    [
        ("note", {"title": "Visa", "words": "None."}, {"title": "Visa", "words": "Ask early."}),
        (
            "budget",
            {"heading": "venue", "words": "Hall", "planned": 100},
            {"heading": "travel", "words": "Hall", "planned": 120},
        ),
    ],
)
def test_notes_and_budget_lose_nothing_to_a_second_editor(
    client: Client, kind: str, first: dict[str, Any], mine: dict[str, Any]
) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours)
    rows: Any = {"note": made.notes, "budget": made.budget}[kind]
    row = rows.create(**first)
    client.force_login(person)
    there = address("mission_row", made, kind, row.pk)
    assert 'name="seen" value="0"' in client.get(there).content.decode()
    assert client.post(there, {**first, "seen": 0}).status_code == 302
    told = client.post(there, {**mine, "seen": 0}).content.decode()
    assert "Saved meanwhile:" in told
    assert {"note": "None.", "budget": "Rooms and equipment"}[kind] in told
    assert {"note": "Ask early.", "budget": "120"}[kind] in told
    assert 'name="seen" value="1"' in told
    assert client.post(there, {**mine, "seen": 1}).status_code == 302
    row.delete()
    told = client.post(there, {**mine, "seen": 2}).content.decode()
    assert "Somebody else removed this meanwhile" in told
    assert {"note": "Ask early.", "budget": "120"}[kind] in told
    assert client.get(there).status_code == 404
    assert client.post(there, {**mine, "seen": 0, "anew": 1}).status_code == 302
    assert rows.count() == 1


def test_the_budget_is_for_the_organiser(client: Client) -> None:
    person, ours = make_editor("Anna")
    partner, theirs = make_editor("Bea")
    made = make_mission(ours)
    MissionPartner.objects.create(mission=made, organisation=theirs)
    client.force_login(person)
    line = {"heading": "venue", "words": "Hall", "planned": "1200.50", "spent": "1000"}
    assert client.post(address("mission_row_new", made, "budget"), line).status_code == 302
    page = client.get(address("mission_budget", made)).context["page"]
    assert (page.planned, page.spent) == (Decimal("1200.50"), Decimal(1000))
    client.force_login(partner)
    assert client.get(address("mission_budget", made)).status_code == 404


def test_participants_see_each_other_once_they_are_published(client: Client) -> None:
    made, one, place, _two, other = pair(State.SELECTED)
    other.offers = "Robots that swim."
    other.save()
    waiting = make_participant(made, make_organisation("Later"), confirmed=False)
    there = address("mission_participants", made)
    client.force_login(one)
    assert client.get(there).status_code == 403
    assert client.get(address("mission_participants_pdf", made)).status_code == 403
    Mission.objects.filter(pk=made.pk).update(state=State.PROGRAMME)
    words = client.get(there).content.decode()
    assert "Robots that swim." in words
    assert "Delegate 2, Director" in words
    assert waiting.organisation.name not in words
    answer = client.get(address("mission_participants_pdf", made))
    assert answer.content.startswith(b"%PDF")
    assert client.get(address("mission_badges_pdf", made)).status_code == 404
    stranger, _others = make_editor("Zoe")
    client.force_login(stranger)
    assert client.get(there).status_code == 403
    client.force_login(
        waiting.organisation.memberships.create(person=stranger, kind="editor").person
    )
    assert client.get(there).status_code == 403
    assert place.organisation.name.encode() not in client.get(made.get_absolute_url()).content


def test_the_organiser_reads_lists_and_prints_badges(client: Client) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours, State.PROGRAMME, places=2)
    make_participant(made, make_organisation("First"), delegates=0)
    make_participant(made, make_organisation("Asked"), confirmed=False)
    make_application(made, make_organisation("Reserve"), ApplicationState.RESERVE)
    client.force_login(person)
    page = client.get(address("mission_participants", made)).context["page"]
    assert [side.free for side in page.sides] == [0, None, None]
    assert [line.place.organisation.name for line in page.open] == ["Asked"]
    assert [each.organisation.name for each in page.reserve] == ["Reserve"]
    posted = {"organisation": make_organisation("Host").pk, "side": "host"}
    assert client.post(address("mission_participants", made), posted).status_code == 302
    assert made.participants.filter(side=Side.HOST).count() == 1
    badges = client.get(address("mission_badges_pdf", made))
    assert badges.content.startswith(b"%PDF")
    assert client.get(address("mission_participants_pdf", made)).content.startswith(b"%PDF")


def test_a_place_is_changed_by_its_own_people_in_local_time(client: Client) -> None:
    made, one, place, two, _other = pair(State.PROGRAMME)
    there = address("mission_place", made, place.pk)
    client.force_login(two)
    assert client.get(there).status_code == 404
    client.force_login(one)
    assert "Who comes" in client.get(there).content.decode()
    posted = {"offers": "Axles", "arrives": "2026-05-04T07:30"}
    assert client.post(there, posted).status_code == 302
    place.refresh_from_db()
    assert place.arrives is not None
    assert place.arrives.astimezone(made.zone).hour == 7
    told = client.post(there, {"offers": "Wheels", "seen": 0}).content.decode()
    assert "Saved meanwhile:" in told
    assert "Axles" in told
    assert "4 May 2026, 07:30" in told
    assert "Wheels" in told
    assert client.post(there, {"offers": "Wheels", "seen": 1}).status_code == 302
    place.refresh_from_db()
    assert place.offers == "Wheels"
    people = address("mission_delegate_new", made, place.pk)
    assert client.post(people, {"name": "Bea", "person": one.pk}).status_code == 302
    named = place.delegates.get(name="Bea")
    assert named.person == one
    change = address("mission_delegate", made, place.pk, named.pk)
    assert client.post(change, {"name": "Beate"}).status_code == 302
    gone = address("mission_delegate_delete", made, place.pk, named.pk)
    assert client.post(gone).status_code == 302
    assert place.delegates.count() == 1
    answer = client.post(address("mission_place_answer", made, place.pk, "withdraw"))
    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.withdrawn is not None


def test_participants_are_asked_after_three_six_and_twelve_months(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made, one, place, two, _other = pair(State.FOLLOW_UP)
    assert made.ends is not None
    day = after(made.ends, 6)
    with django_capture_on_commit_callbacks(execute=True):
        assert missions_follow_up(on=day) == 4
    assert {each.to[0] for each in mail.outbox} == {one.email, two.email}
    assert missions_follow_up(on=day) == 0
    assert missions_follow_up(on=after(made.ends, 12)) == 2
    with pytest.raises(ValidationError, match="not been asked"):
        follow_up_answer(by=one, place=place, months=9, remark="")
    client.force_login(one)
    there = address("mission_follow_up", made, place.pk, 3)
    assert client.post(there, {"remark": "Two visits."}).status_code == 302
    assert "Two visits." in client.get(address("mission_outcomes", made)).content.decode()
    report = mission_report(made)
    assert [(each.months, each.asked, each.answered) for each in report.rounds] == [
        (3, 2, 1),
        (6, 2, 0),
        (12, 2, 0),
    ]


def test_an_outcome_counts_once_both_say_so(client: Client) -> None:
    made, one, place, two, other = pair(State.FOLLOW_UP)
    day = timezone.localdate()
    told = outcome_state(by=one, place=place, other=other, kind="cooperation", since=day)
    assert evidence() == ()
    with pytest.raises(PermissionDenied):
        outcome_confirm(by=one, outcome=told)
    outcome_confirm(by=two, outcome=told)
    found = evidence()
    assert [each.kind for each in found] == [EvidenceKind.SHARED_PROJECT]
    assert found[0].parties == tuple(sorted((place.organisation_id, other.organisation_id)))
    assert not found[0].public
    with pytest.raises(ValidationError, match="answered already"):
        outcome_deny(by=two, outcome=told)
    # Who says the same confirms what the other said.
    theirs = outcome_state(by=two, place=other, other=place, kind="contact", since=day)
    same = outcome_state(by=one, place=place, other=other, kind="contact", since=day)
    assert same.pk == theirs.pk
    assert same.confirmed is not None
    denied = outcome_state(by=one, place=place, other=other, kind="agreement", since=day)
    outcome_deny(by=two, outcome=denied)
    assert {each.kind for each in evidence()} == {
        EvidenceKind.SHARED_PROJECT,
        EvidenceKind.CONTACT,
    }
    with pytest.raises(ValidationError, match="another participant"):
        outcome_state(by=one, place=place, other=place, kind="contact", since=day)
    with pytest.raises(ValidationError, match="still to come"):
        later = day + timedelta(days=1)
        outcome_state(by=one, place=place, other=other, kind="agreement", since=later)
    outcome_take_back(by=one, outcome=told)
    assert len(evidence()) == 1
    client.force_login(one)
    assert "denied" in client.get(address("mission_outcomes", made)).content.decode()


def test_outcomes_are_told_and_answered_on_pages(client: Client) -> None:
    made, one, place, two, other = pair(State.UNDER_WAY)
    client.force_login(one)
    new = address("mission_outcome_new", made, place.pk)
    posted = {"other": other.pk, "kind": "agreement", "since": "2026-01-02", "amount": "5000"}
    assert client.post(new, posted).status_code == 302
    told = MissionOutcome.objects.get()
    yes = address("mission_outcome_answer", made, told.pk, "confirm")
    assert client.post(yes).status_code == 404
    client.force_login(two)
    assert client.post(yes).status_code == 302
    told.refresh_from_db()
    assert told.confirmed is not None
    organiser = made.organiser.memberships.get().person
    client.force_login(organiser)
    words = client.get(address("mission_outcomes", made)).content.decode()
    assert "5,000" not in words
    stranger, _others = make_editor("Zoe")
    client.force_login(stranger)
    assert client.get(address("mission_outcomes", made)).status_code == 403


def test_the_report_is_for_all_once_it_is_over(client: Client) -> None:
    made, _one, place, _two, other = pair(State.UNDER_WAY)
    MissionBudgetLine.objects.create(mission=made, heading="venue", words="Hall", planned=900)
    there, print_out = address("mission_report", made), address("mission_report_pdf", made)
    assert client.get(there).status_code == 404
    assert client.get(print_out).status_code == 404
    Mission.objects.filter(pk=made.pk).update(state=State.FOLLOW_UP)
    MissionOutcome.objects.create(
        stated_by=place,
        other=other,
        kind="agreement",
        since=timezone.localdate(),
        confirmed=timezone.now(),
        amount=5000,
    )
    meeting = made.meetings.create(state="held")
    meeting.participants.set([place, other])
    for side in (place, other):
        meeting.feedback.create(participant=side, stars=5, follow_up="contact")
    answer = client.get(there)
    words = answer.content.decode()
    report = answer.context["report"]
    assert (report.taking_part, report.people, report.amount) == (2, 3, None)
    assert dict(report.countries) == {"Austria": 1, "Japan": 1}
    assert [(each.confirmed, each.stated) for each in report.outcomes] == [(0, 0), (0, 0), (1, 0)]
    assert "900" not in words
    assert report.meetings.held == 1
    assert (report.meetings.stars, report.meetings.said, report.meetings.contact) == (None, 2, 2)
    assert client.get(print_out).content.startswith(b"%PDF")
    client.force_login(made.organiser.memberships.get().person)
    assert "900" in client.get(there).content.decode()
    assert client.get(print_out).content.startswith(b"%PDF")


def test_who_helps_is_named_and_taken_off(client: Client) -> None:
    person, ours = make_editor("Anna")
    helper, partner = make_editor("Hanna")
    made = make_mission(ours, State.REVIEW)
    client.force_login(person)
    there = address("mission_partners", made)
    posted = {"organisation": partner.pk, "role": "co_organiser"}
    assert client.post(there, posted).status_code == 302
    assert "Hanna Cluster" in client.get(there).content.decode()
    assessors = address("mission_assessors", made)
    assert client.post(assessors, {"person": helper.pk}).status_code == 302
    application = make_application(made, make_organisation("Bea"))
    client.force_login(helper)
    score = address("mission_assess", made, application.pk)
    assert client.get(score).status_code == 200
    points = {"theme": 5, "offer": 4, "needs": 3, "firms": 2, "follow_up": 1}
    assert client.post(score, points).status_code == 302
    assert application.assessments.get().points == 15
    words = client.get(address("mission_review", made)).content.decode()
    assert "15.0" in words
    assert client.post(address("mission_review", made), {}).status_code == 403
    client.force_login(person)
    gone = made.assessors.get()
    assert client.post(assessors, {"remove": gone.pk}).status_code == 302
    assert client.get(score).status_code == 403
    partner_row = made.partners.get()
    taken = address("mission_partner_delete", made, partner_row.pk)
    assert client.post(taken).status_code == 302
    assert not made.partners.exists()


def test_a_mission_is_begun_and_taken_on_by_pages(client: Client) -> None:
    person, ours = make_editor("Anna")
    client.force_login(person)
    day = timezone.localdate()
    posted = {
        "organiser": ours.pk,
        "title": "Mission to Lima",
        "theme": "Food",
        "host_country": "PE",
        "time_zone": "America/Lima",
        "mode": "in_person",
        "begins": day + timedelta(days=90),
        "ends": day + timedelta(days=92),
        "closes": day + timedelta(days=30),
        "places": 10,
        "meetings_each": 8,
    }
    answer = client.post(reverse("mission_new"), posted)
    made = Mission.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert client.post(address("mission_take", made, "mission_open")).status_code == 302
    made.refresh_from_db()
    assert made.state == State.CALL
    words = client.post(
        address("mission_take", made, "mission_review"), follow=True
    ).content.decode()
    assert "The call is open until the end of its last day" in words
    assert client.post(address("mission_take", made, "nothing")).status_code == 404
    stranger, _others = make_editor("Zoe")
    client.force_login(stranger)
    assert client.post(address("mission_take", made, "mission_open")).status_code == 404


def test_an_assessment_stays_when_its_page_is_read(client: Client) -> None:
    person, ours = make_editor("Anna")
    applicant, theirs = make_editor("Bea")
    made = make_mission(ours, State.REVIEW)
    application = make_application(made, theirs)
    make_assessment(application, person, 4, remark="Well done.")
    client.force_login(person)
    words = client.get(application.get_absolute_url()).content.decode()
    assert "Well done." in words
    client.force_login(applicant)
    words = client.get(application.get_absolute_url()).content.decode()
    assert "Well done." not in words


def test_a_delegate_loses_nothing_to_a_second_editor(client: Client) -> None:
    made, one, place, _two, _other = pair(State.PROGRAMME)
    delegate = place.delegates.create(name="Bea", function="Buyer")
    there = address("mission_delegate", made, place.pk, delegate.pk)
    client.force_login(one)
    assert 'name="seen" value="0"' in client.get(there).content.decode()
    theirs = {"name": "Bea", "function": "Director", "person": one.pk, "seen": 0}
    assert client.post(there, theirs).status_code == 302
    told = client.post(there, {"name": "Bea B.", "function": "Buyer", "seen": 0}).content.decode()
    assert "Somebody else changed this meanwhile" in told
    below = told[told.index('name="function"') :]
    assert below.index("Saved meanwhile:") < below.index("Director") < below.index('name="person"')
    assert one.name in below[below.index('name="person"') :].split('class="rival"')[1]
    assert 'name="seen" value="1"' in told
    delegate.refresh_from_db()
    assert (delegate.name, delegate.function) == ("Bea", "Director")
    mine = {"name": "Bea B.", "function": "Buyer", "seen": 1}
    assert client.post(there, mine).status_code == 302
    delegate.delete()
    told = client.post(there, mine).content.decode()
    assert "Somebody else removed this meanwhile" in told
    assert 'value="Bea B."' in told
    assert client.get(there).status_code == 404
    assert client.post(there, {**mine, "anew": 1}).status_code == 302
    assert "Bea B." in place.delegates.values_list("name", flat=True)


def test_what_others_saved_stands_below_each_field_in_its_words(client: Client) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours)
    row = made.budget.create(heading="venue", words="Hall", planned=100, spent=0)
    client.force_login(person)
    there = address("mission_row", made, "budget", row.pk)
    first = {"heading": "travel", "words": "Hall", "planned": 100, "spent": 0, "seen": 0}
    assert client.post(there, first).status_code == 302
    told = client.post(there, {**first, "heading": "venue", "spent": 5}).content.decode()
    parts = told.split('class="rival"')
    assert len(parts) == 3
    assert 'name="heading"' in parts[0]
    assert 'name="words"' not in parts[0]
    assert "Travel" in parts[1].split("</p>")[0]
    assert 'name="spent"' in parts[1]
    assert "0" in parts[2].split("</p>")[0]
