"""Markup of what stands in a table by the hundred, written without templates to be quick."""

import math
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from hanse.foundation.web.figures import Writing, writing_now
from hanse.foundation.web.tables import Cell, Column, Row, Status

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
    return SafeString("") if status == "observed" else _status_mark(status, get_language())


def cell_markup(cell: Cell, column: Column, writing: Writing | None = None) -> SafeString:
    """The content of a table cell. writing: as in `Cell.text`."""
    if column.kind == "stars" and not isinstance(cell.value, str):
        shown: str = stars_markup(cell.value, column.of)
    else:
        text = cell.text(column, writing)
        shown = text if isinstance(text, SafeString) else escape(text)
    if cell.address:
        shown = f'<a href="{escape(cell.address)}">{shown}</a>'
    if cell.status != "observed":
        shown += status_mark(cell.status)
    return SafeString(shown)


class Head(NamedTuple):
    """The heading of a column. order: ascending or descending, "" for none; address: to sort by."""

    column: Column
    order: str
    address: str


def heads_markup(heads: Sequence[Head], anchor: str) -> SafeString:
    """The headings of a table, those that sort it as links to `anchor`."""
    title, says = gettext("What this is"), gettext("What %(label)s is")
    return SafeString("".join(_head_markup(head, anchor, title, says) for head in heads))


def _head_markup(head: Head, anchor: str, title: str, says: str) -> str:
    column = head.column
    kind = ' class="number"' if column.is_number else ""
    order = f' aria-sort="{head.order}"' if head.order else ""
    label: str = conditional_escape(column.label)
    shown = label
    if head.address:
        shown = f'<a class="sort" href="{escape(head.address)}#{anchor}">{label}</a>'
    if column.definition:
        shown += (
            f'&nbsp;<a class="definition" href="{escape(column.definition)}" title="{title}">'
            f'<span class="for-listeners">{says % {"label": label}}</span></a>'
        )
    return f'<th scope="col"{kind}{order}>{shown}</th>'


def rows_markup(rows: Sequence[Row], columns: Sequence[Column]) -> SafeString:
    """The rows of a table's body; the first cell of each is its heading."""
    if not columns:
        return SafeString("")
    first, others = columns[0], columns[1:]
    writing = writing_now()
    opening = [(each, _opening(each)) for each in others]
    return SafeString(
        "".join(
            f'<tr><th scope="row">{cell_markup(row[first.key], first, writing)}</th>'
            + "".join(
                f"{td}{cell_markup(row[each.key], each, writing)}</td>" for each, td in opening
            )
            + "</tr>"
            for row in rows
        )
    )


def _opening(column: Column) -> str:
    if column.is_number:
        return '<td class="number">'
    return '<td class="nowrap">' if column.kind == "stars" else "<td>"


def stars_markup(count: float | None, of: int) -> SafeString:
    """Stars reached of those there are, drawn; in words for those who listen."""
    reached = None if count is None else min(max(int(count), 0), of)
    return _stars_markup(reached, of, get_language())


@lru_cache(maxsize=256)
def _status_mark(status: Status, _language: str | None) -> SafeString:
    return SafeString(
        f'<span class="status {status}" title="{escape(status_meaning(status))}">'
        f'<span class="for-listeners">{escape(status_words(status))}</span></span>'
    )


@lru_cache(maxsize=256)
def _stars_markup(reached: int | None, of: int, _language: str | None) -> SafeString:
    if reached is None:
        return SafeString(f'<span class="quiet">{escape(gettext("not rated"))}</span>')
    said = ngettext("%(count)d of %(of)d star", "%(count)d of %(of)d stars", of)
    drawn = "".join(
        f'<path class="{"on" if at < reached else "off"}" d="{_star(at * 18 + 9.0)}"/>'
        for at in range(of)
    )
    return SafeString(
        f'<svg class="stars" role="img" width="{of * 18}" height="18" viewBox="0 0 {of * 18} 18">'
        f"<title>{escape(said % {'count': reached, 'of': of})}</title>{drawn}</svg>"
    )


def _star(centre: float) -> str:
    points = []
    for corner in range(10):
        angle = math.pi * (corner / 5 - 0.5)
        reach = 8.0 if corner % 2 == 0 else 3.5
        points.append(f"{centre + reach * math.cos(angle):.1f} {9.4 + reach * math.sin(angle):.1f}")
    return f"M{'L'.join(points)}Z"
