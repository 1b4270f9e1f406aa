"""Downloads are whole, resumable, and never a mix of two releases."""

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.folder import pull_home
from hanse.observatory.sources.formats import read
from hanse.observatory.sources.manifest import load_manifest, verify_manifest
from hanse.observatory.sources.reading import Layout, MeasureRule
from tests.observatory.sources.dissemination.pulling import (
    LATER,
    PAGES,
    Puller,
    cells,
    everything,
    rows_of,
)
from tests.observatory.sources.misbehaving_server import (
    EurostatLike,
    fine,
    reset,
    stall_half_way,
    status,
    update,
)

EMPLOYMENT = {"": MeasureRule("employment_persons")}


def test_a_small_data_set_is_one_page_with_a_full_manifest(
    puller: Puller, server: EurostatLike
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


def test_a_selection_has_its_own_folder_and_key(puller: Puller, server: EurostatLike) -> None:
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
    puller: Puller, server: EurostatLike, select: dict[str, list[str]], words: list[str]
) -> None:
    with pytest.raises(HanseError) as problem:
        puller(select=select)
    assert all(word in str(problem.value) for word in words)
    assert not server.asked("/data/")


def test_pages_by_industry(puller: Puller, server: EurostatLike) -> None:
    result = puller(page_by="nace_r2")
    keys = [page.url.partition("?")[0].rpartition("/")[2] for page in result.manifest.pages]
    assert keys == [".C10.", ".C11.", ".C13."]
    assert cells(result.manifest) == everything(server)


def test_too_large_is_divided_as_far_as_needed(puller: Puller, server: EurostatLike) -> None:
    # 27 cells in all; 9 an industry; 3 an industry and year.
    server.most_cells = 3
    result = puller()
    assert cells(result.manifest) == everything(server)
    assert len(result.manifest.pages) == 9
    assert len(server.asked(PAGES)) == 1 + 3 + 9
    assert puller.heard[-1].pages_total == 9
    again = puller()
    assert again.unchanged and len(server.asked(PAGES)) == 13


def test_too_large_even_for_one_cell_is_an_error(puller: Puller, server: EurostatLike) -> None:
    server.most_cells = 0
    with pytest.raises(HanseError, match="as too large") as problem:
        puller()
    assert "nace_r2 C10" in problem.value.what


def test_a_part_without_figures_is_recorded_and_not_asked_again(
    puller: Puller, server: EurostatLike
) -> None:
    server.absent = {"C11"}
    result = puller(page_by="nace_r2")
    assert [page.rows for page in result.manifest.pages] == [9, 0, 9]
    assert len(result.manifest.paths) == 2
    verify_manifest(result.manifest)
    assert puller(page_by="nace_r2").unchanged


def test_an_unchanged_data_set_is_not_fetched_again(puller: Puller, server: EurostatLike) -> None:
    first = puller()
    again = puller(today=date(2026, 12, 1))
    assert again.unchanged and again.kept == 1
    assert again.manifest == first.manifest
    assert len(server.asked(PAGES)) == 1


def test_an_updated_data_set_replaces_the_earlier_one(puller: Puller, server: EurostatLike) -> None:
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
    puller: Puller, server: EurostatLike
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
    puller: Puller, server: EurostatLike
) -> None:
    server.stamped = False
    first = puller()
    assert first.manifest.pages[0].etag
    again = puller()
    assert again.unchanged
    assert server.log[-1].headers["if-none-match"] == first.manifest.pages[0].etag


def test_it_gives_up_and_says_what_is_kept(puller: Puller, server: EurostatLike) -> None:
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


