"""The atlas: every map that an address can ask for, its files, and what wrong words get."""

import csv
import gzip
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from hanse.foundation.cartography import boundaries
from hanse.observatory.questions.atlas import mappable
from hanse.observatory.warehouse import Edition, Reader
from hanse.observatory.web import map_files
from tests.foundation.cartography.made_up_boundaries import written

pytestmark = pytest.mark.usefixtures("demo_edition", "db")

AREA = re.compile(r'<(?:a|g) class="mark area ([^"]*)"')


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder without boundaries."""
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def sheet(home: Path, tmp_path: Path) -> boundaries.Sheet:
    """Boundaries of our own."""
    boundaries.prepare(2021, 2, written(tmp_path))
    found = boundaries.sheet(2021, 2)
    assert found is not None
    return found


def page(client: Client, **words: str | int) -> str:
    answer = client.get("/atlas/", words)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_region_of_the_edition_is_drawn_once(
    client: Client, demo_edition: Edition, sheet: boundaries.Sheet
) -> None:
    regions = set(Reader(demo_edition).query("SELECT code FROM regions")["code"])
    for view in ("", "tiles"):
        html = page(client, view=view)
        drawn = re.findall(r"<title>[^<]*\((\w+)\): [^<]*</title>", html)
        assert sorted(drawn) == sorted(regions)


def test_every_figure_has_a_map(client: Client, demo_edition: Edition) -> None:
    for indicator in mappable(demo_edition):
        html = page(client, indicator=indicator, scheme="emerging")
        assert len(AREA.findall(html)) > 10


def test_a_map_without_boundaries_is_one_of_tiles(client: Client) -> None:
    html = page(client)
    assert "One square a region" in html
    assert "EuroGeographics" not in html


def test_a_map_with_boundaries_shows_whose_they_are(
    client: Client, sheet: boundaries.Sheet
) -> None:
    html = page(client)
    assert boundaries.NOTICE in html
    assert f"/boundaries/{sheet.name}.svg#AT13" in html
    tiles = page(client, view="tiles")
    assert boundaries.NOTICE not in tiles


def test_the_sheet_is_served_once_and_for_good(client: Client, sheet: boundaries.Sheet) -> None:
    answer = client.get(f"/boundaries/{sheet.name}.svg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    tree = ElementTree.fromstring(answer.content)
    assert {each.get("id") for each in tree} >= {"AT13", "land", "borders", "coasts"}
    packed = client.get(f"/boundaries/{sheet.name}.svg", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == answer.content
    assert client.get("/boundaries/000000000000.svg").status_code == 404
    assert client.post(f"/boundaries/{sheet.name}.svg").status_code == 405


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [
        ("edition", "nothing", "no edition"),
        ("scheme", "nothing", "no scheme"),
        ("category", "nothing", "no category"),
        ("indicator", "nothing", "no map of"),
        ("indicator", "location_quotient_rank", "no map of"),
        ("year", "1999", "no figures for 1999"),
        ("year", "x", "no figures for x"),
        ("level", "7", "no level 7"),
        ("country", "XX", "no country XX"),
        ("classes", "pretty", "pretty"),
        ("cuts", "a,b", "numbers"),
        ("cuts", "2,1", "rise"),
        ("cuts", "nan", "rise"),
        ("cuts", "1,2,3,4,5,6,7", "at most 6"),
        ("view", "globe", "no view"),
    ],
)
@pytest.mark.parametrize("address", ["/atlas/", "/atlas/map.csv", "/atlas/map.svg"])
def test_a_wrong_word_gets_a_page_that_says_what_there_is(
    client: Client, address: str, word: str, value: str, said: str
) -> None:
    answer = client.get(address, {word: value})
    assert answer.status_code == 404
    assert said in answer.content.decode()


def test_only_reading_is_allowed(client: Client) -> None:
    for address in ("/atlas/", "/atlas/map.csv", "/atlas/map.svg", "/atlas/map.png"):
        assert client.post(address).status_code == 405


def test_a_page_asks_the_relational_database_nothing(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    page(client)
    with django_assert_num_queries(0):  # type: ignore[operator]
        page(client, indicator="location_quotient")


def drawing(html: str) -> ElementTree.Element:
    """The map on a page, parsed."""
    found = re.search(r'<svg class="map-drawing".*?</svg>', html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def test_one_country_can_be_shown_alone(client: Client, sheet: boundaries.Sheet) -> None:
    whole = drawing(page(client))
    html = page(client, country="SI")
    assert len(AREA.findall(html)) == 2
    alone = drawing(html)
    assert alone.get("role") == "group"
    _, _, width, height = (float(each) for each in alone.attrib["viewBox"].split())
    full = [float(each) for each in whole.attrib["viewBox"].split()]
    assert full == pytest.approx([0, 0, sheet.width, sheet.height], abs=0.1)
    assert 0 < width < sheet.width / 2
    assert 0 < height < sheet.height / 2


def test_lines_are_as_thin_on_a_country_as_on_all(client: Client, sheet: boundaries.Sheet) -> None:
    for words in ({}, {"country": "SI"}, {"view": "tiles"}):
        made = drawing(page(client, **words))
        width = float(made.attrib["viewBox"].split()[2])
        assert float(made.attrib["font-size"]) == pytest.approx(width / 100, abs=0.06)


def test_limits_of_ones_own_are_used(client: Client) -> None:
    html = page(client, indicator="employment_persons", cuts="1000,5000")
    assert "5,000 or more" in html
    assert "1,000 to below 5,000" in html


def test_location_quotients_are_parted_at_one(client: Client) -> None:
    html = page(client, indicator="location_quotient")
    assert "1.00 to below 1.25" in html
    assert "low-1" in html
    assert "high-1" in html


def test_the_permalink_names_the_edition_and_shows_the_same(
    client: Client, demo_edition: Edition
) -> None:
    html = page(client, indicator="location_quotient", year=2020)
    link = re.search(r'href="([^"]+)">(?:<svg.*?</svg>)? ?Link to this map', html)
    assert link
    assert f"edition={demo_edition.id}" in link[1]
    again = client.get(link[1].replace("&amp;", "&"))
    assert again.status_code == 200
    assert "Location quotient, 2020" in again.content.decode()


def test_the_csv_has_what_the_map_shows(client: Client) -> None:
    answer = client.get("/atlas/map.csv", {"indicator": "location_quotient", "country": "AT"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 9
    assert {row["notice"] for row in rows} == {"synthetic data"}
    for row in rows:
        if row["value"]:
            value = float(row["value"])
            assert not row["class_from"] or float(row["class_from"]) <= value
            assert not row["class_to_below"] or value < float(row["class_to_below"])
        else:
            assert row["status"] in {"withheld", "missing"}


@pytest.mark.parametrize("view", ["", "tiles"])
def test_the_svg_stands_alone_and_says_what_it_is(
    client: Client, sheet: boundaries.Sheet, demo_edition: Edition, view: str
) -> None:
    answer = client.get("/atlas/map.svg", {"indicator": "employment_growth_cagr", "view": view})
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode()
    tree = ElementTree.fromstring(text)
    said = " ".join(each.text or "" for each in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert "Growth a year, 2024" in said
    assert "per cent a year" in said
    assert "Synthetic" in said
    assert demo_edition.id in said
    assert (boundaries.NOTICE in said) == (view == "")
    assert "href" not in text
    assert "style=" not in text


def test_the_png_is_a_picture(client: Client, sheet: boundaries.Sheet) -> None:
    answer = client.get("/atlas/map.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(answer.content[16:20], "big")
    assert width == map_files.WIDTH


def test_no_style_attributes_and_no_handlers(client: Client, sheet: boundaries.Sheet) -> None:
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page(client))
