"""Blocking and reporting: who may, who learns of it, and what officers get to see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.matching.states import InterestState
from hanse.collaboration.web.actions import interests as interest_way
from hanse.collaboration.web.actions import partner_conduct as way
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.partner_conduct import Block, Report
from tests.collaboration.partner_factories import Sides, make_interest, make_offer, make_sides
from tests.foundation.web.factories import Cast, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(cast: Cast) -> Sides:
    return make_sides(cast)


# --- Blocking ---------------------------------------------------------------------------------


def test_a_block_stops_messages_both_ways_and_is_not_told(sides: Sides, client: Client) -> None:
    interest = make_interest(sides, InterestState.ACCEPTED)
    client.force_login(sides.cast.owner)
    address = reverse("block_set", args=[sides.receiver.slug, sides.sender.slug])
    assert client.get(address).status_code == 200
    assert not Block.objects.exists()
    client.post(address)
    client.post(address)
    block = Block.objects.get()
    assert "You block this organisation" in client.get(interest.get_absolute_url()).content.decode()
    client.force_login(sides.editor)
    assert "You block" not in client.get(interest.get_absolute_url()).content.decode()
    for person in (sides.editor, sides.cast.owner):
        with pytest.raises(ValidationError, match="do not take messages"):
            interest_way.message_send(by=person, interest=interest, text="Hi")
    interest_way.interest_end(by=sides.editor, interest=interest)
    with pytest.raises(ValidationError, match="do not take messages"):
        interest_way.interest_send(
            by=sides.editor, sender=sides.sender, receiver=sides.receiver, text="Again"
        )
    client.force_login(sides.cast.owner)
    client.post(reverse("block_lift", args=[block.pk]))
    interest_way.interest_send(
        by=sides.editor, sender=sides.sender, receiver=sides.receiver, text="Again"
    )
    assert Interest.objects.count() == 2


def test_only_the_own_people_know_and_lift_a_block(sides: Sides, client: Client) -> None:
    block = way.block_set(by=sides.cast.owner, organisation=sides.receiver, blocked=sides.sender)
    for person, sees in (
        (AnonymousUser(), False),
        (sides.editor, False),
        (sides.cast.officer, False),
        (sides.cast.administrator, False),
        (sides.cast.member, True),
        (sides.cast.owner, True),
    ):
        assert Block.objects.visible_to(person).exists() is sees
        assert Block.objects.editable_by(person).exists() is (person == sides.cast.owner)
    address = reverse("blocks", args=[sides.receiver.slug])
    for person, status in ((sides.cast.owner, 200), (sides.cast.member, 403), (sides.editor, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status
        if status == 403:
            assert client.post(reverse("block_lift", args=[block.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        way.block_lift(by=sides.editor, block=block)
    with pytest.raises(ValidationError):
        way.block_set(by=sides.cast.owner, organisation=sides.receiver, blocked=sides.receiver)
    assert Block.objects.around([sides.sender]) == {sides.receiver.pk}


# --- Reporting --------------------------------------------------------------------------------


def test_a_message_is_reported_and_only_it_is_shown_to_officers(
    sides: Sides,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    interest = make_interest(sides, InterestState.ACCEPTED)
    bad = interest_way.message_send(by=sides.editor, interest=interest, text="Pay me first.")
    client.force_login(sides.cast.owner)
    address = reverse("message_report", args=[bad.pk])
    assert "Pay me first." in client.get(address).content.decode()
    words = {"organisation": sides.receiver.pk, "reason": "fraud", "text": "Asks for money."}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, words)
    assert [each.to for each in mail.outbox] == [[sides.cast.officer.email]]
    assert "Pay me first" not in mail.outbox[0].body
    assert "already" in client.post(address, words).content.decode()

    client.force_login(sides.cast.officer)
    queue = client.get(reverse("partner_reports")).content.decode()
    assert "Pay me first." in queue
    assert "A private word." not in queue
    assert client.get(interest.get_absolute_url()).status_code == 404
    report = Report.objects.get()
    settle = reverse("partner_report_settle", args=[report.pk])
    assert client.post(settle, {"outcome": ""}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(settle, {"outcome": "We spoke to them."})
    report.refresh_from_db()
    assert report.settled_by == sides.cast.officer
    assert mail.outbox[-1].to == [sides.cast.owner.email]
    assert client.post(settle, {"outcome": "Again"}).status_code == 404


def test_who_may_report_what(sides: Sides, client: Client) -> None:
    interest = make_interest(sides, InterestState.ACCEPTED)
    message = interest.messages.get()
    address = reverse("message_report", args=[message.pk])
    for person, status in (
        (sides.cast.stranger, 404),
        (sides.cast.officer, 404),
        (sides.cast.member, 403),
        (sides.editor, 403),
        (sides.cast.owner, 200),
    ):
        client.force_login(person)
        assert client.get(address).status_code == status
    with pytest.raises(PermissionDenied):
        way.report_make(
            by=sides.editor, organisation=sides.receiver, reason="other", message=message
        )
    with pytest.raises(ValidationError, match="own organisation"):
        way.report_make(by=sides.editor, organisation=sides.sender, reason="other", message=message)
    draft = make_offer(sides.receiver, state="draft")
    with pytest.raises(PermissionDenied):
        way.report_make(by=sides.editor, organisation=sides.sender, reason="other", offer=draft)
    with pytest.raises(ValidationError, match="one thing"):
        way.report_make(by=sides.editor, organisation=sides.sender, reason="other")


def test_an_offer_is_reported_and_the_queue_is_for_officers(sides: Sides, client: Client) -> None:
    offer = make_offer(sides.receiver)
    client.force_login(sides.editor)
    client.post(
        reverse("offer_report", args=[offer.pk]),
        {"organisation": sides.sender.pk, "reason": "advertising", "text": ""},
    )
    report = Report.objects.get()
    assert report.about == sides.receiver
    for person, sees in (
        (AnonymousUser(), False),
        (sides.cast.owner, False),
        (sides.cast.stranger, False),
        (sides.editor, True),
        (sides.cast.officer, True),
    ):
        assert Report.objects.visible_to(person).exists() is sees
        assert Report.objects.editable_by(person).exists() is (person == sides.cast.officer)
    for person in (sides.cast.owner, sides.editor, sides.cast.administrator):
        client.force_login(person)
        assert client.get(reverse("partner_reports")).status_code == 403
        settle = reverse("partner_report_settle", args=[report.pk])
        assert client.post(settle, {"outcome": "Mine"}).status_code == 403
    make_member(sides.receiver, sides.cast.officer)
    with pytest.raises(PermissionDenied):
        way.report_settle(by=sides.cast.officer, report=report, outcome="In my own case")
