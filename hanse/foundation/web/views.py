"""Pages that belong to no pillar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanse.foundation.web.tables import Cell, Column, Table


def components(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states, for those who build pages."""
    example = Table(
        caption="Examples of cells",
        columns=[Column("name", "Name"), Column("number", "Number", "count")],
        rows=[
            {"name": Cell("Observed"), "number": Cell(12345.0)},
            {"name": Cell("Estimated"), "number": Cell(12345.0, status="estimated")},
            {"name": Cell("Withheld"), "number": Cell(None, status="withheld")},
        ],
    )
    return render(request, "foundation/components.html", {"example": example})
