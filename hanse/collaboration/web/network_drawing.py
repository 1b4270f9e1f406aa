"""A network as SVG: drawn by its ties, and on the map by its places; both reached by keyboard."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
import polars as pl
from django.urls import reverse
from django.utils.translation import ngettext

from hanse.collaboration.journey.drawing import Drawn
from hanse.collaboration.journey.network import Figures, Network
from hanse.collaboration.web.journey_reading import Party
from hanse.foundation.cartography import frames
from hanse.foundation.cartography.boundaries import NOTICE, Sheet, sheet
from hanse.foundation.geography import VINTAGES
from hanse.foundation.reference import reference_path
from hanse.foundation.web.charts.chart import colour
from hanse.foundation.web.charts.svg import element, mark, number, words
from hanse.foundation.web.countries import country_names

WIDTH: Final = 1000
HEIGHT: Final = 680
_EDGE: Final = 34
_SMALLEST: Final = 6.0
_MOST_NAMED: Final = 16
_LETTER: Final = 9.0
_LINE: Final = 22
_MOST_LINES: Final = 250


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG inside a box. notice: what has to be said about boundaries. beyond: not on the map."""

    box: str
    marks: str
    notice: str = ""
    lines_left_out: int = 0


def graph_drawing(shown: Drawn, known: Figures, parties: Mapping[int, Party]) -> Drawing:
    """Organisations as circles, ties as lines; the colour is the community.

    The size of a circle says how many ties there are; the most tied are named.
    """
    nodes = {each.organisation: each for each in known.nodes}
    spot = {
        key: (_EDGE + x * (WIDTH - 2 * _EDGE), _EDGE + y * (HEIGHT - 2 * _EDGE))
        for key, (x, y) in shown.places.items()
    }
    strongest = max(shown.network.strength, default=1.0)
    lines = [
        element(
            "line",
            class_="net-tie",
            x1=spot[one][0],
            y1=spot[one][1],
            x2=spot[other][0],
            y2=spot[other][1],
            stroke_width=1 + 4 * math.sqrt(strength / strongest),
        )
        for (one, other), strength in zip(shown.network.ties, shown.network.strength, strict=True)
    ]
    most = max((nodes[key].ties for key in spot), default=1)
    ranked = sorted(spot, key=lambda key: (-nodes[key].ties, key))
    circles, names = [], []
    # Small ones last, so that no large one hides them.
    for key in ranked:
        node, party = nodes[key], parties[key]
        x, y = spot[key]
        radius = _SMALLEST + 14 * math.sqrt(node.ties / most)
        told = ngettext("%(name)s: %(n)s tie", "%(name)s: %(n)s ties", node.ties) % {
            "name": party.name,
            "n": node.ties,
        }
        circles.append(
            mark(
                told,
                element("circle", class_="net-node", cx=x, cy=y, r=radius),
                address=reverse("organisation_journey", args=[party.slug]),
                classes=colour(node.community),
            )
        )
    taken: list[tuple[float, float, float]] = []
    for key in ranked[:_MOST_NAMED]:
        x, y = spot[key]
        end = x > WIDTH * 0.7
        long = _LETTER * len(_short(parties[key].name))
        left = x - 24 - long if end else x + 24
        if any(abs(y - v) < _LINE and left < r and left + long > q for q, r, v in taken):
            continue
        taken.append((left, left + long, y))
        names.append(
            element(
                "text",
                words(_short(parties[key].name)),
                class_="net-name",
                x=x - 24 if end else x + 24,
                y=y + 5,
                text_anchor="end" if end else "start",
            )
        )
    inside = element("g", *lines) + "".join(circles) + element("g", *names, aria_hidden="true")
    return Drawing(f"0 0 {WIDTH} {HEIGHT}", inside)


