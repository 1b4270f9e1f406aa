"""Pages on the data, and the files they lead to."""

import hashlib
import io
import json
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from django.test import Client

from hanse.observatory.methods import METHODS
from hanse.observatory.table_guide import ROWS, column_meaning
from hanse.observatory.warehouse import Edition


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_data_page_leads_to_every_table(client: Client, demo_edition: Edition) -> None:
    page = text(client, "/data/")
    for table in demo_edition.manifest["tables"]:
        for form in ("csv", "parquet"):
            assert f'href="/data/{demo_edition.id}/{table}.{form}"' in page
    for part in ("/data/catalogue.jsonld", "/data/api/", "CC0-1.0", "format=sdmx-csv"):
        assert part in page
    assert 'type="application/ld+json"' in page.split("</head>")[0]


def test_an_edition_gives_its_whole_account(client: Client, demo_edition: Edition) -> None:
    manifest = demo_edition.manifest
    page = text(client, f"/data/{demo_edition.id}/")
    for entry in manifest["tables"].values():
        assert entry["sha256"] in page
    for source in manifest["sources"]:
        assert source["licence"] in page
        assert all(each["sha256"] in page for each in source["pages"])
    for report in manifest["reading"]:
        assert f"{report['accepted']:,}" in page
        assert report["source"].rpartition("/")[2] in page
    assert str(demo_edition.folder.parent.parent) not in page
    assert manifest["recipe_sha256"] in page
    assert all(version in page for version in manifest["software"].values())
    # A series stands for its latest edition.
    assert demo_edition.manifest["recipe_sha256"] in text(client, "/data/demo/")


def test_every_column_of_every_table_is_explained(demo_edition: Edition) -> None:
    tables = demo_edition.manifest["tables"]
    assert set(tables) <= set(ROWS)
    unexplained = {
        column
        for entry in tables.values()
        for column in entry["columns"]
        if not column_meaning(column)
    }
    assert unexplained == set()


@pytest.mark.parametrize(
    "address",
    [
        "/data/gone/",
        "/data/gone/checksums.txt",
        "/data/gone/clusters.csv",
        "/data/demo/nothing.csv",
        "/data/demo/clusters.xlsx",
        "/data/demo/..%2fmanifest.parquet",
        "/data/..%2f..%2fetc/clusters.parquet",
    ],
)
def test_what_is_not_there(client: Client, demo_edition: Edition, address: str) -> None:
    assert client.get(address).status_code == 404


def test_checksums_are_those_of_the_files(client: Client, demo_edition: Edition) -> None:
    lines = text(client, f"/data/{demo_edition.id}/checksums.txt").splitlines()
    assert len(lines) == len(demo_edition.manifest["tables"])
    for line in lines:
        digest, name = line.split("  ")
        sent = body(client.get(f"/data/{demo_edition.id}/{name}"))
        assert hashlib.sha256(sent).hexdigest() == digest


@pytest.mark.parametrize("table", ["regions", "clusters", "scheme_members", "extra_regio"])
def test_csv_and_parquet_of_a_table_agree(
    client: Client, demo_edition: Edition, table: str
) -> None:
    address = f"/data/{demo_edition.id}/{table}"
    answer = client.get(f"{address}.parquet")
    assert answer["Content-Length"] == str(demo_edition.manifest["tables"][table]["bytes"])
    stored = pl.read_parquet(io.BytesIO(body(answer)))
    sent = pl.read_csv(
        io.BytesIO(body(client.get(f"{address}.csv"))),
        schema={**stored.schema, "notice": pl.String},
    )
    assert set(sent["notice"]) <= {"synthetic data"}
    expected = stored.with_columns(pl.col(pl.String).replace("", None))
    assert sent.drop("notice").rows() == expected.rows()


# --- Parts of a file --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-8", -8, None), ("bytes=4-4", 4, 5)],
)
def test_a_part_of_the_stored_file(
    client: Client, demo_edition: Edition, asked: str, start: int, end: int | None
) -> None:
    whole = demo_edition.parquet("regions").read_bytes()
    answer = client.get(
        f"/data/{demo_edition.id}/regions.parquet",
        headers={"range": asked, "accept-encoding": "gzip"},
    )
    assert answer.status_code == 206
    part = whole[start:end]
    assert body(answer) == part
    first = whole.index(part)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(part))
    assert "Content-Encoding" not in answer


