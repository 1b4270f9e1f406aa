"""How pages say how to cite them: publisher, title, edition, day, and an address that lasts."""

import re
from html import unescape

import pytest
from django.test import Client

from hanse.observatory.warehouse import Edition

pytestmark = pytest.mark.usefixtures("db")


def citation(client: Client, address: str) -> tuple[str, str]:
    """The words of a page's citation, and the address it gives."""
    page = client.get(address).content.decode()
    found = re.search(r'<aside class="citation".*?</aside>', page, re.DOTALL)
    assert found, address
    link = re.search(r'class="lasting" href="([^"]+)"', found[0])
    assert link, address
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", found[0])))
    return words, unescape(link[1])


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", ""),
        ("/regions/AT13/?year=2020", ": Wien"),
        ("/categories/traded_local/automotive/", ": Automotive"),
        ("/clusters/traded_local/automotive/AT13/", ": Automotive in Wien"),
        ("/atlas/?indicator=location_quotient", ": Automotive: Location quotient, 2024"),
        ("/finder/?stars=2&country=AT", ": Finder"),
        ("/methods/location_quotient/", ": Location quotient"),
        ("/compare/regions/?region=AT13&region=SI04", ": Compare regions"),
    ],
)
def test_a_page_says_how_to_cite_it(
    client: Client, demo_edition: Edition, address: str, title: str
) -> None:
    words, link = citation(client, address)
    built = f"Demo: synthetic statistics, NUTS 2, edition {demo_edition.id}, 1 November 2026."
    assert f"Cite as Hanse (2026){title}. {built}" in words
    assert "Source: Hanse, synthetic figures." in words
    assert "They describe no real region." in words
    before, _, query = address.partition("?")
    assert link.startswith(f"http://localhost:8000{before}?")
    assert set(query.split("&")) - {""} <= set(link.partition("?")[2].split("&"))
    assert f"edition={demo_edition.id}" in link


def test_the_address_shows_the_same_page(client: Client, demo_edition: Edition) -> None:
    address = "/clusters/traded_local/automotive/AT13/?year=2020"
    words, link = citation(client, address)
    again, same = citation(client, link.removeprefix("http://localhost:8000"))
    assert (again, same) == (words, link)


def test_the_page_of_an_edition_is_its_own_lasting_address(
    client: Client, demo_edition: Edition
) -> None:
    _, link = citation(client, f"/data/{demo_edition.id}/")
    assert link == f"http://localhost:8000/data/{demo_edition.id}/"
