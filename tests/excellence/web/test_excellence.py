"""The page Excellence opens with, and the demo behind it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from hanse.excellence.web.actions.demo import create_demo_excellence
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.models.register import RegisterEntry
from hanse.foundation.problems import HanseError
from hanse.foundation.web.actions.demo import create_demo_accounts
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_the_page_counts_what_holds_and_leads_on(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        page = client.get(reverse("excellence")).content.decode()
    for name in ("benchmarkings", "labels", "register", "verify", "courses", "programme"):
        assert f'href="{reverse(name)}"' in page


def test_people_of_a_cluster_organisation_find_it_there(client: Client) -> None:
    person, organisation = make_person(), make_organisation("Timber Cluster")
    make_member(organisation, person)
    client.force_login(person)
    assert "Timber Cluster" in client.get(reverse("excellence")).content.decode()


def test_the_demo_shows_files_in_every_state_and_all_of_it_is_fictitious(
    client: Client, settings: Settings
) -> None:
    with pytest.raises(HanseError, match="for a demo"):
        create_demo_excellence(on=timezone.localdate())
    settings.DEMO = True
    create_demo_accounts()
    assert create_demo_excellence(on=timezone.localdate())
    assert not create_demo_excellence(on=timezone.localdate())
    states = set(Application.objects.values_list("state", flat=True))
    assert len(states) >= 15
    assert set(Label.objects.values_list("level", flat=True)) == {"bronze", "gold"}
    assert RegisterEntry.objects.count() >= Label.objects.count()
    assert not Organisation.objects.filter(fictitious=False).exists()
    assert not User.objects.filter(fictitious=False).exists()
    for name in ("excellence", "register", "programme", "courses", "certified_people"):
        assert client.get(reverse(name)).status_code == 200
