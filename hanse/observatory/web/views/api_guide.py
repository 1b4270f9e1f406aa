"""How to use the API: examples, rules, and every address from the OpenAPI document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.web.figures import shaped
from hanse.foundation.web.tables import Cell, Column, Table
from hanse.observatory.web.api.asked import MOST_ROWS, USUAL_ROWS
from hanse.observatory.web.api.examples import PYTHON, SPREADSHEET, Example, R
from hanse.observatory.web.api.negotiation import MEDIA_TYPES
from hanse.observatory.web.api.problems import TITLES
from hanse.observatory.web.api.service import document
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.reading import reader_for

_PROBLEMS: Final[Mapping[int, str | Promise]] = {
    400: gettext_lazy("The request is not one that a server can read."),
    404: gettext_lazy(
        "A code, year or edition is not there, or the address is not. The remedy says what there "
        "is."
    ),
    405: gettext_lazy("The API only reads: GET, HEAD and OPTIONS."),
    406: gettext_lazy("None of the formats you accept is available; say ?format= instead."),
    414: gettext_lazy("The address has more than 8,190 characters: ask in several requests."),
    422: gettext_lazy("A parameter is unknown, or its value cannot be understood. Each is listed."),
    429: gettext_lazy("Too many requests from one address. Wait for the seconds in Retry-After."),
    500: gettext_lazy("Something failed on our side. It is in the log of the server."),
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the API with its words and formats."""

    anchor: str
    path: str
    summary: str
    description: str
    words: Table | None
    formats: Sequence[str]
    example: str


@for_everyone
def api_guide(request: HttpRequest) -> HttpResponse:
    """The guide."""
    reader = reader_for(request)
    return render(
        request,
        "observatory/data/api_guide.html",
        {
            "reader": reader,
            "python": _shown(PYTHON),
            "r": _shown(R, reader.id),
            "spreadsheet": _shown(SPREADSHEET),
            "addresses": [_address(*each) for each in document()["paths"].items()],
            "problems": [(status, TITLES[status], text) for status, text in _PROBLEMS.items()],
            "formats": MEDIA_TYPES.items(),
            "openapi": reverse("api:openapi-json"),
            "root": f"{settings.ORIGIN}{reverse('api:api-root')}",
            "rate": _rate(settings.API_RATE),
            "usual_rows": USUAL_ROWS,
            "most_rows": MOST_ROWS,
            "trail": [
                (_("Home"), reverse("home")),
                (_("Data"), reverse("data")),
                (_("API"), ""),
            ],
        },
    )


def _rate(rate: str) -> str:
    """The limit in words, from text such as 600/min."""
    count, _slash, period = rate.partition("/")
    words = {
        "s": _("%(count)s requests a second"),
        "min": _("%(count)s requests a minute"),
        "hour": _("%(count)s requests an hour"),
        "day": _("%(count)s requests a day"),
    }
    return words[period] % {"count": shaped(int(count), "count")}


def _shown(examples: Sequence[Example], edition: str = "") -> list[tuple[str | Promise, str]]:
    return [(each.title, each.at(settings.ORIGIN).replace("EDITION", edition)) for each in examples]


def _address(path: str, operations: Mapping[str, Any]) -> Address:
    operation = operations["get"]
    parameters = operation["parameters"]
    formats = next((p["schema"]["enum"] for p in parameters if p["name"] == "format"), ["json"])
    return Address(
        anchor=operation["operationId"],
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        words=_words(path, parameters) if parameters else None,
        formats=formats,
        example="" if "{" in path else path,
    )


def _words(path: str, parameters: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        caption=_("Words of %(path)s") % {"path": path},
        columns=[
            Column("name", _("Word")),
            Column("where", _("Where")),
            Column("kind", _("Values")),
            Column("meaning", _("Meaning")),
        ],
        rows=[
            {
                "name": Cell(each["name"]),
                "where": Cell(_("path") if each["in"] == "path" else _("query")),
                "kind": Cell(_kind(each["schema"])),
                "meaning": Cell(each.get("description", "")),
            }
            for each in parameters
        ],
    )


def _kind(schema: Mapping[str, Any]) -> str:
    if schema.get("type") == "array":
        return _("%(kind)s, may be repeated") % {"kind": _kind(schema["items"])}
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if schema.get("type") == "integer":
        limits = (schema.get("minimum"), schema.get("maximum"))
        return _("whole number, %(least)s to %(most)s") % {"least": limits[0], "most": limits[1]}
    return _("text")
