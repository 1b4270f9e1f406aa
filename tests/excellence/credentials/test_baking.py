"""Badges as pictures: what is baked in comes out again, whatever else is in the picture."""

import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking as library

from hanse.excellence.credentials.badges import SIZES, TONES, Face, badge_png, badge_svg
from hanse.excellence.credentials.baking import LARGEST, bake_png, bake_svg, extracted, text_of
from hanse.foundation.problems import HanseError
from tests.excellence.credentials.samples import signed_badge

FACE = Face(
    scheme="Hanse label",
    title="Gold",
    holder="Fictitious Tïmber & Sons <Ltd>",
    until="Valid until 31 March 2028",
    foot="HL-2026-0001 · labels.example",
    level="gold",
    told="Hanse label, gold, of Fictitious Tïmber & Sons <Ltd>, valid until 31 March 2028.",
)
BUILT = Path(__file__).resolve().parents[3] / "hanse/foundation/web/static/foundation/built"
TYPEFACES = BUILT if BUILT.is_dir() else None


def test_svg_and_png_give_back_what_was_baked_in() -> None:
    document = signed_badge()
    for baked in (
        bake_svg(badge_svg(FACE, "square", TYPEFACES), document),
        bake_png(badge_png(FACE, "square", TYPEFACES), document),
    ):
        content, in_picture = extracted(baked)
        assert in_picture
        assert content.decode() == text_of(document)
    assert extracted(text_of(document).encode()) == (text_of(document).encode(), False)


def test_a_compressed_credential_is_found_in_a_picture_of_others() -> None:
    text = text_of(signed_badge()).encode()
    content = b"openbadgecredential\0\1\0\0\0" + zlib.compress(text)
    chunk = struct.pack("!I", len(content)) + b"iTXt" + content
    chunk += struct.pack("!I", zlib.crc32(b"iTXt" + content))
    picture = badge_png(FACE, "wide", TYPEFACES)
    assert extracted(picture[:-12] + chunk + picture[-12:]) == (text, True)


@pytest.mark.parametrize("shape", ["square", "wide"])
@pytest.mark.parametrize("level", list(TONES))
def test_a_badge_has_its_size_and_says_what_it_shows(shape: str, level: str) -> None:
    face = Face("Hanse label", "Title", "Holder", "Until", "Foot", level, "All & all.")
    svg = badge_svg(face, shape, TYPEFACES)  # type: ignore[arg-type]  # the shapes of SIZES
    root = ET.fromstring(svg)
    width, height = SIZES[shape]  # type: ignore[index]  # the same
    assert root.get("viewBox") == f"0 0 {width} {height}"
    assert (root.get("role"), root.get("aria-label")) == ("img", "All & all.")
    names = [each.text for each in root[:2]]
    assert names == ["Title, Holder", "All & all."]
    png = badge_png(face, shape, TYPEFACES)  # type: ignore[arg-type]  # the same
    assert struct.unpack("!II", png[16:24]) == (2 * width, 2 * height)


def test_a_name_of_any_length_leaves_the_badge_as_large_as_it_is() -> None:
    face = Face("S" * 500, "T" * 500, "Wörter " * 80, "U" * 300, "F" * 300, "gold", "Told.")
    for shape in SIZES:
        root = ET.fromstring(badge_svg(face, shape, TYPEFACES))
        assert root.get("viewBox") == "0 0 {} {}".format(*SIZES[shape])


def test_words_are_words_and_no_markup() -> None:
    face = Face("#panic()", "*not bold*", "$x$ `raw` @ref", "\\", "//", "bronze", "<script>")
    svg = badge_svg(face, "square", TYPEFACES)
    assert b"<script" not in svg
    ET.fromstring(svg)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no badge"),
        (b"GIF89a", "no badge"),
        (b"[1]", "no badge"),
        (b" " * (LARGEST + 1), "too large"),
        (b"<svg", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no credential"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg>&a;</svg>", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "cannot be read"),
    ],
)
def test_what_is_no_badge_is_said(content: bytes, said: str) -> None:
    with pytest.raises(HanseError, match=said):
        extracted(content)


def test_a_picture_without_a_credential_says_why_it_may_be_gone() -> None:
    with pytest.raises(HanseError, match="no credential in this PNG") as problem:
        extracted(badge_png(FACE, "square", TYPEFACES))
    assert "throw away" in problem.value.why


@given(st.binary(max_size=200), st.integers(0, 200), st.integers(0, 255))
def test_no_file_breaks_the_reader(content: bytes, place: int, byte: int) -> None:
    baked = bytearray(_small_png())
    baked[place % len(baked)] = byte
    for each in (content, b"\x89PNG\r\n\x1a\n" + content, b"<svg " + content, bytes(baked)):
        try:
            extracted(each)
        except HanseError as problem:
            assert problem.what


def _small_png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", check)

    plain = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )
    return library.bake_png(plain, "{}", keyword=library.ITXT_KEYWORD_OB3)
