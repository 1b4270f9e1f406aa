"""One map of the atlas: what its address asks for, checked, and the figures that answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.cartography.boundaries import Sheet, sheet
from hanse.foundation.cartography.classes import METHODS, Method
from hanse.foundation.problems import HanseError
from hanse.foundation.web.tables import Cell, Column, Row
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.questions.atlas import (
    STARS,
    category_figures,
    country_codes,
    levels,
    mappable,
    the_indicator,
)
from hanse.observatory.questions.lists import Kind, Place
from hanse.observatory.statuses import stars_status, status_of
from hanse.observatory.web.maps import CLASSES, Map, Value, choropleth
from hanse.observatory.web.setting import Setting, or_not_found, setting_of
from hanse.observatory.web.wording import column_of, decimals_of, kind_of, name_of

FIRST: Final = ("automotive", "digital_industries", "high_tech_manufacturing")
"""Categories that a map opens with, where the scheme has one of them."""

MIDDLES: Final[Mapping[str, float]] = {
    "location_quotient": 1.0,
    "symmetric_location_quotient": 0.0,
    "employment_growth_cagr": 0.0,
    "employment_growth_persons": 0.0,
}
"""Figures whose maps part what is below from what is above."""

FIXED: Final[Mapping[str, tuple[float, ...]]] = {
    "location_quotient": (0.5, 0.8, 1.0, 1.25, 2.0),
}
"""Limits that are the same for every map of a figure, so that maps can be compared."""

UNITS: Final[Mapping[str, str | Promise]] = {
    "persons": gettext_lazy("persons"),
    "local units": gettext_lazy("local units"),
    "EUR": gettext_lazy("euro"),
    "EUR per person": gettext_lazy("euro per person"),
    "share of 1": gettext_lazy("per cent"),
    "share of 1 a year": gettext_lazy("per cent a year"),
    "ratio": gettext_lazy("ratio; 1 is the share that all regions together have"),
    "index from -1 to 1": gettext_lazy("index from \N{MINUS SIGN}1 to 1"),
    "index from 0 to 1": gettext_lazy("index from 0 to 1"),
}

_MOST_CUTS: Final = 6
TILES: Final = "tiles"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a map asks for, every word of it known to be good.

    method: "" for the classes that suit the figure. cuts: limits of one's own. country: the map
    is cut to it, "" for all. view: "" for outlines where there are any, or `TILES`.
    """

    here: Setting
    category: Kind
    indicator: str
    level: int
    method: str = ""
    cuts: tuple[float, ...] = ()
    country: str = ""
    view: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The words of the address, without those that say nothing."""
        found = {
            "edition": self.here.addresses.edition,
            "scheme": self.category.scheme,
            "category": self.category.code,
            "indicator": self.indicator,
            "year": str(self.here.year),
            "level": str(self.level) if len(levels(self.here.reader)) > 1 else "",
            "country": self.country,
            "classes": self.method,
            "cuts": ",".join(f"{cut:g}" for cut in self.cuts),
            "view": self.view,
        }
        return {key: value for key, value in found.items() if value}

    def address(self, name: str = "atlas", **change: str) -> str:
        """The address of this map or of a file of it, with some words changed; "" drops one."""
        words = {key: value for key, value in {**self.words, **change}.items() if value}
        return f"{reverse(name)}?{urlencode(words)}"

    @property
    def permalink(self) -> str:
        """The address that shows the same for good, as it names the edition."""
        return self.address(edition=self.here.reader.id)


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of one region, with the row it comes from."""

    place: Place
    row: Mapping[str, Any]
    value: Value


def asked_of(request: HttpRequest) -> Asked:
    """What `request` asks for. Raises `Http404` that says what there is for a wrong word."""
    words = request.GET
    here = setting_of(request)
    with or_not_found():
        of_scheme = here.lists.of_scheme(here.scheme)
        first = next((code for code in FIRST if code in of_scheme), next(iter(of_scheme)))
        category = here.lists.category(here.scheme, words.get("category", "") or first)
        known = mappable(here.reader)
        indicator = the_indicator(here.reader, words.get("indicator", "") or known[0])
        return Asked(
            here=here,
            category=category,
            indicator=indicator,
            level=_level(here, words.get("level", "")),
            method=_one_of(words.get("classes", ""), METHODS, _("way to make classes")),
            cuts=_cuts(words.get("cuts", "")),
            country=_one_of(words.get("country", ""), countries_of(here), _("country")),
            view=_one_of(words.get("view", ""), (TILES,), _("view")),
        )


def countries_of(here: Setting) -> dict[str, str]:
    """Countries of the edition's regions, code and name, by name."""
    named = ((code, here.country_name(code)) for code in country_codes(here.reader))
    return dict(sorted(named, key=lambda country: country[1]))


