"""The atlas: one figure of one category on a map, with its table and its downloads."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.foundation.cartography.classes import METHODS
from hanse.foundation.web.tables import sorted_page
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.questions.atlas import STARS, mappable
from hanse.observatory.web import plates
from hanse.observatory.web.map_files import png_of, svg_of
from hanse.observatory.web.maps import class_limits
from hanse.observatory.web.plates import Asked
from hanse.observatory.web.table_files import csv_response
from hanse.observatory.web.wording import category_kind, definition_of

_ROWS = 12


@require_safe
def atlas(request: HttpRequest) -> HttpResponse:
    """The map that the address asks for, and the form to ask for another."""
    asked = plates.asked_of(request)
    figures = plates.figures_of(asked)
    table = sorted_page(
        plates.rows_of(asked, figures),
        request.GET,
        plates.columns_of(asked),
        caption=_("Regions, the highest first"),
        per_page=_ROWS,
    )
    return render(
        request,
        "observatory/atlas.html",
        {
            "asked": asked,
            "reader": asked.here.reader,
            "map": plates.map_of(asked, figures),
            "table": table,
            "definition": "" if asked.indicator == STARS else _definition(asked),
            "category_address": plates.category_address(asked),
            **_choices(asked),
        },
    )


@require_safe
def map_svg(request: HttpRequest) -> HttpResponse:
    """The map as an SVG file."""
    asked = plates.asked_of(request)
    return _file(asked, _drawn(asked).encode(), "image/svg+xml", "svg")


@require_safe
def map_png(request: HttpRequest) -> HttpResponse:
    """The map as a picture."""
    asked = plates.asked_of(request)
    return _file(asked, png_of(_drawn(asked)), "image/png", "png")


@require_safe
def map_csv(request: HttpRequest) -> HttpResponse:
    """The figures of the map as a table: exactly those it shows, with the class of each."""
    asked = plates.asked_of(request)
    figures = plates.figures_of(asked)
    cuts = plates.map_of(asked, figures).cuts
    limits = [class_limits(each.value.figure, cuts) for each in figures]
    frame = pl.DataFrame(
        {
            "region": [each.place.code for each in figures],
            "name": [each.place.name for each in figures],
            "country": [each.place.country for each in figures],
            "scheme": asked.category.scheme,
            "category": asked.category.code,
            "year": asked.here.year,
            "indicator": asked.indicator,
            "unit": "stars" if asked.indicator == STARS else CATALOGUE[asked.indicator].unit,
            "value": [each.value.figure for each in figures],
            "status": [each.value.status for each in figures],
            "class_from": [low for low, _high in limits],
            "class_to_below": [high for _low, high in limits],
        },
        schema_overrides={
            "value": pl.Float64,
            "class_from": pl.Float64,
            "class_to_below": pl.Float64,
        },
    )
    return csv_response(frame, asked.here, _name(asked))


def _drawn(asked: Asked) -> str:
    """The SVG file of the map, with what has to be said about its figures."""
    manifest = asked.here.reader.manifest
    sources = list(dict.fromkeys(each["attribution"] for each in manifest["sources"]))[:3]
    notes = [
        _("Edition %(edition)s, %(title)s.")
        % {"edition": asked.here.reader.id, "title": manifest["title"]},
        " ".join(f"{each}." for each in sources),
    ]
    if manifest.get("synthetic"):
        notes.insert(0, _("Synthetic figures: made up, they describe no real region."))
    return svg_of(plates.map_of(asked, plates.figures_of(asked)), notes)


def _file(asked: Asked, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"{_name(asked)}-{asked.here.reader.id}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _name(asked: Asked) -> str:
    return f"map-{asked.category.code}-{asked.indicator}-{asked.here.year}"


def _definition(asked: Asked) -> str:
    return definition_of(asked.indicator, asked.here.addresses)


def _choices(asked: Asked) -> dict[str, Any]:
    """What the form offers, with what is chosen marked."""
    here = asked.here
    kinds: dict[str, list[tuple[str, str, bool]]] = {}
    for each in here.lists.of_scheme(asked.category.scheme).values():
        kinds.setdefault(category_kind(each.kind), []).append(
            (each.code, each.label, each.code == asked.category.code)
        )
    methods = {
        "quantiles": _("As many regions in each"),
        "equal": _("As wide as each other"),
        "natural": _("Natural groups"),
    }
    schemes = [
        (
            title,
            asked.address(scheme=code, category=""),
            code == asked.category.scheme,
        )
        for code, title in here.lists.schemes.items()
    ]
    years = [(year, asked.address(year=str(year)), year == here.year) for year in here.lists.years]
    return {
        "schemes": schemes,
        "categories": list(kinds.items()),
        "indicators": [
            (code, plates.figure_name(code), code == asked.indicator)
            for code in mappable(here.reader)
        ],
        "years": years,
        "countries": [
            (code, name, code == asked.country) for code, name in plates.countries_of(here).items()
        ],
        "methods": [(code, methods[code], code == asked.method) for code in METHODS],
        "levels": [(level, level == asked.level) for level in plates.levels(here)],
        "as_tiles": asked.address(view=plates.TILES),
        "as_outlines": asked.address(view=""),
    }
