"""Downloads hold out against every way in which the server misbehaves, and mix no two releases."""

import csv
import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.folder import pull_home
from hanse.observatory.sources.dissemination.pull import PullProgress, PullResult, pull
from hanse.observatory.sources.dissemination.transfer import Patience, check_address
from hanse.observatory.sources.manifest import SourceManifest, load_manifest, verify_manifest
from tests.observatory.sources.misbehaving_server import (
    EurostatLike,
    Fault,
    chunked,
    damaged,
    fault_body,
    fine,
    html,
    queued_body,
    redirect,
    refuse,
    reset,
    short,
    silent,
    stall_half_way,
    status,
    trickle,
    twice_gzipped,
    update,
)

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = "2026-10-01T11:00:00+0200"
PAGES = "/data/DEMO_R"


class _Puller:
    def __init__(self, server: EurostatLike, into: Path) -> None:
        self.server = server
        self.into = into
        self.waits: list[float] = []
        self.heard: list[PullProgress] = []

    def __call__(
        self,
        *,
        dataset: str = "demo_r",
        select: dict[str, list[str]] | None = None,
        page_by: str = "",
        tries: int = 4,
        read_timeout: float = 5.0,
        trickle_seconds: float = 5.0,
        today: date = TODAY,
    ) -> PullResult:
        return pull(
            dataset,
            into=self.into,
            today=today,
            select=select,
            page_by=page_by,
            root=self.server.root,
            progress=self.heard.append,
            patience=Patience(
                tries=tries,
                read_timeout=read_timeout,
                trickle_seconds=trickle_seconds,
                sleep=self.waits.append,
                clock=lambda: NOON,
            ),
        )


@pytest.fixture
def server() -> Iterator[EurostatLike]:
    with EurostatLike() as running:
        yield running


@pytest.fixture
def puller(server: EurostatLike, tmp_path: Path) -> _Puller:
    return _Puller(server, tmp_path)


def rows_of(manifest: SourceManifest) -> list[dict[str, str]]:
    """All rows of all pages."""
    rows: list[dict[str, str]] = []
    for path in manifest.paths:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
        rows += csv.DictReader(text.splitlines())
    return rows


def cells(manifest: SourceManifest) -> set[tuple[str, str, str, str]]:
    """Every cell with its value; fails when a cell came twice."""
    rows = rows_of(manifest)
    found = {(r["nace_r2"], r["geo"], r["TIME_PERIOD"], r["OBS_VALUE"]) for r in rows}
    assert len(found) == len(rows)
    return found


def everything(server: EurostatLike) -> set[tuple[str, str, str, str]]:
    """Every cell the server has, from its own rows."""
    split = [row.split(",") for row in server.rows(server.codes)]
    return {(r[3], r[4], r[5], r[6]) for r in split}


def test_a_small_data_set_is_one_page_with_a_full_manifest(
    puller: _Puller, server: EurostatLike
) -> None:
    result = puller()
    manifest = load_manifest(result.manifest.folder)
    assert manifest == result.manifest
    assert cells(manifest) == everything(server)
    assert (result.fetched, result.kept, len(manifest.pages)) == (1, 0, 1)
    assert manifest.title == "Demonstration by region & activity"
    assert manifest.updated == server.updated
    assert manifest.licence == "CC BY 4.0"
    assert manifest.attribution == "Source: Eurostat"
    assert manifest.fetched == "2026-11-22"
    (page,) = manifest.pages
    assert page.rows == 27
    assert page.bytes == manifest.paths[0].stat().st_size
    assert page.url.startswith(server.root) and "format=SDMX-CSV" in page.url
    verify_manifest(manifest)
    assert [request.headers["user-agent"][:6] for request in server.log] == ["hanse/"] * 4
    assert puller.heard[-1].stage == "done"
    assert sorted(p.name for p in manifest.folder.iterdir() if p.name[0] != ".") == [
        page.file,
        "manifest.json",
    ]


