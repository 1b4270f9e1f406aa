"""Fictitious trainings of five years, with those who took part, and certificates in every state."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from hanse.excellence.certificates import NEWEST, certificate_rules, expiry
from hanse.excellence.label.clock import months_later
from hanse.excellence.training.courses import course_rules
from hanse.excellence.web.models.achievements import (
    CalibrationAttempt,
    CertificateRequest,
    Education,
    ExamSitting,
    FieldProject,
    FieldProjectPart,
    ModelCase,
)
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.programme import Project
from hanse.excellence.web.models.sessions import (
    Enrolment,
    SessionDay,
    SessionState,
    TrainingSession,
)
from hanse.foundation.web.models.people import User

EXAM: Final = {"Interviewing": 10.0, "Peers and percentiles": 10.0, "Independence": 5.0}
_PREFIXES: Final = {
    "benchmarking_expert": "BE",
    "benchmarking_trainer": "BT",
    "associate": "AS",
    "instructor": "IN",
}
CASES: Final = (
    (
        "Model case: the Valley of Clocks",
        "An invented cluster of clock makers with 42 committed members, three of them research "
        "organisations. It has a written strategy of four pages without dates, meets its members "
        "twice a year, and keeps no record of what its services led to. Half of its income comes "
        "from one public grant that ends next year. Its website names the members, the last news "
        "is eleven months old.",
        {"1.1.0": 2, "1.1.1": 2, "2.1": 1, "2.5": 1, "3.1": 1, "4.1.2": 2, "4.1.6": 0, "4.6.2": 1},
    ),
    (
        "Model case: the Bay of Nets",
        "An invented cluster of net makers, fish farms and boatyards with 118 committed members. "
        "Its team of four sees each member at least once a year and writes it down. The strategy "
        "has aims with dates and figures, reviewed every spring with the members; a third of the "
        "income are fees. It publishes a yearly report of what its services led to.",
        {"1.1.0": 3, "1.1.1": 2, "2.1": 3, "2.5": 3, "3.1": 2, "4.1.2": 3, "4.1.6": 3, "4.6.2": 2},
    ),
)


def make_session(
    course: str,
    begins: date,
    title: str,
    place: tuple[str, str],
    *,
    trainers: Sequence[User],
    on: date,
    project: Project | None = None,
    places: int | None = None,
) -> TrainingSession:
    """A session with its meetings; held where it has ended by `on`, else open."""
    rule = course_rules().of(course)
    ends = begins + timedelta(days=max(1, round(rule.hours / 8)) - 1)
    session = TrainingSession.objects.create(
        course=course,
        rules=NEWEST,
        title=title,
        about="An invented training, to show how the site works.",
        language="en",
        country=place[0],
        place=place[1],
        begins=begins,
        ends=ends,
        enrol_until=begins - timedelta(days=7),
        places=places or rule.places,
        state=SessionState.HELD if ends < on else SessionState.OPEN,
        project=project,
        exam=EXAM,
        fictitious=True,
    )
    session.trainers.set(trainers)
    for number, module in enumerate(rule.module[:6]):
        day = begins + timedelta(days=min(number // 2, (ends - begins).days))
        start = timezone.make_aware(datetime.combine(day, time(9 if number % 2 == 0 else 14)))
        SessionDay.objects.create(
            session=session, module=module.code, begins=start, ends=start + timedelta(hours=3)
        )
    return session


def take_part(session: TrainingSession, people: Sequence[User], *, completed: bool) -> None:
    """Let `people` be in `session`; where it is completed, with hours and a passed exam."""
    for number, person in enumerate(people):
        asked = timezone.make_aware(
            datetime.combine(
                session.begins - timedelta(days=60 - number % 50), time(8, number % 60)
            )
        )
        enrolment = Enrolment.objects.create(session=session, person=person, asked=asked)
        if completed:
            enrolment.hours = {each.code: each.hours for each in session.rule.module}
            enrolment.completed = session.ends
            enrolment.save()
            ExamSitting.objects.create(
                enrolment=enrolment,
                on=session.ends,
                points={"Interviewing": 8, "Peers and percentiles": 9, "Independence": 5},
                share=0.88,
                passed=True,
            )


def make_certificate(
    person: User, kind: str, issued: date, *, project: Project | None = None, public: bool = True
) -> Certificate:
    """A certificate of `person`, with the days that the rules give."""
    prefix = f"{_PREFIXES[kind]}-{issued.year}-"
    number = Certificate.objects.filter(number__startswith=prefix).count() + 1
    return Certificate.objects.create(
        person=person,
        kind=kind,
        number=f"{prefix}{number:04d}",
        issued=issued,
        expires=expiry(certificate_rules().of(kind), issued),
        rules=NEWEST,
        project=project,
        is_public=public,
    )


def make_cases(experts: Sequence[User], on: date) -> list[ModelCase]:
    """Two model cases; the experts have scored the first one."""
    cases = [
        ModelCase.objects.create(
            title=title,
            text=text,
            scheme="hanse_label",
            scheme_version=NEWEST,
            reference=reference,
        )
        for title, text, reference in CASES
    ]
    for number, expert in enumerate(experts):
        scores = dict(cases[0].reference)
        if number % 3:
            scores["2.1"] += 1
        CalibrationAttempt.objects.create(
            case=cases[0],
            person=expert,
            on=months_later(on, -2 - number % 6),
            scores=scores,
            exact=1.0 if number % 3 == 0 else 7 / 8,
            within_one=1.0,
            kappa=1.0 if number % 3 == 0 else None,
            bias=0.0 if number % 3 == 0 else 1 / 8,
            passed=True,
        )
    return cases


def make_field_projects(session: TrainingSession, on: date) -> None:
    """Teams of up to three in an instructor programme, each member assessed."""
    people = list(session.enrolments.order_by("asked", "pk"))
    for first in range(0, len(people), 3):
        project = FieldProject.objects.create(
            session=session,
            title=f"Field project {first // 3 + 1}: services of an invented cluster",
            about="Find out what members use, what they miss, and propose three services.",
        )
        for enrolment in people[first : first + 3]:
            FieldProjectPart.objects.create(
                project=project,
                enrolment=enrolment,
                marks={"analysis": 0.8, "work_with_the_cluster": 0.75, "report": 0.7},
                mark=(2 * 0.8 + 2 * 0.75 + 0.7) / 5,
                passed=True,
                assessed=min(on, session.ends + timedelta(days=30)),
            )


def make_waiting(person: User, on: date) -> None:
    """What waits for the secretariat: reported education, and a request for a certificate."""
    Education.objects.create(
        person=person,
        title="Measuring what clusters lead to",
        organiser="Fictitious Institute of Useful Materials",
        on=on - timedelta(days=20),
        hours=6,
    )


def ask_for(person: User, kind: str) -> CertificateRequest:
    """An open request."""
    return CertificateRequest.objects.create(person=person, kind=kind)
