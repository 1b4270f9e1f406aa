"""The page of keys: for administrators; what a revoked key signed is signed again."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.credentials import key_files
from hanse.excellence.web.actions.credentials import credential_issue
from hanse.excellence.web.models.credentials import Credential
from tests.excellence.factories import make_label
from tests.excellence.web.register_rows import TODAY
from tests.foundation.web.factories import CAST, Cast

pytestmark = pytest.mark.usefixtures("today")


@pytest.mark.parametrize("name", CAST)
def test_administrators_alone_see_the_keys(client: Client, cast: Cast, name: str) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    status = client.get("/excellence/keys/").status_code
    assert status == {"visitor": 302, "administrator": 200}.get(name, 403)
    # And they find it among what is theirs.
    told = 'href="/excellence/keys/"' in client.get("/me/").content.decode()
    assert told == (name == "administrator")


def test_keys_and_their_badges_are_listed(
    client: Client,
    cast: Cast,
    keys_of_this_test: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.administrator)
    assert "No keys yet" in client.get("/excellence/keys/").content.decode()
    credential_issue(by=None, label=make_label(cast.organisation), on=TODAY)
    with django_assert_max_num_queries(5):  # session, person, roles, second factor, badges
        page = client.get("/excellence/keys/").content.decode()
    assert "key-2026-11-27" in page
    assert "did:web:localhost%3A8000" in page
    assert "Sign again" not in page
    assert "PRIVATE" not in page


def test_what_a_revoked_key_signed_is_signed_again(
    client: Client, cast: Cast, keys_of_this_test: Path
) -> None:
    client.force_login(cast.administrator)
    old = credential_issue(by=None, label=make_label(cast.organisation), on=TODAY)
    key_files.revoke(keys_of_this_test, "key-2026-11-27", TODAY)
    assert "Sign again" in client.get("/excellence/keys/").content.decode()
    page = client.post("/excellence/keys/", {"key": old.key}, follow=True).content.decode()
    assert "No key signs on 2026-11-27" in page
    assert Credential.objects.count() == 1
    key_files.rotate(keys_of_this_test, TODAY)
    page = client.post("/excellence/keys/", {"key": old.key}, follow=True).content.decode()
    assert "1 badge is signed again." in page
    new = Credential.objects.standing().get()
    assert (new.label, new.key == old.key) == (old.label, False)
