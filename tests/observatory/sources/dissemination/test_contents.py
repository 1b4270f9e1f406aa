"""Files are read through before they count as whole."""

import gzip
from pathlib import Path

import pytest

from hanse.observatory.sources.dissemination.contents import Contents, Message, inspect
from hanse.observatory.sources.dissemination.transfer import TransientError

HEADER = b"DATAFLOW,LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\r\n"
ROW = b"ESTAT:X(1.0),31/07/26 23:00:00,AT11,2020,5,p\r\n"


def inspected(folder: Path, content: bytes) -> Contents | Message:
    """What `inspect` says of a file with this content."""
    path = folder / "page.part"
    path.write_bytes(content)
    return inspect(path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("rows", [0, 1, 40_000])
def test_rows_are_counted(tmp_path: Path, pack: type[bytes], rows: int) -> None:
    found = inspected(tmp_path, pack(HEADER + ROW * rows))
    updated = "31/07/26 23:00:00" if rows else ""
    assert found == Contents(rows, updated, gzipped=pack is not bytes)


def test_a_byte_order_mark_any_case_and_no_last_line_end(tmp_path: Path) -> None:
    found = inspected(tmp_path, b"\xef\xbb\xbf" + HEADER.lower() + ROW + ROW.rstrip())
    assert found == Contents(2, "31/07/26 23:00:00", gzipped=False)


def test_without_a_stamp(tmp_path: Path) -> None:
    assert inspected(tmp_path, b"geo,TIME_PERIOD,OBS_VALUE\nAT,2020,1\n") == Contents(1, "", False)


def test_a_message_is_handed_back(tmp_path: Path) -> None:
    assert inspected(tmp_path, gzip.compress(b" <a/>")) == Message(b" <a/>")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"a,b\n1,2\n",
        b'{"error": 1}',
        b"<!DOCTYPE html><html></html>",
        b"<HTML><body>",
        HEADER + ROW + ROW[:20],
        gzip.compress(HEADER + ROW * 99)[:-9],
        gzip.compress(HEADER + ROW * 99)[:40],
        b"\x1f\x8b",
        b"\x1f\x8bnot gzip at all",
        b"\x00\xff\xfe",
    ],
    ids=range(12),
)
def test_anything_else_is_asked_for_again(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(TransientError):
        inspected(tmp_path, content)
