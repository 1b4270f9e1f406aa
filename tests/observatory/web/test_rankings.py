"""Rankings: places, changes, ties, downloads, refusals."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hanse.observatory.warehouse import Edition
from hanse.observatory.web.views.ranking_measures import MEASURES

pytestmark = pytest.mark.usefixtures("demo_edition")

ALL = [(of, by) for of, measures in MEASURES.items() for by in measures]


def page_of(client: Client, **words: str) -> Any:
    answer = client.get("/rankings/", words)
    assert answer.status_code == 200
    return answer.context["page"]


@pytest.mark.parametrize(("of", "by"), ALL)
def test_each_ranking_goes_down_by_its_figure(client: Client, of: str, by: str) -> None:
    table = page_of(client, of=of, by=by).table
    values = [row["value"].value for row in table.rows]
    assert len(values) >= 2
    assert values == sorted(values, reverse=True)
    places = [row["place"].value for row in table.rows]
    assert places == [1 + sum(other > value for other in values) for value in values]


def test_stars_are_the_editions(client: Client, demo_edition: Edition) -> None:
    rows = page_of(client, of="regions", by="stars", kind="").table.rows
    expected = demo_edition.query(
        "SELECT r.name, sum(stars)::DOUBLE AS stars FROM clusters c JOIN regions r "
        "ON r.code = c.region WHERE scheme = 'traded_local' AND year = 2024 GROUP BY r.name"
    )
    assert {row["name"].value: row["value"].value for row in rows} == dict(expected.iter_rows())


def test_change_is_since_the_year_asked_for(client: Client) -> None:
    now = page_of(client, of="countries", by="stars", since="2015")
    then = page_of(client, of="countries", by="stars", year="2015")
    earlier = {row["name"].value: row["place"].value for row in then.table.rows}
    for row in now.table.rows:
        assert row["earlier"].value == earlier[row["name"].value]
        assert row["gained"].value == row["earlier"].value - row["place"].value


def test_the_same_year_has_no_change(client: Client) -> None:
    page = page_of(client, since="2024")
    assert "gained" not in {column.key for column in page.table.columns}


def test_ties_are_said(client: Client) -> None:
    answer = client.get("/rankings/", {"by": "star_clusters"})
    ranked = [row["place"].value for row in answer.context["page"].table.rows]
    ties = sum(ranked.count(place) > 1 for place in ranked)
    assert answer.context["page"].ties == ties > 0
    assert "Equal figures share the better place" in answer.content.decode()
    assert f"{ties} of them share a place." in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"of": "planets"}, "regions, countries, categories"),
        ({"of": "regions", "by": "beauty"}, "star_clusters, stars, krugman_index"),
        ({"kind": "odd"}, "traded, local"),
        ({"year": "1900"}, "2008 to 2024"),
        ({"since": "never"}, "2008 to 2024"),
        ({"scheme": "odd"}, "traded_local"),
    ],
)
def test_a_wrong_word_is_not_found_and_says_what_there_is(
    client: Client, words: dict[str, str], said: str
) -> None:
    answer = client.get("/rankings/", words)
    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert client.get("/rankings/ranking.csv", words).status_code == 404


def test_the_download_is_the_whole_ranking(client: Client, demo_edition: Edition) -> None:
    answer = client.get("/rankings/ranking.csv", {"of": "categories", "by": "employment_persons"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    traded = demo_edition.query(
        "SELECT count(*) FROM categories WHERE scheme = 'traded_local' AND kind = 'traded'"
    ).item()
    assert len(rows) == traded
    assert rows[0]["place"] == "1"
    assert rows[0]["edition"] == demo_edition.id


def test_no_table_of_people_is_read(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/rankings/")
