"""The page that shows every component."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanse.foundation.web.samples import samples


def components(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states, for those who build pages."""
    return render(request, "foundation/components.html", samples(request))