def test_a_selection_has_its_own_folder_and_key(puller: _Puller, server: EurostatLike) -> None:
    result = puller(select={"GEO": ["be10", "AT11"], "time": ["2019", "2021"]})
    found = cells(result.manifest)
    assert {(c[1], c[2]) for c in found} == {
        (geo, year) for geo in ("AT11", "BE10") for year in ("2019", "2021")
    }
    # Two runs of years, each between a start and an end.
    assert len(result.manifest.pages) == 2
    assert all(
        "/A" not in page.url and "/..AT11+BE10?" in page.url for page in result.manifest.pages
    )
    assert result.manifest.folder == pull_home(
        puller.into, "DEMO_R", {"time": ["2021", "2019"], "geo": ["be10", "AT11"]}
    )
    assert puller().manifest.folder != result.manifest.folder


@pytest.mark.parametrize(
    ("select", "words"),
    [
        ({"geo": ["XX99"]}, ["geo XX99", "AT11, AT12, BE10"]),
        ({"colour": ["red"]}, ["no dimension colour", "freq, nace_r2, geo and time"]),
    ],
)
def test_an_unknown_code_or_dimension_is_refused_before_the_server_does(
    puller: _Puller, server: EurostatLike, select: dict[str, list[str]], words: list[str]
) -> None:
    with pytest.raises(HanseError) as problem:
        puller(select=select)
    assert all(word in str(problem.value) for word in words)
    assert not server.asked("/data/")


def test_pages_by_industry(puller: _Puller, server: EurostatLike) -> None:
    result = puller(page_by="nace_r2")
    keys = [page.url.partition("?")[0].rpartition("/")[2] for page in result.manifest.pages]
    assert keys == [".C10.", ".C11.", ".C13."]
    assert cells(result.manifest) == everything(server)


def test_too_large_is_divided_as_far_as_needed(puller: _Puller, server: EurostatLike) -> None:
    # 27 cells in all; 9 an industry; 3 an industry and year.
    server.most_cells = 3
    result = puller()
    assert cells(result.manifest) == everything(server)
    assert len(result.manifest.pages) == 9
    assert len(server.asked(PAGES)) == 1 + 3 + 9
    assert puller.heard[-1].pages_total == 9
    again = puller()
    assert again.unchanged and len(server.asked(PAGES)) == 13


def test_too_large_even_for_one_cell_is_an_error(puller: _Puller, server: EurostatLike) -> None:
    server.most_cells = 0
    with pytest.raises(HanseError, match="as too large") as problem:
        puller()
    assert "nace_r2 C10" in problem.value.what


def test_a_part_without_figures_is_recorded_and_not_asked_again(
    puller: _Puller, server: EurostatLike
) -> None:
    server.absent = {"C11"}
    result = puller(page_by="nace_r2")
    assert [page.rows for page in result.manifest.pages] == [9, 0, 9]
    assert len(result.manifest.paths) == 2
    verify_manifest(result.manifest)
    assert puller(page_by="nace_r2").unchanged


def test_an_unchanged_data_set_is_not_fetched_again(puller: _Puller, server: EurostatLike) -> None:
    first = puller()
    again = puller(today=date(2026, 12, 1))
    assert again.unchanged and again.kept == 1
    assert again.manifest == first.manifest
    assert len(server.asked(PAGES)) == 1


def test_an_updated_data_set_replaces_the_earlier_one(
    puller: _Puller, server: EurostatLike
) -> None:
    first = puller()
    server.updated = LATER
    second = puller(today=date(2026, 12, 1))
    assert second.fetched == 1
    assert "has been updated since 2026-11-22" in second.notes[0]
    assert second.manifest.updated == LATER
    assert second.manifest.fetched == "2026-12-01"
    assert not first.manifest.paths[0].exists()
    assert {row["LAST UPDATE"] for row in rows_of(second.manifest)} == {"01/10/26 11:00:00"}


def test_the_earlier_release_stays_until_the_newer_is_complete(
    puller: _Puller, server: EurostatLike
) -> None:
    puller(page_by="nace_r2")
    server.updated = LATER
    server.misbehave(".C13.", *[status(503)] * 4)
    with pytest.raises(HanseError, match="503") as problem:
        puller(page_by="nace_r2")
    assert "last complete download is still in place" in problem.value.why
    kept = load_manifest(pull_home(puller.into, "demo_r"))
    assert kept.complete and kept.updated != LATER
    verify_manifest(kept)
    result = puller(page_by="nace_r2")
    assert (result.fetched, result.kept, result.manifest.updated) == (1, 2, LATER)


