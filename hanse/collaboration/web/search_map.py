"""The map beside the list: how many organisations lie where, each cluster leading to those there.

Of all countries it shows one cluster a country, of one country one a region: who follows a mark
comes nearer.
"""

from collections.abc import Collection
from typing import Final

from django.utils.translation import gettext as _

from hanse.collaboration.search.index import Found, Index
from hanse.collaboration.web.search_asked import Asked
from hanse.collaboration.web.search_names import code_name
from hanse.foundation.cartography.boundaries import PACKAGED, sheet
from hanse.foundation.geography import regions
from hanse.foundation.web.countries import VINTAGE
from hanse.observatory.web.maps import Map, Value, choropleth

_CUTS: Final = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_CLASSES: Final = 6
_REGIONS: Final = 2


def directory_map(asked: Asked, found: Found, index: Index) -> Map | None:
    """Countries by how many of what was found they have; regions where one country is chosen.

    A map of tiles has a square for each country of the directory, always in the same place. None
    where there is nothing to be placed.
    """
    countries = asked.chosen.get("country", ())
    country = countries[0] if len(countries) == 1 else ""
    inner = country in regions(VINTAGE) and _counts(found, "region", country)
    if inner:
        return _drawn(asked, inner, "region", _REGIONS, country)
    counts = _counts(found, "country")
    return _drawn(asked, counts, "country", 0, squares=index.codes("country")) if counts else None


def _counts(found: Found, facet: str, country: str = "") -> dict[str, int]:
    """Code -> organisations; of regions those of level 2 in a country."""
    return {
        code: count
        for code, count in found.facets.get(facet, {}).items()
        if facet == "country" or (len(code) == 2 + _REGIONS and code.startswith(country))
    }


def _drawn(
    asked: Asked,
    counts: dict[str, int],
    facet: str,
    level: int,
    country: str = "",
    squares: Collection[str] = (),
) -> Map:
    title = _("Organisations by country")
    if country:
        title = _("Organisations in %(country)s by region") % {
            "country": code_name("country", country)
        }
    most = max(counts.values())
    cuts = [cut for cut in _CUTS if cut <= most]
    values = {
        code: Value(code_name(facet, code), count, address=asked.only(facet, (code,)).address)
        for code, count in counts.items()
    }
    return choropleth(
        values,
        nuts=next((each for each in (VINTAGE, *reversed(PACKAGED)) if sheet(each, level)), VINTAGE),
        level=level,
        title=title,
        kind="count",
        cuts=cuts[-(_CLASSES - 1) :],
        country=country,
        clustered=True,
        squares=squares,
    )
