"""Searches that people keep, and the mail of what is new in them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from hanse.collaboration.web import search_index
from hanse.collaboration.web.actions.saved_searches import (
    saved_searches_digest,
    unsubscribe_address,
)
from hanse.collaboration.web.models.profiles import Profile
from hanse.collaboration.web.models.saved_searches import Rhythm, SavedSearch
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=40)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """No index from another test."""
    search_index.forget()
    yield
    search_index.forget()


def listed(name: str, **more: Any) -> Profile:
    """An organisation that has been in the directory for long."""
    profile = make_profile(make_organisation(name, created=LONG_AGO), created=LONG_AGO, **more)
    Profile.history.filter(id=profile.pk).update(history_date=LONG_AGO)
    return profile


def kept(cast: Cast, query: str = "", rhythm: str = "daily", days: int = 3) -> SavedSearch:
    """A search of the stranger's, looked through some days ago."""
    looked = timezone.now() - timedelta(days=days)
    return SavedSearch.objects.create(
        owner=cast.stranger, name=f"Mine {query}", query=query, rhythm=rhythm, looked=looked
    )


def digest(capture: Any) -> int:
    with capture(execute=True):
        return saved_searches_digest(by=None, on=timezone.localdate())


def test_a_search_is_kept_changed_and_deleted(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    assert client.get("/collaboration/searches/new/?q=wood&country=AT").status_code == 200
    given = {"name": "Wood", "rhythm": "daily", "query": "q=wood&country=AT&page=3&more=kind"}
    answer = client.post("/collaboration/searches/new/", given, follow=True)
    search = SavedSearch.objects.get(owner=cast.stranger)
    assert search.get_absolute_url() == "/collaboration/directory/?q=wood&country=AT"
    assert "Country: Austria" in answer.content.decode()
    assert client.post("/collaboration/searches/new/", given).status_code == 422
    client.post(f"/collaboration/searches/{search.pk}/", {"rhythm": "never"})
    search.refresh_from_db()
    assert search.rhythm == Rhythm.NEVER
    client.post(f"/collaboration/searches/{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_nobody_else_sees_or_touches_it(client: Client, cast: Cast) -> None:
    search = kept(cast)
    assert client.get("/collaboration/searches/").status_code == 302
    client.force_login(cast.administrator)
    assert search.name not in client.get("/collaboration/searches/").content.decode()
    for step in ("", "delete/"):
        address = f"/collaboration/searches/{search.pk}/{step}"
        assert client.post(address, {"rhythm": "never"}).status_code == 404
    assert SavedSearch.objects.get().rhythm == Rhythm.DAILY


def test_the_mail_names_what_is_new_and_comes_once(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    listed("Old Wood")
    listed("Confirmed Wood", confirmed=timezone.now() - timedelta(days=1))
    published = listed("Published Wood", published=False)
    published.published = True
    published.save()
    make_profile(make_organisation("New Wood"))
    make_profile(make_organisation("New Metal"))
    make_profile(make_organisation("Secret Wood"), published=False)
    make_profile(make_organisation("Gone Wood", withdrawn=timezone.now()))
    kept(cast, "q=wood")
    assert digest(django_capture_on_commit_callbacks) == 1
    (letter,) = mail.outbox
    assert letter.to == [cast.stranger.email]
    assert letter.subject == "3 new organisations for your search Mine q=wood"
    named = [line[2:] for line in letter.body.splitlines() if line.startswith("- ")]
    assert named == ["Confirmed Wood, Austria", "New Wood, Austria", "Published Wood, Austria"]
    assert digest(django_capture_on_commit_callbacks) == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("rhythm", "days", "mails"),
    [("daily", 0, 0), ("daily", 1, 1), ("weekly", 6, 0), ("weekly", 7, 1), ("never", 30, 0)],
)
def test_it_comes_as_often_as_wanted(
    cast: Cast, rhythm: str, days: int, mails: int, django_capture_on_commit_callbacks: Any
) -> None:
    kept(cast, rhythm=rhythm, days=days)
    make_profile(make_organisation("New"), confirmed=timezone.now())
    assert digest(django_capture_on_commit_callbacks) == mails


def test_nothing_new_is_no_mail(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    listed("Old")
    search = kept(cast)
    assert digest(django_capture_on_commit_callbacks) == 0
    before = search.looked
    search.refresh_from_db()
    assert search.looked > before


def test_the_link_in_the_mail_ends_it(client: Client, cast: Cast) -> None:
    search = kept(cast)
    address = unsubscribe_address(search)
    assert client.get(address).status_code == 200
    assert SavedSearch.objects.get().rhythm == Rhythm.DAILY, (
        "a program that opens links ends nothing"
    )
    assert client.post(address).status_code == 200
    assert SavedSearch.objects.get().rhythm == Rhythm.NEVER
    assert client.get("/collaboration/searches/unsubscribe/nonsense/").status_code == 404