def test_an_update_between_pages_starts_again(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(".C11.", update(LATER))
    result = puller(page_by="nace_r2")
    assert "was updated during the download: starting again" in result.notes[0]
    assert {row["LAST UPDATE"] for row in rows_of(result.manifest)} == {"01/10/26 11:00:00"}
    assert result.manifest.updated == LATER
    assert result.fetched == 3
    assert len(list(result.manifest.folder.glob("demo_r.*"))) == 3


def test_an_update_after_the_last_page_starts_again(puller: Puller, server: EurostatLike) -> None:
    server.misbehave("/dataflow/", fine, update(LATER))
    result = puller()
    assert result.manifest.updated == LATER
    assert {row["LAST UPDATE"] for row in rows_of(result.manifest)} == {"01/10/26 11:00:00"}


def test_updates_without_end_are_an_error(puller: Puller, server: EurostatLike) -> None:
    stamps = [f"2026-10-{day:02}T11:00:00+0200" for day in range(1, 9)]
    server.misbehave(".C11.", *[update(stamp) for stamp in stamps])
    with pytest.raises(HanseError, match="was updated 3 times"):
        puller(page_by="nace_r2")


def test_an_update_between_two_tries_starts_again(puller: Puller, server: EurostatLike) -> None:
    server.misbehave(".C13.", *[status(500)] * 4)
    with pytest.raises(HanseError):
        puller(page_by="nace_r2")
    server.updated = LATER
    result = puller(page_by="nace_r2")
    assert (result.fetched, result.kept) == (3, 0)
    assert "since the last try" in result.notes[0]


def test_a_damaged_file_is_found_and_fetched_again(puller: Puller, server: EurostatLike) -> None:
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
def test_a_manifest_that_cannot_be_read_is_an_error(puller: Puller, text: str) -> None:
    home = pull_home(puller.into, "demo_r")
    home.mkdir()
    (home / "manifest.json").write_text(text)
    with pytest.raises(HanseError, match="cannot be used"):
        puller()
    assert (home / "manifest.json").read_text() == text


def test_a_full_disk_leaves_nothing_half_written(
    puller: Puller, server: EurostatLike, monkeypatch: pytest.MonkeyPatch
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


def test_two_pulls_do_not_share_a_folder(puller: Puller, server: EurostatLike) -> None:
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
    puller: Puller, server: EurostatLike, ranges: bool
) -> None:
    server.ranges = ranges
    server.codes["geo"] = [f"AT{number:05}" for number in range(6_000)]
    gate = threading.Event()
    server.misbehave(".C11.", stall_half_way(gate))
    process = subprocess.Popen([sys.executable, "-c", _KILLED, str(puller.into), server.root])
    home = pull_home(puller.into, "demo_r")
    deadline = time.monotonic() + 20
    while not any(path.stat().st_size > 20_000 for path in home.glob("*C11*.part")):
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
    assert len(cells(result.manifest)) == 3 * 6_000 * 3
    verify_manifest(result.manifest)
    assert not list(home.glob("*.part*"))


def test_a_selection_without_figures_is_said_so(puller: Puller, server: EurostatLike) -> None:
    server.absent = {"BE10"}
    result = puller(select={"geo": ["BE10"]})
    assert result.notes == ("Eurostat has no figures for this selection of demo_r.",)
    assert result.manifest.paths == ()


@pytest.mark.parametrize("compressed", [True, False])
def test_what_was_pulled_is_what_the_reader_reads(
    puller: Puller, server: EurostatLike, compressed: bool
) -> None:
    server.compressed = compressed
    manifest = puller(page_by="nace_r2").manifest
    layout = Layout(
        nuts=2021, classification="nace_rev2", select={"freq": ("A",)}, measures=EMPLOYMENT
    )
    readings = [read(path, layout, "sdmx_csv") for path in manifest.paths]
    assert all(reading.report.adds_up() for reading in readings)
    assert [reading.report.accepted for reading in readings] == [9, 9, 9]
    found = {
        (row["industry"], row["region"], str(row["year"]), f"{row['value']:.0f}")
        for reading in readings
        for row in reading.table.iter_rows(named=True)
    }
    assert found == everything(server)
