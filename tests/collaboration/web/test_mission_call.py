"""From the call of a mission to its participants: applications, points, decisions, places."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.missions.selection import MissionCriterion
from hanse.collaboration.missions.states import ApplicationState, PlaceState, State
from hanse.collaboration.web.actions.mission_applications import (
    application_assess,
    application_begin,
    application_change,
    application_decide,
    application_submit,
    application_take_back,
    application_take_up,
    application_withdraw,
)
from hanse.collaboration.web.actions.mission_places import (
    delegate_save,
    mission_invite,
    place_change,
    place_confirm,
    place_decline,
    place_remove,
    place_withdraw,
)
from hanse.collaboration.web.actions.missions import (
    mission_assessor_add,
    mission_change,
    mission_create,
    mission_partner_add,
    mission_step,
    mission_tell,
)
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_participants import MissionParticipant, Side
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.models.profiles import CodeKind
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.factories import make_profile
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)
from tests.collaboration.partner_factories import make_offer
from tests.foundation.web.factories import make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db
GOOD = {each.value: 4 for each in MissionCriterion}
TEXTS: dict[str, Any] = {
    "reason": "Our firms look for partners.",
    "offers": "Sensors.",
    "needs": "Trials.",
    "wishes": "",
    "sectors": ["automotive"],
    "people": 2,
    "shown": True,
}


def details(**more: Any) -> dict[str, Any]:
    day = timezone.localdate()
    return {
        "title": "Mission to Tokyo",
        "theme": "Clean technologies",
        "host_country": "JP",
        "city": "Tokyo",
        "time_zone": "Asia/Tokyo",
        "mode": "in_person",
        "begins": day + timedelta(days=60),
        "ends": day + timedelta(days=61),
        "opens": day,
        "closes": day + timedelta(days=20),
        "places": 2,
        "meetings_each": 8,
        **more,
    }


def test_a_call_opens_once_its_dates_are_known() -> None:
    person, ours = make_editor("Anna")
    made = mission_create(by=person, organiser=ours, details=details(begins=None, ends=None))
    with pytest.raises(ValidationError, match="Say when it takes place"):
        mission_step(by=person, mission=made, step="mission_open")
    mission_change(by=person, mission=made, details=details(), seen=0)
    after = mission_step(by=person, mission=made, step="mission_open")
    assert (after.state, after.opened is not None) == (State.CALL, True)
    with pytest.raises(ValidationError, match="The call is open until"):
        mission_step(by=person, mission=made, step="mission_review")
    stranger, _others = make_editor("Zoe")
    with pytest.raises(PermissionDenied):
        mission_step(by=stranger, mission=made, step="mission_open")
    with pytest.raises(PermissionDenied):
        mission_create(by=stranger, organiser=ours, details=details())


def test_days_out_of_order_and_unknown_zones_are_refused() -> None:
    person, ours = make_editor("Anna")
    day = timezone.localdate()
    for wrong in (
        {"ends": day, "begins": day + timedelta(days=3)},
        {"closes": day - timedelta(days=3)},
        {"time_zone": "Mars/Olympus"},
    ):
        with pytest.raises(ValidationError):
            mission_create(by=person, organiser=ours, details=details(**wrong))


def test_two_organisers_at_once_lose_nothing(client: Client) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours, begins=timezone.localdate() + timedelta(days=60))
    form = {name: value for name, value in details(city="Kyoto").items() if value is not None}
    mission_change(by=person, mission=made, details=details(city="Osaka"), seen=0)
    client.force_login(person)
    answer = client.post(reverse("mission_edit", args=[made.slug]), {**form, "seen": 0})
    words = answer.content.decode()
    assert "Saved meanwhile:" in words
    assert "Osaka" in words
    assert 'value="Kyoto"' in words
    made.refresh_from_db()
    assert made.city == "Osaka"
    answer = client.post(reverse("mission_edit", args=[made.slug]), {**form, "seen": 1})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.city == "Kyoto"


def test_what_the_profile_says_is_filled_in(client: Client) -> None:
    _person, ours = make_editor("Anna")
    applicant, theirs = make_editor("Bea")
    make_profile(theirs, {CodeKind.CATEGORY: ["automotive"]})
    make_offer(theirs, title="Quiet axles")
    made = make_mission(ours)
    client.force_login(applicant)
    words = client.get(reverse("mission_apply", args=[made.slug])).content.decode()
    assert "Quiet axles" in words
    assert 'value="automotive"' in words
    posted = {**TEXTS, "organisation": theirs.pk, "shown": "on"}
    answer = client.post(reverse("mission_apply", args=[made.slug]), posted)
    application = MissionApplication.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == application.get_absolute_url()
    assert client.get(reverse("mission_apply", args=[made.slug])).status_code == 403


def test_an_application_is_its_own_until_it_is_handed_in(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person, ours = make_editor("Anna")
    applicant, theirs = make_editor("Bea")
    made = make_mission(ours)
    draft = application_begin(
        by=applicant, mission=made, organisation=theirs, details={**TEXTS, "needs": ""}
    )
    client.force_login(person)
    assert client.get(draft.get_absolute_url()).status_code == 404
    with pytest.raises(ValidationError, match="what you need"):
        application_submit(by=applicant, application=draft)
    with pytest.raises(ValidationError, match="has an application"):
        application_begin(by=applicant, mission=made, organisation=theirs, details=TEXTS)
    application_change(by=applicant, application=draft, details=TEXTS, seen=0)
    with pytest.raises(ValidationError, match="Somebody else"):
        application_change(by=applicant, application=draft, details=TEXTS, seen=0)
    with django_capture_on_commit_callbacks(execute=True):
        application_submit(by=applicant, application=draft)
    assert [each.to for each in mail.outbox] == [[person.email]]
    assert client.get(draft.get_absolute_url()).status_code == 200
    with pytest.raises(PermissionDenied):
        application_submit(by=person, application=draft)
    application_take_back(by=applicant, application=draft)
    assert client.get(draft.get_absolute_url()).status_code == 404
    application_withdraw(by=applicant, application=draft)
    again = application_begin(by=applicant, mission=made, organisation=theirs, details=TEXTS)
    assert (again.pk, again.state) == (draft.pk, ApplicationState.DRAFT)


def test_nobody_applies_after_the_last_day_or_for_the_organiser() -> None:
    person, ours = make_editor("Anna")
    applicant, theirs = make_editor("Bea")
    over = make_mission(ours, closes=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="The call is closed"):
        application_begin(by=applicant, mission=over, organisation=theirs, details=TEXTS)
    open_one = make_mission(ours, title="Second")
    with pytest.raises(ValidationError, match="does not travel"):
        application_begin(by=person, mission=open_one, organisation=ours, details=TEXTS)
    with pytest.raises(PermissionDenied):
        application_begin(by=applicant, mission=open_one, organisation=ours, details=TEXTS)


def test_named_people_score_and_not_their_own() -> None:
    person, ours = make_editor("Anna")
    helper, partner = make_editor("Hanna")
    _applicant, theirs = make_editor("Bea")
    made = make_mission(ours, State.REVIEW)
    application = make_application(made, theirs)
    with pytest.raises(ValidationError, match="Assessors belong"):
        mission_assessor_add(by=person, mission=made, person=helper)
    mission_partner_add(by=person, mission=made, organisation=partner, role="host")
    mission_assessor_add(by=person, mission=made, person=helper)
    with pytest.raises(PermissionDenied):
        application_assess(by=person, application=application, scores=GOOD)
    with pytest.raises(ValidationError, match="0 to 5"):
        application_assess(by=helper, application=application, scores={**GOOD, "theme": 6})
    application_assess(by=helper, application=application, scores=GOOD)
    assert application_assess(by=helper, application=application, scores=GOOD).points == 20
    assert application.assessments.count() == 1
    make_member(theirs, helper, "editor")
    with pytest.raises(PermissionDenied):
        application_assess(by=helper, application=application, scores=GOOD)


def test_applicants_are_told_once_all_is_decided(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person, ours = make_editor("Anna")
    people = [make_editor(name) for name in ("Bea", "Cleo", "Dora", "Emma")]
    made = make_mission(ours, State.REVIEW, places=1)
    applications = [make_application(made, organisation) for _who, organisation in people]
    with pytest.raises(ValidationError, match="not been scored"):
        mission_step(by=person, mission=made, step="mission_select")
    for each, points in zip(applications, (3, 5, 4, 1), strict=True):
        make_assessment(each, person, points)
    client.force_login(person)
    page = client.get(reverse("mission_review", args=[made.slug])).context["page"]
    assert [line.application.organisation.name[:4] for line in page.lines] == [
        "Cleo",
        "Dora",
        "Bea ",
        "Emma",
    ]
    assert [line.outcome.value() for line in page.lines] == [
        "selected",
        "reserve",
        "reserve",
        "not_selected",
    ]
    posted = {line.outcome.html_name: line.outcome.value() for line in page.lines}
    posted[f"remark_{applications[3].pk}"] = "Too few firms."
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mission_review", args=[made.slug]), posted)
    assert answer.status_code == 302
    assert mail.outbox == []
    # What is decided is not read before it is told.
    client.force_login(people[3][0])
    words = client.get(applications[3].get_absolute_url()).content.decode()
    assert "handed in" in words
    assert "Too few firms." not in words
    with django_capture_on_commit_callbacks(execute=True):
        mission_step(by=person, mission=made, step="mission_select")
    assert sorted(each.to[0] for each in mail.outbox) == sorted(who.email for who, _o in people)
    words = client.get(applications[3].get_absolute_url()).content.decode()
    assert "Too few firms." in words
    assert [each.organisation for each in made.participants.all()] == [people[1][1]]
    assert [each.rank for each in made.applications.reserve()] == [2, 3]
    assert [each.organisation for each in made.applications.reserve()] == [
        people[2][1],
        people[0][1],
    ]


def test_more_selected_than_places_is_refused() -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours, State.REVIEW, places=1)
    for name in ("Bea", "Cleo"):
        make_assessment(make_application(made, make_organisation(name)), person)
    keys = made.applications.values_list("pk", flat=True)
    application_decide(by=person, mission=made, decisions=dict.fromkeys(keys, ("selected", "")))
    with pytest.raises(ValidationError, match="More organisations"):
        mission_step(by=person, mission=made, step="mission_select")
    with pytest.raises(ValidationError, match="is selected, on reserve"):
        application_decide(by=person, mission=made, decisions={keys[0]: ("draft", "")})


def test_two_who_decide_at_once_are_told_of_each_other(client: Client) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours, State.REVIEW)
    application = make_application(made, make_organisation("Bea"))
    key = application.pk
    application_decide(by=person, mission=made, decisions={key: ("reserve", "")})
    client.force_login(person)
    mine = {f"outcome_{key}": "not_selected", f"remark_{key}": "Mine"}
    address = reverse("mission_review", args=[made.slug])
    words = client.post(address, {**mine, f"seen_{key}": "submitted"}).content.decode()
    assert "Somebody else changed this meanwhile" in words
    assert 'value="Mine"' in words
    application.refresh_from_db()
    assert application.state == ApplicationState.RESERVE
    assert f'name="seen_{key}" value="reserve"' in words
    assert client.post(address, {**mine, f"seen_{key}": "reserve"}).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.remark) == (ApplicationState.NOT_SELECTED, "Mine")
    # Nor are words to the organisation lost.
    mine |= {f"remark_{key}": "Yours", f"seen_{key}": "not_selected", f"seen_remark_{key}": ""}
    words = client.post(address, mine).content.decode()
    rival = words.split('class="rival"')[1].split("</p>")[0]
    assert words.index('value="Yours"') < words.index('class="rival"')
    assert "Mine" in rival
    assert client.post(address, {**mine, f"seen_remark_{key}": "Mine"}).status_code == 302
    application.refresh_from_db()
    assert application.remark == "Yours"


def test_a_free_place_goes_to_the_reserve_list() -> None:
    person, ours = make_editor("Anna")
    first, theirs = make_editor("Bea")
    second, others = make_editor("Cleo")
    made = make_mission(ours, State.SELECTED, places=1)
    make_application(made, theirs, ApplicationState.SELECTED)
    reserve = make_application(made, others, ApplicationState.RESERVE, rank=2)
    place = make_participant(made, theirs, confirmed=False)
    with pytest.raises(ValidationError, match="No place is free"):
        application_take_up(by=person, application=reserve)
    place_confirm(by=first, place=place)
    place_withdraw(by=first, place=place)
    application_take_up(by=person, application=reserve)
    new = MissionParticipant.objects.get(organisation=others)
    assert (new.place, new.offers) == (PlaceState.INVITED, "Sensors for clean water.")
    assert place_confirm(by=second, place=new).place is PlaceState.CONFIRMED


def test_who_finds_no_room_waits_and_moves_up(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person, ours = make_editor("Anna")
    made = make_mission(ours, State.PROGRAMME, host_places=1)
    hosts = [make_editor(name, country="JP") for name in ("Aiko", "Botan", "Chie")]
    places = [
        mission_invite(by=person, mission=made, organisation=each, side=Side.HOST)
        for _who, each in hosts
    ]
    with pytest.raises(ValidationError, match="has a place already"):
        mission_invite(by=person, mission=made, organisation=hosts[0][1], side=Side.HOST)
    after = [
        place_confirm(by=who, place=place).place
        for (who, _o), place in zip(hosts, places, strict=True)
    ]
    assert after == [PlaceState.CONFIRMED, PlaceState.WAITING, PlaceState.WAITING]
    with django_capture_on_commit_callbacks(execute=True):
        place_remove(by=person, place=places[0])
    assert {each.to[0] for each in mail.outbox} == {hosts[0][0].email, hosts[1][0].email}
    places[1].refresh_from_db()
    assert places[1].place is PlaceState.CONFIRMED
    # More room, and the next one moves up.
    form = details(host_places=2)
    mission_change(by=person, mission=made, details=form, seen=made.revision)
    places[2].refresh_from_db()
    assert places[2].place is PlaceState.CONFIRMED
    again = mission_invite(by=person, mission=made, organisation=hosts[0][1], side=Side.HOST)
    assert again.pk == places[0].pk
    assert place_decline(by=hosts[0][0], place=again).place is PlaceState.WITHDRAWN
    with pytest.raises(ValidationError, match="cannot be done now"):
        place_confirm(by=hosts[0][0], place=again)


def test_a_participant_says_who_comes_and_when() -> None:
    _person, ours = make_editor("Anna")
    who, theirs = make_editor("Bea")
    stranger, _others = make_editor("Zoe")
    made = make_mission(ours, State.PROGRAMME)
    place = make_participant(made, theirs, delegates=0)
    now = timezone.now()
    with pytest.raises(ValidationError, match="before they arrive"):
        place_change(by=who, place=place, details={"arrives": now, "leaves": now}, seen=0)
    place_change(by=who, place=place, details={"arrives": now, "offers": "Axles."}, seen=0)
    delegate_save(by=who, place=place, name="Bea", function="Director", person=who)
    assert [each.name for each in place.delegates.all()] == ["Bea"]
    with pytest.raises(PermissionDenied):
        delegate_save(by=stranger, place=place, name="Zoe", function="")


def test_calling_off_tells_all_concerned_why(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person, ours = make_editor("Anna")
    applicant, theirs = make_editor("Bea")
    made = make_mission(ours, State.REVIEW)
    make_application(made, theirs)
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mission_call_off", args=[made.slug]), {"reason": "A storm is coming."})
    assert [each.to for each in mail.outbox] == [[applicant.email]]
    assert "A storm is coming." in mail.outbox[0].body
    words = client.get(made.get_absolute_url()).content.decode()
    assert "A storm is coming." in words
    assert not Mission.objects.editable_by(person).exists()


def test_assessors_of_the_organiser_need_no_editing() -> None:
    person, ours = make_editor("Anna")
    member = make_person("Max")
    make_member(ours, member)
    made = make_mission(ours, State.REVIEW)
    mission_assessor_add(by=person, mission=made, person=member)
    application = make_application(made, make_organisation("Bea"))
    assert application_assess(by=member, application=application, scores=GOOD).points == 20


# --- Cut-off dates ----------------------------------------------------------------------------


def test_cut_off_dates_lie_within_the_call(client: Client) -> None:
    person, ours = make_editor("Anna")
    client.force_login(person)
    day = timezone.localdate()
    posted = {"organiser": ours.pk, **details()}
    for wrong in ("soon", (day + timedelta(days=20)).isoformat(), "2001-01-01"):
        page = client.post(reverse("mission_new"), {**posted, "cut_offs": wrong})
        assert page.context["form"].errors.keys() == {"cut_offs"}
    later, sooner = (day + timedelta(days=each) for each in (9, 4))
    written = f"{later}, {sooner}"
    assert client.post(reverse("mission_new"), {**posted, "cut_offs": written}).status_code == 302
    made = Mission.objects.get()
    assert made.cut_off_days == [sooner, later, made.closes]
    edit = client.get(reverse("mission_edit", args=[made.slug])).content.decode()
    assert f'value="{sooner}, {later}"' in edit
    mission_step(by=person, mission=made, step="mission_open")
    for shown in (reverse("missions"), made.get_absolute_url()):
        assert "Next cut-off date" in client.get(shown).content.decode()


def test_what_is_handed_in_by_a_cut_off_date_is_decided_while_the_call_goes_on(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person, ours = make_editor("Anna")
    early, first = make_editor("Bea")
    late, second = make_editor("Cleo")
    day = timezone.localdate()
    made = make_mission(ours, cut_offs=[(day - timedelta(days=1)).isoformat()], places=2)
    before = timezone.now() - timedelta(days=2)
    one = make_application(made, first, submitted=before)
    other = make_application(made, second)
    client.force_login(person)
    review = reverse("mission_review", args=[made.slug])
    tell = reverse("mission_tell", args=[made.slug])
    assert "have not been scored" in client.post(tell, follow=True).content.decode()
    with pytest.raises(ValidationError, match="has passed"):
        application_take_back(by=early, application=one)
    make_assessment(one, person)
    with pytest.raises(ValidationError, match="has not passed yet"):
        application_assess(by=person, application=other, scores=GOOD)
    page = client.get(review)
    assert f"outcome_{one.pk}" in page.content.decode()
    assert f"outcome_{other.pk}" not in page.content.decode()
    posted = {f"outcome_{one.pk}": "selected", f"remark_{one.pk}": ""}
    assert client.post(review, posted).status_code == 302
    other.refresh_from_db()
    assert other.state == "submitted"
    hers = Client()
    hers.force_login(early)
    assert "handed in" in hers.get(made.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        words = client.post(tell, follow=True).content.decode()
    assert "1 applicant is told." in words
    assert [each.to for each in mail.outbox] == [[early.email]]
    assert made.participants.get().organisation == first
    one.refresh_from_db()
    made.refresh_from_db()
    assert (made.state, one.told is not None) == (State.CALL, True)
    assert "No application that was handed in" in client.post(tell, follow=True).content.decode()
    with pytest.raises(ValidationError, match="told the decision already"):
        application_assess(by=person, application=one, scores=GOOD)
    application_take_back(by=late, application=other)
    application_submit(by=late, application=other)
    # The last batch, after the last day: who was told is neither told nor given a place again.
    made.closes, made.opens = day - timedelta(days=1), None
    made.save()
    mail.outbox.clear()
    mission_step(by=person, mission=made, step="mission_review")
    make_assessment(other, person)
    client.post(review, {f"outcome_{other.pk}": "reserve", f"remark_{other.pk}": ""})
    with django_capture_on_commit_callbacks(execute=True):
        mission_step(by=person, mission=made, step="mission_select")
    assert [each.to for each in mail.outbox] == [[late.email]]
    assert made.participants.count() == 1


def test_a_place_given_up_during_the_call_goes_to_the_reserve_of_a_told_batch(
    client: Client,
) -> None:
    person, ours = make_editor("Anna")
    early, first = make_editor("Bea")
    second, others = make_editor("Cleo")
    day = timezone.localdate()
    made = make_mission(ours, cut_offs=[(day - timedelta(days=1)).isoformat()], places=1)
    before = timezone.now() - timedelta(days=2)
    one = make_application(made, first, submitted=before)
    reserve = make_application(made, others, submitted=before)
    for each in (one, reserve):
        make_assessment(each, person)
    decisions = {one.pk: ("selected", ""), reserve.pk: ("reserve", "")}
    application_decide(by=person, mission=made, decisions=decisions)
    with pytest.raises(ValidationError, match="not been told"):
        application_take_up(by=person, application=reserve)
    client.force_login(person)
    there = reverse("mission_participants", args=[made.slug])
    assert client.get(there).context["page"].reserve == []
    mission_tell(by=person, mission=made)
    place = made.participants.get()
    place_confirm(by=early, place=place)
    words = client.get(there).content.decode()
    assert "Reserve list" in words
    assert "No place is free." in words
    assert "Give it the free place" not in words
    assert reverse("mission_participants", args=[made.slug]) in (
        client.get(reverse("mission_review", args=[made.slug])).content.decode()
    )
    place_withdraw(by=early, place=place)
    assert "one fewer for those who apply later" in client.get(there).content.decode()
    take = reverse("mission_application_take", args=[made.slug, reserve.pk, "take_up"])
    assert client.post(take).status_code == 302
    new = made.participants.get(organisation=others)
    assert place_confirm(by=second, place=new).place is PlaceState.CONFIRMED
    # Who gave a place up does not count among those selected when the call ends.
    made.refresh_from_db()
    made.closes, made.opens = day - timedelta(days=1), None
    made.save()
    mission_step(by=person, mission=made, step="mission_review")
    page = client.get(reverse("mission_review", args=[made.slug])).context["page"]
    assert page.selected == 1
    mission_step(by=person, mission=made, step="mission_select")
    assert [each.organisation for each in made.participants.taking_part()] == [others]
