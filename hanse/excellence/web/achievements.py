"""What a person has shown, read from the records and put as the rules of certificates ask."""

from collections.abc import Iterator
from datetime import date

from hanse.excellence.certificates import Achievement, Unmet, certificate_rules, unmet
from hanse.excellence.web.models.achievements import (
    CalibrationAttempt,
    Education,
    ExamSitting,
    FieldProjectPart,
)
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.sessions import Enrolment, SessionState, TrainingSession
from hanse.foundation.web.models.people import User


def achievements_of(person: User) -> list[Achievement]:
    """All that counts for certificates of `person`, in as many queries whatever their number."""
    return [
        *_courses(person),
        *_examined(person),
        *_practised(person),
        *_held(person),
    ]


def unmet_for(kind: str, person: User, on: date, renews: Certificate | None = None) -> list[Unmet]:
    """What `person` still lacks for a certificate, or for the renewal of `renews`, on a day."""
    rule = certificate_rules().of(kind)
    known = achievements_of(person)
    if renews is not None:
        return unmet(rule.renewal, known, on=on, since=renews.issued)
    return unmet(rule.requirement, known, on=on)


def _courses(person: User) -> Iterator[Achievement]:
    completed = Enrolment.objects.filter(person=person, completed__isnull=False)
    for course, day in completed.values_list("session__course", "completed"):
        assert day is not None
        yield Achievement("course_completed", course, day)
    given = TrainingSession.objects.filter(trainers=person, state=SessionState.HELD)
    for course, day in given.values_list("course", "ends"):
        yield Achievement("course_delivered", course, day)


def _examined(person: User) -> Iterator[Achievement]:
    sittings = ExamSitting.objects.filter(enrolment__person=person, passed=True)
    for course, day in sittings.values_list("enrolment__session__course", "on"):
        yield Achievement("exam_passed", course, day)
    for day in CalibrationAttempt.objects.filter(person=person, passed=True).values_list(
        "on", flat=True
    ):
        yield Achievement("calibration_passed", "tool_training", day)
    parts = FieldProjectPart.objects.filter(enrolment__person=person, passed=True)
    for course, assessed in parts.values_list("project__session__course", "assessed"):
        assert assessed is not None
        yield Achievement("field_project_passed", course, assessed)


def _practised(person: User) -> Iterator[Achievement]:
    interviews = Benchmarking.objects.confirmed().filter(expert=person)
    for day in interviews.values_list("interviewed", flat=True):
        if day is not None:
            yield Achievement("interviews", "", day)
    education = Education.objects.filter(person=person, confirmed__isnull=False)
    for day, hours in education.values_list("on", "hours"):
        yield Achievement("education_hours", "", day, hours)


def _held(person: User) -> Iterator[Achievement]:
    for each in Certificate.objects.filter(person=person):
        ends = min(filter(None, (each.expires, each.suspended, each.revoked)))
        if ends == each.expires:
            yield Achievement("certificate_held", each.kind, each.issued, until=ends)
