"""The page that verifies: files and links, the reasons, and that no other site is ever asked."""

import json
import socket
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.credentials import key_files
from hanse.excellence.web.actions.credentials import credential_issue
from hanse.excellence.web.models.credentials import Credential
from tests.excellence.factories import make_certificate
from tests.excellence.web.register_rows import REVOKED, SUSPENDED, TODAY, VALID
from tests.foundation.web.factories import Cast

pytestmark = pytest.mark.usefixtures("today")


def sent(client: Client, content: bytes, **more: str) -> str:
    file = SimpleUploadedFile("badge.svg", content)
    answer = client.post(reverse("verify"), {"file": file, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_empty_form(client: Client, db: None) -> None:
    page = client.get("/verify/").content.decode()
    assert "Verify a badge" in page
    assert "There is a problem" not in page


@pytest.mark.parametrize("form", ["json", "svg", "png"])
def test_a_file_that_is_good(client: Client, badges: dict[str, Credential], form: str) -> None:
    content = client.get(f"/credentials/{badges[VALID].code}.{form}").content
    page = sent(client, content)
    assert "This badge is valid" in page
    assert "Fictitious Timber &amp; Sons &lt;Ltd&gt;" in page
    assert f"/register/labels/{VALID}/" in page


def test_a_file_that_was_changed(client: Client, badges: dict[str, Credential]) -> None:
    content = client.get(f"/credentials/{badges[VALID].code}.json").content
    page = sent(client, content.replace(b"Timber", b"Lumber"))
    assert "This badge is not valid" in page
    assert "changed after it was signed" in page
    assert "It says" in page
    assert f"/register/labels/{VALID}/" not in page


@pytest.mark.parametrize(
    ("number", "said"), [(SUSPENDED, "that it is suspended"), (REVOKED, "that it is revoked")]
)
def test_what_was_taken_back(
    client: Client, badges: dict[str, Credential], number: str, said: str
) -> None:
    page = client.get("/verify/", {"link": f"/credentials/{badges[number].code}"}).content.decode()
    assert "This badge is not valid" in page
    assert said in page


def test_a_day_may_be_given(client: Client, badges: dict[str, Credential]) -> None:
    link = f"http://localhost:8000/credentials/{badges[VALID].code}"
    page = client.get("/verify/", {"link": link, "on": "2028-03-03"}).content.decode()
    assert "It was valid until 2 March 2028." in page
    page = client.get("/verify/", {"link": link, "on": "2026-01-01"}).content.decode()
    assert "It is valid from 2 March 2026 only." in page


def test_a_revoked_key_is_said(
    client: Client, badges: dict[str, Credential], keys_of_this_test: Path
) -> None:
    (key,) = key_files.public_keys(keys_of_this_test)
    key_files.revoke(keys_of_this_test, key.name, TODAY)
    key_files.rotate(keys_of_this_test, TODAY)
    page = client.get("/verify/", {"link": f"/credentials/{badges[VALID].code}"}).content.decode()
    assert "given up as no longer safe" in page


def test_without_any_key_nobody_can_say(
    client: Client, badges: dict[str, Credential], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = client.get(f"/credentials/{badges[VALID].code}.json").content
    Credential.objects.all()  # its lists are those of a site that this one is not any more
    monkeypatch.setattr("hanse.excellence.web.views.verification.known_issuers", list)
    assert "Nobody here can say" in sent(client, content)


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/credentials/{code}",
        "http://localhost:8000.elsewhere.example/credentials/{code}",
        "http://localhost:8000@elsewhere.example/credentials/{code}",
        "http://localhost:9999/credentials/{code}",
        "https://localhost:8000/credentials/{code}",
        "//elsewhere.example/credentials/{code}",
        "ftp://localhost:8000/credentials/{code}",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "/credentials/00000000-0000-4000-8000-000000000000",
        "/credentials/status/revocation/1",
        "/admin/",
        "/nowhere/",
        "javascript:alert(1)",
        "http://[",
    ],
)
def test_no_link_makes_the_site_ask_anybody(
    client: Client,
    badges: dict[str, Credential],
    link: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_words: object, **_more: object) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    address = link.format(code=badges[VALID].code)
    answer = client.get("/verify/", {"link": address})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "another site" in page or "no badge of this site" in page
    assert "This badge is" not in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nonsense", "A badge is a JSON file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no credential in this SVG"),
        (b"{}", "It lacks what an Open Badge needs"),
        (b"{" * 100, "cannot be read as JSON"),
    ],
)
def test_what_is_no_badge(client: Client, db: None, content: bytes, said: str) -> None:
    page = sent(client, content)
    assert "This badge is not valid" in page
    assert said in page


def test_what_the_form_refuses(client: Client, db: None) -> None:
    assert "Choose a file, or give a link" in client.post("/verify/", {}).content.decode()
    assert "Choose a file, or give a link" in sent(client, b"{}", link="/credentials/x")
    assert "too large" in sent(client, b"x" * (2 * 1024 * 1024 + 1))
    assert "The submitted file is empty" in sent(client, b"")


def test_markup_in_a_badge_is_shown_as_text(client: Client, badges: dict[str, Credential]) -> None:
    document = dict(badges[VALID].document)
    document["issuer"] = {**document["issuer"], "name": "<script>alert(1)</script>"}
    page = sent(client, json.dumps(document).encode())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_certificate_is_linked_by_its_holder_alone(client: Client, cast: Cast) -> None:
    credential = credential_issue(by=None, certificate=make_certificate(cast.expert), on=TODAY)
    words = {"link": f"/credentials/{credential.code}"}
    assert "no badge of this site" in client.get("/verify/", words).content.decode()
    client.force_login(cast.expert)
    assert "This badge is valid" in client.get("/verify/", words).content.decode()


def test_what_it_costs(
    client: Client,
    badges: dict[str, Credential],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    content = client.get(f"/credentials/{badges[VALID].code}.json").content
    with django_assert_max_num_queries(4):  # the lists, a query each for their bits, the label
        sent(client, content)
