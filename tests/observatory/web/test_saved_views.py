"""Saved views: who may keep, see, rename and delete them, and what is refused."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.people import User
from hanse.observatory.web.actions import saved_views as actions
from hanse.observatory.web.models import SavedView
from tests.foundation.web.factories import make_person
from tests.observatory.web.factories import make_saved_view

pytestmark = pytest.mark.usefixtures("demo_edition", "db")


@pytest.fixture
def owner() -> User:
    return make_person("Owner")


@pytest.fixture
def stranger() -> User:
    return make_person("Stranger")


@pytest.fixture
def view(owner: User) -> SavedView:
    return make_saved_view(owner)


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


PAGES = ("/saved/{pk}/", "/saved/{pk}/delete/")


@pytest.mark.parametrize("page", PAGES)
def test_who_may_open_and_change_a_view(
    page: str, view: SavedView, owner: User, stranger: User
) -> None:
    address = page.format(pk=view.pk)
    assert client_of(owner).get(address).status_code == 200
    for method in ("get", "post"):
        assert getattr(client_of(stranger), method)(address, {"name": "Mine"}).status_code == 404
        refused = getattr(client_of(None), method)(address, {"name": "Mine"})
        assert refused.status_code == 302
        assert refused["Location"].startswith(f"/accounts/login/?next={address}")
    assert SavedView.objects.get().name == view.name


def test_the_list_shows_ones_own(view: SavedView, owner: User, stranger: User) -> None:
    make_saved_view(stranger, name="Theirs")
    page = client_of(owner).get("/saved/").content.decode()
    assert view.name in page
    assert "Theirs" not in page
    assert "Stars: 2" in page
    assert "You have kept no view yet" in client_of(make_person()).get("/saved/").content.decode()
    assert client_of(None).get("/saved/")["Location"] == "/accounts/login/?next=/saved/"


def test_visibility_follows_the_owner(view: SavedView, owner: User, stranger: User) -> None:
    for ask in (SavedView.objects.visible_to, SavedView.objects.editable_by):
        assert list(ask(owner)) == [view]
        assert not ask(stranger).exists()
        assert not ask(AnonymousUser()).exists()
    owner.is_active = False
    assert not SavedView.objects.visible_to(owner).exists()


def test_a_view_is_kept_and_leads_back(owner: User) -> None:
    client = client_of(owner)
    answer = client.post("/saved/new/", {"name": "Austria", "query": "country=AT&stars=2"})
    assert answer["Location"] == "/saved/"
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query) == (owner, "Austria", "country=AT&stars=2")
    assert AuditEvent.objects.get(action="saved_view_create").by == owner
    found = client.get(view.get_absolute_url()).context["page"]
    assert [each.said for each in found.conditions] == ["Country: Austria", "Stars: 2 or more"]


def test_a_visitor_is_asked_to_sign_in_and_keeps_the_conditions() -> None:
    answer = client_of(None).post("/saved/new/", {"name": "Austria", "query": "country=AT"})
    assert answer["Location"] == "/accounts/login/?next=/finder/%3Fcountry%3DAT"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "", "This field is required."),
        ("x" * 121, "", "at most 120 characters"),
        ("Strong clusters", "", "You have a view of this name: choose another."),
        ("Long", f"country={'A' * 2100}", "too long to be kept"),
    ],
)
def test_what_cannot_be_kept_is_said(
    name: str, query: str, said: str, owner: User, view: SavedView
) -> None:
    answer = client_of(owner).post("/saved/new/", {"name": name, "query": query}, follow=True)
    assert said in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_a_query_cannot_split_the_answer(owner: User) -> None:
    client_of(owner).post("/saved/new/", {"name": "Odd", "query": "a=1\r\nSet-Cookie: b=2"})
    assert "\n" not in SavedView.objects.get().query


def test_keeping_is_a_post(owner: User) -> None:
    assert client_of(owner).get("/saved/new/").status_code == 405


def test_as_many_as_there_can_be(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    actions.saved_view_create(by=owner, name="One", query="")
    with pytest.raises(ValidationError, match="as many as there can be"):
        actions.saved_view_create(by=owner, name="Two", query="")


def test_a_view_is_renamed(view: SavedView, owner: User) -> None:
    answer = client_of(owner).post(f"/saved/{view.pk}/", {"name": "Better"})
    assert answer["Location"] == "/saved/"
    view.refresh_from_db()
    assert view.name == "Better"
    event = AuditEvent.objects.get(action="saved_view_rename")
    assert event.changes == {"name": ["Strong clusters", "Better"]}


def test_a_name_can_be_kept_but_not_doubled(view: SavedView, owner: User) -> None:
    make_saved_view(owner, name="Other")
    client = client_of(owner)
    assert client.post(f"/saved/{view.pk}/", {"name": view.name}).status_code == 302
    answer = client.post(f"/saved/{view.pk}/", {"name": "Other"})
    assert "You have a view of this name" in answer.content.decode()
    answer = client.post(f"/saved/{view.pk}/", {"name": ""})
    assert "This field is required." in answer.content.decode()


def test_two_people_may_use_the_same_name(view: SavedView, stranger: User) -> None:
    actions.saved_view_create(by=stranger, name=view.name, query="")
    assert SavedView.objects.filter(name=view.name).count() == 2


def test_a_view_is_deleted_once_confirmed(view: SavedView, owner: User) -> None:
    client = client_of(owner)
    client.get(f"/saved/{view.pk}/delete/")
    assert SavedView.objects.exists()
    client.post(f"/saved/{view.pk}/delete/")
    assert not SavedView.objects.exists()
    assert AuditEvent.objects.get(action="saved_view_delete").by == owner


def test_actions_refuse_what_belongs_to_another(view: SavedView, stranger: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.saved_view_rename(by=stranger, view=view, name="Mine")
    with pytest.raises(PermissionDenied):
        actions.saved_view_delete(by=stranger, view=view)
    assert SavedView.objects.get().name == view.name


def test_the_list_asks_the_same_however_long(owner: User) -> None:
    client = client_of(owner)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/saved/")
        return len(asked)

    make_saved_view(owner, name="First")
    one = count()
    for number in range(5):
        make_saved_view(owner, name=f"View {number}")
    assert count() == one <= 4
