"""Exchanges from registration to reports on their pages; who may not; what stays private."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.journey.exchanges import State
from hanse.collaboration.web.actions import exchanges as acting
from hanse.collaboration.web.models.exchanges import Exchange, ExchangeWish
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.collaboration.journey_factories import make_exchange, make_wish
from tests.foundation.web.factories import (
    CAST,
    Cast,
    make_member,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


class Two(NamedTuple):
    """A host and a visitor with an editor each."""

    host: Organisation
    visitor: Organisation
    hosting: User
    visiting: User


@pytest.fixture
def two(cast: Cast) -> Two:
    """The cast's organisation hosts another, from Germany."""
    visitor = make_organisation("Energy Cluster", country="DE")
    visiting = make_person("Visitor")
    make_member(visitor, visiting, "editor")
    return Two(cast.organisation, visitor, cast.owner, visiting)


def today() -> date:
    return timezone.localdate()


def registration(organisation: Organisation, **more: object) -> dict[str, object]:
    return {
        "organisation": organisation.pk,
        "role": "host",
        "title": "See our timber hall",
        "about": "Four days in the hall.",
        "themes": "Timber",
        "countries": ["DE"],
        "earliest": "2026-01-01",
        "latest": "2099-01-31",
        "days_least": 3,
        "days_most": 10,
        **more,
    }


def step(client: Client, exchange: Exchange, code: str, **data: object) -> Exchange:
    client.post(reverse("exchange_step", args=[exchange.pk, code]), data)
    exchange.refresh_from_db()
    return exchange


def test_from_registration_to_both_reports(
    client: Client, two: Two, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(two.hosting)
    answer = client.post(reverse("exchange_wish_create"), registration(two.host))
    offer = ExchangeWish.objects.get()
    assert answer["Location"] == offer.get_absolute_url()
    visiting = make_wish(two.visitor, "visit")
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "Both name: timber." in page
    assert "The host wants visitors from this country." in page

    client.force_login(two.visiting)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("exchange_propose", args=[offer.pk]),
            {"organisation": two.visitor.pk, "title": "Timber and energy", "message": "Hello"},
        )
    exchange = Exchange.objects.get()
    assert (exchange.state, exchange.offer, exchange.wish) == (State.PROPOSED, offer, visiting)
    assert exchange.visitor_agreed == today()
    assert [each.to for each in mail.outbox] == [[two.hosting.email]]
    assert "Timber and energy" in mail.outbox[0].subject

    client.force_login(two.hosting)
    assert step(client, exchange, "agree").state == State.AGREED
    begins = today() + timedelta(days=1)
    plan = {
        "title": "Timber and energy",
        "goals": "A project",
        "programme": "Day 1: the hall",
        "place": "Graz",
        "begins": begins,
        "ends": begins + timedelta(days=3),
    }
    assert step(client, exchange, "fix").state == State.AGREED
    assert step(client, exchange, "plan", **plan).goals == "A project"
    assert step(client, exchange, "fix").state == State.PLANNED
    # The days pass.
    Exchange.objects.update(begins=today() - timedelta(days=9), ends=today() - timedelta(days=5))
    report = {"report": "We built a model.", "outcome": "project", "public": "on"}
    assert step(client, exchange, "report", **report).state == State.HELD
    client.force_login(two.visiting)
    assert step(client, exchange, "report", **report).state == State.FINALISED
    assert exchange.public
    assert [each.step for each in exchange.steps.all()] == [
        "exchange_propose",
        "exchange_agree",
        "exchange_plan",
        "exchange_fix",
        "exchange_report",
        "exchange_report",
    ]
    client.logout()
    page = client.get(exchange.get_absolute_url()).content.decode()
    assert "We built a model." in page
    assert "Hello" not in page
    assert "Steps taken" not in page


def test_every_registration_has_its_suggestions_and_the_way_to_propose(
    client: Client, two: Two
) -> None:
    offers = [make_wish(two.host, "host", title=f"Hall {each}") for each in range(7)]
    theirs = make_wish(two.visitor, "visit")
    propose = reverse("exchange_propose", args=[theirs.pk])
    client.force_login(two.hosting)
    assert len(client.get(reverse("exchanges")).context["page"].suggestions) == 5
    for offer in offers:
        page = client.get(offer.get_absolute_url())
        assert [each.offer for each in page.context["page"].suggestions] == [offer]
        assert f'href="{propose}"' in page.content.decode()
    assert client.get(propose).status_code == 200


