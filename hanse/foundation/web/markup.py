"""Markup of what stands in a table by the hundred, written without templates to be quick."""

import math
from typing import Final

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext

from hanse.foundation.web.tables import Cell, Column, Status

_WORDS: Final[dict[Status, str | Promise]] = {
    "estimated": gettext_lazy("estimated"),
    "withheld": gettext_lazy("withheld"),
    "missing": gettext_lazy("no figure"),
}
_MEANINGS: Final[dict[Status, str | Promise]] = {
    "estimated": gettext_lazy("computed from what was published"),
    "withheld": gettext_lazy("kept confidential by the source"),
    "missing": gettext_lazy("the source has none, or it cannot be computed"),
}


def status_words(status: Status) -> str:
    """A status in a word, "" where the figure was observed."""
    return str(_WORDS.get(status, ""))


def status_meaning(status: Status) -> str:
    """What a status means, in words that go on after a colon."""
    return str(_MEANINGS.get(status, ""))


def status_mark(status: Status) -> SafeString:
    """The mark beside a figure that was not observed: a small letter, in words for listeners."""
    if status == "observed":
        return SafeString("")
    return format_html(
        '<span class="status {}" title="{}"><span class="for-listeners">{}</span></span>',
        status,
        status_meaning(status),
        status_words(status),
    )


def cell_markup(cell: Cell, column: Column) -> SafeString:
    """The content of a table cell."""
    if column.kind == "stars" and not isinstance(cell.value, str):
        shown = stars_markup(cell.value, column.of)
    else:
        shown = SafeString(conditional_escape(cell.text(column)))
    if cell.address:
        shown = format_html('<a href="{}">{}</a>', cell.address, shown)
    if cell.status == "observed":
        return shown
    return SafeString(shown + status_mark(cell.status))


def stars_markup(count: float | None, of: int) -> SafeString:
    """Stars reached of those there are, drawn; in words for those who listen."""
    if count is None:
        return format_html('<span class="quiet">{}</span>', gettext("not rated"))
    reached = min(max(int(count), 0), of)
    said = ngettext("%(count)d of %(of)d star", "%(count)d of %(of)d stars", of)
    drawn = "".join(
        f'<path class="{"on" if at < reached else "off"}" d="{_star(at * 18 + 9.0)}"/>'
        for at in range(of)
    )
    return format_html(
        '<svg class="stars" role="img" width="{}" height="18" viewBox="0 0 {} 18">'
        "<title>{}</title>{}</svg>",
        of * 18,
        of * 18,
        said % {"count": reached, "of": of},
        mark_safe(drawn),  # noqa: S308 - numbers only
    )


def _star(centre: float) -> str:
    points = []
    for corner in range(10):
        angle = math.pi * (corner / 5 - 0.5)
        reach = 8.0 if corner % 2 == 0 else 3.5
        points.append(f"{centre + reach * math.cos(angle):.1f} {9.4 + reach * math.sin(angle):.1f}")
    return f"M{'L'.join(points)}Z"
