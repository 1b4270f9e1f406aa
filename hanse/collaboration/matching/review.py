"""The review of offers: four criteria from 0 to 5, and what follows from their sum."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.collaboration.matching.states import OfferState
from hanse.foundation.sentences import gettext_noop as _

MOST_POINTS: Final = 5
GOOD: Final = 15
SUFFICIENT: Final = 10
HELD: Final = 5
"""The least sums of a good offer, a sufficient one, and one that is held and not rejected."""


class Criterion(StrEnum):
    """What an offer is judged by; the facts name four criteria, these four are set by Hanse."""

    CLARITY = "clarity"
    SUBSTANCE = "substance"
    PARTNER = "partner"
    CREDIBILITY = "credibility"


CRITERION_WORDS: Final = MappingProxyType(
    {
        Criterion.CLARITY: (
            _("Clarity"),
            _("Can somebody of another country and trade tell what is offered or sought?"),
        ),
        Criterion.SUBSTANCE: (
            _("Substance"),
            _("Does it say what is new or better, with facts, and at which stage it is?"),
        ),
        Criterion.PARTNER: (
            _("Partner sought"),
            _("Does it say who is sought, for which part of the work, and in what form?"),
        ),
        Criterion.CREDIBILITY: (
            _("Credibility"),
            _("Can the organisation do what it says, and are its claims free of advertising?"),
        ),
    }
)
"""Criterion -> its name, and the question a reviewer answers."""


class Verdict(StrEnum):
    """What the points come to."""

    GOOD = "good"
    SUFFICIENT = "sufficient"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"


VERDICT_WORDS: Final = MappingProxyType(
    {
        Verdict.GOOD: _("good"),
        Verdict.SUFFICIENT: _("sufficient"),
        Verdict.ON_HOLD: _("on hold"),
        Verdict.REJECTED: _("rejected"),
    }
)

LEADS_TO: Final = MappingProxyType(
    {
        Verdict.GOOD: OfferState.PUBLISHED,
        Verdict.SUFFICIENT: OfferState.PUBLISHED,
        Verdict.ON_HOLD: OfferState.ON_HOLD,
        Verdict.REJECTED: OfferState.REJECTED,
    }
)
"""The state that an offer in review goes to."""


def verdict(points: Mapping[Criterion, int]) -> Verdict:
    """The verdict on points from 0 to 5 for each of the four criteria.

    A sum of 15 or more is good, 10 to 14 sufficient, 5 to 9 holds the offer, under 5 rejects it; a
    single 0 holds an offer that would else be published. Raises `ValueError` for a criterion
    without points, or points out of range.
    """
    if set(points) != set(Criterion):
        raise ValueError("Each of the four criteria takes points.")
    if any(not 0 <= each <= MOST_POINTS for each in points.values()):
        raise ValueError(f"Points run from 0 to {MOST_POINTS}.")
    total = sum(points.values())
    if total < HELD:
        return Verdict.REJECTED
    if total < SUFFICIENT or 0 in points.values():
        return Verdict.ON_HOLD
    return Verdict.GOOD if total >= GOOD else Verdict.SUFFICIENT
