"""Missions that everybody may see, as files and the API tell them."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from hanse.collaboration.web.models.missions import Mission

COLUMNS: Final = (
    "mission", "title", "theme", "state", "organiser", "organiser_name", "host_country", "city",
    "mode", "time_zone", "begins", "ends", "opens", "closes", "cut_offs", "places", "taking_part",
    "sectors", "fictitious", "page",
)  # fmt: skip
"""Columns of files, in order."""


def listed(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """`missions` with their organisers and how many take part, the latest first."""
    confirmed = Q(participants__confirmed__isnull=False, participants__withdrawn__isnull=True)
    found: QuerySet[Mission] = (
        missions.select_related("organiser")
        .annotate(taking_part=Count("participants", filter=confirmed))
        .order_by("-begins", "title", "pk")
    )
    return found


def chosen(missions: QuerySet[Mission], wanted: Mapping[str, Any]) -> QuerySet[Mission]:
    """Those of a state, a host country and a sector, each where it is wanted."""
    if wanted.get("state"):
        missions = missions.filter(state=wanted["state"])
    if wanted.get("country"):
        missions = missions.filter(host_country=wanted["country"])
    if wanted.get("sector"):
        # A list in JSON: its codes stand in quotation marks.
        missions = missions.filter(sectors__icontains=f'"{wanted["sector"]}"')
    return missions


def mission_line(mission: Any) -> dict[str, Any]:
    """A row with the columns `COLUMNS` of one of `listed`: what its page tells everybody."""
    return {
        "mission": mission.slug,
        "title": mission.title,
        "theme": mission.theme,
        "state": mission.state,
        "organiser": mission.organiser.slug,
        "organiser_name": mission.organiser.name,
        "host_country": mission.host_country,
        "city": mission.city,
        "mode": mission.mode,
        "time_zone": mission.time_zone,
        **{
            name: day.isoformat() if (day := getattr(mission, name)) else None
            for name in ("begins", "ends", "opens", "closes")
        },
        "cut_offs": [each.isoformat() for each in mission.cut_off_days],
        "places": mission.places,
        "taking_part": mission.taking_part,
        "sectors": mission.sectors,
        "fictitious": mission.fictitious,
        "page": f"{settings.ORIGIN}/collaboration/missions/{mission.slug}/",
    }


def public_missions() -> QuerySet[Mission]:
    """Those whose call was opened, however somebody is signed in."""
    return listed(Mission.objects.visible_to(AnonymousUser()))
