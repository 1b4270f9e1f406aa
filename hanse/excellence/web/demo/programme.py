"""Fictitious calls and projects with trainings, certificates and targets."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from hanse.excellence.label.clock import months_later
from hanse.excellence.web.demo import trainings
from hanse.excellence.web.demo.cast import (
    EXPERTS,
    INSTRUCTORS,
    LEARNERS,
    TRAINERS,
    ClusterFigure,
    make_cluster,
    make_figure,
)
from hanse.excellence.web.models.programme import Call, Project, Target
from hanse.foundation.web.models.people import User

COORDINATORS: Final = (
    ClusterFigure("Fictitious Northern Lights Optics Cluster", "SE", "SE12", "optics"),
    ClusterFigure("Fictitious Danube Mobility Cluster", "HU", "HU11", "transport"),
    ClusterFigure("Fictitious Iberian Cork and Wine Cluster", "PT", "PT11", "food"),
)
TARGETS: Final[Sequence[Mapping[str, int]]] = (
    {"tool_trainings": 4, "benchmarkings": 30, "bronze_labels": 20, "certified_people": 12},
    {"tool_trainings": 3, "benchmarkings": 25, "bronze_labels": 15, "certified_people": 8},
    {"instructor_trainings": 2, "certified_people": 10},
)
PLACES: Final = (("AT", "Graz"), ("IT", "Torino"), ("PL", "Gdańsk"), ("DE", "Lübeck"))


def make_programme(on: date) -> list[Project]:
    """A call with three projects, their trainings and those whom these led to certificates."""
    call = Call.objects.create(
        code="excellence-demo",
        title="Fictitious call for cluster excellence",
        about="An invented call, to show how targets are set against results.",
        opens=months_later(on, -30),
        closes=months_later(on, -27),
        budget_eur=2_400_000,
        published=True,
        fictitious=True,
    )
    Call.objects.create(
        code="instructors-demo",
        title="Fictitious call for trainings of instructors",
        about="An invented call that is open now.",
        opens=months_later(on, -1),
        closes=months_later(on, 2),
        budget_eur=800_000,
        published=True,
        fictitious=True,
    )
    projects = []
    for acronym, title, coordinator, targets in zip(
        ("LANTERN", "KEELSON", "CHORUS"),
        (
            "Benchmarking along the northern coasts",
            "Labels for young cluster organisations",
            "A programme for cluster instructors",
        ),
        COORDINATORS,
        TARGETS,
        strict=True,
    ):
        project = Project.objects.create(
            call=call,
            acronym=acronym,
            title=title,
            coordinator=make_cluster(coordinator),
            begins=months_later(on, -24),
            ends=months_later(on, 12),
        )
        for output, amount in targets.items():
            Target.objects.create(project=project, output=output, amount=amount)
        projects.append(project)
    for project in projects:
        project.partners.set(
            make_cluster(each) for each in COORDINATORS if each.name != project.coordinator.name
        )
    _train(projects, on)
    return projects


def _train(projects: Sequence[Project], on: date) -> None:
    trainers = [make_figure(each) for each in TRAINERS]
    experts = [make_figure(each) for each in EXPERTS]
    instructors = [make_figure(each) for each in INSTRUCTORS]
    learners = [make_figure(each) for each in LEARNERS]
    for person in trainers:
        trainings.make_certificate(person, "benchmarking_expert", months_later(on, -30))
        trainings.make_certificate(person, "benchmarking_trainer", months_later(on, -28))
    for number, some in enumerate((experts[:4], experts[4:])):
        session = trainings.make_session(
            "tool_training",
            months_later(on, -20 + 8 * number),
            f"Training on the benchmarking tool, {PLACES[number][1]}",
            PLACES[number],
            trainers=trainers[:1],
            on=on,
            project=projects[number],
        )
        trainings.take_part(session, some, completed=True)
        for person in some:
            trainings.make_certificate(
                person,
                "benchmarking_expert",
                session.ends + timedelta(days=30),
                project=projects[number],
            )
    trainings.make_cases(experts, on)
    programme = trainings.make_session(
        "instructor_programme",
        months_later(on, -14),
        "Instructor programme, first year",
        PLACES[3],
        trainers=trainers,
        on=on,
        project=projects[2],
    )
    trainings.take_part(programme, [*instructors, *learners[:4]], completed=True)
    trainings.make_field_projects(programme, on)
    for person in [*instructors, *learners[:3]]:
        trainings.make_certificate(
            person, "associate", programme.ends + timedelta(days=40), project=projects[2]
        )
    for person in instructors:
        taught = trainings.make_session(
            "manager_course",
            months_later(on, -6),
            f"Course for cluster managers, given by {person.name}",
            PLACES[2],
            trainers=[person],
            on=on,
        )
        trainings.take_part(taught, learners[4:8], completed=True)
        trainings.make_certificate(person, "instructor", taught.ends + timedelta(days=20))
    _what_is_coming(projects, trainers, learners, on)
    trainings.make_waiting(experts[0], on)


def _what_is_coming(
    projects: Sequence[Project], trainers: Sequence[User], learners: Sequence[User], on: date
) -> None:
    soon = trainings.make_session(
        "tool_training",
        on + timedelta(days=35),
        "Training on the benchmarking tool, Gdańsk",
        PLACES[2],
        trainers=trainers[:1],
        on=on,
        project=projects[0],
        places=6,
    )
    trainings.take_part(soon, learners[:8], completed=False)
    trainings.make_session(
        "trainer_course",
        on + timedelta(days=80),
        "Course for benchmarking trainers, Lübeck",
        PLACES[3],
        trainers=trainers[1:],
        on=on,
    )
