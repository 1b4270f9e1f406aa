"""The site's addresses, and pages on which something goes wrong on purpose."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from hanse.foundation.web.views.errors import form_refused
from hanse.site import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def odd(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("On purpose.")


def refused(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only programme officers see this page.")


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("On purpose.")


def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


urlpatterns = [
    path("faults/400/", odd),
    path("faults/403/", refused),
    path("faults/form/", form_refused),
    path("faults/429/", too_often),
    path("faults/500/", broken),
    *urls.urlpatterns,
]
