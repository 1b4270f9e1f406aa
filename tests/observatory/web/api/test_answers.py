"""Answers of the API: formats agree, pages give every row once, kept answers, limits, refusals."""

import io
import json
from typing import Any

import polars as pl
import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from hanse.observatory.warehouse import Edition
from tests.observatory.web.api.conftest import throttles

QUESTION = "/api/v1/clusters?region=AT13&scheme=traded_local&since=2018"


def body(answer: Any) -> bytes:
    """The whole body of an answer, sent at once or in pieces."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def of(client: Client, address: str, **headers: str) -> Any:
    """The answer at an address of the API, which must be there."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, body(answer)
    return answer


def problem(answer: HttpResponseBase, status: int) -> dict[str, Any]:
    """The problem of an answer, complete."""
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told: dict[str, Any] = json.loads(body(answer))
    assert told["status"] == status
    assert told["type"].endswith(f"/data/api/#problem-{status}")
    assert told["detail"]
    return told


# --- Formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "/api/v1/observations?region=AT13&year=2020&indicator=location_quotient&indicator=stars",
        "/api/v1/industry-figures?region=AT13&year=2020&fields=employment_persons",
        "/api/v1/regions?country=AT",
        "/api/v1/categories?kind=traded",
        "/api/v1/industries?level=1",
        "/api/v1/rankings?country=AT",
    ],
)
def test_json_csv_and_parquet_hold_the_same(
    client: Client, demo_edition: Edition, question: str
) -> None:
    page = of(client, f"{question}&limit=10000").json()
    assert page["total"] == len(page["items"]) > 0
    from_json = pl.DataFrame(page["items"], infer_schema_length=None)
    answer = of(client, f"{question}&format=parquet")
    assert answer["Content-Type"] == "application/vnd.apache.parquet"
    from_parquet = pl.read_parquet(io.BytesIO(body(answer)))
    assert set(from_parquet["notice"]) == {"synthetic data"}
    figures = from_parquet.drop("notice")
    assert from_json.columns == figures.columns
    assert from_json.rows() == figures.rows()
    answer = of(client, f"{question}&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="synthetic-demo-')
    from_csv = pl.read_csv(io.BytesIO(body(answer)), schema=from_parquet.schema)
    # An empty text and a missing one are the same empty cell.
    empty = pl.col(pl.String).replace("", None)
    assert from_csv.rows() == from_parquet.with_columns(empty).rows()


def test_figures_are_those_of_the_edition(client: Client, demo_edition: Edition) -> None:
    page = of(client, f"{QUESTION}&limit=10000").json()
    rows = demo_edition.query(
        "SELECT * FROM clusters WHERE region = 'AT13' AND scheme = 'traded_local' AND year >= 2018"
    )
    answered = pl.DataFrame(page["items"], infer_schema_length=None)
    assert set(rows.columns) <= set(answered.columns)
    # Where growth has no figure, the edition tells the status of its inputs, the API its own.
    same = [name for name in rows.columns if not ("growth" in name and name.endswith("_status"))]
    assert answered.select(same).rows() == rows.select(same).rows()
    growth = "employment_growth_cagr"
    there = pl.col(growth).is_not_null()
    assert (
        answered.filter(there)[f"{growth}_status"].to_list()
        == rows.filter(there)[f"{growth}_status"].to_list()
    )


def test_statistical_formats(client: Client, demo_edition: Edition) -> None:
    question = "/api/v1/cubes?region=AT13&year=2020&scheme=traded_local&indicator=location_quotient"
    cube = json.loads(body(of(client, question)))
    assert cube["class"] == "dataset"
    assert cube["extension"]["synthetic"] is True
    answer = of(client, question, accept="application/vnd.sdmx.data+csv")
    table = pl.read_csv(io.BytesIO(body(answer)))
    assert set(table["COMMENT_DSET"]) == {"synthetic data"}
    rows = of(client, question.replace("cubes", "observations") + "&limit=10000").json()["items"]
    known = {row["category"]: row["value"] for row in rows}
    assert dict(table.select("CATEGORY", "OBS_VALUE").iter_rows()) == known
    by_place = dict(enumerate(cube["value"])) if isinstance(cube["value"], list) else cube["value"]
    assert sorted(v for v in by_place.values() if v is not None) == sorted(
        v for v in known.values() if v is not None
    )


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv;q=0.2, application/json;q=0.9", "application/json"),
        ("", "application/json"),
    ],
)
def test_the_format_is_what_is_accepted(
    client: Client, demo_edition: Edition, accept: str, kind: str
) -> None:
    assert of(client, "/api/v1/regions", accept=accept)["Content-Type"] == kind


