"""What agreements, and what was done under them, show of the ties between organisations."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.journey.evidence import Evidence, EvidenceKind

if TYPE_CHECKING:  # the models give their evidence by this module
    from hanse.collaboration.web.models.agreements import Agreement

KINDS: Final = {
    "meeting": EvidenceKind.MEETING,
    "mission": EvidenceKind.MEETING,
    "event": EvidenceKind.MEETING,
    "exchange": EvidenceKind.EXCHANGE,
    "project": EvidenceKind.SHARED_PROJECT,
}
"""Kind of an activity -> of what it shows; others show nothing in particular."""
_LEAST: Final = 2


def agreement_evidence(agreements: Iterable["Agreement"]) -> Iterator[Evidence]:
    """Evidence of `agreements` that were signed, and of the activities under them.

    A day that is known by its month or year alone is no day, so it is None there. What has fewer
    than two parties here shows no tie.
    """
    for each in agreements:
        parties = tuple(sorted(party.organisation_id for party in each.parties.all()))
        if len(parties) < _LEAST:
            continue
        yield Evidence(
            kind=EvidenceKind.AGREEMENT,
            parties=parties,
            since=_day(each.signed_on),
            until=_day(each.ends_on),
            record=("agreement", each.pk),
            label=each.title,
            address=each.get_absolute_url(),
            public=each.is_public,
        )
        yield from _activities(each, parties)


def _activities(agreement: "Agreement", parties: tuple[int, ...]) -> Iterator[Evidence]:
    for activity in agreement.activities.all():
        took_part = tuple(sorted(each.pk for each in activity.organisations.all())) or parties
        kind = KINDS.get(activity.kind)
        if kind is None or len(took_part) < _LEAST:
            continue
        begins = _day(activity.begins)
        yield Evidence(
            kind=kind,
            parties=took_part,
            since=begins,
            until=_day(activity.ends)
            or (begins if kind is not EvidenceKind.SHARED_PROJECT else None),
            record=("agreement_activity", activity.pk),
            label=f"{activity.title} ({agreement.title})",
            address=agreement.get_absolute_url(),
            public=agreement.is_public,
        )


def _day(known: PartialDate | None) -> date | None:
    return known.exact if known is not None else None
