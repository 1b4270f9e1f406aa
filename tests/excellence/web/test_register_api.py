"""The register in the API: labels, days, entries and counts, as JSON and as CSV."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from hanse.excellence.register.chain import first_break, read_published
from hanse.excellence.web.models.credentials import Credential
from tests.excellence.web.register_rows import RENEWING, REVOKED, SUSPENDED, VALID
from tests.observatory.web.api.conftest import as_often_as_needed

__all__ = ["as_often_as_needed"]  # a fixture for every test here


def asked(client: Client, address: str, **words: Any) -> Any:
    answer = client.get(f"/api/v1/{address}", words)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ({}, {VALID, RENEWING}),
        ({"valid": "any"}, {VALID, SUSPENDED, REVOKED, RENEWING, "HL-2023-0009"}),
        ({"country": ["AT", "SI"], "valid": "any"}, {VALID, REVOKED}),
        ({"field": "transport", "level": "bronze"}, {RENEWING}),
        ({"on": "2026-04-01"}, {VALID, SUSPENDED, REVOKED, RENEWING}),
        ({"q": "timber"}, {VALID}),
        ({"country": "XX"}, set()),
    ],
)
def test_labels(client: Client, badges: object, words: dict[str, Any], numbers: set[str]) -> None:
    found = asked(client, "labels", **words)
    assert {each["label"] for each in found["items"]} == numbers
    assert found["total"] == len(numbers)
    rows = client.get("/api/v1/labels", {**words, "format": "csv"}).content.decode()
    assert {row["label"] for row in csv.DictReader(io.StringIO(rows))} == numbers


def test_a_walk_over_pages_meets_every_label_once(client: Client, badges: object) -> None:
    address, met = "/api/v1/labels?valid=any&limit=2", []
    while address:
        page = json.loads(client.get(address.removeprefix("http://localhost:8000")).content)
        met += [each["label"] for each in page["items"]]
        address = page["next"]
    assert sorted(met) == sorted({VALID, SUSPENDED, REVOKED, RENEWING, "HL-2023-0009"})


def test_one_label(client: Client, badges: dict[str, Credential]) -> None:
    found = asked(client, f"labels/{VALID}")
    assert found["standing"] == "valid"
    assert found["badge"] == f"http://localhost:8000/credentials/{badges[VALID].code}"
    assert found["page"] == f"http://localhost:8000/register/labels/{VALID}/"
    assert [each["event"] for each in found["history"]] == ["awarded"]
    assert asked(client, f"labels/{REVOKED}")["badge"] is None
    assert client.get("/api/v1/labels/HL-9").status_code == 404


def test_was_it_valid_on_that_day(client: Client, badges: object) -> None:
    found = asked(client, f"labels/{SUSPENDED}/validity", on="2026-11-27")
    assert (found["valid"], found["standing"], found["entry"]) == (False, "suspended", 4)
    assert asked(client, f"labels/{SUSPENDED}/validity", on="2026-04-01")["valid"]
    words = {"on": "2025-05-10", "known_on": "2025-06-02"}
    assert asked(client, f"labels/{RENEWING}/validity", **words)["valid"]
    for refused, status in (
        ({"on": "2025-05-10", "known_on": "2025-05-10"}, 404),
        ({}, 422),
        ({"on": "soon"}, 422),
        ({"on": "2026-11-27", "onn": "1"}, 422),
    ):
        answer = client.get(f"/api/v1/labels/{RENEWING}/validity", refused)
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"


def test_whoever_keeps_a_copy_of_the_chain_can_check_it(client: Client, badges: object) -> None:
    first = asked(client, "register/entries", limit=3)
    rest = asked(client, "register/entries", after=first["items"][-1]["sequence"])
    entries = read_published({"entries": [*first["items"], *rest["items"]]})
    assert first_break(entries, rest["head"]) is None
    assert (first["total"], rest["total"]) == (7, 4)


def test_counts(client: Client, badges: object) -> None:
    found = asked(client, "register/counts")
    assert (found["labels"], found["by_level"]) == (2, {"bronze": 1, "gold": 1})
    assert [each["year"] for each in found["years"]] == [2023, 2024, 2025, 2026]
    (bronze,) = (each for each in found["earlier"] if each["number"] == 320)
    assert (bronze["what"], bronze["when"], bronze["countries"]) == ("bronze", "2013", 27)


def test_an_answer_changes_when_something_is_entered(client: Client, badges: object) -> None:
    answer = client.get("/api/v1/labels")
    again = client.get("/api/v1/labels", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_one_document_tells_of_all_addresses(client: Client, db: None) -> None:
    document = asked(client, "openapi.json")
    assert {
        "/api/v1/clusters",
        "/api/v1/labels",
        "/api/v1/labels/{number}",
        "/api/v1/labels/{number}/validity",
        "/api/v1/register/entries",
        "/api/v1/register/counts",
    } <= set(document["paths"])
