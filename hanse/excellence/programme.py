"""Programme projects: what calls and their projects promised, and what the records say came of it.

The stages are those of the European programme of 2009 to 2013: from projects to trainings and
benchmarkings, and from these to labels and certified people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Output(StrEnum):
    """What a project delivers, each counted from records of its own kind."""

    TOOL_TRAININGS = "tool_trainings"
    """Trainings on the benchmarking tool that took place."""
    BENCHMARKINGS = "benchmarkings"
    """Benchmarkings that an expert confirmed."""
    BRONZE_LABELS = "bronze_labels"
    """Bronze labels awarded."""
    INSTRUCTOR_TRAININGS = "instructor_trainings"
    """Trainings of instructors that took place."""
    CERTIFIED_PEOPLE = "certified_people"
    """Certificates issued."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One thing delivered under a project on a day; `number` names the record."""

    project: int
    output: Output
    on: date
    number: int


@dataclass(frozen=True, slots=True)
class Progress:
    """One target of one project against what was delivered until a day.

    share: delivered by target, above 1 where more was delivered. expected: what a steady pace
    would have delivered by then.
    """

    project: int
    output: Output
    target: int
    delivered: int
    share: float
    expected: float

    @property
    def behind(self) -> bool:
        """Whether less was delivered than at a steady pace, by one or more."""
        return self.delivered <= self.expected - 1


@dataclass(frozen=True, slots=True)
class Total:
    """One output of several projects together. expected: at a steady pace, until the same day."""

    output: Output
    target: int
    delivered: int
    expected: float

    @property
    def share(self) -> float | None:
        """Delivered by target; None where nothing was promised."""
        return self.delivered / self.target if self.target else None


def progress(
    targets: Mapping[tuple[int, Output], int],
    delivered: Iterable[Delivered],
    *,
    runs: Mapping[int, tuple[date, date]],
    on: date,
) -> list[Progress]:
    """Each target against the records, in the order of `targets`.

    targets: (project, output) -> how many, above nothing. runs: project -> its first and last day.
    What was delivered after `on` or outside the project's days does not count. A record counts
    once. Raises `KeyError` for a project without days, `ValueError` for a target of nothing.
    """
    counted = count(delivered, runs=runs, on=on)
    found = []
    for (project, output), target in targets.items():
        if target <= 0:
            raise ValueError(f"Project {project} has a target of {target} {output}.")
        first, last = runs[project]
        passed = min(max((on - first).days + 1, 0), (last - first).days + 1)
        pace = passed / ((last - first).days + 1)
        have = counted.get((project, output), 0)
        found.append(Progress(project, output, target, have, have / target, target * pace))
    return found


def count(
    delivered: Iterable[Delivered], *, runs: Mapping[int, tuple[date, date]], on: date
) -> dict[tuple[int, Output], int]:
    """How many records there are by project and output, each once, inside the project's days."""
    seen = {
        (each.project, each.output, each.number)
        for each in delivered
        if each.project in runs
        and runs[each.project][0] <= each.on <= min(runs[each.project][1], on)
    }
    counts: dict[tuple[int, Output], int] = {}
    for project, output, _number in seen:
        counts[project, output] = counts.get((project, output), 0) + 1
    return counts


def totals(found: Iterable[Progress]) -> dict[Output, Total]:
    """Targets and results of all projects together, for every output there is."""
    known = list(found)
    return {
        output: Total(
            output,
            sum(each.target for each in known if each.output is output),
            sum(each.delivered for each in known if each.output is output),
            sum(each.expected for each in known if each.output is output),
        )
        for output in Output
    }