def figures_of(asked: Asked) -> list[Figure]:
    """The figures of the map, by region code."""
    here = asked.here
    rows = category_figures(
        here.reader, asked.category.scheme, asked.category.code, here.year, asked.indicator
    )
    address_of = here.addresses.clusters(asked.category.scheme, asked.category.code)
    found = []
    for row in rows.iter_rows(named=True):
        place = here.lists.regions[row["region"]]
        if place.level != asked.level or asked.country not in ("", place.country):
            continue
        value = Value(
            name=place.name,
            figure=row[asked.indicator],
            status=status_of(asked.indicator, row)
            if asked.indicator != STARS
            else stars_status(row),
            address=address_of(place.code),
        )
        found.append(Figure(place, row, value))
    return found


def title_of(asked: Asked) -> str:
    """What the map shows, in a line."""
    return _("%(category)s: %(figure)s, %(year)s") % {
        "category": asked.category.label,
        "figure": figure_name(asked.indicator),
        "year": asked.here.year,
    }


def figure_name(code: str) -> str:
    """What a figure is called, with a capital."""
    return _("Stars") if code == STARS else str(capfirst(name_of(code)))


def unit_of(asked: Asked) -> str:
    """The unit of the figures in words."""
    if asked.indicator == STARS:
        return _("out of %(most)s") % {"most": asked.here.stars}
    unit = CATALOGUE[asked.indicator].unit
    return str(UNITS.get(unit, unit))


def map_of(asked: Asked, figures: Sequence[Figure]) -> Map:
    """The map itself, with its downloads."""
    is_stars = asked.indicator == STARS
    plain = not asked.method and not asked.cuts
    manifest = asked.here.reader.manifest
    return choropleth(
        {each.place.code: each.value for each in figures},
        nuts=manifest["recipe"]["nuts"] or None,
        level=asked.level,
        title=title_of(asked),
        unit=unit_of(asked),
        kind="stars" if is_stars else kind_of(asked.indicator),
        decimals=None if is_stars else decimals_of(asked.indicator),
        method=cast(Method, asked.method or "quantiles"),
        classes=CLASSES,
        cuts=asked.cuts or (FIXED.get(asked.indicator) if plain else None),
        middle=MIDDLES.get(asked.indicator) if plain or asked.cuts else None,
        stars=asked.here.stars if is_stars and plain else None,
        as_tiles=asked.view == TILES,
        country=asked.country,
        downloads=[
            ("SVG", asked.address("map_svg")),
            ("PNG", asked.address("map_png")),
            ("CSV", asked.address("map_csv")),
        ],
    )


def sheet_of(asked: Asked) -> Sheet | None:
    """The outlines that the map is drawn with; None for a map of tiles."""
    nuts = asked.here.reader.manifest["recipe"]["nuts"]
    return None if asked.view == TILES or not nuts else sheet(nuts, asked.level)


def columns_of(asked: Asked) -> list[Column]:
    """The columns of the table beside the map."""
    addresses = asked.here.addresses
    figure = (
        Column("figure", _("Stars"), "stars", sortable=True, of=asked.here.stars)
        if asked.indicator == STARS
        else replace(column_of(asked.indicator, addresses), key="figure")
    )
    # What helps to judge the figure: how large the cluster is, or how specialised.
    beside = (
        "location_quotient" if asked.indicator == "employment_persons" else "employment_persons"
    )
    return [
        Column("name", _("Region"), sortable=True),
        figure,
        column_of(beside, addresses),
    ]


def rows_of(asked: Asked, figures: Sequence[Figure]) -> list[Row]:
    """The rows of that table, those with the most first."""
    beside = columns_of(asked)[2].key
    ordered = sorted(
        figures,
        key=lambda each: (
            -(each.value.figure if each.value.figure is not None else float("-inf")),
            -(each.row["location_quotient"] or 0.0),
            each.place.code,
        ),
    )
    return [
        {
            "name": Cell(each.place.name, each.value.address),
            "figure": Cell(each.value.figure, status=each.value.status),
            beside: Cell(each.row[beside], status=status_of(beside, each.row)),
        }
        for each in ordered
    ]


def _level(here: Setting, text: str) -> int:
    known = levels(here.reader)
    usual = here.reader.manifest["recipe"]["level"]
    if not text:
        return usual if usual in known else known[-1]
    for level in known:
        if text == str(level):
            return level
    raise HanseError(
        f"There is no level {text[:20]} in this edition.",
        remedy=f"There are {', '.join(map(str, known))}.",
    )


def _one_of(word: str, known: Sequence[str] | Mapping[str, str], what: str) -> str:
    if word and word not in known:
        raise HanseError(
            f"There is no {what} {word[:40]}.", remedy=f"There are {', '.join(known)}."
        )
    return word


def _cuts(text: str) -> tuple[float, ...]:
    """Limits of one's own: increasing numbers with commas between."""
    if not text:
        return ()
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise Http404(_("Limits of classes are numbers, such as cuts=0.5,1,2.")) from error
    rising = all(low < high for low, high in pairwise(found))
    if len(found) > _MOST_CUTS or not rising or not all(abs(cut) < 1e15 for cut in found):
        raise Http404(
            _("Limits of classes rise, and there are at most %(most)s.") % {"most": _MOST_CUTS}
        )
    return found
