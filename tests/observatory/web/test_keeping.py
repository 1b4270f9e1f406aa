"""Pages that are the same for all: told to be unchanged, kept for the next, never mixed up."""

import gzip
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hanse.foundation.web.models.people import User
from hanse.observatory.cells import ClusterCells
from hanse.observatory.warehouse import Edition, Reader, Shelf
from hanse.observatory.web import keeping
from hanse.observatory.web.keeping import Kept, Pages

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/atlas/",
    "/atlas/map.svg",
    "/atlas/map.csv",
    "/regions/",
    "/regions/AT13/",
    "/categories/",
    "/categories/traded_local/automotive/",
    "/clusters/traded_local/automotive/AT13/",
    "/industries/C2910/",
    "/compare/regions/?region=AT13&region=AT22",
    "/compare/categories/?category=automotive&category=apparel",
    "/finder/",
    "/rankings/",
    "/emerging/",
    "/methods/",
    "/methods/location_quotient/",
    "/methods/schemes/traded_local/",
    "/data/",
    "/data/api/",
]


@pytest.fixture
def kept_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are kept in this test, as they are on a site."""
    pages = Pages(1 << 20)
    monkeypatch.setattr(keeping, "_pages", lambda: pages)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What editions are asked."""
    found: list[str] = []
    query = Reader.query

    def listening(reader: Reader, statement: str, parameters: object = None) -> object:
        found.append(statement)
        return query(reader, statement, parameters)  # type: ignore[arg-type]

    rows = ClusterCells.rows

    def looking(cells: ClusterCells, *columns: Any, **keys: Any) -> object:
        found.append(f"clusters: {keys}")
        return rows(cells, *columns, **keys)

    monkeypatch.setattr(Reader, "query", listening)
    monkeypatch.setattr(ClusterCells, "rows", looking)
    return found


@pytest.mark.parametrize("address", PAGES)
def test_a_browser_that_has_the_page_is_told_so(
    demo_edition: Edition, client: Client, address: str
) -> None:
    first = client.get(address)
    assert first.status_code == 200
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', first["ETag"])
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(first["Vary"].split(", "))
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"


def test_to_say_so_asks_the_edition_nothing(
    demo_edition: Edition, client: Client, asked: list[str]
) -> None:
    tag = client.get("/regions/AT13/")["ETag"]
    assert asked
    del asked[:]
    assert client.get("/regions/AT13/", headers={"if-none-match": tag}).status_code == 304
    assert asked == []


def test_what_changes_a_page_changes_its_tag(
    demo_edition: Edition, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def tag(address: str = "/regions/AT13/") -> str:
        return str(client.get(address)["ETag"])

    tags = [
        tag(),
        tag("/regions/AT13/?year=2015"),
        tag("/regions/AT13/?year=2016"),
        tag("/regions/AT22/"),
        tag(f"/regions/AT13/?edition={demo_edition.id}"),
    ]
    with monkeypatch.context() as changed:
        changed.setattr(keeping, "get_language", lambda: "fr")
        tags.append(tag())
    client.cookies["theme"] = "dark"
    tags.append(tag())
    client.cookies["theme"] = "nothing that there is"
    assert tag() == tags[0]
    outlines = tmp_path / "boundaries"
    outlines.mkdir()
    (outlines / "2021-2.json").write_text("{}")
    with monkeypatch.context() as changed:
        changed.setattr(keeping, "boundaries_folder", lambda: outlines)
        tags.append(tag())
    newer = Shelf(tmp_path / "editions")
    shutil.copytree(demo_edition.folder, newer.folder / demo_edition.id)
    newer.publish(newer.edition(demo_edition.id))
    monkeypatch.setattr("hanse.observatory.web.reading.editions_folder", lambda: newer.folder)
    tags.append(tag())
    shutil.copytree(demo_edition.folder, newer.folder / "another")
    tags.append(tag())
    newer.publish(newer.edition("another"))
    tags.append(tag())
    assert len(set(tags)) == len(tags)


def test_what_is_one_readers_own_has_no_common_tag(
    demo_edition: Edition, client: Client, kept_pages: None
) -> None:
    tag = client.get("/finder/")["ETag"]
    person = User.objects.create_user(email="ida@example.org", name="Ida")
    client.force_login(person)
    own = client.get("/finder/", headers={"if-none-match": tag})
    assert own.status_code == 200
    assert b"Ida" in own.content
    assert own.get("ETag") != tag
    client.logout()
    assert b"Ida" not in client.get("/finder/").content


def test_a_message_that_waits_is_shown(
    demo_edition: Edition, client: Client, kept_pages: None
) -> None:
    tag = client.get("/methods/")["ETag"]
    client.cookies["messages"] = "anything"
    assert client.get("/methods/", headers={"if-none-match": tag}).status_code == 200


def test_only_pages_that_there_are_get_a_tag(
    demo_edition: Edition, client: Client, kept_pages: None
) -> None:
    for _turn in range(2):
        missing = client.get("/regions/XX99/")
        assert missing.status_code == 404
        assert "no-cache" not in missing.get("Cache-Control", "")
    assert client.get("/compare/regions/?add=AT13").status_code == 302
    assert client.post("/atlas/").status_code == 405


def test_the_next_reader_gets_the_page_that_is_kept(
    demo_edition: Edition, client: Client, kept_pages: None, asked: list[str]
) -> None:
    first = client.get("/regions/AT13/")
    del asked[:]
    plain = client.get("/regions/AT13/")
    packed = client.get("/regions/AT13/", headers={"accept-encoding": "br, gzip"})
    assert asked == []
    assert plain.content == first.content
    assert plain["Content-Type"] == packed["Content-Type"] == "text/html; charset=utf-8"
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert gzip.decompress(packed.content) == plain.content
    assert client.get("/atlas/map.csv")["Content-Disposition"].startswith("attachment")
    assert client.get("/atlas/map.csv")["Content-Disposition"].startswith("attachment")


def test_those_asked_for_longest_ago_are_let_go() -> None:
    pages = Pages(100)
    for tag in ("a", "b"):
        pages.keep(tag, Kept({}, b"x" * 40))
    assert pages.get("a") is not None
    pages.keep("c", Kept({}, b"x" * 40))
    assert pages.get("b") is None
    assert pages.get("a") is not None
    pages.keep("a", Kept({}, b"y" * 60))
    assert pages.get("a") == Kept({}, b"y" * 60)
    assert pages.get("c") is not None
    pages.keep("d", Kept({}, b"x" * 101))
    assert pages.get("d") is None
