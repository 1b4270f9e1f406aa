"""What is private is in no search, file, feed, calendar or answer that others get."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.agreements.states import State as AgreementState
from hanse.collaboration.consortia.states import Version
from hanse.collaboration.journey.exchanges import State as ExchangeState
from hanse.collaboration.matching.review import Criterion
from hanse.collaboration.matching.states import InterestState
from hanse.collaboration.missions.states import State as MissionState
from hanse.collaboration.web import search_index
from hanse.collaboration.web.models.agreement_files import AgreementActivity, AgreementStep
from hanse.collaboration.web.models.consortia import ConsortiumMilestone, ConsortiumTask
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.directory_tiers import TierDecision
from hanse.collaboration.web.models.exchanges import ExchangeStep
from hanse.collaboration.web.models.meetings import MeetingRequest, MissionMeeting
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.models.partner_conduct import Report
from hanse.collaboration.web.models.profiles import ClusterMember
from hanse.collaboration.web.urls import urlpatterns
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.access_views import a_block, a_request, an_interest
from tests.collaboration.access_world import AccessWorld, make_access_world
from tests.collaboration.agreement_factories import (
    make_agreement,
    make_document,
    make_extension,
    make_obligation,
)
from tests.collaboration.consortium_factories import WHOLE, make_consortium, make_strategy
from tests.collaboration.factories import make_profile
from tests.collaboration.journey_factories import make_exchange, make_news, make_wish
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)
from tests.collaboration.partner_factories import filled, make_offer
from tests.foundation.web.factories import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

ONE, OTHER = "Zirbelquark", "Heidelot"
"""Two words of one secret: a page that repeats what was searched for names one of them."""
SECRET: Final = f"{ONE} {OTHER}"
SHOWN: Final = "Lindenhof"
"""Stands in what is public of the same things, to see that pages show them at all."""


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """No index from another test."""
    search_index.forget()
    yield
    search_index.forget()


def secret(of: str) -> str:
    """The secret, and what it is a secret of."""
    return f"{SECRET} ({of})"


def make_private_world() -> tuple[AccessWorld, list[str]]:
    """Private words in everything that can hold some, beside public ones; and all addresses."""
    world = make_access_world()
    things = [
        *_directory(world),
        *_partners(world),
        *_agreements(world),
        *_consortia(world),
        *_journey(world),
        *_missions(world),
    ]
    return world, things


def _directory(world: AccessWorld) -> Iterator[str]:
    day = timezone.localdate()
    ours = make_profile(world.ours, legal_form=SHOWN)
    ours.texts.create(language="en", summary=f"{SHOWN} in the woods")
    ClusterMember.objects.create(
        cluster=world.ours, name=secret("member who objects"), kind="firm", objects_to_naming=True
    )
    ClusterMember.objects.create(cluster=world.ours, name=f"{SHOWN} Ltd", kind="firm")
    Service.objects.create(
        organisation=world.ours, code="trainings", title=secret("ended service"), ended=day
    )
    TierDecision.objects.create(
        organisation=world.ours, tier="provisional", on=day, remark=secret("reason of a tier")
    )
    request = a_request(world)
    request.message = request.reason = secret("joining request")
    request.save()
    draft = make_profile(
        make_organisation("Quiet Cluster"),
        published=False,
        legal_form=secret("draft"),
        address=secret("draft"),
    )
    draft.texts.create(language="en", summary=secret("draft text"))
    Service.objects.create(organisation=draft.organisation, code="trainings", title=secret("draft"))
    ClusterMember.objects.create(
        cluster=draft.organisation, name=secret("member in a draft"), kind="firm"
    )
    gone = make_organisation(secret("withdrawn"), slug="gone", withdrawn=timezone.now())
    make_profile(gone, legal_form=secret("withdrawn"))
    make_offer(gone, title=secret("offer of a withdrawn organisation"))
    make_news(secret("news of a withdrawn organisation"), organisation=gone)
    world.person("editor").saved_searches.create(name=secret("saved search"), query=f"q={ONE}")
    for each in Organisation.objects.all():
        for page in ("profile", "profile_jsonld", "organisation_detail", "organisation_journey"):
            yield reverse(page, args=[each.slug])
        yield reverse("organisation_offers", args=[each.slug])
        yield reverse("cluster_members", args=[each.slug])
        yield reverse("cluster_requests", args=[each.slug])
        if each != world.ours:
            yield reverse("relation", args=[world.ours.slug, each.slug])


def _partners(world: AccessWorld) -> Iterator[str]:
    shown = make_offer(world.ours, title=f"{SHOWN} scanner", reminded=None)
    shown.reviews.create(
        **dict.fromkeys([each.value for each in Criterion], 5),
        verdict="published",
        remark=secret("remark of a review"),
    )
    yield shown.get_absolute_url()
    for state in ("draft", "in_review", "on_hold", "rejected", "closed", "expired"):
        words = secret(f"offer {state}")
        made = make_offer(
            world.ours,
            state=state,
            title=words,
            summary=words,
            answers=dict.fromkeys(filled(), words),
        )
        yield made.get_absolute_url()
    for state in InterestState:
        about = make_offer(world.ours, title=f"{SHOWN} offer, {state}")
        made_interest = an_interest(world, state, offer=about, reason=secret("reason of an end"))
        made_interest.messages.create(organisation=world.ours, text=secret("message"))
        yield made_interest.get_absolute_url()
    Report.objects.create(
        organisation=world.theirs,
        about=world.ours,
        offer=shown,
        reason="other",
        text=secret("report"),
        outcome=secret("outcome of a report"),
    )
    a_block(world)
    yield reverse("blocks", args=[world.ours.slug])


def _agreements(world: AccessWorld) -> Iterator[str]:
    signed = make_agreement(
        world.ours, world.theirs, state=AgreementState.IN_FORCE, title=f"{SHOWN} agreement"
    )
    signed.parties.update(
        contact_name=secret("contact"), contact_email="zirbelquark@heidelot.example"
    )
    make_extension(signed)
    signed.extensions.update(words=secret("proposed extension"))
    hidden = {
        "draft": make_agreement(
            world.ours, world.theirs, title=secret("draft"), scope=secret("draft")
        ),
        "private": make_agreement(
            world.ours,
            world.theirs,
            state=AgreementState.IN_FORCE,
            title=secret("private agreement"),
            scope=secret("private agreement"),
            public=False,
        ),
        "dropped": make_agreement(
            world.ours,
            world.theirs,
            state=AgreementState.TERMINATED,
            title=secret("dropped"),
            signed=False,
        ),
    }
    for of, each in hidden.items():
        make_obligation(each, world.ours, words=secret(f"obligation of a {of}"))
        AgreementActivity.objects.create(
            agreement=each, kind="meeting", title=secret(f"activity of a {of}")
        )
    for each in (signed, *hidden.values()):
        document = make_document(each)
        document.name = secret("document")
        document.save()
        AgreementStep.objects.create(
            agreement=each,
            step="force_enter",
            source="signed",
            target="in_force",
            on=date(2026, 2, 1),
            actor="party",
            reason=secret("reason of a step"),
        )
        yield each.get_absolute_url()
        yield reverse("agreement_document", args=[each.slug, document.pk])


def _consortia(world: AccessWorld) -> Iterator[str]:
    day = timezone.localdate()
    shown = make_consortium(
        world.ours,
        world.theirs,
        invited=(world.guests,),
        published=True,
        strategy_public=True,
        name=f"{SHOWN} consortium",
        state="running",
    )
    shown.members.filter(organisation=world.guests).update(function=secret("invitation"))
    draft = make_consortium(
        world.ours, world.theirs, name=secret("draft consortium"), objectives=secret("objectives"),
        slug="draft-consortium", state="formed",
    )  # fmt: skip
    words = {**WHOLE, "vision": {"text": secret("strategy")}}
    make_strategy(shown, Version.APPROVED)
    make_strategy(shown, Version.DRAFT, number=2, document=words)
    make_strategy(draft, Version.APPROVED, document=words)
    for each in (shown, draft):
        ConsortiumTask.objects.create(consortium=each, title=secret("task"))
        ConsortiumMilestone.objects.create(consortium=each, title=secret("milestone"), due=day)
        yield each.get_absolute_url()
        for page in ("members", "plan", "strategy", "call"):
            yield reverse(f"consortium_{page}", args=[each.slug])
        for version in each.strategies.all():
            yield version.get_absolute_url()


def _journey(world: AccessWorld) -> Iterator[str]:
    day = timezone.localdate()
    words = {"message": secret("proposal"), "reason": secret("reason of an exchange")}
    shown = make_exchange(world.ours, world.theirs, title=f"{SHOWN} exchange", **words)
    dark = {
        "title": secret("exchange"),
        "place": secret("place"),
        "goals": secret("goals"),
        "host_report": secret("report of the host"),
    }
    hidden = [
        make_exchange(world.ours, world.theirs, visitor_public=False, **dark, **words),
        make_exchange(world.guests, world.theirs, state=ExchangeState.PLANNED, **dark, **words),
    ]
    for each in (shown, *hidden):
        ExchangeStep.objects.create(
            exchange=each, step="exchange_propose", actor="host", on=day, note=secret("note")
        )
        yield each.get_absolute_url()
        yield reverse("exchange_calendar", args=[each.pk])
    yield make_wish(world.ours, title=f"{SHOWN} visit").get_absolute_url()
    closed = make_wish(
        world.ours, open=False, title=secret("closed registration"), about=secret("closed")
    )
    yield closed.get_absolute_url()
    make_news(f"{SHOWN} news", organisation=world.ours, reason=secret("reason of a return"))
    event = {"kind": "event", "begins": day + timedelta(days=9), "ends": day + timedelta(days=9)}
    for state in ("draft", "submitted", "returned", "withdrawn"):
        made = make_news(
            secret(f"news {state}"), organisation=world.ours, state=state, text=SECRET, **event
        )
        yield made.get_absolute_url()
        yield reverse("news_item_calendar", args=[made.pk])
    for kind in ({"kind": "news"}, event, {"kind": "call", "deadline": day + timedelta(days=9)}):
        made = make_news(
            secret("news for some"),
            organisation=world.ours,
            audience="chosen",
            countries=",AT,",
            **kind,
        )
        yield made.get_absolute_url()
        yield reverse("news_item_calendar", args=[made.pk])


def _missions(world: AccessWorld) -> Iterator[str]:
    now = timezone.now()
    draft = make_mission(
        world.ours, MissionState.DRAFT, title=secret("draft mission"), slug="draft-mission"
    )
    yield from _mission_pages(draft)
    for state in (MissionState.TIMETABLE, MissionState.FOLLOW_UP):
        made = make_mission(world.ours, state, title=f"{SHOWN} mission {state}", slug=state)
        made.items.create(
            title=secret("item for participants"), begins=now, ends=now + timedelta(1), public=False
        )
        made.notes.create(title=secret("travel note"), words=SECRET)
        made.budget.create(heading="venue", words=secret("budget"), planned=1)
        dark: dict[str, Any] = dict.fromkeys(
            ("reason", "offers", "needs", "wishes", "remark"), secret("application")
        )
        application = make_application(made, world.recorded, **dark)
        make_assessment(application, world.person("member"), remark=secret("points"))
        said: dict[str, Any] = {name: secret(name) for name in ("offers", "needs", "wishes")}
        places = [make_participant(made, each, **said) for each in (world.theirs, world.guests)]
        places[0].delegates.create(name=secret("delegate"), function=secret("function"))
        MeetingRequest.objects.create(asker=places[0], asked=places[1], why=secret("request"))
        meeting = MissionMeeting.objects.create(mission=made, reason=secret("cancelled"))
        meeting.participants.set(places)
        made.timetables.create(
            number=1, kind="move", state="in_force", in_force_from=now, why=secret("move")
        )
        MissionOutcome.objects.create(
            stated_by=places[0], other=places[1], kind="contact", since=now, words=secret("outcome")
        )
        MissionFollowUp.objects.create(
            participant=places[0], months=3, answered=now, remark=secret("answer after a mission")
        )
        yield application.get_absolute_url()
        yield from _mission_pages(made, places[0].pk)


def _mission_pages(mission: Mission, place: int = 1) -> Iterator[str]:
    """All that can be read of a mission."""
    home = mission.get_absolute_url()
    for part in (
        "", "programme/", "review/", "participants/", "participants.pdf", "badges.pdf", "budget/",
        "outcomes/", "report/", "report.pdf", "meetings/", f"meetings/{place}/", "timetable/",
        "timetable/meetings/", "timetable/1/", "timetable/agendas.pdf", "board/", "agenda/",
        f"agenda/{place}/", f"agenda/{place}/agenda.pdf", f"places/{place}/",
    ):  # fmt: skip
        yield f"{home}{part}"


def everywhere() -> list[str]:
    """Pages, files, feeds and answers that depend on nothing."""
    plain = [
        reverse(str(each.name))
        for each in urlpatterns
        if not re.search("[<(]", str(each.pattern)) and each.name != "directory_export"
    ]
    feeds = [reverse("news_kind_feed", args=[kind]) for kind in ("news", "call", "event")]
    return [
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/organisations/",
        *plain,
        *feeds,
        *(f"/collaboration/directory.{form}" for form in ("csv", "xlsx", "json")),
        *(f"/collaboration/agreements.{form}" for form in ("csv", "json")),
        *(f"/collaboration/agreements/missions.{form}" for form in ("csv", "json")),
        *(f"/collaboration/missions.{form}" for form in ("csv", "json")),
        "/collaboration/for-firms/?region=AT&industry=C16.10",
        "/collaboration/news/?past=on",
        "/collaboration/directory/?view=map",
        *(f"/api/v1/organisations{more}" for more in ("", "?format=csv", "?format=json")),
        *(f"/api/v1/agreements{more}" for more in ("", "?format=csv", "?format=json")),
        *(f"/api/v1/missions{more}" for more in ("", "?format=csv", "?format=json")),
    ]


SEARCHES: Final = (
    "/search/?q={}",
    "/search/suggestions/?q={}",
    "/collaboration/directory/?q={}",
    "/collaboration/directory/suggestions/?q={}",
    "/collaboration/directory.csv?q={}",
    "/collaboration/directory.json?q={}",
    "/collaboration/offers/?q={}",
    "/collaboration/agreements/?q={}",
    "/collaboration/agreements.csv?q={}",
    "/organisations/?q={}",
    "/api/v1/organisations?q={}",
    "/api/v1/agreements?q={}",
    "/api/v1/missions?q={}",
)
PUBLIC: Final = {
    "/collaboration/directory.json",
    "/collaboration/agreements.json",
    "/collaboration/missions.json",
    "/collaboration/missions/",
    "/collaboration/offers/",
    "/collaboration/news/feed/",
    "/collaboration/consortia/",
    "/collaboration/exchanges/",
    "/api/v1/organisations",
    "/api/v1/agreements",
    "/api/v1/missions",
}
"""Where what is public of the same things has to stand, so that nothing is proved by emptiness."""


def text_of(client: Client, address: str) -> str:
    """What an address gives, whatever its status; the parts of a workbook one after the other."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    body = b"".join(answer) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"\n".join(parts.read(each) for each in parts.namelist())
    where = str(answer.get("Location", ""))
    # A line of a calendar file is folded anywhere.
    return where + body.decode("utf-8", "replace").replace("\r\n ", "")


def found(text: str, word: str) -> str:
    """The words around `word`, in whatever case; "" where it does not stand."""
    at = text.casefold().find(word.casefold())
    return text[max(0, at - 60) : at + 80] if at >= 0 else ""


@pytest.mark.parametrize("name", ["visitor", "other"])
def test_nothing_private_is_anywhere(client: Client, name: str) -> None:
    world, things = make_private_world()
    if name != "visitor":
        client.force_login(world.person(name))
    leaks: dict[str, str] = {}
    shown = set()
    for address in (*everywhere(), *things):
        text = text_of(client, address)
        if around := found(text, ONE) or found(text, OTHER):
            leaks[address] = around
        if SHOWN in text:
            shown.add(address)
    # A search repeats the word that was searched for; the other word comes with what is found.
    for search in SEARCHES:
        for asked, beside in ((ONE, OTHER), (OTHER, ONE)):
            if around := found(text_of(client, search.format(asked)), beside):
                leaks[search.format(asked)] = around
    assert not leaks, "\n".join(f"{address}: {words!r}" for address, words in leaks.items())
    assert shown >= PUBLIC, PUBLIC - shown
