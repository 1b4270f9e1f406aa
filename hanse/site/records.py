"""Records of Collaboration as the command line loads them: what public sources name."""

from hanse.site import database
from hanse.site.loading import load


def load_collaboration_records() -> list[tuple[str, int]]:
    """Bring the records up to what their files say; what there is, and how many of it."""
    load()
    database.require_migrated()
    from hanse.collaboration.web.actions.agreement_records import (  # noqa: PLC0415 - once apps are loaded
        load_records,
    )

    agreements, missions = load_records()
    return [("agreements", agreements), ("missions", missions)]
