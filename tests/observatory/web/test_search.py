"""The search page and the suggestions under its box."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from hanse.observatory.warehouse import Edition
from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.usefixtures("demo_edition", "db")


def text(client: Client, address: str, **words: str) -> str:
    answer = client.get(address, words)
    assert answer.status_code == 200
    return answer.content.decode()


def test_results_come_in_groups_with_counts(client: Client, demo_edition: Edition) -> None:
    page = text(client, "/search/", q="medical")
    assert re.findall(r'<h2 id="(\w+)">', page)[0] == "category"
    assert "Medical Devices" in page
    industries = demo_edition.query(
        "SELECT count(*) FROM industry_labels WHERE label ILIKE '%medical%'"
    ).item()
    assert f'Industries <span class="count">{industries}</span>' in page


def test_one_kind_is_shown_whole(client: Client) -> None:
    few = text(client, "/search/", q="manufacture")
    more = re.search(r'href="(/search/\?q=manufacture&amp;kind=industry)">Show all (\d+)', few)
    assert more
    page = text(client, "/search/", q="manufacture", kind="industry")
    assert page.count("<li><a href=") > int(more[2]) > 100 or "Show all kinds" in page
    assert 'id="region"' not in page


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = text(client, "/search/", q="zzzzzzz")
    assert "Nothing found for “zzzzzzz”" in page
    assert "AT13" in page


def test_some_words_are_better_than_none(client: Client) -> None:
    page = text(client, "/search/", q="wien automotive")
    assert "No result has all the words" in page
    assert "Wien" in page


def test_without_a_query_there_are_examples(client: Client) -> None:
    page = text(client, "/search/")
    assert "For example" in page
    assert page.count('<ul class="results">') == 1


def test_suggestions_are_options_that_lead_to_pages(client: Client) -> None:
    part = text(client, "/search/suggestions/", q="steyermark")
    assert "<html" not in part
    assert 'role="option"' in part
    assert "Steiermark" in part
    assert part.count('role="option"') <= 8
    assert text(client, "/search/suggestions/", q="").strip() == ""


def test_what_is_typed_is_escaped(client: Client) -> None:
    page = text(client, "/search/", q="<script>alert(1)</script>")
    assert "<script>alert" not in page


def test_an_unknown_edition_is_not_found(client: Client) -> None:
    assert client.get("/search/", {"edition": "nowhere"}).status_code == 404
    assert client.get("/search/suggestions/", {"edition": "nowhere"}).status_code == 404


def test_organisations_are_found_by_those_who_may_see_them(client: Client) -> None:
    make_organisation("Timber Cluster")
    make_organisation("Timber Hub", withdrawn=timezone.now())
    page = text(client, "/search/", q="timber")
    assert "Timber Cluster" in page
    assert "Timber Hub" not in page
    assert 'Organisations <span class="count">1</span>' in page
    assert "Timber Cluster" in text(client, "/search/suggestions/", q="timber")
    only = text(client, "/search/", q="timber", kind="organisation")
    assert "Timber Cluster" in only
    assert 'id="industry"' not in only


def test_what_is_found_by_all_words_is_not_said_to_have_some(client: Client) -> None:
    make_organisation("Zephyr Looms")
    page = client.get("/search/?q=Zephyr").content.decode()
    assert "Zephyr Looms" in page
    assert "No result has all the words" not in page


def test_organisations_and_missions_cost_a_query_each_and_nothing_typed_costs_none(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        client.get("/search/", {"q": "wien"})
    with django_assert_num_queries(2):
        client.get("/search/suggestions/", {"q": "wien"})
    with django_assert_num_queries(0):
        client.get("/search/")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.text(max_size=200), kind=st.sampled_from(["", "region", "method", "?"]))
def test_any_text_gives_a_page(client: Client, query: str, kind: str) -> None:
    assert client.get("/search/", {"q": query, "kind": kind}).status_code == 200
    assert client.get("/search/suggestions/", {"q": query}).status_code == 200