def test_a_part_beyond_the_end(client: Client, demo_edition: Edition) -> None:
    answer = client.get(
        f"/data/{demo_edition.id}/regions.parquet", headers={"range": "bytes=99999999-"}
    )
    assert answer.status_code == 416
    assert answer["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize("asked", ["bytes=9-3", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "x"])
def test_a_range_that_says_nothing_gives_the_whole(
    client: Client, demo_edition: Edition, asked: str
) -> None:
    answer = client.get(f"/data/{demo_edition.id}/regions.parquet", headers={"range": asked})
    assert answer.status_code == 200
    assert body(answer) == demo_edition.parquet("regions").read_bytes()


def test_a_part_of_another_file_is_not_sent(client: Client, demo_edition: Edition) -> None:
    address = f"/data/{demo_edition.id}/regions.parquet"
    tag = client.get(address)["ETag"]
    part = {"range": "bytes=0-3", "if-range": tag}
    assert client.get(address, headers=part).status_code == 206
    assert client.get(address, headers=part | {"if-range": '"other"'}).status_code == 200


def test_a_file_is_kept_and_only_read(client: Client, demo_edition: Edition) -> None:
    address = f"/data/{demo_edition.id}/regions.csv"
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=2592000"
    assert client.get("/data/demo/regions.csv")["Cache-Control"] == "public, max-age=300"
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    head = client.head(address.replace("csv", "parquet"))
    assert head["Accept-Ranges"] == "bytes"
    assert body(head) == b""
    assert client.post(address).status_code == 405


# --- Lists for machines -----------------------------------------------------------------------


def nodes(value: Any) -> list[dict[str, Any]]:
    """Every object inside `value`."""
    if isinstance(value, list):
        return [node for each in value for node in nodes(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for each in value.values() for node in nodes(each))]


MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL"},
    "foaf:Agent": {"foaf:name"},
    "spdx:Checksum": {"spdx:algorithm", "spdx:checksumValue"},
}
"""What DCAT-AP 3 asks of each class."""


def test_the_catalogue_is_dcat_ap(client: Client, demo_edition: Edition) -> None:
    answer = client.get("/data/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    found = json.loads(answer.content)
    prefixes = set(found["@context"])
    for node in nodes({k: v for k, v in found.items() if k != "@context"}):
        kind = node.get("@type", "")
        assert node.keys() >= MANDATORY.get(kind, set()), kind
        assert ("@value" in node) or ("@id" in node) or ("@type" in node), node
        for name in node:
            assert name.startswith("@") or name.partition(":")[0] in prefixes, name
        if "@id" in node:
            assert re.match(r"(https?://|spdx:)\S+$", node["@id"]), node["@id"]
        if node.get("@type") == "xsd:date":
            date.fromisoformat(node["@value"])
    (dataset,) = found["dcat:dataset"]
    assert dataset["dct:identifier"] == demo_edition.id
    assert "ynthetic" in dataset["dct:description"]["@value"]
    places = {each["@id"] for each in dataset["dct:spatial"]}
    assert places == {f"http://data.europa.eu/nuts/code/{code}" for code in ("AT", "PT", "SI")}
    years = demo_edition.manifest["years"]
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == f"{min(years)}-01-01"
    assert dataset["dct:temporal"]["dcat:endDate"]["@value"] == f"{max(years)}-12-31"
    distributions = dataset["dcat:distribution"]
    assert len(distributions) == 2 * len(demo_edition.manifest["tables"])
    for each in distributions:
        assert each["dct:license"]["@id"].endswith("/licence/CC0")
        path = each["dcat:downloadURL"]["@id"].removeprefix("http://localhost:8000")
        assert client.head(path).status_code == 200
    assert found["dcat:service"]["dcat:servesDataset"] == [{"@id": dataset["@id"]}]


def test_search_engines_find_every_page(client: Client, demo_edition: Edition) -> None:
    robots = text(client, "/robots.txt")
    assert "Sitemap: http://localhost:8000/sitemap.xml" in robots
    assert "Disallow: /accounts/" in robots
    tree = ElementTree.fromstring(text(client, "/sitemap.xml"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [str(each.text) for each in tree.iter(f"{space}loc")]
    assert len(found) == len(set(found))
    paths = {each.removeprefix("http://localhost:8000") for each in found}
    assert {f"/methods/{code}/" for code in METHODS} | {"/", "/data/", "/data/api/"} <= paths
    for path in sorted(paths)[::7]:
        assert client.get(path).status_code == 200, path
