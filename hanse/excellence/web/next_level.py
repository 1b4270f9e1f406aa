"""The way of an organisation to a level: where it stands, what the cheapest improvements are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.gaps import Costs, Plan, cheapest_improvements
from hanse.excellence.criteria.points import Result, proposed_points, result
from hanse.excellence.criteria.questionnaire import Questionnaire
from hanse.excellence.criteria.scheme import Criterion, LabelScheme, Level
from hanse.excellence.label.clock import Standing, Term, months_later

FACTORS: Final[Mapping[str, float | None]] = {
    "quarter": 0.25,
    "half": 0.5,
    "usual": 1.0,
    "double": 2.0,
    "fourfold": 4.0,
    "never": None,
}
"""What an organisation may say of an effort -> factor on the scheme's own; None: not possible."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where an organisation stands on one criterion, and where the plan leads it.

    proposed: points that its answers propose. own: its own estimate, which comes first. points:
    the one that counts, None where there is neither. target: points under the plan; those of now
    without one. effort: a key of `FACTORS`. days: person-days that the plan asks for here.
    """

    criterion: Criterion
    proposed: int | None
    own: int | None
    threshold: int
    target: int | None
    effort: str
    days: float

    @property
    def points(self) -> int | None:
        """The points that count."""
        return self.proposed if self.own is None else self.own

    @property
    def only_time_helps(self) -> bool:
        """Whether the scheme knows no effort that raises it."""
        return all(days == float("inf") for days in self.criterion.effort_days)

    @property
    def is_missed(self) -> bool:
        """Whether it lies below its threshold."""
        return self.points is not None and self.points < self.threshold

    @property
    def gains(self) -> int:
        """Points that the plan asks for."""
        return (self.target or 0) - (self.points or 0)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one level. plan: None while criteria have no points."""

    level: Level
    standpoints: tuple[Standpoint, ...]
    now: Result
    plan: Plan | None

    @property
    def improvements(self) -> list[Standpoint]:
        """The criteria to improve: thresholds first, then the most days."""
        wanted = [each for each in self.standpoints if each.gains]
        return sorted(wanted, key=lambda each: (not each.is_missed, -each.days))


def way_to(
    scheme: LabelScheme,
    level: str,
    answers: Answers,
    *,
    year: int,
    own: Mapping[str, int],
    efforts: Mapping[str, str],
) -> Way:
    """The way to `level` from the answers about `year` and the organisation's own estimates.

    own: criterion -> points. efforts: criterion -> key of `FACTORS`, usual where not said.
    """
    proposed = proposed_points(scheme, answers, year=year)
    scored = scheme.scored(level)
    scores = {}
    for each in scored:
        points = own.get(each.code, proposed[each.code])
        if points is not None:
            scores[each.code] = points
    now = result(scheme, level, scores)
    plan = None
    if not now.unscored:
        plan = cheapest_improvements(scheme, level, scores, costs(scheme, efforts))
    steps = {each.code: each for each in plan.improvements} if plan else {}
    standpoints = tuple(
        Standpoint(
            criterion=each,
            proposed=proposed[each.code],
            own=own.get(each.code),
            threshold=scheme.threshold(level, each),
            target=steps[each.code].after if each.code in steps else scores.get(each.code),
            effort=efforts.get(each.code, "usual"),
            days=steps[each.code].cost if each.code in steps else 0.0,
        )
        for each in scored
    )
    return Way(scheme.level(level), standpoints, now, plan)


def costs(scheme: LabelScheme, efforts: Mapping[str, str]) -> Costs:
    """The scheme's efforts in person-days, changed by what an organisation says of its own."""
    found = {}
    for each in scheme.criteria:
        factor = FACTORS[efforts.get(each.code, "usual")]
        found[each.code] = tuple(
            float("inf") if factor is None else days * factor for days in each.effort_days
        )
    return found


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of eligibility: its text in a language, and whether it is met."""

    text: str
    met: bool | None


def conditions(
    scheme: LabelScheme, asked: Questionnaire, answers: Answers, *, year: int, language: str
) -> list[Condition]:
    """Who may be benchmarked and labelled, read off the answers."""
    return [
        Condition(each.text_in(language), each.met(asked, answers, year=year))
        for each in scheme.eligibility
    ]


@dataclass(frozen=True, slots=True)
class RenewalClock:
    """Until when a label is valid, until when it can be renewed, and how much of it is used.

    months_left: whole months to the end of validity, or of grace once it has expired.
    """

    term: Term
    standing: Standing
    months_left: int
    used: float


def renewal_clock(valid_from: date, valid_until: date, level: Level, on: date) -> RenewalClock:
    """The clock of a label of `level` on a day."""
    term = Term(valid_from, valid_until, months_later(valid_until, level.grace_months))
    standing = term.standing(on)
    end = term.valid_until if standing == "valid" else term.grace_until
    months = 0
    while months_later(on, months + 1) <= end:
        months += 1
    length = (term.valid_until - term.valid_from).days
    used = (on - term.valid_from).days / length if length else 1.0
    return RenewalClock(term, standing, months, min(max(used, 0.0), 1.0))


def second_benchmarking_window(level: Level, first: date | None) -> tuple[date, date] | None:
    """From when to when the second benchmarking counts for `level`; None where none is asked."""
    if level.second_benchmarking_months is None or first is None:
        return None
    least, most = level.second_benchmarking_months
    return months_later(first, least), months_later(first, most)
