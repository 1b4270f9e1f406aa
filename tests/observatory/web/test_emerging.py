"""The page of emerging industries."""

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hanse.observatory.questions.overlap import overlaps
from hanse.observatory.warehouse import Edition

pytestmark = pytest.mark.usefixtures("demo_edition")


def test_each_of_the_ten_is_shown_with_the_editions_figures(
    client: Client, demo_edition: Edition
) -> None:
    answer = client.get("/emerging/")
    page = answer.context["page"]
    assert len(page.industries) == 10
    totals = dict(
        demo_edition.query(
            "SELECT category, sum(employment_persons) FROM clusters "
            "WHERE scheme = 'emerging' AND year = 2024 GROUP BY category"
        ).iter_rows()
    )
    for each in page.industries:
        assert each.people == pytest.approx(totals[each.code])
        people = [leader.people for leader in each.leaders]
        assert people == sorted(people, reverse=True)
        assert len(people) == 3


def test_what_they_draw_on_is_the_overlap_of_weights(client: Client, demo_edition: Edition) -> None:
    page = client.get("/emerging/").context["page"]
    shares = overlaps(demo_edition, scheme="emerging", other="traded_local", year=2024)
    for each in page.industries:
        own = shares.filter(category=each.code)["share"].to_list()
        assert [source.share for source in each.sources] == pytest.approx(own[:4])
        assert each.outside == pytest.approx(max(0.0, 1 - sum(s for s in own if s >= 0.005)))


def test_the_page_says_whose_scheme_it_is(client: Client) -> None:
    assert "This is not an official definition" in client.get("/emerging/").content.decode()


def test_an_edition_without_the_scheme_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hanse.observatory.web.views.emerging.EMERGING", "elsewhere")
    answer = client.get("/emerging/")
    assert answer.status_code == 200
    assert "This edition has no emerging industries" in answer.content.decode()
    assert client.get("/emerging/overlaps.csv").status_code == 404


def test_another_year_can_be_asked_for(client: Client) -> None:
    page = client.get("/emerging/", {"year": "2012"}).context["page"]
    assert (page.year, page.since) == (2012, 2008)
    assert client.get("/emerging/", {"year": "1900"}).status_code == 404


def test_the_download_holds_every_overlap(client: Client, demo_edition: Edition) -> None:
    answer = client.get("/emerging/overlaps.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    shares = overlaps(demo_edition, scheme="emerging", other="traded_local", year=2024)
    assert len(rows) == shares.height
    assert rows[0]["notice"] == "synthetic data"


def test_no_table_of_people_is_read(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/emerging/")