def test_a_format_named_goes_before_what_is_accepted(client: Client, demo_edition: Edition) -> None:
    answer = of(client, "/api/v1/regions?format=csv", accept="application/json")
    assert answer["Content-Type"].startswith("text/csv")


def test_nothing_acceptable_is_refused(client: Client, demo_edition: Edition) -> None:
    told = problem(client.get("/api/v1/regions", headers={"accept": "image/png"}), 406)
    assert "text/csv" in told["remedy"]
    problem(client.get("/api/v1/ratings", headers={"accept": "text/csv"}), 406)


# --- Status -----------------------------------------------------------------------------------


def test_each_figure_has_its_status(client: Client, demo_edition: Edition) -> None:
    rows = of(client, "/api/v1/observations?country=SI&year=2020&limit=10000").json()["items"]
    by_status = {row["status"] for row in rows}
    assert {"observed", "estimated"} <= by_status
    for row in rows:
        assert (row["value"] is None) == (row["status"] in {"withheld", "missing"}), row


def test_only_figures_of_a_status(client: Client, demo_edition: Edition) -> None:
    question = "/api/v1/observations?year=2020&indicator=employment_persons"
    every = of(client, question).json()["total"]
    parts = {
        status: of(client, f"{question}&status={status}").json()
        for status in ("observed", "estimated", "withheld", "missing")
    }
    assert sum(part["total"] for part in parts.values()) == every
    assert parts["withheld"]["total"] > 0
    for status, part in parts.items():
        assert {row["status"] for row in part["items"]} <= {status}


# --- Pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "/api/v1/clusters?country=SI&year=2020&limit=37&fields=stars&sort=-stars",
        "/api/v1/clusters?country=SI&year=2020&limit=50&fields=stars",
        "/api/v1/observations?region=AT13&year=2020&indicator=stars&indicator=size&limit=40",
        "/api/v1/regions?limit=4",
    ],
)
def test_a_walk_gives_every_row_once(client: Client, demo_edition: Edition, question: str) -> None:
    rows: list[dict[str, Any]] = []
    address: str | None = question
    pages = 0
    while address:
        answer = of(client, address.removeprefix("http://localhost:8000"))
        page = answer.json()
        rows += page["items"]
        address = page["next"]
        pages += 1
        assert ('rel="next"' in answer["Link"]) == (address is not None)
    assert pages > 2
    assert len(rows) == page["total"]
    assert len({json.dumps(row) for row in rows}) == len(rows)


def test_sorted_rows(client: Client, demo_edition: Edition) -> None:
    question = "/api/v1/clusters?year=2020&fields=location_quotient&limit=10000"
    values = [
        row["location_quotient"]
        for row in of(client, f"{question}&sort=-location_quotient").json()["items"]
    ]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values[len(known) :] == [None] * (len(values) - len(known))


def test_fields_bring_their_status(client: Client, demo_edition: Edition) -> None:
    row = of(client, f"{QUESTION}&fields=size&fields=employment_persons&limit=1").json()["items"][0]
    keys = ["scheme", "category", "year", "region", "kind"]
    assert list(row) == [
        *keys,
        "size",
        "size_status",
        "employment_persons",
        "employment_persons_status",
        "employment_persons_flag",
    ]


