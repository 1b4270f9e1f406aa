"""Whether somebody has completed a course: attendance, exam, field project."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hanse.excellence.label.clock import months_later
from hanse.excellence.training.courses import CourseRule


@dataclass(frozen=True, slots=True)
class Attendance:
    """How much of a course somebody attended.

    share: of the hours of all modules, 0 to 1. missed: compulsory modules not attended in full.
    """

    share: float
    missed: tuple[str, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting of an exam: points by question, on a day."""

    on: date
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ExamResult:
    """Points reached of those that can be had, the share, and whether that passes."""

    points: float
    of: float
    share: float
    passed: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """One member's part in a field project: marks by criterion, 0 to 1, each with its weight."""

    marks: Mapping[str, float]
    weights: Mapping[str, float]


def attendance(rule: CourseRule, hours: Mapping[str, float]) -> Attendance:
    """Attendance of a course from hours attended by module; a module absent was not attended.

    More hours than a module has count as the hours it has. Raises `KeyError` for a module that is
    not the course's, `ValueError` for negative hours.
    """
    known = {module.code: module for module in rule.module}
    for code, attended in hours.items():
        if code not in known:
            raise KeyError(code)
        if attended < 0:
            raise ValueError(f"Nobody attends {attended} hours of {code}.")
    kept = {code: min(hours.get(code, 0.0), module.hours) for code, module in known.items()}
    share = sum(kept.values()) / rule.hours
    missed = tuple(
        code for code, module in known.items() if module.compulsory and kept[code] < module.hours
    )
    return Attendance(share, missed, share >= rule.least_attendance and not missed)


def exam_result(
    rule: CourseRule, most_points: Mapping[str, float], points: Mapping[str, float]
) -> ExamResult:
    """The result of one sitting; a question without points counts as none.

    Raises `KeyError` for points on an unknown question, `ValueError` for points outside 0 to the
    most there are, or for an exam without points.
    """
    for question, reached in points.items():
        if not 0 <= reached <= most_points[question]:
            raise ValueError(
                f"{reached} points on question {question}: it has {most_points[question]}."
            )
    whole = sum(most_points.values())
    if whole <= 0:
        raise ValueError("The exam has no points.")
    reached = sum(points.values())
    share = reached / whole
    return ExamResult(reached, whole, share, share >= rule.pass_mark)


def may_sit(rule: CourseRule, sat: Sequence[date], on: date) -> bool:
    """Whether another sitting is allowed on a day, after those on the days `sat`."""
    begin = months_later(on, -rule.attempts_within_months)
    return sum(begin < day <= on for day in sat) < rule.most_attempts


def may_sit_again_on(rule: CourseRule, sat: Sequence[date], on: date) -> date:
    """The first day from `on` at which another sitting is allowed."""
    if may_sit(rule, sat, on):
        return on
    latest = sorted(day for day in sat if day <= on)[-rule.most_attempts :]
    return months_later(latest[0], rule.attempts_within_months)


def team_fits(rule: CourseRule, members: Collection[int]) -> bool:
    """Whether a field project's team has a size that the course allows."""
    return 1 <= len(set(members)) <= rule.largest_team


def individual_mark(assessment: Assessment) -> float:
    """The weighted mean of one member's marks, 0 to 1.

    Raises `ValueError` where marks and weights are about different criteria, a mark lies outside
    0 to 1, or the weights do not add up to more than nothing.
    """
    if assessment.marks.keys() != assessment.weights.keys():
        raise ValueError("Every criterion needs a mark and a weight.")
    if any(not 0 <= mark <= 1 for mark in assessment.marks.values()):
        raise ValueError("Marks lie between 0 and 1.")
    weight = sum(assessment.weights.values())
    if weight <= 0 or min(assessment.weights.values()) < 0:
        raise ValueError("Weights are positive.")
    return sum(mark * assessment.weights[code] for code, mark in assessment.marks.items()) / weight
