"""Documents for wallets and programs: media types, caching, other sites, and what they say."""

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.credentials.issuer import known_issuer
from hanse.excellence.credentials.verification import verify
from hanse.excellence.web.actions.credentials import credential_issue
from hanse.excellence.web.models.credentials import Credential, StatusList
from tests.excellence.factories import make_certificate, make_label
from tests.excellence.web.register_rows import RENEWING, REVOKED, SUSPENDED, TODAY, VALID
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.usefixtures("today")


def test_a_program_verifies_a_badge_with_what_is_published_alone(
    client: Client, badges: dict[str, Credential]
) -> None:
    """From the badge over its addresses to the lists and the issuer, as any program would."""
    for number, verdict in ((VALID, "valid"), (SUSPENDED, "invalid"), (REVOKED, "invalid")):
        for form in ("json", "svg", "png"):
            content = client.get(f"/credentials/{badges[number].code}.{form}").content
            document = json.loads(
                client.get(f"/credentials/{badges[number].code}", HTTP_ACCEPT="*/*").content
            )
            assert document["issuer"]["id"] == "did:web:localhost%3A8000"
            issuer = known_issuer(json.loads(client.get("/.well-known/did.json").content))
            lists = [
                client.get(each["statusListCredential"].removeprefix("http://localhost:8000"))
                for each in document["credentialStatus"]
            ]
            found = verify(
                content,
                issuers=[issuer],
                lists=[each.content for each in lists],
                on=TODAY,
            )
            assert found.verdict == verdict, (number, form, found.checks)


def test_media_types_and_caching(client: Client, badges: dict[str, Credential]) -> None:
    code = badges[VALID].code
    for address, media, seconds in (
        ("/.well-known/did.json", "application/did+json", 3600),
        (f"/credentials/{code}", "application/vc", 86400),
        (f"/credentials/{code}.json", "application/vc", 86400),
        (f"/credentials/{code}.svg", "image/svg+xml", 86400),
        (f"/credentials/{code}.png", "image/png", 86400),
        ("/credentials/status/revocation/1", "application/vc", 3600),
        ("/credentials/achievements/hanse_label/2026/gold", "application/ld+json", 86400),
        ("/credentials/achievements/hanse_label/2026/gold.svg", "image/svg+xml", 86400),
        (
            "/credentials/achievements/certificates/2026/benchmarking_expert",
            "application/ld+json",
            86400,
        ),
        (f"/register/labels/{VALID}/badge.svg", "image/svg+xml", 3600),
    ):
        answer = client.get(address, HTTP_ACCEPT="application/vc, */*;q=0.1")
        assert (answer.status_code, answer["Content-Type"]) == (200, media), address
        assert answer["Cache-Control"] == f"public, max-age={seconds}", address
        assert answer["Access-Control-Allow-Origin"] == "*", address
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin", address
        assert not answer.cookies, address
        again = client.get(address, HTTP_ACCEPT="application/vc", HTTP_IF_NONE_MATCH=answer["ETag"])
        assert again.status_code == 304, address
        assert client.post(address).status_code == 405, address


def test_files_to_keep_have_a_name(client: Client, badges: dict[str, Credential]) -> None:
    answer = client.get(f"/credentials/{badges[VALID].code}.svg")
    assert answer["Content-Disposition"] == 'attachment; filename="badge-HL-2026-0001.svg"'


def test_a_browser_is_led_to_the_verification(
    client: Client, badges: dict[str, Credential]
) -> None:
    address = f"/credentials/{badges[VALID].code}"
    answer = client.get(address, HTTP_ACCEPT="text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer.status_code == 302
    assert answer["Vary"].startswith("Accept")
    page = client.get(answer["Location"]).content.decode()
    assert "This badge is valid" in page


def test_nothing_where_there_is_nothing(client: Client, badges: object) -> None:
    for address in (
        "/credentials/00000000-0000-4000-8000-000000000000",
        "/credentials/00000000-0000-4000-8000-000000000000.svg",
        "/credentials/status/revocation/2",
        "/credentials/status/message/1",
        "/credentials/achievements/hanse_label/2026/platinum",
        "/credentials/achievements/none/1/gold",
        "/credentials/achievements/certificates/2026/pilot.svg",
        "/register/labels/HL-9/badge.svg",
    ):
        assert client.get(address).status_code == 404, address
    make_label(make_organisation(), "HL-UNENTERED")
    assert client.get("/register/labels/HL-UNENTERED/badge.svg").status_code == 404


def test_without_a_key_the_issuer_has_none(client: Client, db: None) -> None:
    document = json.loads(client.get("/.well-known/did.json").content)
    assert document["verificationMethod"] == document["assertionMethod"] == []


def test_a_certificate_is_for_its_holder_and_kept_by_nobody_between(
    client: Client, cast: Cast
) -> None:
    credential = credential_issue(by=None, certificate=make_certificate(cast.expert), on=TODAY)
    client.force_login(cast.expert)
    for form in ("", ".json", ".svg", ".png"):
        answer = client.get(f"/credentials/{credential.code}{form}", HTTP_ACCEPT="application/vc")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    client.logout()
    assert client.get(f"/credentials/{credential.code}.svg").status_code == 404


def test_the_embedded_badge_says_how_the_label_stands(client: Client, badges: object) -> None:
    for number, said in (
        (VALID, "valid until 2 March 2028"),
        (SUSPENDED, "no longer shown as valid: suspended"),
        (REVOKED, "no longer shown as valid: revoked"),
        ("HL-2023-0009", "no longer shown as valid: expired"),
    ):
        assert said in client.get(f"/register/labels/{number}/badge.svg").content.decode()
    answer = client.get(f"/register/labels/{VALID}/badge.svg?lang=tlh")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_what_documents_cost(
    client: Client,
    badges: dict[str, Credential],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    code = badges[RENEWING].code
    for address, most in (
        ("/.well-known/did.json", 0),
        (f"/credentials/{code}.json", 1),
        (f"/credentials/{code}.svg", 1),
        ("/credentials/status/revocation/1", 2),
        ("/credentials/achievements/hanse_label/2026/gold", 0),
        (f"/register/labels/{VALID}/badge.svg", 2),
    ):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_no_secret_lies_in_the_database(badges: object, keys_of_this_test: Path) -> None:
    (pem,) = keys_of_this_test.glob("*.pem")
    body = "".join(pem.read_text().splitlines()[1:-1])
    documents = json.dumps(list(Credential.objects.values_list("document", flat=True)))
    assert body not in documents
    assert StatusList.objects.count() == 2
