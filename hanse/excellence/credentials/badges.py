"""The pictures of badges: of our own design, set in the site's typeface, as SVG and as PNG."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import typst

Shape = Literal["square", "wide"]
"""square: to be baked and kept; wide: to stand on a page of the holder's."""

SIZES: Final[Mapping[Shape, tuple[int, int]]] = MappingProxyType(
    {"square": (480, 480), "wide": (440, 132)}
)
"""Width and height in px."""
_DESIGN: Final = Path(__file__).with_name("badge.typ")
_PPI: Final = 144.0
_MOST_SIGNS: Final = 120


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of a level: for letters and lines on white, and the ground of its mark."""

    tone: str
    wash: str
    filled: int


TONES: Final[Mapping[str, Tones]] = MappingProxyType(
    {
        "bronze": Tones("#8a5527", "#f5e9de", 1),
        "silver": Tones("#566570", "#e9edf0", 2),
        "gold": Tones("#866400", "#f8efd2", 3),
        "": Tones("#005b7d", "#e0f0f2", 3),
        "none": Tones("#51606c", "#eeece6", 0),
    }
)
"""Level -> colours and filled circles; "" for certificates and for levels of other schemes, "none"
for what is not valid."""


@dataclass(frozen=True, slots=True)
class Face:
    """The words on a badge.

    scheme: what it belongs to; title: the level or the kind of certificate; until: the line on how
    long it is valid; foot: a line in small print; level: chooses the colours; told: all of it in a
    sentence, for those who listen.
    """

    scheme: str
    title: str
    holder: str
    until: str
    foot: str
    level: str
    told: str


def badge_svg(face: Face, shape: Shape, typefaces: Path | None) -> bytes:
    """The badge as SVG: letters are outlines, so that it looks the same everywhere.

    typefaces: the folder with Source Sans 3; None for what Typst brings.
    """
    drawn = _drawn(face, shape, "svg", typefaces).decode()
    start, opening, rest = drawn.partition("<svg ")
    attributes, closing, inside = rest.partition(">")
    names = f"<title>{escape(face.title)}, {escape(face.holder)}</title>"
    told = f"<desc>{escape(face.told)}</desc>"
    label = f' role="img" aria-label="{escape(face.told)}"'
    return f"{start}{opening}{attributes}{label}{closing}{names}{told}{inside}".encode()


def badge_png(face: Face, shape: Shape, typefaces: Path | None) -> bytes:
    """The badge as PNG, twice as many points each way as the SVG says."""
    return _drawn(face, shape, "png", typefaces)


@lru_cache(maxsize=64)
def _drawn(face: Face, shape: Shape, form: Literal["svg", "png"], typefaces: Path | None) -> bytes:
    tones = TONES.get(face.level, TONES[""])
    words = {name: text[:_MOST_SIGNS] for name, text in asdict(face).items()}
    drawn = typst.compile(
        _DESIGN.read_bytes(),
        format=form,
        ppi=_PPI,
        font_paths=_fonts(typefaces),
        sys_inputs={"badge": json.dumps({**words, **asdict(tones), "shape": shape})},
    )
    if not isinstance(drawn, bytes):
        raise TypeError("Typst made several pages of one badge.")
    return drawn


@cache
def _fonts(typefaces: Path | None) -> typst.Fonts:
    folders = [typefaces] if typefaces else []
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
