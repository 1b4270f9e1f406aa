"""The components of every page; /components/ shows them all."""

from typing import Any

from django import template

from hanse.foundation.web.figures import Kind, shaped
from hanse.foundation.web.tables import Cell, Column, Status, Table

register = template.Library()


@register.inclusion_tag("components/table.html", takes_context=True)
def table(context: dict[str, Any], table: Table) -> dict[str, Any]:
    """A table: sortable by heading, in pages, with downloads, readable on a phone."""
    rows = [
        [(column, row[column.key], row[column.key].text(column)) for column in table.columns]
        for row in table.rows
    ]
    return {"table": table, "rows": rows, "request": context["request"]}


@register.inclusion_tag("components/figure.html")
def figure(
    value: float | None,
    kind: Kind = "decimal",
    decimals: int | None = None,
    status: Status = "observed",
    definition: str = "",
) -> dict[str, Any]:
    """One figure with its status and the page that defines it."""
    column = Column("", "", kind, decimals, definition)
    return {
        "cell": Cell(value, definition, status),
        "text": shaped(value, kind, decimals=decimals),
        "column": column,
    }


@register.inclusion_tag("components/stars.html")
def stars(count: float | None, of: int) -> dict[str, Any]:
    """Stars reached of those there are, in words for those who listen."""
    reached = 0 if count is None else int(count)
    return {"count": count, "of": of, "reached": range(reached), "open": range(of - reached)}
