"""What is too much is refused before anything is made of it, and not repeated."""

import pytest
from django.test import Client

from hanse.foundation.web.limits import LARGEST_BODY, LONGEST_ADDRESS
from tests.site.headers import header_faults

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    "address", ["/about/?q=" + "x" * LONGEST_ADDRESS, "/" + "x" * LONGEST_ADDRESS]
)
def test_an_address_too_long(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 414
    page = answer.content.decode()
    assert "This address is too long" in page
    assert "xxx" not in page
    assert list(header_faults(answer)) == []


def test_the_longest_address_is_read(client: Client) -> None:
    address = "/about/?q="
    assert client.get(address.ljust(LONGEST_ADDRESS + 1, "x")).status_code == 200


def test_the_api_tells_it_in_its_own_way(client: Client) -> None:
    answer = client.get("/api/v1/regions?country=" + "x" * LONGEST_ADDRESS)
    assert answer.status_code == 414
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert len(answer.content) < 1000
    assert answer.json()["remedy"] == "Ask in several requests, each of at most 8,190 characters."


def test_more_is_sent_than_is_taken(client: Client) -> None:
    answer = client.post("/accounts/login/", {}, CONTENT_LENGTH=str(LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert "Nothing of it was saved" in answer.content.decode()
    assert list(header_faults(answer)) == []


@pytest.mark.parametrize("length", ["", "-1", "many", "\N{SUPERSCRIPT TWO}"])
def test_a_length_that_is_none_is_no_error(client: Client, length: str) -> None:
    assert client.get("/about/", CONTENT_LENGTH=length).status_code == 200


def test_a_form_larger_than_any_of_ours(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "x" * 300_000, "password": "x"})
    assert answer.status_code == 400
    assert "cannot be understood" in answer.content.decode()
    assert len(answer.content) < 50_000
