"""What holds for every address of the API: open to other sites, HEAD, OPTIONS, plain refusals."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from hanse.foundation.web.limits import LONGEST_ADDRESS, is_too_long
from hanse.observatory.web.api.problems import problem

PREFIX: Final = "/api/"
METHODS: Final = "GET, HEAD, OPTIONS"
EXPOSED: Final = "ETag, Link, Retry-After, Content-Disposition"
_DAY: Final = 86_400
_REMEDY: Final = "The API only reads: use GET or HEAD."


class ApiGate:
    """Middleware that opens the API to pages of other sites and answers HEAD and OPTIONS.

    The data are open and no answer depends on who asks, so any site may read them. Answers carry
    neither cookies nor a language, and vary by what is accepted alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return self._opened(HttpResponse(status=204, headers={"Allow": METHODS}))
        if request.method not in {"GET", "HEAD"}:
            refused = problem(
                request, 405, f"{request.method} is not possible here.", remedy=_REMEDY
            )
            refused["Allow"] = METHODS
            return self._opened(refused)
        if is_too_long(request):
            return self._opened(_too_long(request))
        only_head = request.method == "HEAD"
        if only_head:
            request.method = "GET"
        response = self._opened(self.get_response(request))
        return without_body(response) if only_head else response

    def _opened(self, response: HttpResponseBase) -> HttpResponseBase:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, Range"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["Access-Control-Max-Age"] = str(_DAY)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["Vary"] = "Accept, Accept-Encoding"
        if response.has_header("Content-Language"):
            del response["Content-Language"]
        return response


def _too_long(request: HttpRequest) -> HttpResponse:
    request.path = PREFIX  # which the answer repeats
    remedy = f"Ask in several requests, each of at most {LONGEST_ADDRESS:,} characters."
    return problem(request, 414, "The address is too long.", where="path", remedy=remedy)


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    """`response` with its headers alone; what it would have sent is given up unread."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif isinstance(response, HttpResponse):
        length = response.get("Content-Length")
        response.content = b""
        if length is not None:
            response["Content-Length"] = length
    return response
