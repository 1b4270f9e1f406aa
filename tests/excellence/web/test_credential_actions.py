"""Issuing badges and taking them back: signed, listed, checked by both implementations."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from hanse.excellence.credentials import key_files
from hanse.excellence.credentials.issuer import known_issuer
from hanse.excellence.credentials.status_lists import SIZE
from hanse.excellence.credentials.verification import Verification, verify
from hanse.excellence.web.actions import credentials as actions
from hanse.excellence.web.actions.certificates import (
    certificate_restore,
    certificate_revoke,
    certificate_suspend,
)
from hanse.excellence.web.actions.credentials import (
    credential_issue,
    credential_status_change,
    credentials_sign_again,
)
from hanse.excellence.web.issuing import site_document
from hanse.excellence.web.models.credentials import Credential, StatusList, StatusPlace
from hanse.excellence.web.publishing import lists_of, published_list
from hanse.foundation.web.actions.privacy import account_erase
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.credentials import second_implementation as second
from tests.excellence.factories import make_certificate, make_label
from tests.foundation.web.factories import Cast, make_person

AWARDED = date(2026, 3, 2)
LATER = date(2026, 11, 27)


def issued(cast: Cast) -> Credential:
    return credential_issue(by=cast.officer, label=make_label(cast.organisation), on=AWARDED)


def checked(credential: Credential, on: date = LATER) -> Verification:
    return verify(
        json.dumps(credential.document).encode(),
        issuers=[known_issuer(site_document())],
        lists=lists_of(credential, on),
        on=on,
    )


def answer(credential: Credential, check: str, on: date = LATER) -> str:
    return next(each.answer for each in checked(credential, on).checks if each.code == check)


def multikey(credential: Credential) -> str:
    methods = {each["id"]: each for each in site_document()["verificationMethod"]}  # type: ignore[attr-defined]  # a document
    return str(methods[credential.key]["publicKeyMultibase"])


def test_a_label_becomes_a_badge_that_is_good(cast: Cast) -> None:
    credential = issued(cast)
    assert checked(credential).verdict == "valid"
    second.check(credential.document, multikey(credential))
    subject = credential.document["credentialSubject"]
    assert subject["id"] == "http://localhost:8000/organisations/timber-cluster/"
    assert subject["achievement"]["name"] == "Hanse label for cluster organisations: Bronze"
    assert credential.document["issuer"]["id"] == "did:web:localhost%3A8000"
    assert credential.document["validUntil"] == "2028-03-02T23:59:59Z"
    event = AuditEvent.objects.get(action="credential_issue")
    assert (event.by, event.organisation) == (cast.officer, cast.organisation)


def test_a_certificate_becomes_a_badge_that_is_good(cast: Cast) -> None:
    certificate = make_certificate(cast.expert)
    credential = credential_issue(by=cast.officer, certificate=certificate, on=certificate.issued)
    assert checked(credential).verdict == "valid"
    second.check(credential.document, multikey(credential))
    subject = credential.document["credentialSubject"]
    assert subject["id"].startswith("urn:uuid:")
    assert subject["identifier"][0]["identityHash"] == "Expert"
    assert cast.expert.email not in json.dumps(credential.document)


def test_a_badge_is_of_a_label_or_of_a_certificate(cast: Cast) -> None:
    with pytest.raises(TypeError):
        credential_issue(by=cast.officer, on=AWARDED)
    label, certificate = make_label(cast.organisation), make_certificate(cast.expert)
    with pytest.raises(TypeError):
        credential_issue(by=cast.officer, label=label, certificate=certificate, on=AWARDED)
    assert not Credential.objects.exists()


def test_a_badge_is_suspended_reinstated_and_revoked(cast: Cast) -> None:
    credential = issued(cast)

    def change(status: str, on: date) -> None:
        credential_status_change(by=cast.officer, credential=credential, status=status, on=on)

    with pytest.raises(ValidationError, match="Nothing has changed"):
        change("reinstated", date(2026, 5, 1))
    change("suspended", date(2026, 5, 1))
    assert answer(credential, "suspension") == "suspended"
    with pytest.raises(ValidationError, match="Nothing has changed"):
        change("suspended", date(2026, 5, 2))
    change("reinstated", date(2026, 6, 1))
    assert checked(credential).verdict == "valid"
    change("revoked", date(2026, 7, 1))
    assert answer(credential, "revocation") == "revoked"
    assert not Credential.objects.standing().exists()
    for status in ("suspended", "reinstated", "revoked"):
        with pytest.raises(ValidationError, match="for good"):
            change(status, date(2026, 8, 1))
    with pytest.raises(ValueError, match="not stolen"):
        change("stolen", date(2026, 8, 1))
    assert AuditEvent.objects.filter(action="credential_status_change").count() == 3


def test_others_in_the_same_list_are_not_touched(cast: Cast) -> None:
    one, two = issued(cast), issued(cast)
    credential_status_change(by=None, credential=one, status="revoked", on=AWARDED)
    assert checked(one).verdict == "invalid"
    assert checked(two).verdict == "valid"


def test_places_differ_between_the_lists_and_between_badges(cast: Cast) -> None:
    made = [issued(cast) for _each in range(12)]
    places = [
        {each.status_list.purpose: each.index for each in credential.places.all()}
        for credential in made
    ]
    assert all(set(each) == {"revocation", "suspension"} for each in places)
    assert sum(each["revocation"] == each["suspension"] for each in places) < 2
    ordered = [each["revocation"] for each in places]
    assert ordered != sorted(ordered)
    assert len(set(ordered)) == 12
    assert StatusList.objects.count() == 2


def test_a_list_half_full_is_followed_by_a_new_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = issued(cast)
    monkeypatch.setattr(actions, "SIZE", 2)
    second_badge = issued(cast)
    monkeypatch.setattr(actions, "SIZE", SIZE)
    lists = [
        {each.status_list.number for each in credential.places.all()}
        for credential in (first, second_badge)
    ]
    assert lists == [{1}, {2}]
    assert checked(second_badge).verdict == "valid"


def test_the_same_list_has_the_same_bytes_all_day_and_another_tomorrow(cast: Cast) -> None:
    credential = issued(cast)
    status_list = StatusList.objects.first()
    assert status_list is not None
    today, again = (published_list(status_list, LATER) for _each in range(2))
    assert json.dumps(today) == json.dumps(again)
    second.check(today, multikey(credential))
    assert published_list(status_list, date(2026, 11, 28)) != today


def test_what_was_issued_before_there_was_a_key_is_signed_on_its_first_day(
    cast: Cast, keys_of_this_test: Path
) -> None:
    key_files.rotate(keys_of_this_test, date(2026, 10, 1))
    credential = issued(cast)
    assert credential.document["proof"]["created"] == "2026-10-01T00:00:00Z"
    assert checked(credential).verdict == "valid"


def test_after_a_rotation_old_badges_stay_good(cast: Cast, keys_of_this_test: Path) -> None:
    old = issued(cast)
    key_files.rotate(keys_of_this_test, date(2026, 9, 1))
    new = credential_issue(by=None, label=make_label(cast.organisation, awarded=LATER), on=LATER)
    assert old.key != new.key
    assert checked(old).verdict == checked(new).verdict == "valid"


def test_what_a_revoked_key_signed_is_signed_again(cast: Cast, keys_of_this_test: Path) -> None:
    standing = issued(cast)
    suspended, ended = issued(cast), issued(cast)
    credential_status_change(by=None, credential=suspended, status="suspended", on=AWARDED)
    credential_status_change(by=None, credential=ended, status="revoked", on=AWARDED)
    expired = credential_issue(
        by=None, label=make_label(cast.organisation, awarded=date(2023, 1, 1)), on=AWARDED
    )
    name = standing.key.partition("#")[2]
    key_files.revoke(keys_of_this_test, name, LATER)
    key_files.rotate(keys_of_this_test, LATER)
    assert answer(standing, "key") == "key_revoked"
    with pytest.raises(PermissionDenied):
        credentials_sign_again(by=cast.officer, key=standing.key, on=LATER)
    made = credentials_sign_again(by=cast.administrator, key=standing.key, on=LATER)
    assert {each.label for each in made} == {suspended.label, standing.label}
    outcomes = {each.label: checked(each).verdict for each in made}
    assert outcomes == {standing.label: "valid", suspended.label: "invalid"}
    again = next(each for each in made if each.label == suspended.label)
    assert answer(again, "suspension") == "suspended"
    assert set(Credential.objects.standing()) == set(made)
    assert expired.pk not in {each.pk for each in made}


def test_a_person_who_is_erased_takes_the_name_along_and_leaves_the_place(cast: Cast) -> None:
    person = make_person("Erna Erased")
    credential = credential_issue(
        by=None, certificate=make_certificate(person), on=date(2026, 1, 15)
    )
    assert "Erna Erased" in json.dumps(credential.document)
    account_erase(by=person)
    kept = Credential.objects.get(pk=credential.pk)
    assert kept.document == {}
    assert StatusPlace.objects.filter(credential=kept).count() == 2


def test_a_badge_follows_its_certificate(cast: Cast) -> None:
    certificate = make_certificate(cast.expert)
    credential = credential_issue(by=None, certificate=certificate, on=certificate.issued)
    for step, outcome in (
        (certificate_suspend, ("suspension", "suspended")),
        (certificate_restore, ("suspension", "clear")),
        (certificate_revoke, ("revocation", "revoked")),
    ):
        reason = {} if step is certificate_restore else {"reason": "no interviews"}
        step(by=cast.officer, certificate=certificate, on=date(2026, 6, 1), **reason)
        assert answer(credential, outcome[0]) == outcome[1]


def test_who_sees_which_badge(client: Client, cast: Cast) -> None:
    of_label = issued(cast)
    of_person = credential_issue(
        by=None, certificate=make_certificate(cast.expert), on=date(2026, 1, 15)
    )
    addresses = [reverse("credential", args=[each.code]) for each in (of_label, of_person)]
    for name, expected in (
        ("visitor", [200, 404]),
        ("stranger", [200, 404]),
        ("owner", [200, 404]),
        ("expert", [200, 200]),
        ("officer", [200, 200]),
        ("administrator", [200, 200]),
    ):
        client.logout()
        person = cast.person(name)
        if person:
            client.force_login(person)
        answers = [client.get(each, HTTP_ACCEPT="application/vc") for each in addresses]
        assert [each.status_code for each in answers] == expected
