"""Credentials inside pictures: put into SVG and PNG, and taken out again (Open Badges 3.0, 5.3)."""

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers.expat import ExpatError

from openbadgeslib import baking
from openbadgeslib.errors import LibOpenBadgesException
from png import Error as PngError

from hanse.foundation.problems import HanseError

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a file that is looked into."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_BROKEN_PNG: Final = (
    PngError,
    LibOpenBadgesException,
    ValueError,
    OSError,
    EOFError,
    IndexError,
    struct.error,
    zlib.error,
)


def bake_svg(picture: bytes, document: Mapping[str, Any]) -> bytes:
    """An SVG picture with `document` inside."""
    return baking.bake_svg(
        picture,
        text_of(document),
        element=baking.SVG_ELEMENT_OB3,
        namespace=baking.SVG_NS_OB3,
        as_text=True,
    )


def bake_png(picture: bytes, document: Mapping[str, Any]) -> bytes:
    """A PNG picture with `document` inside."""
    return baking.bake_png(picture, text_of(document), keyword=baking.ITXT_KEYWORD_OB3)


def text_of(document: Mapping[str, Any]) -> str:
    """`document` as it is stored and sent."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def extracted(content: bytes) -> tuple[bytes, bool]:
    """The credential inside a file, and whether the file is a picture.

    content: a baked SVG or PNG, or the credential itself as JSON. Raises `HanseError` where there
    is none, or the file is broken or too large.
    """
    if len(content) > LARGEST:
        raise HanseError(
            "The file is too large to be a badge.",
            why=f"At most {LARGEST // 1024**2} MB are looked into.",
        )
    if content.startswith(_PNG):
        return _found(_of_png(content), "PNG picture"), True
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _found(_of_svg(start), "SVG picture"), True
    if start.startswith(b"{"):
        return start, False
    raise HanseError(
        "The file is no badge.",
        why="A badge is a JSON file, or an SVG or PNG picture with a credential inside.",
    )


def _of_png(content: bytes) -> str | None:
    try:
        return baking.extract_png(content, keyword=baking.ITXT_KEYWORD_OB3)
    except _BROKEN_PNG as error:
        raise _broken("PNG picture", error) from error


def _of_svg(content: bytes) -> str | None:
    try:
        return baking.extract_svg(content, element=baking.SVG_ELEMENT_OB3, text_fallback=True)
    except (ExpatError, ValueError, RecursionError) as error:
        raise _broken("SVG picture", error) from error


def _found(text: str | None, what: str) -> bytes:
    if not text:
        raise HanseError(
            f"There is no credential in this {what}.",
            why="Programs that edit or shrink pictures throw away what is baked in.",
            remedy="Take the file as its holder got it, or the credential as JSON.",
        )
    return text.encode()


def _broken(what: str, error: Exception) -> HanseError:
    return HanseError(f"This {what} cannot be read.", why=str(error)[:200])
