"""The pages of the register: what they show, take and refuse, and what they cost."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.register.chain import first_break, read_published
from hanse.excellence.web.models.credentials import Credential
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.factories import make_label
from tests.excellence.web.register_rows import (
    RENEWING,
    REVOKED,
    SUSPENDED,
    VALID,
    entered,
)
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.usefixtures("today")


def text(client: Client, address: str, **words: str) -> str:
    answer = client.get(address, words)
    assert answer.status_code == 200
    return answer.content.decode()


# --- Search, map, table, files ----------------------------------------------------------------


def test_the_register_shows_what_is_valid_today(client: Client, badges: object) -> None:
    page = text(client, "/register/")
    assert "2 labels of 2 organisations in 2 countries are valid on 27 November 2026." in page
    assert "Fictitious Timber &amp; Sons &lt;Ltd&gt;" in page
    assert "https://timber.example/" in page
    assert "2028-03-02" in page
    assert VALID in page
    assert SUSPENDED not in page
    assert "Labels by country" in page


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ({"country": "PT"}, {RENEWING}),
        ({"level": "gold"}, {VALID}),
        ({"field": "transport"}, {RENEWING}),
        ({"q": "TIMBER"}, {VALID}),
        ({"q": "0004"}, {RENEWING}),
        ({"q": "nobody"}, set()),
        ({"all": "on"}, {VALID, SUSPENDED, REVOKED, RENEWING, "HL-2023-0009"}),
        ({"on": "2026-04-01"}, {VALID, SUSPENDED, REVOKED, RENEWING}),
        ({"on": "2024-01-01"}, {"HL-2023-0009"}),
        ({"on": "someday", "country": "XX", "page": "x", "sort": "?"}, {VALID, RENEWING}),
    ],
)
def test_labels_are_searched(
    client: Client, badges: object, words: dict[str, str], numbers: set[str]
) -> None:
    page = text(client, "/register/", **words)
    known = {VALID, SUSPENDED, REVOKED, RENEWING, "HL-2023-0009"}
    assert {each for each in known if f"/register/labels/{each}/" in page} == numbers
    rows = list(csv.DictReader(io.StringIO(text(client, "/register/labels.csv", **words))))
    assert {row["label"] for row in rows} == numbers
    found = json.loads(client.get("/register/labels.json", words).content)
    assert {row["label"] for row in found["labels"]} == numbers


def test_an_empty_register_says_so(client: Client, db: None) -> None:
    assert "No label matches" in text(client, "/register/")
    assert "No label has been entered yet" in text(client, "/register/entries/")
    assert "No label has been entered yet" in text(client, "/register/statistics/")
    assert text(client, "/register/labels.csv").count("\n") == 1


def test_made_up_labels_are_named_as_such(client: Client, badges: object) -> None:
    assert "made-up labels" not in text(client, "/register/")
    assert "made-up labels" in text(client, "/register/", all="on")
    assert "made up" in text(client, f"/register/labels/{REVOKED}/")


def test_files_are_harmless_in_a_spreadsheet(client: Client, badges: object) -> None:
    rows = list(csv.DictReader(io.StringIO(text(client, "/register/entries.csv"))))
    assert [row["reason"] for row in rows if row["event"] == "revoked"] == [
        "'=1+1 gave false answers"
    ]


def test_the_published_register_is_checked_elsewhere(client: Client, badges: object) -> None:
    answer = client.get("/register/entries.json")
    assert answer["Content-Disposition"] == 'attachment; filename="register.json"'
    document = json.loads(answer.content)
    entries = read_published(document)
    assert first_break(entries, document["head"]) is None
    page = text(client, "/register/entries/")
    assert "The chain holds: 7 entries." in page
    assert document["head"] in page


# --- One label ----------------------------------------------------------------------------------


def test_a_label_has_its_history_and_its_badge(client: Client, badges: object) -> None:
    page = text(client, f"/register/labels/{VALID}/")
    for said in ("Gold", "Construction", "Austria", "awarded", "Signed badge", "badge.svg"):
        assert said in page
    assert "&lt;a href=&quot;http://localhost:8000/register/labels/HL-2026-0001/" in page
    revoked = text(client, f"/register/labels/{REVOKED}/")
    assert "gave false answers" in revoked
    assert "Signed badge" not in revoked


def test_a_renewal_leads_to_what_it_renews_and_back(client: Client, badges: object) -> None:
    assert "/register/labels/HL-2023-0009/" in text(client, f"/register/labels/{RENEWING}/")
    assert f"/register/labels/{RENEWING}/" in text(client, "/register/labels/HL-2023-0009/")


def test_a_label_there_is_not(client: Client, badges: object) -> None:
    assert client.get("/register/labels/HL-9999/").status_code == 404
    make_label(make_organisation(), "HL-UNENTERED")
    assert client.get("/register/labels/HL-UNENTERED/").status_code == 404


def test_a_withdrawn_organisation_keeps_its_history(client: Client, badges: object) -> None:
    label = Credential.objects.get(label__number=VALID).label
    assert label is not None
    address = label.organisation.get_absolute_url()
    assert address in text(client, f"/register/labels/{VALID}/")
    label.organisation.withdrawn = datetime(2026, 11, 1, tzinfo=UTC)
    label.organisation.save()
    page = text(client, f"/register/labels/{VALID}/")
    assert address not in page
    assert "Fictitious Timber" in page


# --- Was it valid on that day? ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"label": VALID, "on": "2026-11-27"}, "Yes: HL-2026-0001 was valid"),
        ({"label": f" {VALID} ", "on": "2028-03-03"}, "was not valid on 3 March 2028 (expired)"),
        ({"label": SUSPENDED, "on": "2026-11-27"}, "(suspended)"),
        ({"label": SUSPENDED, "on": "2026-04-01"}, "Yes: HL-2026-0002"),
        ({"label": RENEWING, "on": "2025-05-10"}, "Yes: HL-2026-0004"),
        (
            {"label": RENEWING, "on": "2025-05-10", "known_on": "2025-05-10"},
            "No label HL-2026-0004 was in the register on 10 May 2025",
        ),
        ({"label": "HL-9", "on": "2026-11-27"}, "There is no label HL-9"),
        ({"label": "", "on": "2026-11-27"}, "This field is required"),
        ({"label": VALID, "on": "soon"}, "Enter a valid date"),
    ],
)
def test_was_it_valid_on_that_day(
    client: Client, badges: object, words: dict[str, str], said: str
) -> None:
    assert said in text(client, "/register/valid/", **words)


# --- Counts -----------------------------------------------------------------------------------


def test_counts_stand_beside_totals_of_others(client: Client, badges: object) -> None:
    page = text(client, "/register/statistics/")
    assert "2 labels of 2 organisations are valid on 27 November 2026." in page
    for said in ("320", "Slides, 2013", "May 2014", "over 450", "about 120", "1\u202f292"):
        assert said in page
    rows = list(csv.DictReader(io.StringIO(text(client, "/register/statistics.csv"))))
    ours = {(r["what"], r["when"]): r["number"] for r in rows if r["kind"] == "this register"}
    assert ours["gold", "2026-11-27"] == "1"
    assert ours["bronze", "2023-12-31"] == "1"
    theirs = [r for r in rows if r["kind"] == "published by others"]
    assert len(theirs) == 10
    assert all(r["source"] for r in theirs)


def test_refusals_are_told_when_there_are_enough(client: Client, cast: Cast) -> None:
    for number in range(6):
        AuditEvent.objects.create(
            action="board_refuse", at=datetime(2024, 1 + number, 1, tzinfo=UTC)
        )
    AuditEvent.objects.create(action="appeal_lodge", at=datetime(2025, 1, 1, tzinfo=UTC))
    page = text(client, "/register/statistics/")
    assert "Refused by the board" in page
    assert "fewer than 5" in page


# --- Cost ---------------------------------------------------------------------------------------


def test_pages_cost_the_same_however_much_there_is(
    client: Client, badges: object, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        label = make_label(make_organisation(country="DE"), f"HL-MANY-{number}")
        entered(label, "awarded", label.awarded)
    text(client, "/register/")
    for address, most in (
        ("/register/", 1),  # the hash of the last entry
        ("/register/labels.csv", 1),
        ("/register/statistics/", 2),  # and the refusals
        ("/register/entries/", 2),  # and the whole chain, once after each entry
        (f"/register/valid/?label={VALID}&on=2026-11-27", 1),
        (f"/register/labels/{VALID}/", 3),  # and the label, and its badge
    ):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_only_reading_is_allowed(client: Client, badges: object) -> None:
    for name in ("register", "register_entries", "register_statistics", "register_validity"):
        assert client.post(reverse(name)).status_code == 405
