"""The directory in the API: the same organisations as on the page, as JSON and as CSV."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from hanse.collaboration.web import search_index
from hanse.collaboration.web.actions.records import recorded_organisation
from hanse.collaboration.web.models.profiles import CodeKind, ProfileText
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import Cast, make_organisation
from tests.observatory.web.api.conftest import as_often_as_needed

__all__ = ["as_often_as_needed"]  # a fixture for every test here

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three() -> Iterator[None]:
    """A firm, a cluster organisation, and one on record that has begun a profile."""
    search_index.forget()
    firm = make_organisation("Amber", kind="firm", country="PL", region="PL711")
    made = make_profile(firm, {CodeKind.INDUSTRY: ["C1310"], CodeKind.SERVICE: ["a", "b"]})
    ProfileText.objects.create(profile=made, language="pl", summary="Tkaniny")
    make_profile(make_organisation("Birch", country="DE"), tier="validated")
    recorded = recorded_organisation(
        keeper=None, name="Cedar", kind="public", country="JP", source="A report"
    )
    unready = make_profile(recorded, {CodeKind.TARGET: ["US"]}, published=False)
    ProfileText.objects.create(profile=unready, language="en", summary="Secret")
    yield
    search_index.forget()


def asked(client: Client, **words: Any) -> Any:
    answer = client.get("/api/v1/organisations", words)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ({}, ["Amber", "Birch", "Cedar"]),
        ({"q": "tkanniny"}, ["Amber"]),
        ({"kind": ["firm", "public"]}, ["Amber", "Cedar"]),
        ({"industry": "C13"}, ["Amber"]),
        ({"region": "PL7", "kind": "firm"}, ["Amber"]),
        ({"tier": "on_record"}, ["Cedar"]),
        ({"q": "secret"}, []),
        ({"target": "US"}, []),
        ({"sort": "name", "offset": 1, "limit": 1}, ["Birch"]),
    ],
)
def test_organisations_as_json_and_as_csv(
    client: Client, words: dict[str, Any], names: list[str]
) -> None:
    assert [each["name"] for each in asked(client, **words)["items"]] == names
    rows = client.get("/api/v1/organisations", {**words, "format": "csv"}).content.decode()
    assert [row["name"] for row in csv.DictReader(io.StringIO(rows))] == names


def test_what_it_says_of_each(client: Client) -> None:
    found = asked(client)
    amber, birch, cedar = found["items"]
    assert (amber["summaries"], amber["service"]) == ({"pl": "Tkaniny"}, ["a", "b"])
    assert (birch["tier"], birch["on_record"]) == ("validated", False)
    assert (cedar["summaries"], cedar["target"]) == ({}, [])
    assert (cedar["on_record"], cedar["source"]) == (True, "A report")
    assert found["facets"]["kind"] == {"firm": 1, "cluster": 1, "public": 1}
    assert "target" not in found["facets"]


def test_what_is_private_is_for_nobody(client: Client, cast: Cast) -> None:
    make_profile(cast.organisation, published=False)
    for person in (cast.owner, cast.administrator):
        client.force_login(person)
        assert asked(client)["total"] == 3


def test_pages_follow_each_other_and_an_answer_is_not_sent_twice(client: Client) -> None:
    first = client.get("/api/v1/organisations?limit=2")
    following = json.loads(first.content)["next"].removeprefix("http://localhost:8000")
    assert [each["name"] for each in json.loads(client.get(following).content)["items"]] == [
        "Cedar"
    ]
    again = client.get("/api/v1/organisations?limit=2", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    make_profile(make_organisation("Dune"))
    assert (
        client.get("/api/v1/organisations?limit=2", HTTP_IF_NONE_MATCH=first["ETag"]).status_code
        == 200
    )


@pytest.mark.parametrize("words", ["limit=0", "limit=9999", "sort=x", "colour=red"])
def test_a_question_that_cannot_be_understood_is_refused(client: Client, words: str) -> None:
    assert client.get(f"/api/v1/organisations?{words}").status_code == 422
