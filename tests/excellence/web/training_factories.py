"""Trainings for tests: a session that is open, its trainer, and people in it."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hanse.excellence.web.models.achievements import ModelCase
from hanse.excellence.web.models.programme import Call, Project
from hanse.excellence.web.models.sessions import Enrolment, SessionState, TrainingSession
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import User
from tests.excellence.factories import make_certificate
from tests.foundation.web.factories import make_organisation, make_person

WHOLE = {"tool-1": 4.0, "tool-2": 4.0, "tool-3": 3.0, "tool-4": 4.0, "tool-5": 1.0}
"""All hours of the training on the benchmarking tool."""


def make_session(course: str = "tool_training", **more: Any) -> TrainingSession:
    """A session of two places next week, open for enrolment."""
    today = timezone.localdate()
    details = {
        "rules": "2026",
        "title": "Training in Graz",
        "language": "en",
        "country": "AT",
        "place": "Graz",
        "begins": today + timedelta(days=7),
        "ends": today + timedelta(days=8),
        "enrol_until": today + timedelta(days=5),
        "places": 2,
        "state": SessionState.OPEN,
        **more,
    }
    return TrainingSession.objects.create(course=course, **details)


def make_held_session(course: str = "tool_training", **more: Any) -> TrainingSession:
    """The same, held last week."""
    today = timezone.localdate()
    return make_session(
        course,
        **{
            "begins": today - timedelta(days=8),
            "ends": today - timedelta(days=7),
            "enrol_until": today - timedelta(days=9),
            "state": SessionState.HELD,
            **more,
        },
    )


def make_trainer(session: TrainingSession) -> User:
    """Somebody who may teach `session`, and does."""
    trainer = make_person()
    make_certificate(trainer, session.rule.taught_by[0], timezone.localdate() - timedelta(days=30))
    session.trainers.add(trainer)
    return trainer


def make_officer() -> User:
    """Somebody of the programme's secretariat."""
    return make_person("", Role.OFFICER)


def enrol(session: TrainingSession, person: User | None = None, **more: Any) -> Enrolment:
    """`person`, or somebody new, in `session`."""
    return Enrolment.objects.create(session=session, person=person or make_person(), **more)


def make_case(**more: Any) -> ModelCase:
    """A model case of three criteria."""
    details = {
        "title": "The Valley of Clocks",
        "text": "A made-up cluster of clock makers.",
        "scheme": "hanse_label",
        "scheme_version": "2026",
        "reference": {"1.1.0": 2, "2.1": 1, "4.1.1": 3},
        **more,
    }
    return ModelCase.objects.create(**details)


def make_project(**more: Any) -> Project:
    """A project of a published call, running this year."""
    today = timezone.localdate()
    call = more.pop("call", None) or Call.objects.create(
        code="first-call",
        title="First call",
        opens=date(today.year - 1, 1, 1),
        closes=date(today.year - 1, 6, 1),
        published=True,
    )
    details = {
        "acronym": "PROJECT",
        "title": "A project",
        "coordinator": make_organisation(),
        "begins": date(today.year - 1, 9, 1),
        "ends": date(today.year + 1, 8, 31),
        **more,
    }
    return Project.objects.create(call=call, **details)