def test_filters(client: Client, demo_edition: Edition) -> None:
    strong = of(client, "/api/v1/clusters?stars=3&limit=10000").json()["items"]
    assert strong
    assert min(row["stars"] for row in strong) == 3
    years = of(client, "/api/v1/clusters?since=2019&until=2020&region=AT13&limit=10000").json()
    assert {row["year"] for row in years["items"]} == {2019, 2020}
    assert of(client, "/api/v1/clusters?since=2020&until=2019").json()["total"] == 0
    slovenia = of(client, "/api/v1/clusters?country=SI&year=2020&limit=10000").json()["items"]
    assert {row["region"][:2] for row in slovenia} == {"SI"}


def test_one_of_each(client: Client, demo_edition: Edition) -> None:
    assert of(client, "/api/v1/regions/AT13").json()["name"] == "Wien"
    category = of(client, "/api/v1/categories/traded_local/automotive").json()
    assert {each["industry"] for each in category["industries"]} >= {"C2910"}
    schemes = of(client, "/api/v1/schemes").json()["items"]
    assert all(each["decided_by"] for each in schemes)
    assert of(client, "/api/v1/indicators/location_quotient").json()["formula"]
    assert of(client, "/api/v1/ratings/cluster_panorama").json()["criteria"]
    assert "/api/v1/clusters" in "".join(of(client, "/api/v1/").json()["addresses"])


# --- Editions ---------------------------------------------------------------------------------


def test_the_edition_of_an_answer(client: Client, demo_edition: Edition) -> None:
    (listed,) = of(client, "/api/v1/editions").json()["items"]
    assert listed["edition"] == demo_edition.id
    assert listed["current"] is True
    for name in (demo_edition.id, "demo"):
        assert of(client, f"/api/v1/editions/{name}").json() == listed
    about = of(client, f"/api/v1/regions?edition={demo_edition.id}").json()["about"]
    assert about["edition"] == demo_edition.id
    assert about["notice"].startswith("Synthetic")


def test_the_manifest_tells_no_folders(client: Client, demo_edition: Edition) -> None:
    text = body(of(client, f"/api/v1/editions/{demo_edition.id}/manifest")).decode()
    told = json.loads(text)
    assert str(demo_edition.folder.parent.parent) not in text
    assert all("/" not in report["source"] for report in told["reading"])
    assert told["tables"] == demo_edition.manifest["tables"]