def test_what_is_wrong_is_said_in_words(client: Client, two: Two) -> None:
    client.force_login(two.hosting)
    for wrong, words in (
        ({"latest": "2025-01-01"}, "The latest day is before the earliest."),
        ({"days_least": 2}, "greater than or equal to 3"),
        ({"days_most": 40}, "less than or equal to 31"),
        ({"days_least": 9, "days_most": 5}, "The most days are fewer than the least."),
    ):
        answer = client.post(reverse("exchange_wish_create"), registration(two.host, **wrong))
        assert words in answer.content.decode()
    assert not ExchangeWish.objects.exists()
    exchange = make_exchange(two.host, two.visitor, state=State.AGREED, begins=None, goals="")
    page = client.post(reverse("exchange_step", args=[exchange.pk, "fix"]), follow=True)
    text = page.content.decode()
    assert "from 3 days to a month" in text
    assert "Write down the goals and the programme first." in text
    wrong_days = {
        "title": "T", "goals": "", "programme": "", "place": "",
        "begins": "2026-03-05", "ends": "2026-03-01",
    }  # fmt: skip
    page = client.post(
        reverse("exchange_step", args=[exchange.pk, "plan"]), wrong_days, follow=True
    )
    assert "The last day is before the first." in page.content.decode()


def test_two_have_one_exchange_at_a_time(two: Two) -> None:
    offer = make_wish(two.host)
    arguments = {
        "by": two.visiting, "host": two.host, "visitor": two.visitor,
        "title": "T", "message": "", "on": today(), "offer": offer,
    }  # fmt: skip
    acting.exchange_propose(**arguments)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="not over yet"):
        acting.exchange_propose(**arguments)  # type: ignore[arg-type]
    acting.exchange_wish_close(by=two.hosting, wish=offer)
    Exchange.objects.all().delete()
    with pytest.raises(ValidationError, match="closed"):
        acting.exchange_propose(**arguments)  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        acting.exchange_propose(**{**arguments, "by": make_person()})  # type: ignore[arg-type]


def test_an_officer_proposes_nothing_but_may_cancel(two: Two, cast: Cast) -> None:
    arguments = {"host": two.host, "visitor": two.visitor, "title": "T", "message": ""}
    with pytest.raises(PermissionDenied):
        acting.exchange_propose(by=cast.officer, on=today(), **arguments)  # type: ignore[arg-type]
    made = acting.exchange_propose(by=two.visiting, on=today(), **arguments)  # type: ignore[arg-type]
    assert (made.host_agreed, made.visitor_agreed) == (None, today())
    acting.exchange_agree(by=two.hosting, exchange=made, on=today())
    made.refresh_from_db()
    assert made.state == State.AGREED
    with pytest.raises(ValidationError, match="Say this, too"):
        acting.exchange_cancel(by=two.hosting, exchange=made, on=today(), reason=" ")
    acting.exchange_cancel(by=cast.officer, exchange=made, on=today(), reason="No money")
    made.refresh_from_db()
    assert (made.state, made.reason) == (State.CANCELLED, "No money")


ACTIONS: dict[str, tuple[State, dict[str, Any]]] = {
    "exchange_agree": (State.PROPOSED, {}),
    "exchange_decline": (State.PROPOSED, {}),
    "exchange_plan": (
        State.AGREED,
        {"details": {"title": "T", "goals": "", "programme": "", "place": "", "begins": None,
                     "ends": None}},
    ),
    "exchange_fix": (State.AGREED, {}),
    "exchange_reopen": (State.PLANNED, {"reason": "x"}),
    "exchange_cancel": (State.AGREED, {"reason": "x"}),
    "exchange_report": (State.HELD, {"report": "x", "outcome": "learnt", "public": True}),
    "exchange_close": (State.HELD, {"reason": "x"}),
}  # fmt: skip
PARTIES = {"owner"}
MAY = {
    **dict.fromkeys(ACTIONS, PARTIES),
    "exchange_cancel": {"owner", "officer"},
    "exchange_close": {"officer"},
}


@pytest.mark.parametrize("code", sorted(ACTIONS))
@pytest.mark.parametrize("name", [each for each in CAST if each != "visitor"])
def test_who_may_take_which_step(cast: Cast, code: str, name: str) -> None:
    state, given = ACTIONS[code]
    future = code == "exchange_reopen"
    begins = today() + timedelta(days=30 if future else -90)
    exchange = make_exchange(
        cast.organisation,
        make_organisation(country="DE"),
        state=state,
        begins=begins,
        host_agreed=None,
        host_report="" if code == "exchange_report" else "Good.",
    )
    person = cast.person(name)
    assert person
    act = getattr(acting, code)
    if name in MAY[code]:
        act(by=person, exchange=exchange, on=today(), **given)
        assert exchange.steps.get().step == code
    else:
        with pytest.raises(PermissionDenied):
            act(by=person, exchange=exchange, on=today(), **given)
        assert not exchange.steps.exists()


