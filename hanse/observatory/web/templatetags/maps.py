"""The tag that shows a map."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from hanse.observatory.web.map_markup import drawing
from hanse.observatory.web.maps import Map

register = template.Library()


@register.inclusion_tag("observatory/map.html", name="map")
def map_tag(shown: Map) -> dict[str, Any]:
    """A map in its frame, with its legend, its notes and its downloads."""
    box, marks = drawing(shown)
    return {
        "map": shown,
        "box": box,
        "marks": mark_safe(marks),  # noqa: S308 - written by charts.svg, which escapes
    }
