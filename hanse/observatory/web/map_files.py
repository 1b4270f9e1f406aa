"""A map as a file of its own: SVG and PNG with title, legend, source and notices inside."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import typst
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from hanse.foundation.cartography.boundaries import Sheet
from hanse.foundation.cartography.frames import Box
from hanse.foundation.cartography.tiles import SIDE
from hanse.foundation.web.charts.svg import element, number, words
from hanse.observatory.web.map_markup import UNIT, frame_of
from hanse.observatory.web.maps import Map

WIDTH: Final = 2000
"""Width of the file in px."""

PALETTE: Final = {
    "shade-1": "#e1f3dd",
    "shade-2": "#acd8bd",
    "shade-3": "#6dbeaa",
    "shade-4": "#389e9e",
    "shade-5": "#007e92",
    "shade-6": "#005b7d",
    "shade-7": "#0c3a62",
    "low-1": "#f5ebdc",
    "low-2": "#e3cba4",
    "low-3": "#c39a5c",
    "high-1": "#cfe9e0",
    "high-2": "#55aea3",
    "high-3": "#005b7d",
    "withheld": "#e0ded7",
    "missing": "#e0ded7",
    "outside": "#eeece6",
}
"""Colours by class, the light ones of map.css; paper is light."""

_INK, _QUIET, _EDGE, _BORDER, _LAND, _GROUND, _LINE = (
    "#16222c",
    "#51606c",
    "#7d8b8f",
    "#4a585c",
    "#f3f1eb",
    "#ffffff",
    "#ffffff",
)
_FACE: Final = "'Source Sans 3', 'Source Sans Pro', 'Noto Sans', sans-serif"
_MARGIN: Final = 60
_HEAD: Final = 170
_ENTRY_WIDTH: Final = 460
_ENTRY_HEIGHT: Final = 46
_LINE_HEIGHT: Final = 34


def svg_of(shown: Map, notes: Sequence[str]) -> str:
    """The map as an SVG file that needs nothing else. notes: lines on its source."""
    inner = WIDTH - 2 * _MARGIN
    frame = _frame(shown)
    height = inner * frame.height / frame.width
    legend, legend_height = _legend(shown, _HEAD + height + 40)
    lines = [*filter(None, (shown.note, shown.notice)), *notes]
    below = _HEAD + height + 40 + legend_height + 30
    total = below + _LINE_HEIGHT * len(lines) + 30
    hatch = frame.width / 190
    return element(
        "svg",
        element("title", words(shown.title)),
        element("desc", words(" ".join(lines))),
        element(
            "defs",
            _pattern("hatch-estimated", hatch, 45),
            _pattern("hatch-withheld", hatch, -45),
            _pattern("key-estimated", 10, 45),
            _pattern("key-withheld", 10, -45),
        ),
        element("rect", width="100%", height="100%", fill=_GROUND),
        _text(shown.title, _MARGIN, 86, 50, weight="600"),
        _text(shown.unit, _MARGIN, 134, 32, fill=_QUIET),
        element(
            "svg",
            *_drawn(shown, hatch),
            x=_MARGIN,
            y=_HEAD,
            width=inner,
            height=height,
            viewBox=" ".join(map(number, (frame.x, frame.y, frame.width, frame.height))),
        ),
        legend,
        *(
            _text(line, _MARGIN, below + place * _LINE_HEIGHT, 24, fill=_QUIET)
            for place, line in enumerate(lines)
        ),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=total,
        viewBox=f"0 0 {WIDTH} {number(total)}",
        font_family=_FACE,
    )


@lru_cache(maxsize=16)
def png_of(svg: str) -> bytes:
    """An SVG file of `svg_of` as a picture."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.drawing), format: "svg", width: 1000pt)\n'
    )
    drawn = typst.compile(
        page.encode(),
        format="png",
        ppi=144.0,
        font_paths=_typefaces(),
        sys_inputs={"drawing": svg},
    )
    if not isinstance(drawn, bytes):
        raise TypeError("Typst made several pages of one picture.")
    return drawn


@cache
def _typefaces() -> typst.Fonts:
    """The typeface of the site where it has been made, with those that Typst brings."""
    found = finders.find("foundation/built/source-sans-3-400.ttf")
    folders = [Path(found).parent] if isinstance(found, str) else []
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _frame(shown: Map) -> Box:
    if shown.sheet is not None:
        return frame_of(shown, shown.sheet)
    return Box(0, 0, max(shown.tiles.width, 1) * UNIT, max(shown.tiles.height, 1) * UNIT)


