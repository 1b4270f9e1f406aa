"""Long forms that save themselves while people write, as the questionnaire does.

A script sends the form at each change and after a pause in typing; the answer is a line that says
what became of it. Without scripts the button of the form saves.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def saves_itself(request: HttpRequest) -> bool:
    """Whether a script has sent the form by itself, not its writer by the button."""
    return request.method == "POST" and request.headers.get("HX-Request") == "true"


def kept(request: HttpRequest, *, wanting: str = "") -> HttpResponse:
    """The line that says it is saved just now. wanting: what of it is not, in words."""
    said = {"at": timezone.now(), "wanting": wanting, "swap": True}
    return render(request, "excellence/autosave_status.html", said)
