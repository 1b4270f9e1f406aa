"""Made-up maps for the page of components: each status, outlines where there are any, squares."""

from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hanse.foundation.cartography.boundaries import sheet
from hanse.foundation.geography import regions
from hanse.foundation.web.samples import Part
from hanse.foundation.web.tables import Status
from hanse.observatory.web.maps import Value, choropleth
from hanse.observatory.web.templatetags.maps import map_tag

_NUTS: Final = 2021
_LEVEL: Final = 2
_COUNTRY: Final = "AT"
_STATUSES: Final[tuple[Status, ...]] = ("observed", "estimated", "observed", "withheld")


def component_parts() -> list[Part]:
    """The map, of one country to be quick."""
    drawn = (True, False) if sheet(_NUTS, _LEVEL) else (True,)
    markups = [_map(as_tiles=as_tiles) for as_tiles in drawn]
    return [Part("maps", _("Maps"), markups, ["observatory/css/map.css"])]


def _map(*, as_tiles: bool) -> SafeString:
    places = [
        region
        for region in regions(_NUTS).values()
        if region.level == _LEVEL and region.country == _COUNTRY and not region.extra_regio
    ]
    values = {}
    for at, place in enumerate(places):
        status = _STATUSES[at % len(_STATUSES)]
        figure = None if status == "withheld" else 0.4 + (at * 37 % 20) / 10
        values[place.code] = Value(place.name, figure, status, "#maps")
    made = choropleth(
        values,
        nuts=_NUTS,
        level=_LEVEL,
        title=_("Location quotient, made up"),
        middle=1.0,
        as_tiles=as_tiles,
        country=_COUNTRY,
        downloads=[("SVG", "#maps"), ("PNG", "#maps"), ("CSV", "#maps")],
    )
    return SafeString(render_to_string("observatory/map.html", map_tag(made)))
