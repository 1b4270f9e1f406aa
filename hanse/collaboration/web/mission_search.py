"""Missions in the search of the site: those that its reader may see, by their words."""

from typing import Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.folding import words_of
from hanse.observatory.search import LONGEST_QUERY
from hanse.observatory.web.search_results import MOST, Result, Section

_FIELDS: Final = ("title", "theme", "city")


def mission_section(query: str, request: HttpRequest) -> Section:
    """Missions with every word of `query` in title, theme or city, the latest first."""
    asked = Q()
    words = query[:LONGEST_QUERY].replace("\0", "").split()
    for word in words:
        asked &= Q(*((f"{name}__icontains", word) for name in _FIELDS), _connector=Q.OR)
    found = Mission.objects.visible_to(request.user).filter(asked) if words_of(query) else ()
    return Section(
        "mission",
        _("Missions"),
        [
            Result(
                each.title,
                each.get_absolute_url(),
                code="",
                detail=str(each.get_state_display()),
                kind=_("Mission"),
            )
            for each in found[:MOST]
        ],
    )
