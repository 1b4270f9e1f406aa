"""Makes the files the site serves from packages: typeface and icons, licences beside them.

Run by make: python scripts/build_assets.py
"""

import re
import shutil
import sys
from importlib import metadata, resources
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from hanse.foundation.web.icons import ICONS

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGES: Final = ROOT / "node_modules"
TYPEFACE: Final = PACKAGES / "@fontsource-variable/source-sans-3"
BUILT: Final = ROOT / "hanse/foundation/web/static/foundation/built"

# The alphabets of the 24 official languages of the EU; ranges as in CSS.
ALPHABETS: Final = {
    "latin": (
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,"
        "U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
    ),
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B",
    "greek": "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF",
    "cyrillic": "U+0400-045F,U+0490-0491,U+2116",
}
FACE: Final = """@font-face {{
  font-family: "Source Sans 3";
  font-style: normal;
  font-weight: 200 900;
  font-display: swap;
  src: url("source-sans-3-{alphabet}.woff2") format("woff2");
  unicode-range: {letters};
}}
"""


def letters(ranges: str) -> list[int]:
    """The code points of ranges as CSS writes them."""
    found: list[int] = []
    for each in ranges.split(","):
        first, _, last = each.removeprefix("U+").partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def write_typeface() -> None:
    """One file for each alphabet, so that a page fetches only those it uses."""
    options = subset.Options(flavor="woff2", layout_features=["*"])
    for alphabet, ranges in ALPHABETS.items():
        font = TTFont(TYPEFACE / f"files/source-sans-3-{alphabet}-wght-normal.woff2")
        cut = subset.Subsetter(options)
        cut.populate(unicodes=letters(ranges))
        cut.subset(font)
        font.flavor = "woff2"
        font.save(BUILT / f"source-sans-3-{alphabet}.woff2")
    (BUILT / "typeface.css").write_text(
        "\n".join(FACE.format(alphabet=each, letters=ALPHABETS[each]) for each in ALPHABETS),
        "utf-8",
    )
    shutil.copyfile(TYPEFACE / "LICENSE", BUILT / "typeface-LICENSE.txt")


def write_document_typeface() -> None:
    """Plain fonts of two weights for pictures and documents made at the server.

    One file holds all alphabets: of several, Typst takes one, and letters it lacks from elsewhere.
    """
    options = subset.Options(layout_features=["kern", "tnum", "lnum"])
    for old in BUILT.glob("*.ttf"):
        old.unlink()
    for weight in (400, 600):
        parts = []
        for alphabet, ranges in ALPHABETS.items():
            font = TTFont(TYPEFACE / f"files/source-sans-3-{alphabet}-wght-normal.woff2")
            cut = subset.Subsetter(options)
            cut.populate(unicodes=letters(ranges))
            cut.subset(font)
            plain = instancer.instantiateVariableFont(font, {"wght": weight}, updateFontNames=True)
            plain.flavor = None
            part = BytesIO()
            plain.save(part)
            part.seek(0)
            parts.append(part)
        merge.Merger().merge(parts).save(BUILT / f"source-sans-3-{weight}.ttf")


def write_icons() -> None:
    """All icons as symbols of one file. Ends the program for a name that Lucide does not have."""
    with (
        resources.files("lucide").joinpath("lucide.zip").open("rb") as packed,
        ZipFile(packed) as file,
    ):
        there = {name.removesuffix(".svg") for name in file.namelist()}
        if unknown := sorted(ICONS - there):
            sys.exit(f"hanse/foundation/web/icons.py: Lucide has no {', '.join(unknown)}.")
        drawings = {name: file.read(f"{name}.svg").decode() for name in sorted(ICONS)}
    symbols = []
    for name, drawing in drawings.items():
        inside = re.sub(r"\s+", " ", re.sub(r".*?<svg[^>]*>|</svg>", "", drawing, flags=re.DOTALL))
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
            f"{inside.strip()}</symbol>"
        )
    sprite = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"])
    (BUILT / "icons.svg").write_text(sprite, "utf-8")
    licence = metadata.distribution("lucide").read_text("licenses/LICENSE")
    assert licence, "the package of icons comes with its licence"
    (BUILT / "icons-LICENSE.txt").write_text(licence, "utf-8")


if __name__ == "__main__":
    BUILT.mkdir(parents=True, exist_ok=True)
    write_typeface()
    write_document_typeface()
    write_icons()
