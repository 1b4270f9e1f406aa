"""The choice of who goes on a mission: criteria, points of several assessors, and a proposal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from hanse.collaboration.missions.states import ApplicationState
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

MOST_POINTS: Final = 5


class MissionCriterion(StrEnum):
    """What an application is scored by, from 0 to 5 each; set by Hanse."""

    THEME = "theme"
    OFFER = "offer"
    NEEDS = "needs"
    FIRMS = "firms"
    FOLLOW_UP = "follow_up"


CRITERION_WORDS: Final = MappingProxyType(
    {
        MissionCriterion.THEME: (
            _("Fit with the theme"),
            _("Does the organisation work in the theme of the mission, and for how long?"),
        ),
        MissionCriterion.OFFER: (
            _("What it offers"),
            _("Is what it offers clear, and of use to organisations of the host country?"),
        ),
        MissionCriterion.NEEDS: (
            _("What it needs"),
            _("Does it say whom it wants to meet and what for?"),
        ),
        MissionCriterion.FIRMS: (
            _("Good for firms"),
            _("How many of its firms, small ones above all, will gain from it?"),
        ),
        MissionCriterion.FOLLOW_UP: (
            _("Means to go on"),
            _("Has it people and time to go on with contacts after the mission?"),
        ),
    }
)
"""Criterion -> its name, and the question an assessor answers."""
MOST: Final = MOST_POINTS * len(MissionCriterion)
ENOUGH: Final = 12
"""The least mean sum, of 25, of one that is proposed for a place or the reserve list."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An application for the proposal. scores: criterion -> points, once for each assessor."""

    key: int
    country: str
    scores: Sequence[Mapping[str, int]]

    @property
    def points(self) -> Fraction | None:
        """The mean of the assessors' sums; None without any."""
        if not self.scores:
            return None
        return Fraction(sum(sum(each.values()) for each in self.scores), len(self.scores))

    @property
    def apart(self) -> int:
        """How far the sums of the assessors lie from each other."""
        sums = [sum(each.values()) for each in self.scores]
        return max(sums) - min(sums) if sums else 0

    @property
    def has_zero(self) -> bool:
        """Whether somebody gave a criterion no point at all."""
        return any(points == 0 for each in self.scores for points in each.values())


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for an application: its order, an outcome, and the reason."""

    key: int
    rank: int
    points: Fraction | None
    outcome: ApplicationState
    reason: Sentence


def checked_scores(scores: Mapping[str, int]) -> dict[str, int]:
    """The points of one assessor, criterion by criterion.

    Raises `ValueError` for a criterion without points, or points outside 0 to 5.
    """
    if set(scores) != {each.value for each in MissionCriterion}:
        raise ValueError("Each criterion takes points.")
    if any(not 0 <= each <= MOST_POINTS for each in scores.values()):
        raise ValueError(f"Points run from 0 to {MOST_POINTS}.")
    return {each.value: scores[each] for each in MissionCriterion}


def ranked(applications: Iterable[Scored]) -> list[Scored]:
    """By points, most first, those without any last; then those on whom assessors agree more."""
    return sorted(
        applications,
        key=lambda each: (each.points is None, -(each.points or 0), each.apart, each.key),
    )


def proposal(
    applications: Iterable[Scored],
    places: int,
    *,
    most_of_a_country: int | None = None,
    going: Iterable[str] = (),
) -> list[Proposed]:
    """Who goes, who waits, who does not, in the order of their points.

    going: the countries of those selected before, at an earlier cut-off date.

    One with at least `ENOUGH` points and no criterion at 0 gets a place while there are places, and
    while its country has fewer than `most_of_a_country`; after that it goes on the reserve list.
    """
    found = []
    taken: Counter[str] = Counter(going)
    for rank, each in enumerate(ranked(applications), 1):
        outcome, reason = _outcome(each, places - taken.total(), taken, most_of_a_country)
        if outcome is ApplicationState.SELECTED:
            taken[each.country] += 1
        found.append(Proposed(each.key, rank, each.points, outcome, reason))
    return found


def _outcome(
    each: Scored, free: int, taken: Counter[str], most: int | None
) -> tuple[ApplicationState, Sentence]:
    if each.points is None:
        return ApplicationState.SUBMITTED, Sentence(_("Nobody has scored it yet."))
    if each.points < ENOUGH:
        return ApplicationState.NOT_SELECTED, Sentence(
            _("Fewer than {least} of {most} points."), {"least": ENOUGH, "most": MOST}
        )
    if each.has_zero:
        return ApplicationState.NOT_SELECTED, Sentence(_("No point at all on one criterion."))
    if free <= 0:
        return ApplicationState.RESERVE, Sentence(_("Enough points, and all places are taken."))
    if most is not None and taken[each.country] >= most:
        return ApplicationState.RESERVE, Sentence(
            _("Enough points, and its country has its {most} places already."), {"most": most}
        )
    return ApplicationState.SELECTED, Sentence(_("Enough points, and a place is free."))
