"""Ratings of services by the firms that used them: shown only together, from five raters on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _

QUESTIONS: Final = MappingProxyType(
    {
        "useful": _("How useful was the service to your firm?"),
        "quality": _("How good was the work of those who gave it?"),
        "timely": _("Did it come when you needed it?"),
        "overall": _("How satisfied are you on the whole?"),
    }
)
"""Question -> its words. Each is answered from 1, not at all, to 5, very."""

LOWEST: Final = 1
HIGHEST: Final = 5
SATISFIED: Final = 4
"""An answer to `overall` from which a firm counts as satisfied or very satisfied."""
LEAST_RATERS: Final = 5


@dataclass(frozen=True, slots=True)
class Rating:
    """One firm's answers about one service in a year: question -> 1 to 5."""

    firm: int
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RatedTogether:
    """raters: different firms. means: question -> mean of all ratings, 1 to 5. satisfied: share of
    raters, 0 to 1, whose mean answer to `overall` is at least `SATISFIED`.
    """

    raters: int
    means: Mapping[str, float]
    satisfied: float


def rated_together(ratings: Iterable[Rating], least: int = LEAST_RATERS) -> RatedTogether | None:
    """What may be shown of `ratings`; None with fewer than `least` different firms.

    Every firm counts once in `satisfied`, however many services it rated.
    """
    found = list(ratings)
    overall: dict[int, list[int]] = {}
    for each in found:
        overall.setdefault(each.firm, []).append(each.answers["overall"])
    if len(overall) < least:
        return None
    means = {code: fmean(each.answers[code] for each in found) for code in QUESTIONS}
    satisfied = sum(fmean(answers) >= SATISFIED for answers in overall.values())
    return RatedTogether(len(overall), means, satisfied / len(overall))
