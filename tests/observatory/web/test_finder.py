"""The finder: conditions, refusals, the table, the download."""

import csv
import io
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from hanse.observatory.questions.finding import Wanted, count_clusters, found_clusters
from hanse.observatory.warehouse import Edition
from hanse.observatory.web.forms import FinderForm

pytestmark = pytest.mark.usefixtures("demo_edition")

CONDITIONS = {"stars": "2", "country": "AT", "growth_from": "1", "lq_from": "1", "kind": "traded"}
WANTED = Wanted(
    "traded_local",
    2024,
    kind="traded",
    country="AT",
    stars=2,
    bounds=(("employment_growth_cagr", 0.01, None), ("location_quotient", 1.0, None)),
)


def test_the_page_shows_what_is_found(client: Client, demo_edition: Edition) -> None:
    answer = client.get("/finder/", CONDITIONS)
    page = answer.context["page"]
    total = count_clusters(demo_edition, WANTED)
    assert page.total == total > 3
    found = found_clusters(demo_edition, WANTED, limit=25).to_dicts()
    shown = [
        (row["name"].value, row["label"].value, row["location_quotient"].value)
        for row in page.table.rows
    ]
    assert shown == [(row["name"], row["label"], row["location_quotient"]) for row in found]
    assert [row["stars"].value for row in page.table.rows] == [row["stars"] for row in found]
    assert "<strong>" + str(total) + "</strong>" in answer.content.decode()


def test_conditions_in_force_can_be_taken_away(client: Client) -> None:
    page = client.get("/finder/", CONDITIONS).context["page"]
    said = [each.said for each in page.conditions]
    assert "Country: Austria" in said
    assert "Growth in % a year, at least: 1" in said
    without = next(each.without for each in page.conditions if each.said == "Country: Austria")
    assert "country" not in without
    assert client.get(without).context["page"].total > page.total


def test_the_permalink_names_the_edition(client: Client, demo_edition: Edition) -> None:
    page = client.get("/finder/", CONDITIONS).context["page"]
    assert f"edition={demo_edition.id}" in page.permalink
    assert client.get(page.permalink).context["page"].total == page.total


def test_statuses_are_shown(client: Client) -> None:
    page = client.get("/finder/", {"status": "withheld"})
    cells = [row["employment_persons"] for row in page.context["page"].table.rows]
    assert {(cell.value, cell.status) for cell in cells} == {(None, "withheld")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"stars": "nine"}, "There is no “nine” here. Choose one of: 0, 1, 2, 3, 4."),
        ({"country": "XX"}, "Choose one of: AT, PT, SI."),
        ({"scheme": "nowhere"}, "Choose one of: traded_local, emerging"),
        ({"scheme": "emerging", "category": "automotive"}, "There is no “automotive” here."),
        ({"year": "1900"}, "There is no “1900” here."),
        ({"lq_from": "3", "lq_to": "1"}, "The upper bound is below the lower one"),
        ({"size_from": "-1"}, "greater than or equal to 0"),
        ({"size_from": "many"}, "Enter a number."),
        ({"growth_to": "1e300"}, "This number is too large."),
    ],
)
def test_a_wrong_condition_is_told_beside_its_field(
    client: Client, words: dict[str, str], said: str
) -> None:
    answer = client.get("/finder/", words)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert answer.context["page"].table is None
    assert client.get("/finder/clusters.csv", words).status_code == 404


def test_nothing_found_says_what_to_do(client: Client) -> None:
    answer = client.get("/finder/", {"lq_from": "1000"})
    assert "No cluster meets all these conditions" in answer.content.decode()


def test_sorting_and_pages_are_in_the_address(client: Client) -> None:
    first = client.get("/finder/", {"sort": "-employment_persons"}).context["page"].table
    second = (
        client.get("/finder/", {"sort": "-employment_persons", "page": "2"}).context["page"].table
    )
    values = [row["employment_persons"].value for row in (*first.rows, *second.rows)]
    assert len(values) == 50
    assert values == sorted(values, reverse=True)
    odd = client.get("/finder/", {"sort": "password", "page": "ten"})
    assert odd.context["page"].table.sort == "-stars"


def test_the_download_holds_all_rows_and_says_what_it_is(
    client: Client, demo_edition: Edition
) -> None:
    answer = client.get("/finder/clusters.csv", CONDITIONS)
    assert answer["Content-Type"].startswith("text/csv")
    assert demo_edition.id in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    found = found_clusters(demo_edition, WANTED)
    assert [float(row["employment_persons"]) for row in rows] == found[
        "employment_persons"
    ].to_list()
    assert {(row["edition"], row["notice"]) for row in rows} == {
        (demo_edition.id, "synthetic data")
    }


def test_a_visitor_is_asked_to_sign_in_and_keeps_the_conditions(client: Client) -> None:
    page = client.get("/finder/", CONDITIONS).content.decode()
    link = re.search(r'href="(/accounts/login/\?next=[^"]+)"', page)
    assert link
    assert "stars%3D2" in link[1]


def test_no_table_of_people_is_read(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/finder/", CONDITIONS)


WORDS = st.sampled_from([*FinderForm.base_fields, "sort", "page"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(words=st.dictionaries(WORDS, st.text(max_size=20) | st.floats().map(str), max_size=4))
def test_any_conditions_give_a_page(client: Client, words: dict[str, str]) -> None:
    assert client.get("/finder/", words).status_code == 200
    assert client.get("/finder/clusters.csv", words).status_code in {200, 404}
