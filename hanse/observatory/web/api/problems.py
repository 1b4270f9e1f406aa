"""Errors of the API as RFC 9457 problem details: what, where, why and what to do."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hanse.foundation.problems import HanseError

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[Mapping[int, str]] = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    414: "Address too long",
    422: "Unprocessable request",
    429: "Too many requests",
    500: "Server error",
}
"""Status -> title of the problem."""

GUIDE: Final = "/data/api/"


class RefusedError(Exception):
    """A request that is answered with a problem of this status."""

    def __init__(self, status: int, problem: HanseError) -> None:
        self.status = status
        self.problem = problem
        super().__init__(status, problem)


def problem(
    request: HttpRequest,
    status: int,
    what: str,
    *,
    where: str = "",
    why: str = "",
    remedy: str = "",
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """The answer that tells of a problem; `type` leads to its place in the guide."""
    content: dict[str, object] = {
        "type": f"{settings.ORIGIN}{GUIDE}#problem-{status}",
        "title": TITLES[status],
        "status": status,
        "detail": what,
        "instance": request.path,
    }
    content |= {k: v for k, v in (("where", where), ("why", why), ("remedy", remedy)) if v}
    if errors:
        content["errors"] = list(errors)
    return HttpResponse(
        json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )


def told(request: HttpRequest, status: int, error: HanseError) -> HttpResponse:
    """The answer that tells what a `HanseError` says."""
    return problem(
        request, status, error.what, where=error.where, why=error.why, remedy=error.remedy
    )
