"""The home page: what the edition holds, what stands out, what changed since the one before."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hanse.observatory.warehouse import Edition, Shelf

BEFORE = "demo-2025-11-01-00000000"


@pytest.fixture
def two_editions(demo_shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The demo edition, with one before it: without the last year, one category revised."""
    current = Shelf(demo_shelf).current()
    shutil.copytree(current.folder, tmp_path / current.id)
    before = tmp_path / BEFORE
    shutil.copytree(current.folder, before)
    manifest = json.loads((before / "manifest.json").read_text("utf-8"))
    manifest |= {"edition": BEFORE, "built": "2025-11-01"}
    (before / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with duckdb.connect(str(before / "edition.duckdb")) as store:
        store.execute("DELETE FROM clusters WHERE year = 2024")
        store.execute(
            "UPDATE clusters SET employment_persons = employment_persons + 100 "
            "WHERE region = 'SI04' AND category = 'automotive' AND scheme = 'traded_local' "
            "AND employment_persons IS NOT NULL"
        )
    shelf = Shelf(tmp_path)
    shelf.publish(shelf.edition(current.id))
    monkeypatch.setattr("hanse.observatory.web.reading.editions_folder", lambda: tmp_path)
    return shelf.current()


def test_home_names_the_edition_and_what_it_holds(
    client: Client, demo_edition: Edition, db: None
) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert demo_edition.manifest["title"] in html
    assert "is the first edition of its series here" in html
    held = answer.context["page"].held
    regions, rated = demo_edition.query(
        "SELECT (SELECT count(*) FROM regions), count(stars) FROM clusters "
        "WHERE scheme = 'traded_local' AND year = 2024"
    ).row(0)
    assert (held.regions, held.rated) == (regions, rated)


def test_highlights_are_clusters_of_the_edition(client: Client, demo_edition: Edition) -> None:
    page = client.get("/").context["page"]
    most = demo_edition.query(
        "SELECT max(stars) FROM clusters WHERE scheme = 'traded_local' AND year = 2024"
    ).item()
    assert page.leading[0].stars == most
    assert all(each.growth > 0 and each.people >= 1000 for each in page.risers)


def test_the_map_counts_star_clusters(client: Client, demo_edition: Edition) -> None:
    areas = {area.code: area.figure for area in client.get("/").context["page"].map.areas}
    counted = demo_edition.query(
        "SELECT region, count(*) FILTER (stars >= 3) FROM clusters "
        "WHERE scheme = 'traded_local' AND year = 2024 GROUP BY region"
    )
    assert areas == dict(counted.iter_rows())


def test_doors_lead_to_pages_that_exist(client: Client, demo_edition: Edition, db: None) -> None:
    page = client.get("/").context["page"]
    assert [str(door.title) for door in page.pillars] == [
        "Observatory",
        "Excellence",
        "Collaboration",
    ]
    ways = [way.address for door in (*page.pillars, *page.readers) for way in door.ways]
    assert len(ways) >= 8
    for address in dict.fromkeys(ways):
        assert client.get(address).status_code == 200, address


def test_what_changed_since_the_edition_before(client: Client, two_editions: Edition) -> None:
    answer = client.get("/")
    news = answer.context["page"].news
    assert news.before == BEFORE
    assert news.found.new_years == [2024]
    assert (news.found.year_before, news.found.year_after) == (2023, 2024)
    assert news.found.revised > 0
    expected = two_editions.query(
        "SELECT count(*) FROM clusters a JOIN clusters b USING (scheme, category, region) "
        "WHERE scheme = 'traded_local' AND a.year = 2023 AND b.year = 2024 AND b.stars > a.stars"
    ).item()
    assert len(news.found.gained) == expected
    assert "What changed since the edition before" in answer.content.decode()
    assert f"{expected} clusters gained stars" in answer.content.decode()


def test_the_first_edition_has_none_before(client: Client, two_editions: Edition) -> None:
    assert client.get("/", {"edition": BEFORE}).context["page"].news is None


def test_an_unknown_edition_is_not_found(client: Client, demo_edition: Edition) -> None:
    assert client.get("/", {"edition": "nowhere"}).status_code == 404


def test_no_table_of_people_is_read(
    client: Client,
    demo_edition: Edition,
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        client.get("/")
