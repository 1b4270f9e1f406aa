"""Maps of regions in classes: `choropleth` makes one, the tag `map` shows it.

A page that shows a map links to `observatory/css/map.css` in its block `head`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanse.foundation.cartography.boundaries import NOTICE, Sheet, sheet
from hanse.foundation.cartography.classes import Method, class_of, cuts_by, symmetric_cuts
from hanse.foundation.cartography.tiles import Tiles, tiles
from hanse.foundation.geography import regions
from hanse.foundation.web.figures import Kind, shaped
from hanse.foundation.web.markup import status_words
from hanse.foundation.web.tables import Status

CLASSES: Final = 6
"""How many classes a map has where the figures allow it."""

SHADES: Final = 7
"""Shades of a map whose figures only rise; map.css has them as shade-1 to shade-7."""

STATUSES: Final[tuple[Status, ...]] = ("observed", "estimated", "withheld", "missing")

_MOST_DECIMALS: Final = 6

NO_FIGURE: Final[Mapping[Status, str | Promise]] = {
    "withheld": gettext_lazy("Withheld"),
    "missing": gettext_lazy("No figure"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """The figure of one region, the page it leads to, and what is known of it.

    figure: None where there is none; `status` then says whether it is withheld or missing.
    """

    name: str
    figure: float | None
    status: Status = "observed"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One region of a map. shade: the CSS class of its colour. told: all of it in words."""

    code: str
    name: str
    figure: float | None
    told: str
    shade: str
    status: Status
    address: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A class of the legend: the CSS class of its swatch, its limits, how many regions it has."""

    shade: str
    label: str
    regions: int

    @property
    def count(self) -> str:
        """How many regions, in words for listeners."""
        return ngettext("%(n)s region", "%(n)s regions", self.regions) % {
            "n": shaped(self.regions, "count")
        }


@dataclass(frozen=True, slots=True)
class Map:
    """A map ready to be shown.

    areas: the regions of the data, by code. cuts: the limits of its classes; a figure on a limit
    belongs to the class above. sheet: the outlines, None for a map of tiles. country: the one it
    is cut to, "" for all. tiles: none where there is a sheet. clustered: whether each region has a
    circle with its figure, which counts what lies there.
    """

    title: str
    unit: str
    kind: Kind
    areas: Sequence[Area]
    cuts: Sequence[float]
    legend: Sequence[LegendEntry]
    tiles: Tiles
    sheet: Sheet | None = None
    country: str = ""
    note: str = ""
    downloads: Sequence[tuple[str, str]] = ()
    clustered: bool = False

    @property
    def estimated(self) -> int:
        """How many regions have an estimated figure."""
        return sum(area.status == "estimated" for area in self.areas)

    @property
    def unplaced(self) -> Sequence[Area]:
        """Regions of the data that the boundaries do not have."""
        known = self.sheet.paths if self.sheet else self.tiles.squares
        return [area for area in self.areas if area.code not in known]

    @property
    def notice(self) -> str:
        """What has to be said about the boundaries; "" for tiles."""
        return NOTICE if self.sheet else ""


def choropleth(
    values: Mapping[str, Value],
    *,
    nuts: int | None,
    level: int,
    title: str,
    kind: Kind = "decimal",
    decimals: int | None = None,
    unit: str = "",
    method: Method = "quantiles",
    classes: int = CLASSES,
    cuts: Sequence[float] | None = None,
    middle: float | None = None,
    stars: int | None = None,
    as_tiles: bool = False,
    country: str = "",
    note: str = "",
    downloads: Sequence[tuple[str, str]] = (),
    clustered: bool = False,
    squares: Collection[str] = (),
) -> Map:
    """A map of `values` by region code, for regions of NUTS `nuts` at `level`.

    It has outlines where boundaries of that vintage and level have been fetched, and is a map of
    tiles otherwise, or with `as_tiles`. nuts: None for regions of one's own.

    kind, decimals, unit: how figures are written. method, classes: how the figures are cut into
    classes, unless `cuts` gives the limits. middle: figures below and above it get two different
    colours, such as 1 for a location quotient or 0 for growth. stars: the most stars there are;
    each number of stars is a class of its own. country: shows this one only. clustered: draws a
    circle with its figure on each region, for figures that count what lies there. squares: regions
    that a map of tiles has besides, so that it stays the same whatever has a figure.
    """
    figures = [each.figure for each in values.values() if each.figure is not None]
    if stars is not None:
        limits: Sequence[float] = range(1, stars + 1)
        kind = "stars"
    elif cuts is not None:
        limits = tuple(cuts)
    elif middle is not None:
        limits = symmetric_cuts(figures, middle, classes // 2)
    else:
        limits = cuts_by(method, figures, classes)
    shades = _parted(limits, middle) if middle in limits and middle is not None else _rising(limits)
    # Words are looked up once a map, not once a region.
    statuses: dict[Status, str] = {each: status_words(each) for each in STATUSES}
    stars_told = [_written(count, kind, 0) for count in range((stars or 0) + 1)]

    def told(code: str, value: Value) -> str:
        text = (
            stars_told[int(value.figure)]
            if stars is not None and value.figure is not None
            else _written(value.figure, kind, decimals)
        )
        known = ", ".join(filter(None, (text, statuses[value.status])))
        return f"{value.name} ({code}): {known}"

    areas = [
        Area(
            code=code,
            name=value.name,
            figure=value.figure,
            told=told(code, value),
            shade=value.status if value.figure is None else shades[class_of(value.figure, limits)],
            status=value.status,
            address=value.address,
        )
        for code, value in sorted(values.items())
    ]
    outlines = None if as_tiles or nuts is None else sheet(nuts, level)
    return Map(
        title=title,
        unit=unit,
        kind=kind,
        areas=areas,
        cuts=limits,
        legend=_legend(areas, limits, shades, kind),
        tiles=tiles([] if outlines else _of_level(nuts, level, {*values, *squares}, country)),
        sheet=outlines,
        country=country,
        note=note,
        downloads=downloads,
        clustered=clustered,
    )


def _of_level(nuts: int | None, level: int, codes: Collection[str], country: str) -> list[str]:
    """The regions a tile map shows: those of `codes`, and the others of their countries."""
    shown = {code[:2] for code in codes}
    others = [
        code
        for code, region in (regions(nuts) if nuts else {}).items()
        if region.level == level and not region.extra_regio and region.country in shown
    ]
    return [code for code in {*codes, *others} if country in ("", code[:2])]


def _rising(limits: Sequence[float]) -> list[str]:
    """A shade for each class, spread over all shades there are."""
    count = len(limits)
    if not count:
        return [f"shade-{(SHADES + 1) // 2}"]
    return [f"shade-{1 + round(place * (SHADES - 1) / count)}" for place in range(count + 1)]


def _parted(limits: Sequence[float], middle: float) -> list[str]:
    """Shades below the middle and above it; the furthest is the strongest."""
    below = [limit for limit in limits if limit <= middle]
    above = [limit for limit in limits if limit >= middle]
    return [
        *(f"low-{min(place, 3)}" for place in range(len(below), 0, -1)),
        *(f"high-{min(place, 3)}" for place in range(1, len(above) + 1)),
    ]


def _written(figure: float | None, kind: Kind, decimals: int | None) -> str:
    if figure is None:
        return ""
    if kind == "stars":
        return ngettext("%(n)s star", "%(n)s stars", int(figure)) % {"n": int(figure)}
    return shaped(figure, kind, decimals=decimals)


def _legend(
    areas: Sequence[Area],
    limits: Sequence[float],
    shades: Sequence[str],
    kind: Kind,
) -> list[LegendEntry]:
    """Classes from the highest to the lowest, then what has no figure."""
    held = Counter(area.shade for area in areas)
    entries = [
        LegendEntry(shade, label, held[shade])
        for shade, label in zip(shades, _limits_in_words(limits, kind), strict=True)
    ]
    entries.reverse()
    entries.extend(
        LegendEntry(status, str(label), held[status])
        for status, label in NO_FIGURE.items()
        if held[status]
    )
    return entries


def _limits_in_words(limits: Sequence[float], kind: Kind) -> list[str]:
    if kind == "stars":
        return [_written(count, kind, 0) for count in range(len(limits) + 1)]
    if not limits:
        return [_("All figures")]
    written = _exactly(limits, kind)
    return [
        _("below %(limit)s") % {"limit": written[0]},
        *(
            _("%(low)s to below %(high)s") % {"low": low, "high": high}
            for low, high in pairwise(written)
        ),
        _("%(limit)s or more") % {"limit": written[-1]},
    ]


def _exactly(limits: Sequence[float], kind: Kind) -> list[str]:
    """The limits with as many decimals as tell them exactly, the same for all of them."""
    scale = 100 if kind == "percent" else 1
    places = 0
    while places < _MOST_DECIMALS and any(
        abs(round(limit * scale, places) - limit * scale) > 1e-9 * max(1, abs(limit * scale))
        for limit in limits
    ):
        places += 1
    return [shaped(limit, kind, decimals=places) for limit in limits]


def class_limits(figure: float | None, cuts: Sequence[float]) -> tuple[float | None, float | None]:
    """From where and to below where the class of `figure` goes; None for no limit or figure."""
    if figure is None:
        return None, None
    place = class_of(figure, cuts)
    return (
        cuts[place - 1] if place else None,
        cuts[place] if place < len(cuts) else None,
    )
