"""The components of every page; /components/ shows them all."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlencode
from zlib import crc32

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from hanse.foundation.web import markup, navigation, tables
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Point
from hanse.foundation.web.charts.spark import sparkline
from hanse.foundation.web.charts.svg import number
from hanse.foundation.web.figures import Kind, day, shaped
from hanse.foundation.web.forms import fields
from hanse.foundation.web.icons import ICONS
from hanse.foundation.web.navigation import Pillar
from hanse.foundation.web.tables import Cell, Column, Status, Table

register = template.Library()

Tone = Literal["neutral", "good", "warn", "bad", "info"]
_TONES: Final = ("neutral", "good", "warn", "bad", "info")


class Citable(Protocol):
    """An edition as a citation names it; a `Reader` is one."""

    @property
    def id(self) -> str: ...

    @property
    def manifest(self) -> Mapping[str, Any]: ...


@register.inclusion_tag("components/table.html", takes_context=True)
def table(context: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """A table: sortable by heading, in pages, with downloads, readable on a phone."""
    words = _words(context)
    seen = {row[column.key].status for row in table.rows for column in table.columns}
    legend = [
        (each, markup.status_words(each), markup.status_meaning(each))
        for each in ("estimated", "withheld", "missing")
        if each in seen
    ]
    anchor = table.name or f"table-{crc32(table.caption.encode()):x}"
    paged = table.pages > 1
    heads = [_head(table, column, words) for column in table.columns]
    return {
        "table": table,
        "anchor": anchor,
        "heads": markup.heads_markup(heads, anchor),
        "rows": markup.rows_markup(table.rows, table.columns),
        "legend": legend,
        "state": _state(table),
        "pages": [
            (each, _address(words, {f"{table.name}page": str(each)}) if each else "")
            for each in tables.pages_shown(table.page, table.pages)
        ]
        if paged
        else [],
        "before": _address(words, {f"{table.name}page": str(table.page - 1)}) if paged else "",
        "after": _address(words, {f"{table.name}page": str(table.page + 1)}) if paged else "",
    }


@register.simple_tag
def figure(
    value: float | None,
    kind: Kind = "decimal",
    decimals: int | None = None,
    status: Status = "observed",
    definition: str = "",
) -> SafeString:
    """One figure with its status and the page that defines it."""
    shown = markup.cell_markup(Cell(value, definition, status), Column("", "", kind, decimals))
    return format_html('<span class="figure">{}</span>', shown)


@register.simple_tag
def stars(count: float | None, of: int) -> SafeString:
    """Stars reached of those there are, in words for those who listen."""
    return markup.stars_markup(count, of)


@register.simple_tag
def badge(text: str, tone: Tone = "neutral") -> SafeString:
    """A short word on a coloured ground. Raises `ValueError` for a tone there is not."""
    if tone not in _TONES:
        raise ValueError(f"A badge has no tone {tone}. There are {', '.join(_TONES)}.")
    return format_html('<span class="badge {}">{}</span>', tone, text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words; it says nothing to those who listen. Raises `ValueError`."""
    return _icon(name)


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str = "", action_label: str = "", action_address: str = ""
) -> dict[str, str]:
    """What to say where there is nothing, and what to do about it."""
    return {
        "title": title,
        "text": text,
        "action_label": action_label,
        "action_address": action_address,
    }


@register.inclusion_tag("components/progress.html")
def progress(value: float | None, label: str) -> dict[str, Any]:
    """How far a long piece of work is, as a share from 0 to 1; None where that is not known."""
    share = None if value is None else min(max(value, 0.0), 1.0)
    return {
        "share": None if share is None else number(share),
        "percent": shaped(share, "percent", decimals=0),
        "label": label,
    }


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A field of a form with its label, help and error, each tied to it."""
    return fields.field_parts(bound)


@register.inclusion_tag("components/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at its top, each line leading to its field."""
    return {"problems": fields.problems(form)}


@register.inclusion_tag("components/crumbs.html")
def crumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way from the home page: labels and addresses, the last without one."""
    return {"trail": trail}


@register.filter
def counted(number: float) -> str:
    """A whole number in groups of three, for sentences."""
    return shaped(number, "count")


@register.filter(name="day")
def day_filter(text: str) -> str:
    """A day as the reader's language writes it, from one that begins with YYYY-MM-DD."""
    return day(text)