def map_drawing(of: Network, parties: Mapping[int, Party], address: str) -> Drawing:
    """Countries as circles where they lie, with a line for each two that have ties.

    address: of the page, to which a country is added. Countries beyond the map stand at its left.
    """
    held = Counter(parties[key].country for key in of.organisations)
    ties: Counter[tuple[str, str]] = Counter()
    inside: Counter[str] = Counter()
    for one, other in of.ties:
        a, b = sorted((parties[one].country, parties[other].country))
        if a == b:
            inside[a] += 1
        else:
            ties[a, b] += 1
    spots = _spots(tuple(sorted(held)))
    outlines = _sheet()
    parts = [_ground(outlines)]
    drawn = ties.most_common(_MOST_LINES)
    strongest = max(ties.values(), default=1)
    for (a, b), count in drawn:
        (x1, y1), (x2, y2) = spots[a], spots[b]
        # A slight bend keeps lines over the same countries apart.
        bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.08, (y1 + y2) / 2 - (x2 - x1) * 0.08
        told = ngettext("%(a)s and %(b)s: %(n)s tie", "%(a)s and %(b)s: %(n)s ties", count) % {
            "a": _country(a),
            "b": _country(b),
            "n": count,
        }
        way = " ".join(map(number, (x1, y1, bend_x, bend_y, x2, y2))).split()
        parts.append(
            element(
                "path",
                element("title", words(told)),
                class_="net-way",
                d=f"M{way[0]} {way[1]}Q{way[2]} {way[3]} {way[4]} {way[5]}",
                stroke_width=2.5 + 10 * math.sqrt(count / strongest),
            )
        )
    largest = max(held.values(), default=1)
    joint = "&" if "?" in address else "?"
    for country, count in sorted(held.items(), key=lambda each: (-each[1], each[0])):
        x, y = spots[country]
        outside = sum(n for pair, n in ties.items() if country in pair)
        told = ngettext(
            "%(country)s: %(n)s organisation, %(inside)s ties inside, %(outside)s across",
            "%(country)s: %(n)s organisations, %(inside)s ties inside, %(outside)s across",
            count,
        ) % {
            "country": _country(country),
            "n": count,
            "inside": inside[country],
            "outside": outside,
        }
        radius = 20 + 26 * math.sqrt(count / largest)
        parts.append(
            mark(
                told,
                element("circle", class_="net-country", cx=x, cy=y, r=radius),
                element("text", words(country), class_="net-code", x=x, y=y, text_anchor="middle"),
                address=f"{address}{joint}country={country}",
            )
        )
    return Drawing(
        f"0 0 {frames.WIDTH} {frames.HEIGHT}",
        "".join(parts),
        NOTICE if outlines else "",
        len(ties) - len(drawn),
    )


def _ground(outlines: Sheet | None) -> str:
    if outlines is None:
        return ""
    address = reverse("boundaries", args=[outlines.name])

    def use(part: str, classes: str) -> str:
        return element("use", href=f"{address}#{part}", class_=classes)

    return "".join(
        [
            use("land", "net-land"),
            *(use(code, "net-region") for code in outlines.paths),
            use("coasts", "net-coasts"),
            use("borders", "net-borders"),
            *(
                element(
                    "rect",
                    class_="net-inset",
                    x=frame.x,
                    y=frame.y,
                    width=frame.width,
                    height=frame.height,
                )
                for _label, frame in outlines.insets
            ),
        ]
    )


def _sheet() -> Sheet | None:
    """The newest outlines of countries that have been made; None where there are none."""
    wanted = product((0, 1, 2, 3), sorted(VINTAGES, reverse=True))
    return next((found for level, nuts in wanted if (found := sheet(nuts, level))), None)


@lru_cache(maxsize=64)
def _spots(countries: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Units of the sheet for each country; those without a place in a column at the left."""
    known = _anchors()
    spots = {code: known[code] for code in countries if code in known}
    beyond = [code for code in countries if code not in known]
    for at, code in enumerate(beyond):
        column, row = divmod(at, 12)
        spots[code] = (70.0 + 110 * column, 420.0 + 100 * row)
    return spots


@lru_cache(maxsize=1)
def _anchors() -> dict[str, tuple[float, float]]:
    rows = pl.read_csv(reference_path("nuts/tile_anchors.csv")).filter(
        pl.col("code").str.len_chars() == 2
    )
    points = rows.select("longitude", "latitude").cast(pl.Float64).to_numpy()
    units = np.clip(frames.placed(points, None), 60, (frames.WIDTH - 60, frames.HEIGHT - 60))
    return {code: (float(x), float(y)) for code, (x, y) in zip(rows["code"], units, strict=True)}


def _country(code: str) -> str:
    return country_names().get(code, code)


def _short(name: str) -> str:
    return name if len(name) <= 34 else f"{name[:33]}…"