PAGES = ("exchange", "exchange_calendar")


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("name", CAST)
def test_who_sees_an_exchange(client: Client, cast: Cast, name: str, shown: bool) -> None:
    exchange = make_exchange(cast.organisation, make_organisation(), visitor_public=shown)
    person = cast.person(name)
    if person:
        client.force_login(person)
    seen = shown or name in {"owner", "member", "officer", "administrator"}
    for page in PAGES:
        answer = client.get(reverse(page, args=[exchange.pk]))
        assert answer.status_code == (200 if seen else 404)
    listed = str(exchange) in client.get(reverse("exchanges")).content.decode()
    assert listed is (shown or name in {"owner", "member"})


def test_a_proposal_is_for_its_parties_alone(client: Client, two: Two) -> None:
    exchange = make_exchange(two.host, two.visitor, state=State.PROPOSED)
    assert client.get(exchange.get_absolute_url()).status_code == 404
    client.force_login(make_person())
    assert client.get(exchange.get_absolute_url()).status_code == 404
    assert client.get(reverse("exchange_step", args=[exchange.pk, "decline"])).status_code == 404
    client.force_login(two.visiting)
    assert client.get(exchange.get_absolute_url()).status_code == 200
    assert client.get(reverse("exchange_step", args=[exchange.pk, "dance"])).status_code == 404
    answer = client.get(reverse("exchange_step", args=[exchange.pk, "agree"]))
    assert answer["Location"] == exchange.get_absolute_url()


def test_closed_registrations_are_seen_by_their_organisation_and_officers_only(
    client: Client, two: Two, cast: Cast
) -> None:
    wish = make_wish(two.host, open=False)
    for person, status in (
        (None, 404),
        (two.visiting, 404),
        (two.hosting, 200),
        (cast.officer, 200),
    ):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(wish.get_absolute_url()).status_code == status
    client.force_login(two.visiting)
    for name in ("exchange_wish_change", "exchange_propose"):
        assert client.get(reverse(name, args=[wish.pk])).status_code == 404
    open_one = make_wish(two.host)
    assert client.get(reverse("exchange_wish_change", args=[open_one.pk])).status_code == 403
    assert client.post(reverse("exchange_wish_close", args=[open_one.pk])).status_code == 403
    client.force_login(cast.stranger)
    assert client.get(reverse("exchange_wish_create")).status_code == 403
    assert client.get(reverse("exchange_propose", args=[open_one.pk])).status_code == 403


def test_a_registration_is_changed_and_closed(client: Client, two: Two) -> None:
    wish = make_wish(two.host)
    client.force_login(two.hosting)
    address = reverse("exchange_wish_change", args=[wish.pk])
    client.post(address, registration(two.host, title="New title"))
    wish.refresh_from_db()
    assert (wish.title, wish.countries) == ("New title", ["DE"])
    client.post(reverse("exchange_wish_close", args=[wish.pk]))
    wish.refresh_from_db()
    assert not wish.open
    page = client.post(address, registration(two.host), follow=True)
    assert "This registration is closed." in page.content.decode()


def test_filters_and_an_empty_list(client: Client, two: Two) -> None:
    assert "Nobody is registered yet" in client.get(reverse("exchanges")).content.decode()
    make_wish(two.host)
    make_wish(two.visitor, "visit")
    page = client.get(reverse("exchanges"), {"role": "visit"})
    assert [each.role for each in page.context["page"].wishes] == ["visit"]
    page = client.get(reverse("exchanges"), {"role": "visit", "country": "AT"})
    assert "No registration matches" in page.content.decode()


def test_the_calendar_file_has_whole_days(client: Client, two: Two) -> None:
    exchange = make_exchange(two.host, two.visitor, begins=date(2026, 6, 1))
    answer = client.get(reverse("exchange_calendar", args=[exchange.pk]))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 6, 1)
    assert event.decoded("dtend") == date(2026, 6, 6)
    no_days = make_exchange(two.host, two.visitor, begins=None)
    assert client.get(reverse("exchange_calendar", args=[no_days.pk])).status_code == 404


def test_pages_ask_the_database_no_more_as_lists_grow(client: Client, two: Two) -> None:
    exchange = make_exchange(two.host, two.visitor)
    make_wish(two.host)
    client.force_login(two.hosting)
    pages = {reverse("exchanges"): 24, exchange.get_absolute_url(): 14}

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = {path: asked(path) for path in pages}
    assert {path: n for path, n in before.items() if n > pages[path]} == {}
    for number in range(6):
        other = make_organisation(country="FR")
        make_wish(other, "visit")
        make_exchange(two.host, other)
        exchange.steps.create(step="exchange_plan", actor="host", on=date(2026, 1, number + 1))
    assert {path: asked(path) for path in pages} == before
