"""News from draft to digest: who writes, who reviews, who reads; feeds and calendars."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from xml.etree.ElementTree import fromstring

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

from hanse.collaboration.journey.news import Audience, NewsState, reads
from hanse.collaboration.web.actions import news as acting
from hanse.collaboration.web.models.news import CallFollow, NewsDigest, NewsItem, marked
from tests.collaboration.journey_factories import make_news
from tests.foundation.web.factories import (
    CAST,
    Cast,
    make_member,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
Capture = DjangoCaptureOnCommitCallbacks
ATOM = "{http://www.w3.org/2005/Atom}"


def filled(**more: object) -> dict[str, object]:
    return {
        "kind": "call",
        "title": "Green timber",
        "summary": "Money for pilots.",
        "text": "",
        "link": "",
        "audience": "public",
        "deadline": "2099-05-01",
        "begins": "",
        "ends": "",
        "place": "",
        "country": "AT",
        **more,
    }


def test_an_editor_writes_and_an_officer_publishes(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    client.force_login(cast.owner)
    client.post(reverse("news_write"), filled(organisation=cast.organisation.pk))
    item = NewsItem.objects.get()
    assert (item.state, item.organisation, item.author) == (
        NewsState.DRAFT, cast.organisation, cast.owner,
    )  # fmt: skip
    client.post(reverse("news_step", args=[item.pk, "submit"]))
    client.force_login(cast.officer)
    assert "Green timber" in client.get(reverse("news")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("news_step", args=[item.pk, "return"]), {"reason": "Say who pays."})
    assert [each.to for each in mail.outbox] == [[cast.owner.email]]
    assert "Say who pays." in mail.outbox[0].body
    client.force_login(cast.owner)
    client.post(reverse("news_change", args=[item.pk]), filled(text="The programme pays."))
    client.post(reverse("news_step", args=[item.pk, "submit"]))
    client.force_login(cast.officer)
    client.post(reverse("news_step", args=[item.pk, "publish"]))
    item.refresh_from_db()
    assert item.state == NewsState.PUBLISHED
    assert item.published is not None
    client.logout()
    assert "The programme pays." in client.get(item.get_absolute_url()).content.decode()


def test_nobody_reviews_the_news_of_their_own_organisation(cast: Cast) -> None:
    make_member(cast.organisation, cast.officer, "editor")
    item = make_news(organisation=cast.organisation, state=NewsState.SUBMITTED, published=None)
    with pytest.raises(PermissionDenied):
        acting.news_publish(by=cast.officer, item=item, now=timezone.now())


STEPS = {
    "news_submit": NewsState.DRAFT,
    "news_publish": NewsState.SUBMITTED,
    "news_return": NewsState.SUBMITTED,
    "news_withdraw": NewsState.PUBLISHED,
}
MAY = {
    "news_submit": {"owner"},
    "news_publish": {"officer"},
    "news_return": {"officer"},
    "news_withdraw": {"owner", "officer"},
}


@pytest.mark.parametrize(("code", "name"), list(product(sorted(STEPS), CAST[1:])))
def test_who_may_take_which_step(cast: Cast, code: str, name: str) -> None:
    item = make_news(organisation=cast.organisation, state=STEPS[code])
    given: dict[str, object] = {"now": timezone.now()} if code == "news_publish" else {}
    if code == "news_return":
        given = {"reason": "x"}
    person = cast.person(name)
    assert person
    act = getattr(acting, code)
    if name in MAY[code]:
        act(by=person, item=item, **given)
        item.refresh_from_db()
        assert item.state != STEPS[code]
    else:
        with pytest.raises(PermissionDenied):
            act(by=person, item=item, **given)


@pytest.mark.parametrize("name", CAST)
def test_who_reads_what(client: Client, cast: Cast, name: str) -> None:
    firm = make_organisation("A Firm", kind="firm", country="DE")
    items = {
        "public": make_news("Public"),
        "members": make_news("Members", audience="members"),
        "clusters": make_news("Clusters", audience="chosen", kinds=marked(["cluster"])),
        "austria": make_news("Austria", audience="chosen", countries=marked(["AT", "FR"])),
        "firms": make_news("Firms", audience="chosen", kinds=marked(["firm"])),
        "draft": make_news("Draft", state=NewsState.DRAFT, organisation=cast.organisation),
        "foreign draft": make_news("Foreign", state=NewsState.DRAFT, organisation=firm),
        "withdrawn": make_news("Withdrawn", state=NewsState.WITHDRAWN),
    }
    seen = {"public"}
    if name != "visitor":
        seen |= {"members"}
    if name in {"owner", "member"}:
        seen |= {"clusters", "austria"}
    if name == "owner":
        seen |= {"draft"}
    if name in {"officer", "administrator"}:
        seen = set(items)
    person = cast.person(name)
    if person:
        client.force_login(person)
    found = {
        key for key, item in items.items() if client.get(item.get_absolute_url()).status_code == 200
    }
    assert found == seen


def test_the_query_of_audiences_is_the_rule(cast: Cast) -> None:
    """Every audience against people of every set of organisations."""
    kinds: tuple[list[str], ...]
    countries: tuple[list[str], ...]
    kinds, countries = ([], ["firm"], ["firm", "cluster"]), ([], ["DE"], ["AT", "DE"])
    for audience, some, where in product(Audience, kinds, countries):
        if audience is Audience.CHOSEN and not (some or where):
            continue
        make_news("x", audience=audience, kinds=marked(some), countries=marked(where))
    firm = make_organisation(kind="firm", country="DE")
    cluster = make_organisation(kind="cluster", country="AT")
    for belongs in ([], [firm], [cluster], [firm, cluster]):
        person = make_person()
        for each in belongs:
            make_member(each, person)
        found = set(NewsItem.objects.visible_to(person))
        expected = {
            item
            for item in NewsItem.objects.all()
            if reads(
                Audience(item.audience),
                [x for x in item.kinds.split(",") if x],
                [x for x in item.countries.split(",") if x],
                signed_in=True,
                organisations=[(each.kind, each.country) for each in belongs],
            )
        }
        assert found == expected


def test_public_feeds_and_files_hold_public_items_alone_whoever_asks(
    client: Client, cast: Cast
) -> None:
    day = timezone.localdate() + timedelta(days=9)
    make_news("Open call", kind="call", deadline=day)
    make_news("Open event", kind="event", begins=day, ends=day + timedelta(days=1))
    secrets: tuple[dict[str, Any], ...] = (
        {"audience": "members"},
        {"audience": "chosen", "kinds": marked(["cluster"])},
        {"state": NewsState.DRAFT},
        {"state": NewsState.WITHDRAWN},
        {"organisation": make_organisation("Gone", withdrawn=timezone.now())},
    )
    for number, more in enumerate(secrets):
        make_news(f"Secret {number}", kind="call", deadline=day, **more)
    client.force_login(cast.officer)
    feed = client.get(reverse("news_feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    titles = [
        each.findtext(f"{ATOM}title") for each in fromstring(feed.content).iter(f"{ATOM}entry")
    ]
    assert sorted(filter(None, titles)) == ["Open call", "Open event"]
    calls = fromstring(client.get(reverse("news_kind_feed", args=["call"])).content)
    assert [each.findtext(f"{ATOM}title") for each in calls.iter(f"{ATOM}entry")] == ["Open call"]
    assert client.get(reverse("news_kind_feed", args=["gossip"])).status_code == 404
    events = Calendar.from_ical(client.get(reverse("news_calendar")).content).walk("VEVENT")
    assert [(str(e["summary"]), e.decoded("dtstart"), e.decoded("dtend")) for e in events] == [
        ("Deadline: Open call", day, day + timedelta(days=1)),
        ("Open event", day, day + timedelta(days=2)),
    ]


def test_the_calendar_file_of_one_item(client: Client) -> None:
    item = make_news(kind="event", begins=date(2026, 5, 1), ends=date(2026, 5, 1))
    answer = client.get(reverse("news_item_calendar", args=[item.pk]))
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert client.get(reverse("news_item_calendar", args=[make_news().pk])).status_code == 404


def test_what_is_wrong_is_said_in_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    for wrong, words in (
        ({"kind": "event"}, "An event has a first day."),
        (
            {"kind": "event", "begins": "2026-05-02", "ends": "2026-05-01"},
            "The last day is before the first.",
        ),
        ({"audience": "chosen"}, "Choose kinds or countries below."),
        ({"title": ""}, "This field is required."),
    ):
        answer = client.post(reverse("news_write"), filled(**wrong))
        assert words in answer.content.decode()
    assert not NewsItem.objects.exists()
    chosen = filled(audience="chosen", kinds=["firm"], countries=["AT", "DE"])
    client.post(reverse("news_write"), chosen)
    item = NewsItem.objects.get()
    assert (item.kinds, item.countries, item.organisation) == (",firm,", ",AT,DE,", None)
    page = client.get(reverse("news_change", args=[item.pk])).content.decode()
    assert 'value="firm"' in page
    assert "Firm, Austria, Germany" in client.get(item.get_absolute_url()).content.decode()


def test_strangers_write_nothing(client: Client, cast: Cast) -> None:
    assert client.get(reverse("news_write")).status_code == 302
    client.force_login(cast.stranger)
    assert client.get(reverse("news_write")).status_code == 403
    item = make_news()
    assert client.get(reverse("news_change", args=[item.pk])).status_code == 403
    assert client.post(reverse("news_step", args=[item.pk, "withdraw"])).status_code == 403
    client.force_login(cast.officer)
    assert client.get(reverse("news_step", args=[item.pk, "sing"])).status_code == 404
    assert client.get(reverse("news_step", args=[item.pk, "publish"])).status_code == 302


def test_lists_by_kind_country_and_date(client: Client) -> None:
    today = timezone.localdate()
    make_news("Old call", kind="call", deadline=today - timedelta(days=1), country="AT")
    make_news("Late call", kind="call", deadline=today + timedelta(days=30), country="DE")
    make_news("Soon call", kind="call", deadline=today, country="AT")
    make_news("Event", kind="event", begins=today, ends=today)

    def titles(**words: str) -> list[str]:
        page = client.get(reverse("news"), words)
        return [each.title for each in page.context["page"].items]

    assert titles(kind="call") == ["Soon call", "Late call"]
    assert titles(kind="call", past="on") == ["Old call", "Soon call", "Late call"]
    assert titles(country="DE") == ["Late call"]
    assert titles(kind="news") == []
    assert len(titles()) == 3


# --- Following and digests --------------------------------------------------------------------


def test_followers_of_a_call_hear_of_a_new_deadline(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    item = make_news("Call", kind="call", deadline=date(2099, 1, 1))
    client.force_login(cast.stranger)
    client.post(reverse("call_follow", args=[item.pk]), {"follow": "on"})
    client.post(reverse("call_follow", args=[item.pk]), {"follow": "on"})
    assert CallFollow.objects.get().person == cast.stranger
    client.force_login(cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("news_change", args=[item.pk]), filled(deadline="2099-02-02"))
    assert [each.to for each in mail.outbox] == [[cast.stranger.email]]
    assert "2 February 2099" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("news_change", args=[item.pk]), filled(deadline="2099-02-02"))
    assert len(mail.outbox) == 1
    client.force_login(cast.stranger)
    client.post(reverse("call_follow", args=[item.pk]))
    assert not CallFollow.objects.exists()
    with pytest.raises(ValidationError, match="Only calls"):
        acting.call_follow(by=cast.stranger, item=make_news())


def send(capture: Capture, days: int = 0) -> int:
    mail.outbox.clear()
    with capture(execute=True):
        return acting.news_digests_send(now=timezone.now() + timedelta(days=days))


def test_a_digest_holds_what_is_new_for_its_reader_once(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    for person, often in ((cast.owner, "daily"), (cast.stranger, "weekly")):
        client.force_login(person)
        client.post(reverse("news_digest"), {"often": often})
    now = timezone.now()
    make_news("For all", published=now + timedelta(hours=1))
    make_news("For clusters", audience="chosen", kinds=marked(["cluster"]),
              published=now + timedelta(hours=2))  # fmt: skip
    make_news("Before", published=now - timedelta(days=2))
    assert send(django_capture_on_commit_callbacks) == 0
    assert send(django_capture_on_commit_callbacks, days=1) == 1
    (letter,) = mail.outbox
    assert letter.to == [cast.owner.email]
    assert "For all" in letter.body
    assert "For clusters" in letter.body
    assert "Before" not in letter.body
    # The second time on the same day nothing goes.
    assert send(django_capture_on_commit_callbacks, days=1) == 0
    assert mail.outbox == []
    assert send(django_capture_on_commit_callbacks, days=7) == 1
    (letter,) = mail.outbox
    assert letter.to == [cast.stranger.email]
    assert "For clusters" not in letter.body


def test_a_digest_names_followed_calls_that_close(
    cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    closing = make_news("Closing", kind="call", deadline=timezone.localdate() + timedelta(days=9))
    make_news("Closing for others", kind="call", deadline=timezone.localdate() + timedelta(days=9))
    acting.call_follow(by=cast.stranger, item=closing)
    acting.news_digest_choose(by=cast.stranger, often="daily")
    assert send(django_capture_on_commit_callbacks, days=1) == 1
    assert "Calls you follow that close soon" in mail.outbox[0].body
    assert "Closing for others" not in mail.outbox[0].body


def test_a_mail_s_link_ends_the_digest_without_signing_in(
    client: Client, cast: Cast, django_capture_on_commit_callbacks: Capture
) -> None:
    acting.news_digest_choose(by=cast.stranger, often="daily")
    make_news("New", published=timezone.now() + timedelta(minutes=1))
    send(django_capture_on_commit_callbacks, days=1)
    link = mail.outbox[0].body.split("No more digests:")[1].split()[0]
    path = link[link.index("/collaboration") :]
    assert "Send no more" in client.get(path).content.decode()
    assert NewsDigest.objects.exists()
    client.post(path)
    assert not NewsDigest.objects.exists()
    assert client.post(path).status_code == 200
    assert client.post(reverse("news_unsubscribe", args=["wrong"])).status_code == 404


def test_choosing_none_ends_the_digest(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    client.post(reverse("news_digest"), {"often": "daily"})
    assert "checked" in client.get(reverse("news_digest")).content.decode()
    client.post(reverse("news_digest"), {"often": ""})
    assert not NewsDigest.objects.exists()


def test_pages_ask_the_database_no_more_as_lists_grow(client: Client, cast: Cast) -> None:
    item = make_news(organisation=cast.organisation, kind="call")
    client.force_login(cast.owner)
    pages = {reverse("news"): 13, item.get_absolute_url(): 10, reverse("news_feed"): 3}

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = {path: asked(path) for path in pages}
    assert {path: n for path, n in before.items() if n > pages[path]} == {}
    for _ in range(5):
        make_news(organisation=make_organisation(), kind="call")
        make_news(organisation=cast.organisation, state=NewsState.DRAFT)
    after = {path: asked(path) for path in pages}
    assert {
        path: after[path] - before[path] for path in pages if after[path] > before[path] + 1
    } == {}
