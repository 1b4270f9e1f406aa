"""What programme projects delivered, counted from the records of each kind."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from hanse.excellence.programme import Delivered, Output
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.labels import Label, Level
from hanse.excellence.web.models.programme import Project
from hanse.excellence.web.models.sessions import SessionState, TrainingSession

_TRAININGS = {
    "tool_training": Output.TOOL_TRAININGS,
    "trainer_course": Output.INSTRUCTOR_TRAININGS,
    "instructor_programme": Output.INSTRUCTOR_TRAININGS,
}


def delivered(projects: Collection[Project]) -> list[Delivered]:
    """Every record of `projects`, in four queries."""
    numbers = [project.pk for project in projects]
    return [*_trainings(numbers), *_benchmarkings(numbers), *_labels(numbers), *_people(numbers)]


def labels_from_benchmarkings(projects: Collection[Project]) -> int:
    """How many bronze labels rest on a benchmarking that one of `projects` delivered."""
    return _bronze([project.pk for project in projects]).count()


def people_from_trainings(projects: Collection[Project]) -> int:
    """How many certificates went to people whom a tool training of `projects` had trained."""
    return Certificate.objects.filter(project__in=projects, kind="benchmarking_expert").count()


def _trainings(numbers: list[int]) -> Iterator[Delivered]:
    held = TrainingSession.objects.filter(project__in=numbers, state=SessionState.HELD)
    for project, course, day, number in held.values_list("project", "course", "ends", "pk"):
        if course in _TRAININGS:
            yield Delivered(project or 0, _TRAININGS[course], day, number)


def _benchmarkings(numbers: list[int]) -> Iterator[Delivered]:
    confirmed = Benchmarking.objects.confirmed().filter(project__in=numbers)
    for project, day, number in confirmed.values_list("project", "interviewed", "pk"):
        if day is not None:
            yield Delivered(project or 0, Output.BENCHMARKINGS, day, number)


def _labels(numbers: list[int]) -> Iterator[Delivered]:
    rows = _bronze(numbers).values_list("application__benchmarking__project", "awarded", "pk")
    for project, day, number in rows:
        yield Delivered(project, Output.BRONZE_LABELS, day, number)


def _people(numbers: list[int]) -> Iterator[Delivered]:
    issued = Certificate.objects.filter(project__in=numbers)
    for project, day, number in issued.values_list("project", "issued", "pk"):
        yield Delivered(project or 0, Output.CERTIFIED_PEOPLE, day, number)


def _bronze(numbers: list[int]) -> QuerySet[Label]:
    return Label.objects.filter(level=Level.BRONZE, application__benchmarking__project__in=numbers)
