"""Points: what answers propose, and whether scores reach a level."""

from collections.abc import Mapping
from dataclasses import dataclass

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.criteria.scheme import Criterion, LabelScheme
from hanse.foundation.problems import HanseError

Scores = Mapping[str, int]
"""Code of a criterion -> points; a code that is absent was not scored."""


@dataclass(frozen=True, slots=True)
class Result:
    """How scores stand against a level.

    points of maximum: over the criteria scored for the level. share: their quotient; None where
    a criterion is not scored yet, or the level scores none. missed: criteria below their
    threshold. unscored: criteria without points. short: points lacking to the minimum share.
    meets: everything is scored, nothing missed, the minimum share reached.
    """

    points: int
    maximum: int
    share: float | None
    missed: tuple[str, ...]
    unscored: tuple[str, ...]
    short: int
    meets: bool


def result(scheme: LabelScheme, level: str, scores: Scores) -> Result:
    """How `scores` stand against `level`; criteria that the level does not score do not count.

    Raises `HanseError` for a criterion there is not, or points outside its range.
    """
    check_scores(scheme, scores)
    scored = scheme.scored(level)
    given = [each for each in scored if each.code in scores]
    points = sum(scores[each.code] for each in given)
    maximum = sum(each.max_points for each in scored)
    unscored = tuple(each.code for each in scored if each.code not in scores)
    missed = tuple(each.code for each in given if scores[each.code] < scheme.threshold(level, each))
    short = max(points_needed(scheme, level) - points, 0)
    return Result(
        points=points,
        maximum=maximum,
        share=None if unscored or not maximum else points / maximum,
        missed=missed,
        unscored=unscored,
        short=short,
        meets=not (unscored or missed or short),
    )


def points_needed(scheme: LabelScheme, level: str) -> int:
    """The fewest points that are at least the minimum share of `level`."""
    maximum = sum(each.max_points for each in scheme.scored(level))
    return -(-maximum * scheme.level(level).minimum_percent // 100)


def proposed_points(scheme: LabelScheme, answers: Answers, *, year: int) -> dict[str, int | None]:
    """Points that answers propose, by criterion; None where there is no rule or no answer.

    answers: in the codes of the scheme's questionnaire, about `year`. Experts decide.
    """
    asked = questionnaire(scheme.questionnaire)
    found: dict[str, int | None] = {}
    for each in scheme.criteria:
        value = each.rule.drawn(asked, answers, year=year) if each.rule else None
        found[each.code] = each.rule.points(value) if each.rule and value is not None else None
    return found


def check_scores(scheme: LabelScheme, scores: Scores) -> None:
    """Raise `HanseError` for a criterion there is not, or points outside its range."""
    for code, points in scores.items():
        criterion: Criterion | None = scheme.by_code.get(code)
        if criterion is None:
            raise HanseError(
                f"The scheme has no criterion {code}.",
                remedy=f"Its criteria are {', '.join(scheme.by_code)}.",
            )
        if not 0 <= points <= criterion.max_points or points != int(points):
            raise HanseError(
                f"{points} points are not possible.",
                where=f"criterion {code}",
                remedy=f"Give a whole number from 0 to {criterion.max_points}.",
            )
