"""Downloads hold out against every way in which a server misbehaves."""

import threading
import time
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import urllib3

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.folder import pull_home
from hanse.observatory.sources.dissemination.pull import pull
from hanse.observatory.sources.dissemination.transfer import (
    Connection,
    GaveUpError,
    Patience,
    check_address,
)
from hanse.observatory.sources.manifest import verify_manifest
from tests.observatory.sources.dissemination.pulling import (
    NOON,
    PAGES,
    TODAY,
    Puller,
    cells,
    everything,
)
from tests.observatory.sources.misbehaving_server import (
    EurostatLike,
    Fault,
    chunked,
    damaged,
    fault_body,
    html,
    queued_body,
    redirect,
    refuse,
    reset,
    reset_once,
    short,
    silent,
    status,
    trickle,
    twice_gzipped,
)


@pytest.mark.parametrize(
    "fault",
    [
        status(500),
        status(503, b"busy"),
        status(429),
        reset,
        short,
        refuse,
        html,
        status(200, b"{}"),
        status(202),
        status(200, fault_body("500", "Internal error")),
    ],
)
@pytest.mark.parametrize("compressed", [True, False])
def test_what_passes_is_tried_again(
    puller: Puller, server: EurostatLike, fault: Fault, compressed: bool
) -> None:
    server.compressed = compressed
    server.misbehave(PAGES, fault, fault)
    result = puller()
    assert cells(result.manifest) == everything(server)
    assert len(puller.waits) == 2
    assert 0.5 <= puller.waits[0] <= 1 <= puller.waits[1] <= 2


def test_a_file_with_a_wrong_byte_is_fetched_again(puller: Puller, server: EurostatLike) -> None:
    # Only a gzipped file carries a checksum of its own, which is why that form is asked for.
    server.misbehave(PAGES, damaged)
    assert cells(puller().manifest) == everything(server)
    assert len(puller.waits) == 1


def test_the_structure_is_tried_again_too(puller: Puller, server: EurostatLike) -> None:
    server.misbehave("/dataflow/", html, reset, status(502))
    assert puller().fetched == 1
    assert len(puller.waits) == 3


def test_retry_after_in_seconds_and_as_a_date(puller: Puller, server: EurostatLike) -> None:
    moment = format_datetime(NOON + timedelta(seconds=40), usegmt=True)
    server.misbehave(PAGES, status(429, Retry_After="7"), status(503, Retry_After=moment))
    assert puller().fetched == 1
    assert puller.waits == [7.0, 40.0]
    heard = [step.message for step in puller.heard if step.stage == "waiting"]
    assert heard[0] == "the server answered 429; trying again in 7 s (2 of 4)"


def test_a_wait_of_hours_is_not_waited_for(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, status(429, Retry_After="7200"))
    with pytest.raises(HanseError, match="asks to wait 120 minutes"):
        puller()
    assert puller.waits == []


def test_a_silent_server_times_out(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, silent(1.5))
    assert puller(read_timeout=0.4).fetched == 1
    assert any(step.message.startswith("the server did not answer") for step in puller.heard)


def test_a_trickle_times_out(puller: Puller, server: EurostatLike) -> None:
    gate = threading.Event()
    server.misbehave(PAGES, trickle(0.02, gate))
    began = time.monotonic()
    assert puller(trickle_seconds=0.1).fetched == 1
    gate.set()
    assert time.monotonic() - began < 3
    assert any("bytes came in" in step.message for step in puller.heard)


def test_no_connection_is_said_so(tmp_path: Path) -> None:
    with EurostatLike() as gone:
        root = gone.root
    with pytest.raises(HanseError, match="no connection to the server"):
        pull(
            "demo_r",
            into=tmp_path,
            today=TODAY,
            root=root,
            patience=Patience(tries=2, sleep=lambda _seconds: None),
        )


@pytest.mark.parametrize("politely", [True, False])
def test_a_broken_body_is_continued_where_the_server_can(
    puller: Puller, server: EurostatLike, politely: bool
) -> None:
    server.ranges = True
    server.codes["geo"] = [f"AT{number:04}" for number in range(3_000)]
    home = pull_home(puller.into, "demo_r")

    def arrived() -> bool:
        return any(path.stat().st_size > 5_000 for path in home.glob("*.part"))

    server.misbehave(PAGES, short if politely else reset_once(arrived))
    result = puller()
    assert len(cells(result.manifest)) == 3 * 3_000 * 3
    begins = [request.headers.get("range", "") for request in server.log if PAGES in request.path]
    assert begins[0] == "" and begins[1].startswith("bytes=")
    kept = int(begins[1].removeprefix("bytes=").rstrip("-"))
    assert 5_000 < kept <= result.manifest.pages[0].bytes // 2


def test_a_body_that_changed_meanwhile_is_not_glued(puller: Puller, server: EurostatLike) -> None:
    server.ranges = True

    def change(_to: object) -> bool:
        server.codes["geo"] = ["AT11", "AT12"]
        return False

    server.misbehave(PAGES, reset, change)
    result = puller()
    assert {cell[1] for cell in cells(result.manifest)} == {"AT11", "AT12"}


