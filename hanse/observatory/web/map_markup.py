"""The drawing of a map on a page: links, colours by class, hatching, names for listeners.

Outlines are not written into the page: each region uses its path of the sheet, one file that the
browser keeps and that serves every map of the same boundaries.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from django.urls import reverse

from hanse.foundation.cartography.boundaries import Sheet
from hanse.foundation.cartography.frames import Box
from hanse.foundation.cartography.spots import spots_of
from hanse.foundation.cartography.tiles import SIDE
from hanse.foundation.web.charts.svg import element, mark, number, words
from hanse.foundation.web.figures import shaped
from hanse.observatory.web.map_clusters import Cluster, clustered
from hanse.observatory.web.maps import Area, Map

UNIT: Final = 12
"""How many units of the drawing are one of the tile layout."""

EMS: Final = 100
"""How many em a map is wide; lines are drawn in em, to be as thin on a map of one country."""

_SQUARE: Final = SIDE * UNIT - 1
_NARROWEST: Final = 26
"""Units that a tile map is wide at least, so that the squares of one country are no giants."""
_READABLE: Final = 44
"""Units up to which the codes in the squares are large enough to be read."""


def drawing(shown: Map) -> tuple[str, str]:
    """The view box of the map, and the marks in it."""
    if shown.sheet is None:
        width = max(shown.tiles.width, _NARROWEST)
        left = (shown.tiles.width - width) / 2
        box = Box(left * UNIT, 0, width * UNIT, shown.tiles.height * UNIT)
        marks = _tile_marks(shown)
    else:
        box = frame_of(shown, shown.sheet)
        marks = _outline_marks(shown, shown.sheet)
    return " ".join(map(number, (box.x, box.y, box.width, box.height))), "".join(marks)


def frame_of(shown: Map, sheet: Sheet) -> Box:
    """The part of the sheet that the map shows."""
    if not shown.country:
        return sheet.whole
    return sheet.around(code for code in sheet.paths if code[:2] == shown.country)


def _outline_marks(shown: Map, sheet: Sheet) -> Iterator[str]:
    address = reverse("boundaries", args=[sheet.name])
    known = {area.code: area for area in shown.areas}

    def use(name: str, classes: str | None = None) -> str:
        return element("use", href=f"{address}#{name}", class_=classes)

    yield use("land", "land")
    if not shown.country:
        for label, frame in sheet.insets:
            yield element("rect", class_="inset", **_place(frame))
            yield element("text", words(label), class_="inset-name", x=frame.x + 9, y=frame.y + 29)
    for code in sheet.paths:
        if code not in known:
            yield use(code, "area outside")
    for code, area in known.items():
        if code in sheet.paths:
            # By the hundred, and plain: an address and a code are escaped already.
            shapes = f'<use href="{address}#{code}"/>'
            if _is_hatched(area):
                shapes += f'<use href="{address}#{code}" class="hatch"/>'
            yield _area(area, shapes)
    yield use("coasts", "coasts")
    yield use("borders", "borders")
    if shown.clustered:
        yield from _clusters(shown, sheet)


def _clusters(shown: Map, sheet: Sheet) -> Iterator[str]:
    """Circles that count what lies where; those that would lie over each other are one.

    Regions are named, and lead on, by their outlines: circles are for eyes only.
    """
    spots = spots_of(sheet)
    points = [
        Cluster(*spots[area.code], area.figure)
        for area in shown.areas
        if area.figure and area.code in spots
    ]
    for each in clustered(points, frame_of(shown, sheet).width / EMS):
        yield element(
            "g",
            element("circle", cx=each.x, cy=each.y, r=each.radius),
            element(
                "text",
                words(shaped(each.count, "count")),
                x=each.x,
                y=each.y,
                dy="0.35em",
                text_anchor="middle",
            ),
            class_="cluster",
            aria_hidden="true",
        )


def _tile_marks(shown: Map) -> Iterable[str]:
    known = {area.code: area for area in shown.areas}
    for country, (x, y) in shown.tiles.headings.items():
        yield element("text", words(country), class_="country", x=x * UNIT + 1, y=y * UNIT + 9)
    for code, (x, y) in shown.tiles.squares.items():
        place = _place(Box(x * UNIT, y * UNIT, _SQUARE, _SQUARE))
        area = known.get(code)
        shapes = [element("rect", **place)]
        if area and _is_hatched(area):
            shapes.append(element("rect", class_="hatch", **place))
        if shown.tiles.width <= _READABLE:
            middle = {"x": x * UNIT + _SQUARE / 2, "y": y * UNIT + _SQUARE / 2 + 3}
            shapes.append(element("text", words(code[2:] or code), text_anchor="middle", **middle))
        yield _area(area, *shapes) if area else element("g", *shapes, class_="area outside")


def _area(area: Area, *shapes: str) -> str:
    hatched = " estimated" if area.status == "estimated" else ""
    classes = f"area {area.shade}{hatched}"
    if not area.address:
        return mark(area.told, *shapes, classes=classes)
    return (
        f'<a class="mark {classes}" href="{escape(area.address)}">'
        f"<title>{words(area.told)}</title>{''.join(shapes)}</a>"
    )


def _is_hatched(area: Area) -> bool:
    return area.status in {"estimated", "withheld"}


def _place(box: Box) -> dict[str, float]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
