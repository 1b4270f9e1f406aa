"""Manifests come back as they were written, and tell when a file is not what was fetched."""

import errno
import hashlib
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.disk import write_whole
from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.folder import pull_home, pulled_manifest
from hanse.observatory.sources.manifest import (
    JOURNAL_NAME,
    SourceManifest,
    SourcePage,
    load_manifest,
    manifest_for_file,
    save_manifest,
    verify_manifest,
    with_page,
)

TODAY = date(2026, 11, 22)
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
PAGES = st.builds(
    SourcePage,
    file=st.from_regex(r"[a-z][a-z.]{0,8}", fullmatch=True),
    url=TEXT,
    fetched=st.dates().map(date.isoformat),
    bytes=st.integers(0, 10**12),
    sha256=TEXT,
    rows=st.none() | st.integers(0, 10**9),
    updated=TEXT,
    etag=TEXT,
    last_modified=TEXT,
)


@settings(max_examples=40)
@given(
    pages=st.lists(PAGES, max_size=3),
    title=TEXT,
    selection=st.dictionaries(TEXT, st.lists(TEXT, max_size=3).map(tuple), max_size=3),
    too_large=st.lists(TEXT, max_size=2),
)
def test_a_manifest_comes_back_as_written(
    tmp_path_factory: pytest.TempPathFactory,
    pages: list[SourcePage],
    title: str,
    selection: dict[str, tuple[str, ...]],
    too_large: list[str],
) -> None:
    manifest = SourceManifest(
        dataset="demo",
        folder=tmp_path_factory.mktemp("manifest"),
        pages=tuple(pages),
        fetched="2026-11-22",
        title=title,
        selection=selection,
        too_large=tuple(too_large),
    )
    path = save_manifest(manifest)
    assert load_manifest(path) == manifest == load_manifest(path.parent)


def file_of(folder: Path, content: bytes = b"a,b\n1,2\n") -> Path:
    path = folder / "figures.csv"
    path.write_bytes(content)
    return path


def test_a_file_of_ones_own_has_the_same_manifest(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    manifest = manifest_for_file(
        path, today=TODAY, licence="CC0", attribution="Source: ours", url="https://example.org"
    )
    assert manifest.paths == (path,)
    assert manifest.bytes == 8
    assert manifest.pages[0].sha256 == hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert (manifest.licence, manifest.fetched, manifest.complete) == ("CC0", "2026-11-22", True)
    verify_manifest(manifest)
    with pytest.raises(HanseError, match="cannot be read"):
        manifest_for_file(tmp_path / "absent.csv", today=TODAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (b"a,b\n1,3\n", "the checksum differs"),
        (b"a,b\n", "4 bytes instead of 8"),
        (None, "the file is gone"),
    ],
)
def test_a_changed_file_is_found(tmp_path: Path, change: bytes | None, words: str) -> None:
    path = file_of(tmp_path)
    manifest = manifest_for_file(path, today=TODAY)
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change)
    with pytest.raises(HanseError, match="not what was fetched") as problem:
        verify_manifest(manifest)
    assert problem.value.why == f"figures.csv: {words}"


def test_a_page_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    manifest = manifest_for_file(file_of(tmp_path), today=TODAY)
    page = replace(manifest.pages[0], file="../figures.csv")
    save_manifest(replace(manifest, pages=(page,)))
    with pytest.raises(HanseError, match="cannot be used") as problem:
        load_manifest(tmp_path)
    assert "outside the folder" in problem.value.why


def test_a_page_takes_the_place_of_one_from_the_same_address(tmp_path: Path) -> None:
    manifest = manifest_for_file(file_of(tmp_path), today=TODAY, url="https://example.org")
    newer = replace(manifest.pages[0], fetched="2026-12-01", bytes=9)
    changed = with_page(manifest, newer)
    assert changed.pages == (newer,)
    assert changed.fetched == "2026-12-01"


def test_what_was_pulled_is_found_by_selection_or_whole(tmp_path: Path) -> None:
    select = {"geo": ["AT"]}
    with pytest.raises(HanseError, match="demo has not been downloaded"):
        pulled_manifest(tmp_path, "demo", select)
    whole = pull_home(tmp_path, "demo")
    part = pull_home(tmp_path, "demo", select)
    for home in (whole, part):
        home.mkdir()
    everything = SourceManifest("demo", whole, (), "2026-11-22")
    save_manifest(everything)
    assert pulled_manifest(tmp_path, "demo", select) == everything
    selected = SourceManifest("demo", part, (), "2026-11-22", complete=False)
    save_manifest(selected, name=JOURNAL_NAME)
    with pytest.raises(HanseError, match="has not finished"):
        pulled_manifest(tmp_path, "demo", select)
    save_manifest(replace(selected, complete=True))
    assert pulled_manifest(tmp_path, "DEMO", {"GEO": ["AT"]}).folder == part


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "Cannot write figures.csv")],
)
def test_a_disk_that_refuses_keeps_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = file_of(tmp_path)

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(HanseError, match=words):
        write_whole(path, b"new")
    assert path.read_bytes() == b"a,b\n1,2\n"
    assert [file.name for file in tmp_path.iterdir()] == ["figures.csv"]
