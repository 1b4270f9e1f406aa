"""The pages of the audit log: filters, pages of events, an organisation's own log, and cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hanse.foundation.roles import Role
from hanse.foundation.web.actions.organisations import organisation_change
from hanse.foundation.web.actions.roles import role_grant
from hanse.foundation.web.audit import record_event
from hanse.foundation.web.models.audit import AuditEvent
from tests.foundation.web.factories import Cast, make_organisation


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    """An administrator's browser, on a log with three kinds of events."""
    role_grant(by=cast.administrator, person=cast.stranger, role=Role.BOARD)
    organisation_change(
        by=cast.owner, organisation=cast.organisation, details={"name": "Timber and More"}
    )
    AuditEvent.objects.create(action="sign_in", at=timezone.now() - timedelta(days=30))
    client.force_login(cast.administrator)
    return client


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({}, 3),
        ({"action": "role_grant"}, 1),
        ({"by": "OWNER@example.org"}, 1),
        ({"by": "nobody@example.org"}, 0),
        ({"object": "timber"}, 1),
        ({"since": str(timezone.localdate() - timedelta(days=2))}, 2),
        ({"until": str(timezone.localdate() - timedelta(days=2))}, 1),
    ],
)
def test_events_are_found(office: Client, words: dict[str, str], found: int) -> None:
    page = office.get("/audit/", words).content.decode()
    assert f"{found} event" in page
    assert ("No events" in page) is (found == 0)


@pytest.mark.parametrize(
    "words", [{"action": "nonsense"}, {"since": "yesterday"}, {"page": "-1"}, {"by": "\x00"}]
)
def test_a_wrong_filter_is_no_error(office: Client, words: dict[str, str]) -> None:
    assert office.get("/audit/", words).status_code == 200


def test_an_event_says_what_changed(office: Client) -> None:
    page = office.get("/audit/").content.decode()
    assert "name: Timber Cluster \N{RIGHTWARDS ARROW} Timber and More" in page
    assert "Organisation changed" in page


def test_editors_read_the_log_of_their_organisation(client: Client, cast: Cast) -> None:
    record_event("organisation_change", by=cast.owner, about=cast.organisation)
    record_event("organisation_change", by=None, about=make_organisation("Another"))
    client.force_login(cast.owner)
    page = client.get(reverse("organisation_log", args=[cast.organisation.slug])).content.decode()
    assert "1 event<" in page
    assert "Another" not in page
    assert "Address, hashed" not in page


def test_the_log_costs_the_same_however_long(
    office: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for person in (cast.owner, cast.member, cast.expert):
        for _number in range(30):
            record_event("sign_in", by=person, about=person)
    with django_assert_max_num_queries(7):
        page = office.get("/audit/").content.decode()
    assert "Page 1 of 2" in page
    assert "Expert" in page
