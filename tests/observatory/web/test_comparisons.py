"""Regions and categories side by side: picking, refusals, figures, downloads."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hanse.observatory.indicators.similarity import structural_similarity
from hanse.observatory.questions import comparing
from hanse.observatory.warehouse import Edition

pytestmark = pytest.mark.usefixtures("demo_edition")

REGIONS, CATEGORIES = "/compare/regions/", "/compare/categories/"
THREE = {"region": ["AT13", "SI04", "PT11"]}
TWO = {"category": ["automotive", "textiles"]}


def page_of(client: Client, address: str, words: Any) -> Any:
    answer = client.get(address, words)
    assert answer.status_code == 200
    return answer.context["page"]


@pytest.mark.parametrize("address", [REGIONS, CATEGORIES])
def test_with_nothing_picked_an_example_is_offered(client: Client, address: str) -> None:
    page = page_of(client, address, {})
    assert page.key is None
    assert len(page_of(client, page.example, {}).picked.codes) == 3


def test_key_figures_are_the_editions(client: Client, demo_edition: Edition) -> None:
    page = page_of(client, REGIONS, THREE)
    people = page.key.rows[0]
    for code in THREE["region"]:
        own = demo_edition.query(
            "SELECT employment_persons FROM region_totals WHERE region = $code AND year = 2024",
            {"code": code},
        ).item()
        assert people[code].value == f"{own:,.0f}"


def test_similarity_is_the_indicators(client: Client, demo_edition: Edition) -> None:
    page = page_of(client, REGIONS, THREE)
    cells = comparing.portfolios(
        demo_edition, tuple(THREE["region"]), scheme="traded_local", year=2024
    )
    alike = structural_similarity(
        cells.select("region", "category", "year", "employment_persons"), "SI04"
    )
    own = dict(alike.select("region", "structural_similarity").iter_rows())
    assert page.similarity.rows[0]["SI04"].value == pytest.approx(own["AT13"])
    assert page.similarity.rows[1]["SI04"].value == ""


def test_what_most_share_comes_first(client: Client) -> None:
    page = page_of(client, REGIONS, THREE)
    counts = [row["regions"].value for row in page.shared.rows]
    assert counts == sorted(counts, reverse=True)
    for row in page.shared.rows:
        quotients = [row[code].value for code in THREE["region"]]
        assert row["regions"].value == sum(value is not None and value >= 1 for value in quotients)
    assert page.in_common == counts.count(3)


def test_trends_begin_at_a_hundred(client: Client) -> None:
    for address, words in ((REGIONS, THREE), (CATEGORIES, TWO)):
        table = page_of(client, address, words).trend.table
        assert [cell.value for key, cell in table.rows[0].items() if key != "year"] == [
            pytest.approx(100)
        ] * (len(table.columns) - 1)


def test_overlaps_count_regions_specialised_in_both(client: Client, demo_edition: Edition) -> None:
    page = page_of(client, CATEGORIES, TWO)
    both = demo_edition.query(
        "SELECT count(*) FROM (SELECT region FROM clusters WHERE scheme = 'traded_local' "
        "AND year = 2024 AND category IN ('automotive', 'textiles') AND location_quotient >= 1 "
        "GROUP BY region HAVING count(*) = 2)"
    ).item()
    assert page.overlap.rows[0]["textiles"].value == both
    assert page.overlap.rows[1]["automotive"].value == both


def test_categories_tell_size_and_leaders(client: Client, demo_edition: Edition) -> None:
    page = page_of(client, CATEGORIES, TWO)
    total = demo_edition.query(
        "SELECT sum(employment_persons) FROM clusters WHERE scheme = 'traded_local' "
        "AND category = 'textiles' AND year = 2024"
    ).item()
    assert page.key.rows[1]["textiles"].value == f"{total:,.0f}"
    assert [each.label for each in page.leaders] == ["Automotive", "Textile Manufacturing"]
    people = [row["employment_persons"].value for row in page.leaders[0].table.rows]
    assert people == sorted(people, reverse=True)


# --- Picking ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["steiermark", "AT22", "Steyermark"])
def test_a_clear_word_is_added_at_once(client: Client, text: str) -> None:
    answer = client.get(REGIONS, {"region": "AT13", "add": text})
    assert answer.status_code == 302
    assert answer["Location"] == f"{REGIONS}?region=AT13&region=AT22"


def test_an_unclear_word_is_asked_about(client: Client) -> None:
    answer = client.get(REGIONS, {"region": "AT13", "add": "österreich"})
    choices = answer.context["page"].picked.choices
    assert {choice.label for choice in choices} >= {"Oberösterreich", "Niederösterreich"}
    assert choices[0].address.startswith(f"{REGIONS}?region=AT13&region=")
    assert "Which one do you mean?" in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"region": ["AT13", "XX99"]}, "There is no XX99 in this edition."),
        ({"region": ["AT13"], "add": "zzzzzz"}, "Nothing to add is called “zzzzzz”."),
        ({"region": ["AT13"], "add": "AT13"}, "Wien is in the comparison."),
    ],
)
def test_what_cannot_be_had_is_said(client: Client, words: Any, said: str) -> None:
    answer = client.get(REGIONS, words)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert answer.context["page"].picked.codes == ["AT13"]


def test_the_eleventh_is_refused(client: Client, demo_edition: Edition) -> None:
    codes = demo_edition.query("SELECT code FROM regions ORDER BY code")["code"].to_list()
    for words in ({"region": codes[:11]}, {"region": codes[:10], "add": codes[10]}):
        answer = client.get(REGIONS, words)
        assert "10 can be compared at a time. Remove one to add another." in answer.content.decode()
        assert answer.context["page"].picked.codes == codes[:10]
        assert 'name="add"' not in answer.content.decode()
    suggested = client.get(f"{REGIONS}suggestions/", {"region": codes[:10], "add": "a"})
    assert suggested.content.decode().strip() == ""


def test_one_can_be_taken_away_and_none_counts_twice(client: Client) -> None:
    page = page_of(client, REGIONS, {"region": ["AT13", "SI04", "AT13"]})
    assert page.picked.codes == ["AT13", "SI04"]
    assert page.picked.chips[0].without == f"{REGIONS}?region=SI04"


def test_suggestions_add(client: Client) -> None:
    part = client.get(f"{REGIONS}suggestions/", {"region": "AT13", "add": "steier"})
    assert f"{REGIONS}?region=AT13&amp;region=AT22" in part.content.decode()
    part = client.get(f"{CATEGORIES}suggestions/", {"category": "textiles", "add": "auto"})
    assert "category=textiles&amp;category=automotive" in part.content.decode()


def test_categories_are_those_of_the_scheme(client: Client) -> None:
    page = page_of(client, CATEGORIES, {"scheme": "emerging", "category": ["automotive"]})
    assert page.picked.codes == []
    assert page.picked.problems == ["There is no automotive in this edition."]


@pytest.mark.parametrize("address", [REGIONS, CATEGORIES])
@pytest.mark.parametrize("words", [{"scheme": "odd"}, {"year": "1900"}, {"edition": "none"}])
def test_a_wrong_word_is_not_found(client: Client, address: str, words: Any) -> None:
    for each in (address, f"{address}suggestions/", f"{address}clusters.csv"):
        assert client.get(each, words).status_code == 404


def test_downloads_hold_the_clusters_compared(client: Client) -> None:
    answer = client.get(f"{REGIONS}clusters.csv", THREE)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["region"] for row in rows} == set(THREE["region"])
    answer = client.get(f"{CATEGORIES}clusters.csv", TWO)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["category"] for row in rows} == set(TWO["category"])
    assert {row["notice"] for row in rows} == {"synthetic data"}


def test_no_table_of_people_is_read(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get(REGIONS, THREE)
        client.get(CATEGORIES, TWO)
