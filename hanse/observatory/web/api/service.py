"""The API: its endpoints, limits, and how it tells of problems."""

import logging
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from ninja import NinjaAPI
from ninja.errors import Throttled, ValidationError
from ninja.operation import Operation
from ninja.throttling import AnonRateThrottle

from hanse.foundation.problems import HanseError
from hanse.observatory.web.api import figures, lists, methods, shapes
from hanse.observatory.web.api.answers import check_words, json_answer
from hanse.observatory.web.api.document import completed
from hanse.observatory.web.api.problems import GUIDE, RefusedError, problem, told

VERSION: Final = "1"
TITLE: Final = "Hanse"
_log = logging.getLogger(__name__)


class AddressThrottle(AnonRateThrottle):
    """So many requests of one address in a time; counted for all processes together."""

    scope = "api"

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)


class Api(NinjaAPI):
    """NinjaAPI whose document also tells formats, headers and problems."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function that answers."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI 3.1 document."""
        found = super().get_openapi_schema(**options)
        template = "#/components/schemas/{model}"
        return completed(found, shapes.Problem.model_json_schema(ref_template=template))


api = Api(
    title=TITLE,
    version=VERSION,
    description="Industrial clusters in regional statistics: figures, stars, definitions; and the "
    "register of labels. All of it is open data and needs no key.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    throttle=[AddressThrottle()],
    openapi_extra={
        "info": {"license": {"name": "Data: as each edition says; code: EUPL-1.2"}},
        "externalDocs": {"url": GUIDE, "description": "Guide with examples"},
    },
)


@api.get("/", response=shapes.Entry, tags=["start"], summary="Where to begin")
def entry(request: HttpRequest) -> Any:
    """The addresses of the API."""
    check_words(request)
    origin = settings.ORIGIN
    content = {
        "title": TITLE,
        "version": VERSION,
        "guide": origin + reverse("api_guide"),
        "openapi": origin + reverse("api:openapi-json"),
        "addresses": [f"{origin}{path}" for path in document()["paths"]],
    }
    return json_answer(request, content, edition="entry", named=False)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, put together once."""
    found: dict[str, Any] = api.get_openapi_schema()
    return found


api.add_router("", lists.router)
api.add_router("", figures.router)
api.add_router("", methods.router)


@api.exception_handler(HanseError)
def unknown(request: HttpRequest, error: HanseError) -> HttpResponse:
    """A code, year or edition that is not there."""
    return told(request, 404, error)


@api.exception_handler(RefusedError)
def refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
    """A request that cannot be met."""
    return told(request, error.status, error.problem)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Words whose values cannot be understood, each with what is wrong."""
    errors = [
        {
            "where": " ".join(str(part) for part in each["loc"] if part not in {"query", "path"}),
            "what": str(each["msg"]),
        }
        for each in error.errors
    ]
    for each in errors:
        each["where"] = each["where"].removeprefix("question ")
    first = errors[0]
    return problem(
        request,
        422,
        f"{first['where']}: {first['what']}.",
        where=first["where"],
        remedy=f"The guide at {settings.ORIGIN}{GUIDE} lists the words and their values.",
        errors=errors,
    )


@api.exception_handler(Throttled)
def throttled(request: HttpRequest, _error: Throttled) -> HttpResponse:
    """More requests than one address may send."""
    return problem(
        request,
        429,
        "Too many requests from your address.",
        why=f"The limit is {settings.API_RATE}.",
        remedy="Wait for the seconds in Retry-After. For a lot of data, take a whole table.",
    )


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """What should not happen: kept in the log, told without details."""
    _log.error("The API failed at %s", request.get_full_path(), exc_info=error)
    return problem(request, 500, "The server failed.", remedy="Try again later, or tell us.")


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """The answer at addresses that the API does not have."""
    return problem(
        request,
        404,
        f"There is nothing at /api/{rest}.",
        where="path",
        remedy=f"Begin at {settings.ORIGIN}/api/v1/; the guide is at {settings.ORIGIN}{GUIDE}.",
    )


def addresses() -> list[URLPattern | URLResolver]:
    """Addresses of the API, without a language; asked for once every pillar has its routers in."""
    return [path("v1/", api.urls), path("", nowhere), path("<path:rest>", nowhere)]
