"""The programme: calls, projects, targets against results, and what came of them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.excellence.programme import Output, Progress, Total, progress, totals
from hanse.excellence.web.actions.programme import call_save, project_save
from hanse.excellence.web.delivered import (
    delivered,
    labels_from_benchmarkings,
    people_from_trainings,
)
from hanse.excellence.web.forms.programme import CallForm, ProjectForm
from hanse.excellence.web.models.programme import OUTPUTS, Call, Project
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.people import User

_WORDS = dict(OUTPUTS)
_FIRST = (Output.TOOL_TRAININGS, Output.BENCHMARKINGS, Output.INSTRUCTOR_TRAININGS)
_SECOND = (Output.BRONZE_LABELS, Output.CERTIFIED_PEOPLE)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the flow: what, how many, of how many promised. behind: than a steady pace."""

    label: str | Promise
    total: Total

    @property
    def behind(self) -> bool:
        """Whether less was delivered than at a steady pace, by one or more."""
        return self.total.delivered <= self.total.expected - 1


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture from projects to what they did and to what came of it.

    labelled: benchmarkings that led to a bronze label. certified: people of tool trainings with a
    certificate as expert.
    """

    projects: int
    coordinators: int
    did: list[Box]
    came: list[Box]
    labelled: int
    certified: int


@dataclass(frozen=True, slots=True)
class Line:
    """One project of a call with its progress, in the order of the outputs it promised."""

    project: Project
    progress: list[tuple[str | Promise, Progress]]


@dataclass(frozen=True, slots=True)
class Programme:
    """The page of all calls together."""

    calls: list[Call]
    flow: Flow
    may_change: bool


@dataclass(frozen=True, slots=True)
class OneCall:
    """The page of one call."""

    call: Call
    flow: Flow
    lines: list[Line]
    may_change: bool


@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """All calls, and what all their projects delivered."""
    calls = Call.objects.visible_to(request.user).annotate(project_count=Count("projects"))
    projects = list(Project.objects.filter(call__in=calls).prefetch_related("targets"))
    page = Programme(list(calls), _flow(projects, _progress(projects)), _may_change(request))
    return render(request, "excellence/programme.html", {"page": page})


@require_GET
def call(request: HttpRequest, code: str) -> HttpResponse:
    """One call: its projects, targets against results."""
    found = get_object_or_404(Call.objects.visible_to(request.user), code=code)
    projects = list(found.projects.select_related("coordinator").prefetch_related("targets"))
    known = _progress(projects)
    lines = [Line(each, _of(each, known)) for each in projects]
    page = OneCall(found, _flow(projects, known), lines, _may_change(request))
    return render(request, "excellence/call.html", {"page": page})


@require_GET
def project(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One project: partners, trainings, targets against results."""
    found = _project(request, code, number)
    return render(
        request,
        "excellence/project.html",
        {
            "project": found,
            "progress": _of(found, _progress([found])),
            "partners": list(found.partners.all()),
            "sessions": list(found.sessions.exclude(state="planned").order_by("begins")),
            "may_change": _may_change(request),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def call_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Make a call, or change one."""
    _require_officer(request)
    found = get_object_or_404(Call, code=code) if code else None
    form = CallForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = call_save(by=person_of(request), call=found, details=form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The call is saved."))
            return redirect(saved)
    return render(request, "excellence/call_form.html", {"form": form, "call": found})


@login_required
@require_http_methods(["GET", "POST"])
def project_edit(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """Make a project of a call, or change one."""
    _require_officer(request)
    of = get_object_or_404(Call, code=code)
    found = get_object_or_404(of.projects, pk=number) if number else None
    form = ProjectForm(request.POST or None, instance=found or Project(call=of))
    if request.method == "POST" and form.is_valid():
        details = {
            name: form.cleaned_data[name]
            for name in ("acronym", "title", "coordinator", "begins", "ends")
        }
        try:
            saved = project_save(
                by=person_of(request),
                call=of,
                project=found,
                details=details,
                partners=list(form.cleaned_data["partners"]),
                targets=form.targets(),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The project is saved."))
            return redirect(saved)
    context = {"form": form, "call": of, "project": found}
    return render(request, "excellence/project_form.html", context)


def _flow(projects: Collection[Project], known: list[Progress]) -> Flow:
    sums = totals(known)
    return Flow(
        len(projects),
        len({each.coordinator_id for each in projects}),
        [Box(_WORDS[each.value], sums[each]) for each in _FIRST],
        [Box(_WORDS[each.value], sums[each]) for each in _SECOND],
        labels_from_benchmarkings(projects),
        people_from_trainings(projects),
    )


def _progress(projects: Collection[Project]) -> list[Progress]:
    targets = {
        (each.pk, Output(target.output)): target.amount
        for each in projects
        for target in each.targets.all()
    }
    runs = {each.pk: (each.begins, each.ends) for each in projects}
    return progress(targets, delivered(projects), runs=runs, on=timezone.localdate())


def _of(project: Project, known: list[Progress]) -> list[tuple[str | Promise, Progress]]:
    return [(_WORDS[each.output.value], each) for each in known if each.project == project.pk]


def _project(request: HttpRequest, code: str, number: int) -> Project:
    """The project of an address. Raises `Http404` unless the reader may see its call."""
    found: Project = get_object_or_404(
        Project.objects.filter(call__in=Call.objects.visible_to(request.user))
        .select_related("call", "coordinator")
        .prefetch_related("targets"),
        call__code=code,
        pk=number,
    )
    return found


def _may_change(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.has_role(Role.OFFICER)


def _require_officer(request: HttpRequest) -> None:
    if not person_of(request).has_role(Role.OFFICER):
        raise PermissionDenied(_("The programme's secretariat keeps calls and projects."))
