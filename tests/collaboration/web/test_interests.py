"""Interest between two organisations: its way, its messages, its evidence; private to the two."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.collaboration.matching.states import OPEN_INTEREST, InterestState
from hanse.collaboration.web.actions import interests as way
from hanse.collaboration.web.models.interests import Interest, InterestMessage
from hanse.foundation.web.models.audit import AuditEvent
from tests.collaboration.partner_factories import Sides, make_interest, make_offer, make_sides
from tests.foundation.web.factories import (
    CAST,
    Cast,
    make_member,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
S = InterestState


@pytest.fixture
def sides(cast: Cast) -> Sides:
    return make_sides(cast)


# --- Who sees ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CAST)
def test_nobody_but_the_two_sees_an_interest_or_its_messages(
    sides: Sides, client: Client, name: str
) -> None:
    interest = make_interest(sides, S.ACCEPTED)
    person = sides.cast.person(name)
    sees = name in ("owner", "member")
    who = person or AnonymousUser()
    assert Interest.objects.visible_to(who).exists() is sees
    assert InterestMessage.objects.visible_to(who).exists() is sees
    assert Interest.objects.editable_by(who).exists() is (name == "owner")
    if person is None:
        for address in (interest.get_absolute_url(), reverse("interests")):
            assert "/accounts/login/" in client.get(address)["Location"]
        return
    client.force_login(person)
    answer = client.get(interest.get_absolute_url())
    assert answer.status_code == (200 if sees else 404)
    assert ("A private word." in answer.content.decode()) is sees
    listed = client.get(reverse("interests")).content.decode()
    assert (sides.sender.name in listed) is sees
    if name == "administrator":
        return  # asks for a second factor in the administration, and has no row there
    step = client.post(reverse("interest_step", args=[interest.pk, "talks_begin"]))
    expected = {"owner": 302, "member": 403}.get(name, 404)
    assert step.status_code == expected
    write = client.post(reverse("message_send", args=[interest.pk]), {"text": "Mine."})
    assert write.status_code == expected


def test_messages_stand_in_no_log(sides: Sides) -> None:
    interest = make_interest(sides, S.ACCEPTED)
    way.message_send(by=sides.editor, interest=interest, text="Between us: 40 per cent off.")
    event = AuditEvent.objects.get(action="message_send")
    assert event.organisation == sides.sender
    assert "40 per cent" not in f"{event.object_label} {event.changes}"


# --- The way ----------------------------------------------------------------------------------


def test_the_way_from_interest_to_cooperation(
    sides: Sides,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    offer = make_offer(sides.receiver)
    client.force_login(sides.editor)
    page = client.get(offer.get_absolute_url())
    assert page.context["page"].acting == [sides.sender]
    address = f"{reverse('interest_send', args=[sides.receiver.slug])}?offer={offer.pk}"
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"organisation": sides.sender.pk, "text": "We grade timber."})
    interest = Interest.objects.get()
    assert (interest.offer, interest.state) == (offer, S.SENT)
    assert [each.to for each in mail.outbox] == [[sides.cast.owner.email]]
    letter = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert "We grade timber" not in letter
    assert "@" not in letter
    assert client.get(offer.get_absolute_url()).context["page"].interest == interest

    client.force_login(sides.cast.member)
    client.get(interest.get_absolute_url())
    assert Interest.objects.get().state == S.SENT, "a member reads without marking it as seen"
    client.force_login(sides.cast.owner)
    waiting = client.get(f"{reverse('interests')}?show=waiting").context["page"].lines
    assert [each.waits_for_us for each in waiting] == [True]
    client.get(interest.get_absolute_url())
    assert Interest.objects.get().state == S.SEEN

    def step(person: str, code: str) -> Interest:
        client.force_login(sides.cast.owner if person == "receiver" else sides.editor)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("interest_step", args=[interest.pk, code]), {"reason": "Why not"})
        return Interest.objects.get()

    assert step("sender", "interest_accept").state == S.SEEN, "only the receiver accepts"
    assert step("receiver", "interest_accept").state == S.ACCEPTED
    assert step("sender", "talks_begin").state == S.IN_TALKS
    assert step("sender", "cooperation_confirm").state == S.IN_TALKS, "nobody agrees alone"
    assert step("sender", "cooperation_propose").said_by == "sender"
    assert step("sender", "cooperation_confirm").state == S.IN_TALKS
    assert step("sender", "cooperation_take_back").said_by == ""
    assert step("receiver", "cooperation_propose").said_by == "receiver"
    agreed = step("sender", "cooperation_confirm")
    assert agreed.state == S.AGREED
    assert agreed.agreed
    ended = step("receiver", "interest_end")
    assert (ended.state, ended.reason) == (S.ENDED, "Why not")
    assert step("receiver", "talks_begin").state == S.ENDED
    assert client.post(reverse("interest_step", args=[interest.pk, "marry"])).status_code == 404


@pytest.mark.parametrize(("code", "state"), [("decline", S.DECLINED), ("withdraw", S.WITHDRAWN)])
def test_interest_that_comes_to_nothing(
    sides: Sides, client: Client, code: str, state: str
) -> None:
    interest = make_interest(sides, S.SEEN)
    client.force_login(sides.cast.owner if code == "decline" else sides.editor)
    client.post(reverse("interest_step", args=[interest.pk, f"interest_{code}"]))
    interest.refresh_from_db()
    assert interest.state == state
    assert not interest.is_open
    assert list(Interest.objects.evidence()) == []


def test_messages_wait_until_the_receiver_has_answered(sides: Sides, client: Client) -> None:
    interest = make_interest(sides, S.SEEN)
    address = reverse("message_send", args=[interest.pk])
    client.force_login(sides.editor)
    page = client.post(address, {"text": "Hello? Hello?"}).content.decode()
    assert "not possible now" in page
    assert interest.messages.count() == 1
    client.force_login(sides.cast.owner)
    client.post(address, {"text": "Tell us more."})
    assert client.post(address, {"text": "  "}).status_code == 200
    client.force_login(sides.editor)
    client.post(address, {"text": "Gladly."})
    texts = list(interest.messages.values_list("text", flat=True))
    assert texts == ["A private word.", "Tell us more.", "Gladly."]


def test_who_cannot_express_interest(sides: Sides, client: Client) -> None:
    address = reverse("interest_send", args=[sides.receiver.slug])
    for person in (sides.member, sides.cast.officer, sides.cast.administrator):
        client.force_login(person)
        assert client.get(address).status_code == 403
        with pytest.raises(PermissionDenied):
            way.interest_send(by=person, sender=sides.sender, receiver=sides.receiver, text="Hi")
    client.force_login(sides.editor)
    assert client.get(reverse("interest_send", args=[sides.sender.slug])).status_code == 403
    forged = client.post(address, {"organisation": sides.receiver.pk, "text": "As you"})
    assert forged.status_code == 200
    assert client.get(f"{address}?offer=zzz").status_code == 404
    assert not Interest.objects.exists()


def test_interest_that_is_refused(sides: Sides) -> None:
    held = make_offer(sides.receiver, state="on_hold")
    nobody = make_organisation("Without people")
    elsewhere = make_offer(make_organisation())

    def refused(**more: object) -> str:
        words = {"sender": sides.sender, "receiver": sides.receiver, "text": "Hi", **more}
        with pytest.raises(ValidationError) as problem:
            way.interest_send(by=sides.editor, **words)  # type: ignore[arg-type]
        return " ".join(problem.value.messages)

    assert "your own" in refused(receiver=sides.sender)
    assert "Nobody edits" in refused(receiver=nobody)
    assert "not on the list" in refused(offer=held)
    assert "not on the list" in refused(offer=elsewhere)
    assert "Write a message" in refused(text=" ")
    way.interest_send(by=sides.editor, sender=sides.sender, receiver=sides.receiver, text="Hi")
    assert "already" in refused()


def test_who_edits_both_sides_may_answer_themselves_openly(sides: Sides, client: Client) -> None:
    make_member(sides.receiver, make_person("Both"), "editor")
    both = make_person("Both of them")
    for each in (sides.sender, sides.receiver):
        make_member(each, both, "editor")
    interest = make_interest(sides, S.SENT)
    client.force_login(both)
    assert client.get(interest.get_absolute_url()).status_code == 200


# --- Evidence ---------------------------------------------------------------------------------


def moment(month: int) -> datetime:
    return datetime(2026, month, 15, 12, tzinfo=UTC)


def test_evidence_of_contact_and_of_a_shared_project(sides: Sides) -> None:
    for state in (S.SENT, S.SEEN, S.WITHDRAWN, S.DECLINED):
        make_interest(
            sides,
            state,
            make_offer(sides.receiver),
            answered=moment(1) if state == S.DECLINED else None,
            ended=moment(1) if state not in OPEN_INTEREST else None,
        )
    contact = make_interest(sides, S.IN_TALKS, make_offer(sides.receiver), answered=moment(2))
    project = make_interest(
        sides,
        S.ENDED,
        make_offer(sides.receiver),
        answered=moment(3),
        agreed=moment(5),
        ended=moment(9),
    )
    found = list(Interest.objects.evidence())
    parties = tuple(sorted((sides.sender.pk, sides.receiver.pk)))
    assert [(each.kind, each.record, each.since, each.until) for each in found] == [
        (EvidenceKind.CONTACT, ("interest", contact.pk), moment(2).date(), None),
        (EvidenceKind.CONTACT, ("interest", project.pk), moment(3).date(), moment(5).date()),
        (EvidenceKind.SHARED_PROJECT, ("interest", project.pk), moment(5).date(), moment(9).date()),
    ]
    assert {each.parties for each in found} == {parties}
    assert not any(each.public for each in found)


# --- Costs ------------------------------------------------------------------------------------


def test_pages_cost_the_same_however_many(
    sides: Sides, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(8):
        make_interest(sides, S.SEEN, make_offer(sides.receiver))
    interest = Interest.objects.latest("pk")
    for number in range(10):
        InterestMessage.objects.create(
            interest=interest,
            organisation=sides.receiver,
            author=sides.cast.owner,
            text=f"Message {number}",
        )
    client.force_login(sides.cast.owner)
    with django_assert_max_num_queries(10):
        client.get(reverse("interests"))
    with django_assert_max_num_queries(13):
        client.get(interest.get_absolute_url())