@register.inclusion_tag("components/citation.html", takes_context=True)
def citation(context: Mapping[str, Any], reader: Citable, page: str = "") -> dict[str, Any]:
    """How to cite the page: publisher, title, edition, an address that lasts, and the sources.

    page: what the page is called; "" for the site as a whole. An edition never changes, so the
    address that names it shows the same for good.
    """
    manifest = reader.manifest
    request: HttpRequest | None = context.get("request")
    return {
        "edition": reader.id,
        "title": manifest.get("title", ""),
        "page": page,
        "built": str(manifest.get("built", "")),
        "publisher": settings.PUBLISHER,
        "lasting": f"{settings.ORIGIN}{_lasting(request, reader.id)}" if request else "",
        "is_synthetic": bool(manifest.get("synthetic")),
        "sources": [each["attribution"] for each in manifest.get("sources", ())][:3],
    }


@register.inclusion_tag("components/chart.html", takes_context=True)
def chart(context: Mapping[str, Any], chart: Chart, level: int = 3) -> dict[str, Any]:
    """A chart in its frame, with its key, its note, its table and its downloads.

    level: of the heading, one below that of the part of the page it stands in.
    """
    return {
        "request": context.get("request"),
        "chart": chart,
        "heading": f"h{level}",
        "left_width": number(chart.left.width),
        "right_width": number(chart.right.width),
        "left": mark_safe(chart.left.body),  # noqa: S308 - written by charts.svg, which escapes
        "plot": mark_safe(chart.plot),  # noqa: S308 - the same
        "right": mark_safe(chart.right.body),  # noqa: S308 - the same
    }


@register.simple_tag
def spark(points: Sequence[Point], label: str) -> SafeString:
    """A small line for a tile or a cell."""
    return mark_safe(sparkline(points, label=label))  # noqa: S308 - written by charts.svg


@register.simple_tag(takes_context=True)
def pillars(context: Mapping[str, Any]) -> list[Pillar]:
    """The pillars with their main pages; where the reader is, is marked."""
    return navigation.pillars(context.get("request"))


@cache
def _icon(name: str) -> SafeString:
    """Kept, as a page has dozens: the address of the drawings stays as long as the process."""
    if name not in ICONS:
        raise ValueError(f"There is no icon {name}; hanse/foundation/web/icons.py lists them.")
    return format_html(
        '<svg class="icon" aria-hidden="true" width="20" height="20"><use href="{}#{}"/></svg>',
        static("foundation/built/icons.svg"),
        name,
    )


def _words(context: Mapping[str, Any]) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET if request else QueryDict()


def _state(table: Table) -> str:
    """The page of `table` and its order, in words for those who listen."""
    told = []
    if table.pages > 1:
        told.append(
            gettext("Page %(page)d of %(pages)d.") % {"page": table.page, "pages": table.pages}
        )
    by = next((c.label for c in table.columns if c.key == table.sort.removeprefix("-")), "")
    if by and table.sort.startswith("-"):
        told.append(gettext("Sorted by %(column)s, highest first.") % {"column": by})
    elif by:
        told.append(gettext("Sorted by %(column)s.") % {"column": by})
    return " ".join(told)


def _lasting(request: HttpRequest, edition: str) -> str:
    if edition in request.path.split("/"):
        return request.get_full_path()
    return f"{request.path}{_address(request.GET, {'edition': edition})}"


def _address(words: QueryDict, change: Mapping[str, str], drop: Sequence[str] = ()) -> str:
    kept = {key: values for key, values in words.lists() if key not in drop}
    kept |= {key: [value] for key, value in change.items()}
    return f"?{urlencode(kept, doseq=True)}"


def _head(table: Table, column: Column, words: QueryDict) -> markup.Head:
    current = table.sort.removeprefix("-") == column.key
    descending = table.sort.startswith("-")
    # Figures are first wanted from the top, names from the beginning.
    first = column.key if column.kind == "text" else f"-{column.key}"
    turned = column.key if descending else f"-{column.key}"
    return markup.Head(
        column,
        order=("descending" if descending else "ascending") if current else "",
        address=_address(
            words,
            {f"{table.name}sort": turned if current else first},
            drop=[f"{table.name}page"],
        )
        if column.sortable
        else "",
    )
