"""The atlas: one figure of one category on a map, with its table and its downloads."""

from collections import OrderedDict
from collections.abc import Iterable
from html import escape
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.foundation.cartography.classes import METHODS
from hanse.foundation.web.tables import sorted_page
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.questions.atlas import STARS, levels, mappable
from hanse.observatory.web import plates
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.map_files import png_of, svg_of
from hanse.observatory.web.maps import class_limits
from hanse.observatory.web.plates import Asked
from hanse.observatory.web.table_files import csv_response
from hanse.observatory.web.templatetags.maps import map_tag
from hanse.observatory.web.wording import category_kind, definition_of

_ROWS: Final = 12
_KEPT: Final = 128

_markups: OrderedDict[tuple[object, ...], SafeString] = OrderedDict()
_lock = Lock()


@require_safe
@for_everyone
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
            "title": plates.title_of(asked),
            "map": _map_markup(asked),
            "has_outlines": plates.sheet_of(asked) is not None,
            "table": table,
            "definition": "" if asked.indicator == STARS else _definition(asked),
            "category_address": asked.here.addresses.category(
                asked.category.scheme, asked.category.code
            ),
            **_choices(asked),
        },
    )


@require_safe
@for_everyone
def map_svg(request: HttpRequest) -> HttpResponse:
    """The map as an SVG file."""
    asked = plates.asked_of(request)
    return _file(asked, _drawn(asked).encode(), "image/svg+xml", "svg")


@require_safe
@for_everyone
def map_png(request: HttpRequest) -> HttpResponse:
    """The map as a picture."""
    asked = plates.asked_of(request)
    return _file(asked, png_of(_drawn(asked)), "image/png", "png")


@require_safe
@for_everyone
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


def _map_markup(asked: Asked) -> SafeString:
    """The map as markup; the latest are kept, as nothing in them changes for one address."""
    sheet = plates.sheet_of(asked)
    key = (
        asked.here.reader.id,
        tuple(asked.words.items()),
        get_language(),
        sheet.name if sheet else "",
    )
    with _lock:
        if key in _markups:
            _markups.move_to_end(key)
            return _markups[key]
    shown = plates.map_of(asked, plates.figures_of(asked))
    markup = SafeString(render_to_string("observatory/map.html", map_tag(shown)))
    with _lock:
        _markups[key] = markup
        while len(_markups) > _KEPT:
            _markups.popitem(last=False)
    return markup


def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a list to choose from: the word, and what it is called.

    Written here, as a template takes longer for a hundred options than for the map.
    """
    written = "".join(
        f'<option value="{escape(word)}"{" selected" if word == chosen else ""}>'
        f"{escape(label, quote=False)}</option>"
        for word, label in choices
    )
    return mark_safe(written)  # noqa: S308 - escaped above


def _choices(asked: Asked) -> dict[str, Any]:
    """What the form offers, with what is chosen marked."""
    here = asked.here
    kinds: dict[str, list[tuple[str, str]]] = {}
    for each in here.lists.of_scheme(asked.category.scheme).values():
        kinds.setdefault(each.kind, []).append((each.code, each.label))
    methods = {
        "quantiles": _("As many regions in each"),
        "equal": _("As wide as each other"),
        "natural": _("Natural groups"),
    }
    words, page = asked.words, reverse("atlas")

    def address(**change: str) -> str:
        return f"{page}?{urlencode({**words, **change})}"

    return {
        "schemes": [
            (title, asked.address(scheme=code, category=""), code == asked.category.scheme)
            for code, title in here.lists.schemes.items()
        ],
        "categories": [
            (category_kind(kind), options(members, asked.category.code))
            for kind, members in kinds.items()
        ],
        "indicators": options(
            [(code, plates.figure_name(code)) for code in mappable(here.reader)], asked.indicator
        ),
        "years": [(year, address(year=str(year)), year == here.year) for year in here.lists.years],
        "countries": options(plates.countries_of(here).items(), asked.country),
        "methods": options([(code, methods[code]) for code in METHODS], asked.method),
        "levels": options(
            [(str(level), f"NUTS {level}") for level in levels(here.reader)], str(asked.level)
        ),
        "has_levels": len(levels(here.reader)) > 1,
        "as_tiles": address(view=plates.TILES),
        "as_outlines": asked.address(view=""),
    }
