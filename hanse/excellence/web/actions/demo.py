"""The fictitious side of Excellence on a demo."""

from datetime import date

from django.conf import settings

from hanse.excellence.web.demo.benchmarkings import make_benchmarkings
from hanse.excellence.web.demo.labels import make_labels
from hanse.excellence.web.demo.peers import make_peer_release, make_peers
from hanse.excellence.web.demo.programme import make_programme
from hanse.excellence.web.models.programme import Call
from hanse.foundation.problems import HanseError
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

PEERS = 60
"""Fictitious cluster organisations to be compared with."""


@action
def create_demo_excellence(*, by: User | None = None, on: date) -> bool:
    """Make the demo's trainings, benchmarkings and labels where there are none; whether it did.

    Raises `HanseError` on a site that is no demo.
    """
    if not settings.DEMO:
        raise HanseError(
            "Fictitious labels are for a demo.",
            why="A register holds what was awarded.",
            remedy="Set HANSE_DEMO=true on a site that holds no real data.",
        )
    made = not has_demo_excellence()
    if made:
        projects = make_programme(on)
        make_peers(PEERS, on)
        make_benchmarkings(on)
        make_labels(projects, on)
        make_peer_release(on)
    record(None, {"made": made})
    return made


def has_demo_excellence() -> bool:
    """Whether the demo's trainings, benchmarkings and labels are there."""
    return Call.objects.filter(code="excellence-demo").exists()
