"""The demo's people and organisations: fictitious, made once, useless on a real site."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from pytest_django import Settings

from hanse.foundation.demo_cast import ORGANISATIONS, PASSWORD, PEOPLE
from hanse.foundation.geography import regions
from hanse.foundation.problems import HanseError
from hanse.foundation.roles import GRANTED, Role
from hanse.foundation.web.actions.demo import create_demo_accounts
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@pytest.fixture
def demo(settings: Settings, db: None) -> None:
    settings.DEMO = True


def test_there_is_one_person_for_every_role(demo: None) -> None:
    create_demo_accounts()
    assert {person.role for person in PEOPLE} == set(Role) - {Role.VISITOR}
    for each in PEOPLE:
        user = User.objects.get(email=each.email)
        assert user.fictitious
        assert user.granted_roles == ({each.role} & set(GRANTED))
        assert Organisation.objects.editable_by(user).exists() is (
            each.role in {Role.EDITOR, Role.ADMINISTRATOR}
        )


def test_everything_is_visibly_fictitious_and_lies_in_real_regions() -> None:
    assert {each.kind for each in ORGANISATIONS} == {
        "cluster",
        "firm",
        "research",
        "public",
        "partner",
    }
    for each in ORGANISATIONS:
        assert each.name.startswith("Fictitious ")
        assert not each.region or regions(2024)[each.region].country == each.country
    assert all(person.email.endswith(".example") for person in PEOPLE)


def test_making_them_again_changes_nothing(demo: None) -> None:
    create_demo_accounts()
    before = (User.objects.count(), Organisation.objects.count())
    assert create_demo_accounts() == PEOPLE
    assert (User.objects.count(), Organisation.objects.count()) == before


def test_a_real_site_has_no_demo_accounts(db: None, settings: Settings) -> None:
    with pytest.raises(HanseError, match="for a demo"):
        create_demo_accounts()


def test_they_sign_in_on_a_demo_and_nowhere_else(demo: None, settings: Settings) -> None:
    create_demo_accounts()
    email = PEOPLE[0].email
    assert authenticate(None, email=email, password=PASSWORD)
    client = Client()
    client.force_login(User.objects.get(email=email))
    assert client.session.get("_auth_user_id")
    settings.DEMO = False
    assert authenticate(None, email=email, password=PASSWORD) is None
