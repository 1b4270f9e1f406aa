"""Trainings as those see them who run them: planning, participants, exams, field projects."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.excellence.training.completion import Attendance, attendance
from hanse.excellence.training.courses import CourseModule
from hanse.excellence.web.actions import achievements, sessions
from hanse.excellence.web.forms.training import (
    MaterialForm,
    NewSessionForm,
    ReasonForm,
    SessionDayForm,
    SessionForm,
    TrainerForm,
)
from hanse.excellence.web.models.achievements import ExamSitting, FieldProject, FieldProjectPart
from hanse.excellence.web.models.sessions import Enrolment, TrainingSession
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.people import User


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant: hours by module in the modules' order, attendance, exams, project."""

    enrolment: Enrolment
    hours: list[tuple[CourseModule, float]]
    attendance: Attendance
    sittings: list[ExamSitting]
    part: FieldProjectPart | None


@dataclass(frozen=True, slots=True)
class Run:
    """The page of running one session."""

    session: TrainingSession
    participants: list[Participant]
    waiting: list[Enrolment]
    trainers: list[User]
    projects: list[FieldProject]
    criteria: list[str]
    day_form: SessionDayForm
    material_form: MaterialForm
    trainer_form: TrainerForm
    reason_form: ReasonForm
    may_name_trainers: bool


