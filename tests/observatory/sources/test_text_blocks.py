"""Files that cannot be read as a table of text: each gives one clear error."""

import gzip
import random
import tracemalloc
from pathlib import Path

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources import text_blocks
from hanse.observatory.sources.formats import read
from hanse.observatory.sources.reading import Layout
from hanse.observatory.sources.text_blocks import MAX_COLUMNS, blocks

HEADER = "geo,nace_r2,time_period,obs_value\n"


def refused(tmp_path: Path, content: bytes, name: str = "file.csv") -> HanseError:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(HanseError) as caught:
        read(path, Layout())
    assert str(path) in caught.value.where
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_unicode_encodings_are_named(tmp_path: Path, encoding: str) -> None:
    error = refused(tmp_path, (HEADER + "AT,C,2015,1\n").encode(encoding))
    assert encoding[:6].upper() in error.what
    assert "line 1" in error.where
    assert "UTF-8" in error.remedy


def test_latin_1_is_named_by_line_and_byte(tmp_path: Path) -> None:
    error = refused(tmp_path, HEADER.encode() + "AT,C,2015,1\nKärnten,C,2015,1\n".encode("latin-1"))
    assert error.what == "The file is not UTF-8 text."
    assert error.where.endswith("line 3, byte 2 (0xe4)")


def test_the_line_of_a_wrong_byte_is_right_beyond_the_first_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_blocks, "BLOCK_BYTES", 100)
    monkeypatch.setattr(text_blocks, "_CHUNK", 64)
    good = "".join(f"AT{number},C,2015,1\n" for number in range(500))
    error = refused(tmp_path, (HEADER + good).encode() + b"AT\xff,C,2015,1\n")
    assert error.where.endswith("line 502, byte 3 (0xff)")


def test_a_byte_order_mark_of_utf_8_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"\xef\xbb\xbf" + HEADER.encode() + b"AT,C,2015,1\n")
    assert read(path, Layout()).table.height == 1


def test_an_empty_file_and_a_lone_header_are_told_apart(tmp_path: Path) -> None:
    assert refused(tmp_path, b"").what == "The file is empty."
    assert refused(tmp_path, b"\xef\xbb\xbf").what
    assert "header but no data" in refused(tmp_path, HEADER.encode()).what
    assert "header but no data" in refused(tmp_path, HEADER.strip().encode()).what


def test_an_absent_file(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="no such file"):
        read(tmp_path / "absent.csv", Layout())
    with pytest.raises(HanseError, match="no such file"):
        read(tmp_path / "absent.parquet", Layout(), "long_parquet")
    with pytest.raises(HanseError):
        read(tmp_path, Layout())


def test_truncated_gzip_says_how_far_it_could_be_read(tmp_path: Path) -> None:
    chance = random.Random(7)
    lines = [f"AT{number},C,2015,{chance.random()}\n" for number in range(5000)]
    packed = gzip.compress((HEADER + "".join(lines)).encode())
    error = refused(tmp_path, packed[: len(packed) // 2], "file.csv.gz")
    assert "breaks off" in error.what
    count = int(error.what.split(": ")[1].split(" ")[0].replace(",", ""))
    # At least 4,000 lines are about half the random digits; the header is one of them.
    assert 2000 < count < 3500
    assert error.where.endswith(f"line {count + 1}")


def test_damaged_gzip_and_what_only_claims_to_be_gzip(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress((HEADER + "AT,C,2015,1\n" * 10).encode()))
    packed[-6] ^= 0xFF
    assert "damaged" in refused(tmp_path, bytes(packed), "file.csv.gz").what
    assert "not gzip" in refused(tmp_path, HEADER.encode() + b"AT,C,2015,1\n", "file.csv.gz").what


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(gzip.compress((HEADER + "AT,C,2015,1\n").encode()))
    assert read(path, Layout()).table["value"].to_list() == [1.0]


def test_nul_bytes_are_named_by_line(tmp_path: Path) -> None:
    error = refused(tmp_path, (HEADER + "AT,C,2015,1\nAT,\0,2016,1\n").encode())
    assert "NUL" in error.what
    assert error.where.endswith("line 3")


@pytest.mark.parametrize(
    "page", ["<!DOCTYPE html><html>", "\n <HTML><body>", "<?xml version='1.0'?>"]
)
def test_a_page_saved_as_data(tmp_path: Path, page: str) -> None:
    error = refused(tmp_path, page.encode() + b"<p>413 Too large</p>")
    assert "not a table" in error.what


def test_a_header_of_a_million_columns_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    with path.open("wb") as file:
        file.write(b"geo,nace_r2")
        for _ in range(100):
            file.write(b",column" * 100_000)
    tracemalloc.start()
    with pytest.raises(HanseError, match=f"more than {MAX_COLUMNS:,} columns"):
        read(path, Layout())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 60_000_000
    assert peak < 20_000_000


def test_a_huge_line_is_refused_with_its_number_and_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"AT,C,2015,1\n")
        for _ in range(64):
            file.write(b"x" * 2**20)
    tracemalloc.start()
    with pytest.raises(HanseError, match="longer than 16,777,216 bytes") as caught:
        read(path, Layout())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.where.endswith("line 3")
    assert peak < 60_000_000


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 64])
def test_the_length_of_a_line_is_measured_over_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(text_blocks, "_CHUNK", chunk)
    path = tmp_path / "lines.csv"
    path.write_text("a\n" + "b" * 10 + "\n" + "c" * 3 + "\n" + "d" * 10)
    lines = [line for block in blocks(path, max_line=10) for line in block.text.split("\n")]
    assert lines == ["a", "b" * 10, "ccc", "d" * 10]
    path.write_text("a\n" + "b" * 10 + "\n\n" + "d" * 11 + "\n")
    with pytest.raises(HanseError) as caught:
        list(blocks(path, max_line=10))
    assert caught.value.where.endswith("line 4")


def test_blocks_keep_every_line_and_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_blocks, "BLOCK_BYTES", 50)
    monkeypatch.setattr(text_blocks, "_CHUNK", 16)
    lines = [f"line {number}" * (number % 4) for number in range(1, 200)]
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(lines))
    seen = {
        block.line + place: line
        for block in blocks(path)
        for place, line in enumerate(block.text.split("\n"))
    }
    assert list(seen.items()) == list(enumerate(lines, start=1))


def test_carriage_returns_alone_are_no_line_ends(tmp_path: Path) -> None:
    error = refused(tmp_path, HEADER.replace("\n", "\r").encode() + b"AT,C,2015,1\r")
    assert "carriage returns" in error.what