def test_without_a_stamp_the_server_is_asked_whether_pages_changed(
    puller: _Puller, server: EurostatLike
) -> None:
    server.stamped = False
    first = puller()
    assert first.manifest.pages[0].etag
    again = puller()
    assert again.unchanged
    assert server.log[-1].headers["if-none-match"] == first.manifest.pages[0].etag


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
        damaged,
        status(200, b"{}"),
        status(202),
        status(200, fault_body("500", "Internal error")),
    ],
)
@pytest.mark.parametrize("compressed", [True, False])
def test_what_passes_is_tried_again(
    puller: _Puller, server: EurostatLike, fault: Fault, compressed: bool
) -> None:
    server.compressed = compressed
    if fault is damaged and not compressed:
        pytest.skip("a plain file carries no checksum of its own")
    server.misbehave(PAGES, fault, fault)
    result = puller()
    assert cells(result.manifest) == everything(server)
    assert len(puller.waits) == 2
    assert 0.5 <= puller.waits[0] <= 1 <= puller.waits[1] <= 2


def test_the_structure_is_tried_again_too(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave("/dataflow/", html, reset, status(502))
    assert puller().fetched == 1
    assert len(puller.waits) == 3


def test_retry_after_in_seconds_and_as_a_date(puller: _Puller, server: EurostatLike) -> None:
    moment = format_datetime(NOON + timedelta(seconds=40), usegmt=True)
    server.misbehave(PAGES, status(429, Retry_After="7"), status(503, Retry_After=moment))
    assert puller().fetched == 1
    assert puller.waits == [7.0, 40.0]
    heard = [step.message for step in puller.heard if step.stage == "waiting"]
    assert heard[0] == "the server answered 429; trying again in 7 s (2 of 4)"


def test_a_wait_of_hours_is_not_waited_for(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, status(429, Retry_After="7200"))
    with pytest.raises(HanseError, match="asks to wait 120 minutes"):
        puller()
    assert puller.waits == []


def test_it_gives_up_and_says_what_is_kept(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(".C13.", *[reset] * 4)
    with pytest.raises(HanseError, match="the connection broke") as problem:
        puller(page_by="nace_r2")
    assert "4 tries failed. 2 pages" in problem.value.why
    assert "goes on where this one stopped" in problem.value.remedy
    assert len(puller.waits) == 3
    with pytest.raises(HanseError, match="has not finished: 2 pages are here"):
        load_manifest(pull_home(puller.into, "demo_r"))
    before = len(server.asked(PAGES))
    result = puller(page_by="nace_r2")
    assert (result.fetched, result.kept) == (1, 2)
    assert len(server.asked(PAGES)) == before + 1
    assert cells(result.manifest) == everything(server)


def test_a_silent_server_times_out(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, silent(0.5))
    assert puller(read_timeout=0.1).fetched == 1
    assert any(step.message.startswith("the server did not answer") for step in puller.heard)


def test_a_trickle_times_out(puller: _Puller, server: EurostatLike) -> None:
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


@pytest.mark.parametrize("fault", [reset, short])
def test_a_broken_body_is_continued_where_the_server_can(
    puller: _Puller, server: EurostatLike, fault: Fault
) -> None:
    server.ranges = True
    server.misbehave(PAGES, fault)
    result = puller()
    assert cells(result.manifest) == everything(server)
    ranges = [request.headers.get("range", "") for request in server.log if PAGES in request.path]
    assert ranges == ["", f"bytes={result.manifest.pages[0].bytes // 2}-"]


def test_a_body_that_changed_meanwhile_is_not_glued(puller: _Puller, server: EurostatLike) -> None:
    server.ranges = True

    def change(_to: object) -> bool:
        server.codes["geo"] = ["AT11", "AT12"]
        return False

    server.misbehave(PAGES, reset, change)
    result = puller()
    assert {cell[1] for cell in cells(result.manifest)} == {"AT11", "AT12"}


def test_twice_gzipped_and_chunked(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, twice_gzipped, chunked)
    result = puller(page_by="nace_r2")
    assert cells(result.manifest) == everything(server)
    verify_manifest(result.manifest)


@pytest.mark.parametrize("compressed", [True, False])
def test_files_say_whether_they_are_gzipped(
    puller: _Puller, server: EurostatLike, compressed: bool
) -> None:
    server.compressed = compressed
    (path,) = puller().manifest.paths
    assert path.name.endswith(".csv.gz" if compressed else ".csv")


def test_a_queued_request_is_waited_for(puller: _Puller, server: EurostatLike) -> None:
    server.queue_above = 0
    result = puller()
    assert cells(result.manifest) == everything(server)
    assert len(server.asked("/async/status/")) == 3
    assert len(server.asked("/async/data/")) == 1
    assert len(puller.waits) == 3
    assert any("preparing the data (submitted)" in step.message for step in puller.heard)
    assert PAGES in result.manifest.pages[0].url


def test_a_queued_request_under_status_202(puller: _Puller, server: EurostatLike) -> None:
    def ticket(to: object) -> bool:
        key = server.ticket(server.log[-1].path)
        return status(202, queued_body(key))(to)  # type: ignore[arg-type] # the server's own handler

    server.misbehave(PAGES, ticket)
    assert cells(puller().manifest) == everything(server)


def test_a_ticket_that_expired_is_asked_for_again(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, status(200, queued_body("lost")))
    assert cells(puller().manifest) == everything(server)
    assert any("unknown_request" in step.message for step in puller.heard)


def test_not_found_says_what_to_do(puller: _Puller) -> None:
    with pytest.raises(HanseError, match="no data at this address") as problem:
        puller(dataset="demo_x")
    assert "databrowser" in problem.value.remedy
    assert puller.waits == []


def test_a_refusal_carries_the_words_of_the_service(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(PAGES, status(400, fault_body("140", "Incorrect number of filters")))
    with pytest.raises(HanseError, match="refused the request") as problem:
        puller()
    assert problem.value.why == "Incorrect number of filters"


@pytest.mark.parametrize("code", ["../etc/passwd", "", "a b", "x" * 80, "demo?x=1"])
def test_what_cannot_be_a_code_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(HanseError, match="not a data set code"):
        pull(code, into=tmp_path, today=TODAY)


def test_a_redirect_is_followed_within_limits(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave("format=", redirect(f"{server.root}/api/dissemination/sdmx/2.1{PAGES}"))
    assert cells(puller().manifest) == everything(server)


@pytest.mark.parametrize("target", ["http://example.org/data", "file:///etc/passwd", "ftp://x/y"])
def test_a_redirect_to_an_unsafe_address_is_refused(
    puller: _Puller, server: EurostatLike, target: str
) -> None:
    server.misbehave(PAGES, redirect(target))
    with pytest.raises(HanseError, match="not allowed"):
        puller()


def test_a_ring_of_redirects_ends(puller: _Puller, server: EurostatLike) -> None:
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


def test_an_update_between_pages_starts_again(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(".C11.", update(LATER))
    result = puller(page_by="nace_r2")
    assert "was updated during the download: starting again" in result.notes[0]
    assert {row["LAST UPDATE"] for row in rows_of(result.manifest)} == {"01/10/26 11:00:00"}
    assert result.manifest.updated == LATER
    assert result.fetched == 3
    assert len(list(result.manifest.folder.glob("demo_r.*"))) == 3


def test_an_update_after_the_last_page_starts_again(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave("/dataflow/", fine, update(LATER))
    result = puller()
    assert result.manifest.updated == LATER
    assert {row["LAST UPDATE"] for row in rows_of(result.manifest)} == {"01/10/26 11:00:00"}


def test_updates_without_end_are_an_error(puller: _Puller, server: EurostatLike) -> None:
    stamps = [f"2026-10-{day:02}T11:00:00+0200" for day in range(1, 9)]
    server.misbehave(".C11.", *[update(stamp) for stamp in stamps])
    with pytest.raises(HanseError, match="was updated 3 times"):
        puller(page_by="nace_r2")


def test_an_update_between_two_tries_starts_again(puller: _Puller, server: EurostatLike) -> None:
    server.misbehave(".C13.", *[status(500)] * 4)
    with pytest.raises(HanseError):
        puller(page_by="nace_r2")
    server.updated = LATER
    result = puller(page_by="nace_r2")
    assert (result.fetched, result.kept) == (3, 0)
    assert "since the last try" in result.notes[0]


def test_a_damaged_file_is_found_and_fetched_again(puller: _Puller, server: EurostatLike) -> None:
    first = puller(page_by="nace_r2").manifest
    path = first.paths[1]
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    first.paths[2].unlink()
    with pytest.raises(HanseError, match="2 of 3 files") as problem:
        verify_manifest(load_manifest(first.folder))
    assert "the checksum differs" in problem.value.why and "gone" in problem.value.why
    result = puller(page_by="nace_r2")
    assert (result.fetched, result.kept) == (2, 1)
    assert len(result.notes) == 2
    assert cells(result.manifest) == everything(server)
    verify_manifest(result.manifest)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"manifest": 99}', '{"manifest": 1, "pages": [{}], "selection": {}}']
)
def test_a_manifest_that_cannot_be_read_is_an_error(puller: _Puller, text: str) -> None:
    home = pull_home(puller.into, "demo_r")
    home.mkdir()
    (home / "manifest.json").write_text(text)
    with pytest.raises(HanseError, match="cannot be used"):
        puller()
    assert (home / "manifest.json").read_text() == text


def test_a_full_disk_leaves_nothing_half_written(
    puller: _Puller, server: EurostatLike, monkeypatch: pytest.MonkeyPatch
) -> None:
    puller.server.misbehave(".C13.", *[status(500)] * 4)
    with pytest.raises(HanseError):
        puller(page_by="nace_r2")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(HanseError, match="The disk is full") as problem:
            puller(page_by="nace_r2")
    assert "run the same command again" in problem.value.remedy
    home = pull_home(puller.into, "demo_r")
    assert not list(home.glob("*.part*")) and not list(home.glob("*.tmp"))
    assert len(list(home.glob("*.csv.gz"))) == 2
    assert puller(page_by="nace_r2").fetched == 1


def test_two_pulls_do_not_share_a_folder(puller: _Puller, server: EurostatLike) -> None:
    gate = threading.Event()
    server.misbehave(PAGES, stall_half_way(gate))
    first = threading.Thread(target=lambda: puller())
    first.start()
    while not server.asked(PAGES):
        time.sleep(0.005)
    with pytest.raises(HanseError, match="Another pull is at work"):
        puller()
    gate.set()
    first.join(10)
    assert puller().unchanged


_KILLED = """
import sys
from datetime import date
from pathlib import Path
from hanse.observatory.sources.dissemination.pull import pull
into, root = sys.argv[1:]
pull("demo_r", into=Path(into), today=date(2026, 11, 22), page_by="nace_r2", root=root)
"""


@pytest.mark.parametrize("ranges", [True, False])
def test_killed_in_the_middle_of_a_page_it_resumes(
    puller: _Puller, server: EurostatLike, ranges: bool
) -> None:
    server.ranges = ranges
    server.codes["geo"] = [f"AT{number:05}" for number in range(30_000)]
    gate = threading.Event()
    server.misbehave(".C11.", stall_half_way(gate))
    process = subprocess.Popen([sys.executable, "-c", _KILLED, str(puller.into), server.root])
    home = pull_home(puller.into, "demo_r")
    deadline = time.monotonic() + 20
    while not any(path.stat().st_size > 100_000 for path in home.glob("*C11*.part")):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    gate.set()
    journal = json.loads((home / "unfinished.json").read_text())
    assert len(journal["pages"]) == 1
    before = len(server.asked(PAGES))
    result = puller(page_by="nace_r2")
    assert (result.fetched, result.kept) == (2, 1)
    assert len(server.asked(PAGES)) == before + 2
    continued = [request.headers.get("range") for request in server.log[-3:]]
    assert any(continued) == ranges
    assert len(cells(result.manifest)) == 3 * 30_000 * 3
    verify_manifest(result.manifest)
    assert not list(home.glob("*.part*"))