@login_required
@require_http_methods(["GET", "POST"])
def session_create(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    if not person_of(request).has_role(Role.OFFICER):
        raise PermissionDenied(_("The programme's secretariat plans trainings."))
    form = NewSessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in sessions.DETAILS}
        try:
            session = sessions.session_create(
                by=person_of(request), course=form.cleaned_data["course"], details=details
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The training is planned. Name its trainers next."))
            return redirect("session_run", session.pk)
    return render(request, "excellence/session_form.html", {"form": form, "session": None})


@login_required
@require_http_methods(["GET", "POST"])
def session_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is said of a session."""
    session = _running(request, number)
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in sessions.DETAILS}
        try:
            sessions.session_change(by=person_of(request), session=session, details=details)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("session_run", session.pk)
    return render(request, "excellence/session_form.html", {"form": form, "session": session})


@login_required
@require_GET
def session_run(request: HttpRequest, number: int) -> HttpResponse:
    """Everything about one session for those who run it."""
    session = _running(request, number)
    seats = session.seating()
    standing = {
        each.pk: each
        for each in session.enrolments.standing()
        .select_related("person", "field_part__project")
        .prefetch_related("sittings")
    }
    page = Run(
        session,
        [_participant(session, standing[pk]) for pk in seats.seated],
        [standing[pk] for pk in seats.waiting],
        list(session.trainers.all()),
        list(session.field_projects.prefetch_related("parts__enrolment__person")),
        list(achievements.FIELD_CRITERIA),
        SessionDayForm(session=session),
        MaterialForm(),
        TrainerForm(),
        ReasonForm(),
        person_of(request).has_role(Role.OFFICER),
    )
    return render(request, "excellence/session_run.html", {"page": page})


@login_required
@require_POST
def session_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Open a session, say that it was held, or call it off."""
    session = _running(request, number)
    today = timezone.localdate()
    steps: dict[str, tuple[str, Callable[..., Any], dict[str, Any]]] = {
        "open": (_("The training is open for enrolment."), sessions.session_open, {"on": today}),
        "hold": (_("The training is held."), sessions.session_hold, {"on": today}),
        "cancel": (
            _("The training is called off, and everybody in it is told."),
            sessions.session_cancel,
            {"reason": request.POST.get("reason", "")[:200]},
        ),
    }
    if step not in steps:
        raise Http404(_("There is no such step."))
    done, act, more = steps[step]
    attempt(request, done, act, session=session, **more)
    return redirect("session_run", session.pk)


@login_required
@require_POST
def session_trainer(request: HttpRequest, number: int) -> HttpResponse:
    """Name a trainer, or take one out."""
    session = _running(request, number)
    if "remove" in request.POST:
        person = get_object_or_404(session.trainers, pk=_whole(request.POST["remove"]))
        attempt(
            request,
            _("The trainer is taken out."),
            sessions.trainer_remove,
            session=session,
            person=person,
        )
        return redirect("session_run", session.pk)
    form = TrainerForm(request.POST)
    found = (
        User.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
        if form.is_valid()
        else None
    )
    if found is None:
        messages.error(request, _("There is no account with this address."))
    else:
        attempt(
            request,
            _("The trainer is named."),
            sessions.trainer_add,
            session=session,
            person=found,
            on=timezone.localdate(),
        )
    return redirect("session_run", session.pk)


@login_required
@require_POST
def session_day(request: HttpRequest, number: int) -> HttpResponse:
    """Add a meeting, or take one out."""
    session = _running(request, number)
    if "remove" in request.POST:
        day = get_object_or_404(session.days, pk=_whole(request.POST["remove"]))
        attempt(request, _("The meeting is taken out."), sessions.session_day_remove, day=day)
    else:
        form = SessionDayForm(request.POST, session=session)
        if form.is_valid():
            attempt(
                request,
                _("The meeting is added."),
                sessions.session_day_add,
                session=session,
                **form.cleaned_data,
            )
        else:
            _say_errors(request, form)
    return redirect("session_run", session.pk)


@login_required
@require_POST
def session_material(request: HttpRequest, number: int) -> HttpResponse:
    """Add a file, or take one out."""
    session = _running(request, number)
    if "remove" in request.POST:
        material = get_object_or_404(session.materials, pk=_whole(request.POST["remove"]))
        attempt(request, _("The file is taken out."), sessions.material_remove, material=material)
    else:
        form = MaterialForm(request.POST, request.FILES)
        if form.is_valid():
            attempt(
                request,
                _("The file is added."),
                sessions.material_add,
                session=session,
                title=form.cleaned_data["title"],
                upload=form.cleaned_data["file"],
            )
        else:
            _say_errors(request, form)
    return redirect("session_run", session.pk)


@login_required
@require_POST
def session_exam(request: HttpRequest, number: int) -> HttpResponse:
    """Set the exam: one line a question, its name and its points."""
    session = _running(request, number)
    try:
        most_points = _questions(request.POST.get("questions", ""))
    except ValueError:
        messages.error(request, _("Write a line for each question: its name and its points."))
    else:
        attempt(
            request,
            _("The exam is set."),
            achievements.exam_set,
            session=session,
            most_points=most_points,
        )
    return redirect("session_run", session.pk)


@login_required
@require_POST
def participant_step(request: HttpRequest, number: int, enrolment: int) -> HttpResponse:
    """Record attendance or a sitting, confirm completion, or take somebody out."""
    session = _running(request, number)
    found = get_object_or_404(session.enrolments.standing(), pk=enrolment)
    today = timezone.localdate()
    said: str
    act: Callable[..., Any]
    more: dict[str, Any] = {"on": today}
    try:
        if "attendance" in request.POST:
            said, act = _("Attendance is saved."), achievements.attendance_record
            more = {
                "hours": {each.code: _number(request, each.code) for each in session.rule.module}
            }
        elif "sitting" in request.POST:
            said, act = _("The sitting is recorded."), achievements.exam_sitting_record
            more["points"] = {each: _number(request, f"question-{each}") for each in session.exam}
        elif "complete" in request.POST:
            said, act = _("The course is confirmed as completed."), achievements.enrolment_complete
        else:
            said, act = _("The place is free again."), sessions.enrolment_cancel
    except ValueError:
        messages.error(request, _("Give numbers, such as 3.5."))
    else:
        attempt(request, said, act, enrolment=found, **more)
    return redirect("session_run", session.pk)


@login_required
@require_POST
def field_project(request: HttpRequest, number: int) -> HttpResponse:
    """Give a team a field project."""
    session = _running(request, number)
    team = session.enrolments.standing().filter(
        pk__in=[_whole(each) for each in request.POST.getlist("team")[:50]]
    )
    attempt(
        request,
        _("The team has its project."),
        achievements.field_project_create,
        session=session,
        title=request.POST.get("title", "")[:200] or _("Field project"),
        about=request.POST.get("about", "")[:4000],
        team=list(team),
    )
    return redirect("session_run", session.pk)


@login_required
@require_POST
def field_part(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """Assess one participant's part in a field project."""
    session = _running(request, number)
    found = get_object_or_404(FieldProjectPart, pk=part, project__session=session)
    try:
        marks = {each: _number(request, each) / 100 for each in achievements.FIELD_CRITERIA}
    except ValueError:
        messages.error(request, _("Give numbers, such as 75."))
    else:
        attempt(
            request,
            _("The assessment is saved."),
            achievements.field_part_assess,
            part=found,
            marks=marks,
            on=timezone.localdate(),
        )
    return redirect("session_run", session.pk)


def _running(request: HttpRequest, number: int) -> TrainingSession:
    """The session of an address, to be run.

    Raises `Http404` unless the reader may see it, `PermissionDenied` unless they run it.
    """
    session: TrainingSession = get_object_or_404(
        TrainingSession.objects.visible_to(request.user), pk=number
    )
    if not TrainingSession.objects.editable_by(request.user).filter(pk=number).exists():
        raise PermissionDenied(_("This training is run by others."))
    return session


def _participant(session: TrainingSession, enrolment: Enrolment) -> Participant:
    modules = session.rule.module
    hours = {each.code: float(enrolment.hours.get(each.code, 0)) for each in modules}
    return Participant(
        enrolment,
        [(each, hours[each.code]) for each in modules],
        attendance(session.rule, hours),
        list(enrolment.sittings.all()),
        getattr(enrolment, "field_part", None),
    )


def _questions(text: str) -> dict[str, float]:
    """Lines such as "1a 10" as question -> points. Raises `ValueError`."""
    found: dict[str, float] = {}
    for line in text.splitlines()[:200]:
        if line.strip():
            name, _space, points = line.strip().rpartition(" ")
            if not name or name in found:
                raise ValueError(line)
            found[name.strip()[:60]] = float(points.replace(",", "."))
    return found


def _number(request: HttpRequest, name: str) -> float:
    text = request.POST.get(name, "").strip().replace(",", ".")
    value = float(text or 0)
    if not 0 <= value < 1e6:
        raise ValueError(text)
    return value


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


def _say_errors(request: HttpRequest, form: Any) -> None:
    messages.error(
        request, " ".join(str(each) for problems in form.errors.values() for each in problems)
    )