def _drawn(shown: Map, hatch: float) -> Iterator[str]:
    if shown.sheet is None:
        return _drawn_tiles(shown)
    return _drawn_outlines(shown, shown.sheet, hatch)


def _drawn_outlines(shown: Map, sheet: Sheet, hatch: float) -> Iterator[str]:
    thin = hatch / 8
    known = {area.code: area for area in shown.areas}
    yield element("path", d=sheet.land, fill=_LAND, stroke=_LAND, stroke_width=10)
    if not shown.country:
        for label, box in sheet.insets:
            yield element("rect", fill=_GROUND, stroke=_EDGE, stroke_width=1.5, **_place(box))
            yield _text(label, box.x + 9, box.y + 27, 24)
    for code, path in sheet.paths.items():
        area = known.get(code)
        title = [element("title", words(area.told))] if area else []
        fill = PALETTE[area.shade if area else "outside"]
        yield element(
            "path",
            *title,
            d=path,
            fill=fill,
            stroke=_LINE,
            stroke_width=thin,
            stroke_linejoin="round",
        )
        if area and area.status in {"estimated", "withheld"}:
            yield element("path", d=path, fill=f"url(#hatch-{area.status})")
    for path, stroke, width in ((sheet.coasts, _EDGE, thin), (sheet.borders, _BORDER, 2 * thin)):
        yield element("path", d=path, fill="none", stroke=stroke, stroke_width=width)


def _drawn_tiles(shown: Map) -> Iterator[str]:
    known = {area.code: area for area in shown.areas}
    side = SIDE * UNIT - 1
    for country, (x, y) in shown.tiles.headings.items():
        yield _text(country, x * UNIT + 1, y * UNIT + 9, 9, weight="600")
    for code, (x, y) in shown.tiles.squares.items():
        area = known.get(code)
        box = _place(Box(x * UNIT, y * UNIT, side, side))
        shade = area.shade if area else "outside"
        title = [element("title", words(area.told))] if area else []
        yield element("rect", *title, fill=PALETTE[shade], **box)
        if area and area.status in {"estimated", "withheld"}:
            yield element("rect", fill=f"url(#hatch-{area.status})", **box)
        ink = _GROUND if shade in _DARK else _INK
        yield element(
            "text",
            words(code[2:] or code),
            x=x * UNIT + side / 2,
            y=y * UNIT + side / 2 + 3,
            font_size=8,
            text_anchor="middle",
            fill=ink,
        )


_DARK: Final = frozenset({"shade-5", "shade-6", "shade-7", "high-3"})


def _legend(shown: Map, top: float) -> tuple[str, float]:
    """The classes in rows, and how high they are."""
    entries = [
        (each.shade, f"{each.label} ({each.regions})", each.shade == "withheld")
        for each in shown.legend
    ]
    if shown.estimated:
        entries.append(("", f"{_('Estimated')} ({shown.estimated})", True))
    columns = (WIDTH - 2 * _MARGIN) // _ENTRY_WIDTH
    drawn = []
    for place, (shade, label, hatched) in enumerate(entries):
        row, column = divmod(place, columns)
        x, y = _MARGIN + column * _ENTRY_WIDTH, top + row * _ENTRY_HEIGHT
        box = _place(Box(x, y, 48, 28))
        drawn.append(
            element("rect", fill=PALETTE.get(shade, _GROUND), stroke=_EDGE, stroke_width=1, **box)
        )
        if hatched:
            kind = "withheld" if shade == "withheld" else "estimated"
            drawn.append(element("rect", fill=f"url(#key-{kind})", **box))
        drawn.append(_text(label, x + 62, y + 23, 26))
    rows = -(-len(entries) // columns)
    return "".join(drawn), float(rows * _ENTRY_HEIGHT)


def _pattern(name: str, size: float, turn: int) -> str:
    return element(
        "pattern",
        element("path", d=f"M0 0V{number(size)}", stroke="#00000066", stroke_width=size / 4),
        id=name,
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn})",
    )


def _text(
    text: str, x: float, y: float, size: float, *, fill: str = _INK, weight: str | None = None
) -> str:
    return element("text", words(text), x=x, y=y, font_size=size, fill=fill, font_weight=weight)


def _place(box: Box) -> dict[str, float]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
