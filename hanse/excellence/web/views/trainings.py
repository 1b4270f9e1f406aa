"""Trainings as everybody sees them: courses, sessions, enrolling, materials, calendar files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hanse.excellence.certificates import CertificateRule, certificate_rules
from hanse.excellence.training.calendar_files import Meeting, calendar_file
from hanse.excellence.training.courses import CourseRule, course_rules
from hanse.excellence.web.actions.sessions import enrolment_ask, enrolment_cancel
from hanse.excellence.web.models.sessions import (
    Enrolment,
    Material,
    SessionDay,
    TrainingSession,
)
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.people import User

_PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One session of the list: how many places are left, None where it takes nobody."""

    session: TrainingSession
    left: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Courses:
    """The page of trainings: courses, what is coming, what was."""

    rules: tuple[CourseRule, ...]
    decided_by: str
    coming: list[Offer]
    past: Page[TrainingSession]
    may_plan: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The page of one course: its modules, what completing it takes, what it leads to."""

    rule: CourseRule
    leads_to: list[CertificateRule]
    needs: CertificateRule | None
    coming: list[Offer]


@dataclass(frozen=True, slots=True)
class Session:
    """The page of one session, as the reader may see it.

    enrolment: the reader's own. line: the reader's place in the waiting list, None with a seat.
    """

    session: TrainingSession
    rule: CourseRule
    days: list[tuple[SessionDay, str]]
    offer: Offer
    enrolment: Enrolment | None
    line: int | None
    takes_enrolments: bool
    may_run: bool
    materials: list[Material]


@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """Courses, coming sessions, past ones."""
    today = timezone.localdate()
    visible = TrainingSession.objects.visible_to(request.user)
    rules = course_rules()
    page = Courses(
        rules.course,
        rules.decided_by,
        _offers(visible.coming(today), today),
        Paginator(visible.past(today), _PER_PAGE).get_page(request.GET.get("page")),
        isinstance(request.user, User) and request.user.has_role("officer"),
    )
    return render(request, "excellence/courses.html", {"page": page})


@require_GET
def course(request: HttpRequest, code: str) -> HttpResponse:
    """One course."""
    rule = course_rules().by_code.get(code)
    if rule is None:
        raise Http404(_("There is no such course."))
    today = timezone.localdate()
    coming = TrainingSession.objects.visible_to(request.user).coming(today).filter(course=code)
    certificates = certificate_rules()
    page = Course(
        rule,
        [
            each
            for each in certificates.certificate
            if any(one.what == code for one in each.requirement)
        ],
        certificates.by_code.get(rule.needs_certificate),
        _offers(coming, today),
    )
    return render(request, "excellence/course.html", {"page": page})


@require_GET
def training_session(request: HttpRequest, number: int) -> HttpResponse:
    """One session: when, where, what, and the reader's place in it."""
    session = _session(request, number)
    today = timezone.localdate()
    reader = request.user
    seats = session.seating()
    enrolment = None
    if isinstance(reader, User):
        enrolment = session.enrolments.standing().filter(person=reader).first()
    may_run = TrainingSession.objects.editable_by(reader).filter(pk=session.pk).exists()
    takes_part = enrolment is not None and enrolment.pk in seats.seated
    names = {each.code: each.name for each in session.rule.module}
    page = Session(
        session,
        session.rule,
        [(day, names.get(day.module, day.module)) for day in session.days.all()],
        _offer(session, today),
        enrolment,
        seats.place_in_line(enrolment.pk) if enrolment else None,
        session.takes_enrolments(today),
        may_run,
        list(session.materials.all()) if may_run or takes_part else [],
    )
    return render(request, "excellence/training_session.html", {"page": page})


@login_required
@require_POST
def session_enrol(request: HttpRequest, number: int) -> HttpResponse:
    """Enrol in a session."""
    session = _session(request, number)
    attempt(
        request,
        _("You are enrolled. This page says whether you have a place."),
        enrolment_ask,
        session=session,
        on=timezone.localdate(),
    )
    return redirect(session)


@login_required
@require_POST
def session_leave(request: HttpRequest, number: int) -> HttpResponse:
    """Give one's place back."""
    session = _session(request, number)
    enrolment = get_object_or_404(session.enrolments.standing(), person=person_of(request))
    attempt(
        request,
        _("You are not enrolled any more."),
        enrolment_cancel,
        enrolment=enrolment,
        on=timezone.localdate(),
    )
    return redirect(session)


@login_required
@require_GET
def material(request: HttpRequest, number: int, file: int) -> FileResponse:
    """A file, for those who take part and those who run the session."""
    session = _session(request, number)
    found = get_object_or_404(session.materials, pk=file)
    may_run = TrainingSession.objects.editable_by(request.user).filter(pk=session.pk).exists()
    own = session.enrolments.standing().filter(person=person_of(request)).first()
    if not may_run and (own is None or own.pk not in session.seating().seated):
        raise Http404(_("There is no such file."))
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.kind
    )


@require_GET
def session_calendar(request: HttpRequest, number: int) -> HttpResponse:
    """The meetings of a session as a calendar file."""
    session = _session(request, number)
    days = session.days.select_related("session")
    return _calendar(session.title, days, f"training-{session.pk}.ics")


@require_GET
def courses_calendar(request: HttpRequest) -> HttpResponse:
    """All meetings to come as a calendar file, to be subscribed to."""
    today = timezone.localdate()
    coming = TrainingSession.objects.visible_to(request.user).coming(today)
    days = SessionDay.objects.filter(session__in=coming).select_related("session")
    return _calendar(_("Trainings"), days, "trainings.ics")


def _calendar(title: str, days: Iterable[SessionDay], name: str) -> HttpResponse:
    host = urlsplit(settings.ORIGIN).hostname or "localhost"
    body = calendar_file(
        title,
        host,
        [
            Meeting(
                f"training-{day.session_id}-{day.pk}",
                day.session.title,
                day.session.place,
                f"{settings.ORIGIN}{day.session.get_absolute_url()}",
                day.begins,
                day.ends,
                day.begins,
            )
            for day in days
        ],
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _session(request: HttpRequest, number: int) -> TrainingSession:
    """The session of an address. Raises `Http404` unless the reader may see it."""
    session: TrainingSession = get_object_or_404(
        TrainingSession.objects.visible_to(request.user).select_related("project__call"), pk=number
    )
    return session


def _offers(sessions: QuerySet[TrainingSession], on: date) -> list[Offer]:
    return [_offer(each, on) for each in sessions.prefetch_related("enrolments")]


def _offer(session: TrainingSession, on: date) -> Offer:
    seats = session.seating()
    left = session.places - len(seats.seated) if session.takes_enrolments(on) else None
    return Offer(session, left, len(seats.waiting))
