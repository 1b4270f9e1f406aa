"""The header's navigation: which pillar and which main page the reader is at."""

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from hanse.foundation.web.navigation import Pillar, pillars


def seen_from(address: str) -> list[Pillar]:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    return pillars(request)


def test_every_pillar_has_a_door_and_pages_that_answer(
    client: Client, demo_edition: object, db: None
) -> None:
    doors = seen_from("/")
    assert [str(door.label) for door in doors][:1] == ["Observatory"]
    for door in doors:
        for address in (door.address, *(entry.address for entry in door.entries)):
            answer = client.get(address)
            signs_in = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
            assert answer.status_code == 200 or signs_in


@pytest.mark.parametrize(
    ("address", "pillar", "page"),
    [
        ("/", "Observatory", None),
        ("/atlas/", "Observatory", "Atlas"),
        ("/regions/AT22/", "Observatory", "Regions"),
        ("/compare/categories/", "Observatory", "Compare"),
        ("/excellence/", "Excellence", None),
        ("/excellence/trainings/", "Excellence", "Trainings"),
        ("/collaboration/", "Collaboration", None),
        ("/organisations/", None, None),
    ],
)
def test_where_the_reader_is(address: str, pillar: str | None, page: str | None) -> None:
    doors = seen_from(address)
    assert [str(door.label) for door in doors if door.here] == ([pillar] if pillar else [])
    here = [str(entry.label) for door in doors for entry in door.entries if entry.here]
    assert here == ([page] if page else [])


def test_an_error_page_is_in_no_pillar() -> None:
    assert not any(door.here for door in pillars(None))
