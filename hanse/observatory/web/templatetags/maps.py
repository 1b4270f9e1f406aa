"""The tag that shows a map."""

from typing import Any, Final

from django import template
from django.utils.safestring import mark_safe

from hanse.foundation.web.charts.svg import number
from hanse.observatory.web.map_markup import EMS, drawing
from hanse.observatory.web.maps import Map

register = template.Library()

_LINES: Final = 190
"""How many lines of hatching fit into the width of a map."""


@register.inclusion_tag("observatory/map.html", name="map")
def map_tag(shown: Map) -> dict[str, Any]:
    """A map in its frame, with its legend, its notes and its downloads."""
    box, marks = drawing(shown)
    width = float(box.split()[2])
    return {
        "map": shown,
        "box": box,
        "hatch": number(width / _LINES),
        "em": number(width / EMS),
        "marks": mark_safe(marks),  # noqa: S308 - written by charts.svg, which escapes
    }
