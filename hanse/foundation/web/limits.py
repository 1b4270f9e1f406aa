"""How much a request may bring: an address, and what is sent with it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

LONGEST_ADDRESS: Final = 8_190
"""Characters of a path and its query; what servers in front usually let through."""

LARGEST_BODY: Final = 64_000_000
"""Bytes of all that is sent, files included."""


def is_too_long(request: HttpRequest) -> bool:
    """Whether the address of `request` is longer than the site reads."""
    meta = request.META
    return len(meta.get("PATH_INFO", "")) + len(meta.get("QUERY_STRING", "")) > LONGEST_ADDRESS


def is_too_large(request: HttpRequest) -> bool:
    """Whether more is sent with `request` than the site takes; nothing of it is read for that."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return length.isascii() and length.isdigit() and int(length[:20]) > LARGEST_BODY


class LimitsMiddleware:
    """Refuses a request that brings too much, before anything is made of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request`, or say what is too much."""
        if is_too_long(request):
            return _refusal("414.html", 414)
        if is_too_large(request):
            return _refusal("413.html", 413)
        return self.get_response(request)


def _refusal(template: str, status: int) -> HttpResponse:
    # Without the request, whose address a page repeats in its menus.
    return render(None, template, status=status)
