"""The fictitious side of Collaboration on a demo."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.conf import settings

from hanse.collaboration.web.demo.agreements import make_agreements
from hanse.collaboration.web.demo.consortia import make_consortia
from hanse.collaboration.web.demo.directory import make_directory
from hanse.collaboration.web.demo.journey import make_journey
from hanse.collaboration.web.demo.meetings import make_meetings
from hanse.collaboration.web.demo.missions import make_missions
from hanse.collaboration.web.demo.partner import make_partner_search
from hanse.collaboration.web.models.profiles import Profile
from hanse.foundation.problems import HanseError
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

MAKERS: Final[tuple[Callable[[date], None], ...]] = (
    make_directory,
    make_partner_search,
    make_agreements,
    make_consortia,
    make_missions,
    make_meetings,
    make_journey,
)
"""What makes the demo, in this order; each takes the day it is made on."""


@action
def create_demo_collaboration(*, by: User | None = None, on: date) -> bool:
    """Make the demo's directory and all that goes on between its organisations; whether it did.

    Raises `HanseError` on a site that is no demo.
    """
    if not settings.DEMO:
        raise HanseError(
            "Fictitious profiles are for a demo.",
            why="A directory holds what organisations say of themselves.",
            remedy="Set HANSE_DEMO=true on a site that holds no real data.",
        )
    made = not has_demo_collaboration()
    if made:
        for make in MAKERS:
            make(on)
    record(None, {"made": made})
    return made


def has_demo_collaboration() -> bool:
    """Whether the demo's directory is there."""
    return Profile.objects.filter(organisation__slug="fictitious-firm-0001").exists()
