"""The page Collaboration opens with: from finding each other to working together."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hanse.foundation.web.models.organisations import Organisation, OrganisationKind


@dataclass(frozen=True, slots=True)
class Pillar:
    """The page. kinds: label, count and code of each kind of organisation there is."""

    kinds: list[tuple[str, int, str]]


@require_GET
def collaboration(request: HttpRequest) -> HttpResponse:
    """What Collaboration is for, and where to go."""
    counted = dict(
        Organisation.objects.visible_to(request.user)
        .order_by()
        .values_list("kind")
        .annotate(Count("pk"))
    )
    kinds = [
        (str(kind.label), counted[kind.value], kind.value)
        for kind in OrganisationKind
        if counted.get(kind.value)
    ]
    return render(request, "collaboration/collaboration.html", {"page": Pillar(kinds)})
