"""The drawing of a map on a page: links, colours by class, hatching, names for listeners."""

from collections.abc import Iterable

from hanse.foundation.cartography.tiles import SIDE, Tiles
from hanse.foundation.web.charts.svg import element, mark, words
from hanse.observatory.web.maps import Area, Map

UNIT = 12
"""How many units of the drawing are one of the tile layout."""

_SQUARE = SIDE * UNIT
_GAP = 1


def drawing(shown: Map) -> tuple[str, str]:
    """The view box of the map, and the marks in it."""
    return _tile_box(shown.tiles), "".join(_tile_marks(shown))


def _tile_box(layout: Tiles) -> str:
    return f"0 0 {layout.width * UNIT} {layout.height * UNIT}"


def _tile_marks(shown: Map) -> Iterable[str]:
    known = {area.code: area for area in shown.areas}
    for country, (x, y) in shown.tiles.headings.items():
        yield element("text", words(country), class_="country", x=x * UNIT + 1, y=y * UNIT + 9)
    for code, (x, y) in shown.tiles.squares.items():
        area = known.get(code)
        if area is None:
            yield element("g", *_square(code, x, y), class_="area outside")
        else:
            yield _area(area, *_square(code, x, y))


def _area(area: Area, *shapes: str) -> str:
    hatched = " estimated" if area.status == "estimated" else ""
    return mark(area.told, *shapes, address=area.address, classes=f"area {area.shade}{hatched}")


def _square(code: str, x: int, y: int) -> list[str]:
    side = _SQUARE - _GAP
    place = {"x": x * UNIT, "y": y * UNIT, "width": side, "height": side}
    return [
        element("rect", **place),
        element("rect", class_="hatch", **place),
        element(
            "text",
            words(code[2:] or code),
            x=x * UNIT + side / 2,
            y=y * UNIT + side / 2 + 3,
            text_anchor="middle",
        ),
    ]