def test_twice_gzipped_and_chunked(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, twice_gzipped, chunked)
    result = puller(page_by="nace_r2")
    assert cells(result.manifest) == everything(server)
    verify_manifest(result.manifest)


@pytest.mark.parametrize("compressed", [True, False])
def test_files_say_whether_they_are_gzipped(
    puller: Puller, server: EurostatLike, compressed: bool
) -> None:
    server.compressed = compressed
    (path,) = puller().manifest.paths
    assert path.name.endswith(".csv.gz" if compressed else ".csv")


def test_a_queued_request_is_waited_for(puller: Puller, server: EurostatLike) -> None:
    server.queue_above = 0
    result = puller()
    assert cells(result.manifest) == everything(server)
    assert len(server.asked("/async/status/")) == 3
    assert len(server.asked("/async/data/")) == 1
    assert len(puller.waits) == 3
    assert any("preparing the data (submitted)" in step.message for step in puller.heard)
    assert PAGES in result.manifest.pages[0].url


def test_a_queued_request_under_status_202(puller: Puller, server: EurostatLike) -> None:
    def ticket(to: object) -> bool:
        key = server.ticket(server.log[-1].path)
        return status(202, queued_body(key))(to)  # type: ignore[arg-type] # the server's own handler

    server.misbehave(PAGES, ticket)
    assert cells(puller().manifest) == everything(server)


def test_a_ticket_that_expired_is_asked_for_again(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, status(200, queued_body("lost")))
    assert cells(puller().manifest) == everything(server)
    assert any("unknown_request" in step.message for step in puller.heard)


def test_not_found_says_what_to_do(puller: Puller) -> None:
    with pytest.raises(HanseError, match="no data at this address") as problem:
        puller(dataset="demo_x")
    assert "databrowser" in problem.value.remedy
    assert puller.waits == []


def test_a_refusal_carries_the_words_of_the_service(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, status(400, fault_body("140", "Incorrect number of filters")))
    with pytest.raises(HanseError, match="refused the request") as problem:
        puller()
    assert problem.value.why == "Incorrect number of filters"


@pytest.mark.parametrize("code", ["../etc/passwd", "", "a b", "x" * 80, "demo?x=1"])
def test_what_cannot_be_a_code_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(HanseError, match="not a data set code"):
        pull(code, into=tmp_path, today=TODAY)


def test_a_redirect_is_followed_within_limits(puller: Puller, server: EurostatLike) -> None:
    server.misbehave("format=", redirect(f"{server.root}/api/dissemination/sdmx/2.1{PAGES}"))
    assert cells(puller().manifest) == everything(server)


@pytest.mark.parametrize("target", ["http://example.org/data", "file:///etc/passwd", "ftp://x/y"])
def test_a_redirect_to_an_unsafe_address_is_refused(
    puller: Puller, server: EurostatLike, target: str
) -> None:
    server.misbehave(PAGES, redirect(target))
    with pytest.raises(HanseError, match="not allowed"):
        puller()


def test_a_ring_of_redirects_ends(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, *[redirect(f"{server.root}{PAGES}")] * 9)
    with pytest.raises(HanseError, match="redirects more than"):
        puller()


@pytest.mark.parametrize(
    "root",
    ["http://ec.europa.eu/eurostat", "ftp://127.0.0.1/x", "https://me:secret@ec.europa.eu", "x"],
)
def test_only_https_or_loopback(tmp_path: Path, root: str) -> None:
    with pytest.raises(HanseError, match="not allowed"):
        pull("demo_r", into=tmp_path, today=TODAY, root=root)
    check_address("https://ec.europa.eu/eurostat")
    with pytest.raises(HanseError, match="not allowed"):
        check_address("http://127.0.0.1/x", local=False)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("certificate verify failed [SSL: CERTIFICATE_VERIFY_FAILED]", HanseError),
        ("EOF occurred in violation of protocol", GaveUpError),
    ],
)
def test_a_certificate_that_is_not_trusted_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, words: str, wanted: type[Exception]
) -> None:
    tried: list[str] = []

    def request(_pool: object, _method: str, url: str, **_options: object) -> None:
        tried.append(url)
        raise urllib3.exceptions.SSLError(words)

    monkeypatch.setattr(urllib3.PoolManager, "request", request)
    connection = Connection("https://example.org", Patience(tries=3, sleep=lambda _s: None))
    with pytest.raises(wanted):
        connection.persist("https://example.org", lambda: connection.get("https://example.org"))
    assert len(tried) == (1 if wanted is HanseError else 3)


def test_waits_repeat_with_the_seed_and_differ_without() -> None:
    def waits(seed: int) -> list[float]:
        slept: list[float] = []
        with EurostatLike() as server:
            server.misbehave("x", *[status(500)] * 5)
            connection = Connection(server.root, Patience(tries=6, seed=seed, sleep=slept.append))
            connection.persist("x", lambda: connection.get(f"{server.root}/x"))
        return slept

    first = waits(1)
    assert first == waits(1) != waits(2)
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(first))
