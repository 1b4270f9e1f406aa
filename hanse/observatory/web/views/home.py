"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanse.observatory.web.reading import reader_for


def home(request: HttpRequest) -> HttpResponse:
    """What the site holds, and the ways in."""
    reader = reader_for(request)
    return render(request, "observatory/home.html", {"manifest": reader.manifest})