# --- Kept answers -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_an_unchanged_answer_is_not_sent_again(
    client: Client, demo_edition: Edition, form: str
) -> None:
    address = f"{QUESTION}&format={form}"
    first = of(client, address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert "Cache-Control" in again
    other = client.get(f"{address}&limit=3", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_formats_have_tags_of_their_own(client: Client, demo_edition: Edition) -> None:
    tags = {
        of(client, "/api/v1/regions", accept=accept)["ETag"]
        for accept in ("application/json", "text/csv", "application/vnd.apache.parquet")
    }
    assert len(tags) == 3


def test_a_named_edition_is_kept_for_long(client: Client, demo_edition: Edition) -> None:
    current = of(client, "/api/v1/regions")
    named = of(client, f"/api/v1/regions?edition={demo_edition.id}")
    series = of(client, "/api/v1/regions?edition=demo")
    assert current["Cache-Control"] == series["Cache-Control"] == "public, max-age=300"
    assert named["Cache-Control"] == "public, max-age=2592000"
    assert current["Vary"] == "Accept, Accept-Encoding"
    assert "Set-Cookie" not in current


def test_head_says_what_get_would(client: Client, demo_edition: Edition) -> None:
    for form in ("json", "csv"):
        got = of(client, f"{QUESTION}&format={form}")
        head = client.head(f"{QUESTION}&format={form}")
        assert head.status_code == 200
        assert body(head) == b""
        for name in ("ETag", "Content-Type", "Cache-Control"):
            assert head[name] == got[name]
    assert client.head("/api/v1/regions/ZZ").status_code == 404


def test_other_sites_may_read(client: Client, demo_edition: Edition) -> None:
    asked = client.options(
        "/api/v1/clusters",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "GET"},
    )
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "GET" in asked["Access-Control-Allow-Methods"]
    answer = of(client, "/api/v1/regions", origin="https://elsewhere.example")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


# --- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/api/v1/clusters?region=ZZ99", "region"),
        ("/api/v1/clusters?country=ZZ", "country"),
        ("/api/v1/clusters?scheme=nothing", "scheme"),
        ("/api/v1/clusters?category=nothing", "category"),
        ("/api/v1/clusters?kind=nothing", "kind"),
        ("/api/v1/clusters?year=1999", "year"),
        ("/api/v1/clusters?edition=gone", "edition"),
        ("/api/v1/clusters?fields=nothing", "fields"),
        ("/api/v1/clusters?sort=-nothing", "sort"),
        ("/api/v1/observations?indicator=nothing", "indicator"),
        ("/api/v1/industry-figures?industry=Q99", "industry"),
        ("/api/v1/regions/ZZ99", "region"),
        ("/api/v1/categories/traded_local/nothing", "category"),
        ("/api/v1/indicators/nothing", "code"),
        ("/api/v1/ratings/nothing", "code"),
        ("/api/v1/editions/gone/manifest", "edition"),
        ("/api/v1/nowhere", "path"),
        ("/api/", "path"),
    ],
)
def test_what_is_not_there(client: Client, demo_edition: Edition, address: str, where: str) -> None:
    told = problem(client.get(address), 404)
    assert told["where"] == where
    assert told["remedy"]
    assert str(demo_edition.folder.parent) not in json.dumps(told)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/api/v1/clusters?yera=2020", "yera"),
        ("/api/v1/ratings?edition=demo", "edition"),
        ("/api/v1/clusters?year=abc", "year"),
        ("/api/v1/clusters?limit=0", "limit"),
        ("/api/v1/clusters?limit=10001", "limit"),
        ("/api/v1/clusters?offset=-1", "offset"),
        ("/api/v1/clusters?format=xlsx", "format"),
        ("/api/v1/clusters?region=", "region"),
        ("/api/v1/clusters?sort=stars;DROP", "sort"),
        ("/api/v1/observations?status=good", "status"),
        ("/api/v1/regions/%00", "code"),
    ],
)
def test_what_cannot_be_understood(
    client: Client, demo_edition: Edition, address: str, where: str
) -> None:
    told = problem(client.get(address), 422)
    assert told["where"].split()[0] == where


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client: Client, demo_edition: Edition, method: str) -> None:
    answer = getattr(client, method)("/api/v1/clusters")
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_too_many_figures_for_a_statistical_format(
    client: Client, demo_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hanse.observatory.web.api.figures.MOST_FIGURES", 10)
    told = problem(client.get("/api/v1/cubes?region=AT13"), 422)
    assert told["where"] == "format"


def test_too_many_requests(
    client: Client, demo_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for throttle in throttles():
        monkeypatch.setattr(throttle, "num_requests", 3)
    answers = [client.get("/api/v1/regions/AT13") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    told = problem(answers[-1], 429)
    assert told["remedy"]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    # Another address has a count of its own; a made-up header is not believed.
    other = client.get("/api/v1/regions/AT13", headers={"x-forwarded-for": "203.0.113.9"})
    assert other.status_code == 429
    assert client.get("/api/v1/regions/AT13", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_failure_tells_nothing_of_the_inside(
    client: Client, demo_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("hanse.observatory.web.api.lists.opened", fail)
    told = problem(client.get("/api/v1/regions"), 500)
    assert "secret" not in json.dumps(told)
