"""The site's benchmark asks for pages that there are, and adds up what it measures."""

import time
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client

from benchmarks.site.addresses import Mix
from benchmarks.site.figures import ALL_PAGES, load_of, quantile
from benchmarks.site.readers import ASSET, Plan, Visit, run
from benchmarks.site.report import Cold, Run, page
from benchmarks.site.timing import LOG, Timing
from benchmarks.site.weights import Weight
from hanse.observatory.warehouse import Edition


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Mix.weights)
def test_every_kind_of_address_has_an_answer(
    kind: str, demo_edition: Edition, client: Client
) -> None:
    mix = Mix(demo_edition, seed=7)
    for visit in (mix.visit(kind) for _ in range(2)):
        assert client.get(visit.address, headers={"accept": visit.accept}).status_code == 200


def test_the_same_seed_gives_the_same_visits(demo_edition: Edition) -> None:
    one, same, other = (Mix(demo_edition, seed).visits(50, (1, 3)) for seed in (1, 1, 2))
    assert one == same != other
    assert all(1 <= visit.read_seconds <= 3 for visit in one)


def test_readers_fetch_pages_and_each_asset_once(live_site: str) -> None:
    port = int(live_site.rpartition(":")[2])
    visits = [Visit("methods", "/methods/"), Visit("methods", "/methods/")]
    plan = Plan(port, [visits, visits[:1]], assets=True, seconds=0)
    assert Plan.read(plan.written()) == plan
    answers = run(plan)["answers"]
    assert {each["status"] for each in answers} == {200}
    assert [each["kind"] for each in answers].count("methods") == 3
    fetched = [each for each in answers if each["kind"] == ASSET]
    assert len(fetched) > 4
    assert len(fetched) % 2 == 0, "both readers fetch what the page needs, and once"
    assert len({each["number"] for each in answers}) == len(answers)


def test_the_clock_covers_an_answer_to_its_last_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "times"))

    def slowly() -> "list[bytes]":
        time.sleep(0.02)
        return [b"a"]

    def answer(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        if request.path == "/piecewise/":
            return StreamingHttpResponse(piece for _ in range(2) for piece in slowly())
        return HttpResponse(b"".join(slowly()))

    timing = Timing(answer)
    for number, path in ((1, "/whole/"), (2, "/piecewise/"), (None, "/other/")):
        request = HttpRequest()
        request.path = path
        if number:
            request.META["HTTP_BENCH_NUMBER"] = str(number)
        assert b"".join(timing(request)).startswith(b"a")
    timing.log.close()
    rows = [line.split() for line in (tmp_path / "times").read_text().splitlines()]
    assert [row[0] for row in rows] == ["1", "2"]
    assert float(rows[0][1]) >= 20
    assert float(rows[1][1]) >= 40
    assert all(float(row[2]) < 20 for row in rows), "waiting takes no processor"


def test_quantiles_are_figures_that_occurred() -> None:
    hundred = [float(each) for each in range(1, 101)]
    assert [quantile(hundred, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert quantile([3.0], 0.95) == 3


def test_a_run_is_told_with_its_goals(tmp_path: Path) -> None:
    log = tmp_path / "times"
    log.write_text("1 10.0 4.0\n2 90.0 8.0\n3 1.0 0.5\n")
    answers = [
        {"number": 1, "kind": "atlas", "status": 200, "received_bytes": 9, "milliseconds": 12.0},
        {"number": 2, "kind": "region", "status": 500, "received_bytes": 5, "milliseconds": 95.0},
        {"number": 3, "kind": ASSET, "status": 200, "received_bytes": 7, "milliseconds": 2.0},
    ]
    result = {"seconds": 2.0, "client_cpu_seconds": 0.1, "answers": answers}
    load = load_of(result, log, readers=1, not_pages=[ASSET])
    assert load.per_second == 1.5
    assert load.spread(ALL_PAGES).server == (10, 90, 90)
    assert load.spread(ALL_PAGES).requests == 2
    assert load.spread("region").processor == 8
    assert load.failures == ["region: 500"]
    text = page(
        Run(
            facts={"Machine": "a small one"},
            cold=[Cold(1.5, [("home", 800.0)])],
            reading=load,
            hurried=[load],
            memory=[(0, 100.0), (5, None)],
            weights=[
                Weight("atlas", "first", 240_000, 9, []),
                Weight("atlas", "again", 61_000, 1, ["https://example.org/"]),
            ],
        )
    )
    assert "| slowest kind of page (region), p95 at the server | below 60 ms | 90 ms |" in text
    assert "| map pages, first visit | below 250 kB | 240 kB |" in text
    assert "| map pages, later | below 60 kB | 61 kB |" in text
    assert "| requests that leave the site | 0 | 1 |" in text
    assert "| answers that failed | 0 | 2 |" in text
