"""The pages for what went wrong, each saying what and what to do."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404

_DJANGO_SAYS = "matches the given query."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """400: what came is no request the site understands."""
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: with the reason that `PermissionDenied` was given."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: with the reason that `Http404` was given, such as what there is instead."""
    ours = isinstance(exception, Http404) and not isinstance(exception, Resolver404)
    reason = str(exception) if ours else ""
    if reason.endswith(_DJANGO_SAYS):
        reason = ""
    return render(request, "404.html", {"reason": reason}, status=404)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """403: a form without the token that shows it is ours."""
    return render(request, "403_csrf.html", status=403)


def server_fault(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - see below
    """500: without anything that could fail again, such as the reader's account."""
    return render(None, "500.html", status=500)
