"""Calls and projects: made by the secretariat, counted from the records."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.programme import Output
from hanse.excellence.web.delivered import delivered, labels_from_benchmarkings
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.models.programme import Call, Project, Target
from tests.excellence.factories import make_benchmarking, make_certificate
from tests.excellence.web.training_factories import (
    make_held_session,
    make_officer,
    make_project,
)
from tests.foundation.web.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_records_of_each_kind_are_counted() -> None:
    project = make_project()
    day = timezone.localdate() - timedelta(days=3)
    make_held_session(project=project)
    make_held_session("instructor_programme", project=project)
    organisation = make_organisation()
    done = make_benchmarking(organisation, project=project, state="confirmed", interviewed=day)
    make_benchmarking(make_organisation(), project=project)  # still being answered
    application = Application.objects.create(
        organisation=organisation, level="bronze", scheme="hanse_label", scheme_version="2026",
        benchmarking=done,
    )  # fmt: skip
    Label.objects.create(
        organisation=organisation, application=application, level="bronze", scheme="hanse_label",
        scheme_version="2026", number="B-1", awarded=day, valid_from=day,
        valid_until=day + timedelta(days=730),
    )  # fmt: skip
    make_certificate(make_person(), issued=day, project=project)
    make_certificate(make_person(), issued=day)
    assert sorted(each.output for each in delivered([project])) == sorted(Output)
    assert labels_from_benchmarkings([project]) == 1


def test_the_secretariat_makes_a_call_and_a_project(client: Client) -> None:
    client.force_login(make_officer())
    call = {"code": "spring", "title": "Spring call", "opens": "2026-01-01", "closes": "2026-03-01"}
    assert client.post(reverse("call_create"), {**call, "published": "on"}).status_code == 302
    coordinator, partner = make_organisation(), make_organisation()
    words = {
        "acronym": "LEAF",
        "title": "Labels everywhere",
        "coordinator": coordinator.pk,
        "partners": [partner.pk],
        "begins": "2026-04-01",
        "ends": "2027-03-31",
    }
    address = reverse("project_create", args=["spring"])
    assert "at least one thing" in client.post(address, words).content.decode()
    client.post(address, {**words, "target_benchmarkings": "40", "target_bronze_labels": "30"})
    project = Project.objects.get()
    assert set(Target.objects.values_list("output", "amount")) == {
        ("benchmarkings", 40),
        ("bronze_labels", 30),
    }
    client.logout()
    for page in (reverse("programme"), project.call.get_absolute_url(), project.get_absolute_url()):
        text = client.get(page).content.decode()
        assert "of 40" in text


def test_days_that_cannot_be(client: Client) -> None:
    client.force_login(make_officer())
    call = {"code": "x", "title": "X", "opens": "2026-05-01", "closes": "2026-03-01"}
    assert "closes before it opens" in client.post(reverse("call_create"), call).content.decode()
    assert not Call.objects.exists()


def test_calls_not_published_are_the_secretariats_alone(client: Client) -> None:
    project = make_project()
    Call.objects.update(published=False)
    pages = (project.call.get_absolute_url(), project.get_absolute_url())
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(make_officer())
    assert [client.get(page).status_code for page in pages] == [200, 200]


@pytest.mark.parametrize("name", ["call_create", "call_change", "project_create", "project_change"])
def test_others_change_nothing(client: Client, name: str) -> None:
    project = make_project()
    arguments: dict[str, list[str | int]] = {
        "call_create": [],
        "call_change": [project.call.code],
        "project_create": [project.call.code],
        "project_change": [project.call.code, project.pk],
    }
    client.force_login(make_person())
    for ask in (client.get, client.post):
        assert ask(reverse(name, args=arguments[name])).status_code == 403


def test_the_page_asks_as_much_for_many_projects_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = make_project()
    for number in range(6):
        made = make_project(call=first.call, acronym=f"P{number}")
        Target.objects.create(project=made, output="benchmarkings", amount=10)
    with django_assert_max_num_queries(10):
        client.get(reverse("programme"))
    with django_assert_max_num_queries(10):
        client.get(first.call.get_absolute_url())
