"""The guide to the API: its examples run, and its list of addresses is the document's."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from hanse.observatory.warehouse import Edition
from hanse.observatory.web.api.examples import PYTHON, SPREADSHEET, Example, R
from hanse.observatory.web.api.problems import TITLES


@pytest.mark.parametrize("example", PYTHON, ids=lambda example: example.name)
def test_an_example_in_python_runs(
    example: Example, live_server: LiveServer, settings: Settings, demo_edition: Edition
) -> None:
    settings.ORIGIN = live_server.url
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example.at(live_server.url)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "no_proxy": "localhost", "NO_PROXY": "localhost"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = {
        "pandas": "location_quotient",
        "polars": "employment_persons",
        "walk": demo_edition.id,
        "unchanged": "304",
    }
    assert said[example.name] in done.stdout


@pytest.mark.parametrize("example", [*SPREADSHEET, *R[:1]], ids=lambda example: example.name)
def test_addresses_for_spreadsheets_and_r_give_csv(
    client: Client, demo_edition: Edition, example: Example
) -> None:
    start = example.text.index("https://hanse.example")
    address = example.text[start:].split('"')[0].split("\n")[0]
    answer = client.get(address.removeprefix("https://hanse.example"))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")


def test_the_guide_lists_every_address_word_and_problem(
    client: Client, demo_edition: Edition
) -> None:
    page = client.get("/data/api/").content.decode()
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert len(document["paths"]) > 15
    for path, operations in document["paths"].items():
        assert f"<code>{path}</code>" in page
        for parameter in operations["get"]["parameters"]:
            assert parameter["name"] in page
            assert parameter.get("description") or parameter["in"] == "path", parameter
    assert all(f'id="problem-{status}"' in page for status in TITLES)
    assert "EDITION" not in page
    assert "600 requests a minute" in page
    assert "region=AT12&amp;region=AT13" in page
    assert demo_edition.id in page


def test_the_document_tells_formats_headers_and_problems(
    client: Client, demo_edition: Edition
) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"] == "3.1.0"
    clusters = document["paths"]["/api/v1/clusters"]["get"]["responses"]
    assert set(clusters["200"]["content"]) == {
        "application/json",
        "text/csv",
        "application/vnd.apache.parquet",
    }
    assert {"ETag", "Link"} <= clusters["200"]["headers"].keys()
    assert {"304", "404", "405", "406", "422", "429"} <= clusters.keys()
    assert "Retry-After" in clusters["429"]["headers"]
