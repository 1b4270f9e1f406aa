"""The work plan of a consortium: tasks, milestones and firms reached, for its members."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.web.actions.consortium_plans import (
    consortium_milestone_remove,
    consortium_milestone_save,
    consortium_reach_save,
    consortium_task_remove,
    consortium_task_save,
)
from hanse.collaboration.web.consortium_pages import Frame, frame, inner_consortium
from hanse.collaboration.web.consortium_permits import offered
from hanse.collaboration.web.forms.consortia import MilestoneForm, ReachForm, TaskForm
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumMilestone,
    ConsortiumReach,
    ConsortiumTask,
)
from hanse.foundation.web.access import person_of
from hanse.foundation.web.charts.bar import Bar, bar_chart
from hanse.foundation.web.charts.chart import Chart


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone of the page. share: of its progress, 0 to 1."""

    milestone: ConsortiumMilestone
    share: float
    late: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The page of the work plan. reached: how many milestones were. chart: None without years."""

    frame: Frame
    tasks: list[ConsortiumTask]
    milestones: list[MilestoneLine]
    reached: int
    progress: float | None
    reach: list[ConsortiumReach]
    chart: Chart | None
    steps: frozenset[str]
    today: date


@login_required
@require_GET
def consortium_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Tasks, milestones and firms reached."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    day = timezone.localdate()
    milestones = list(found.milestones.all())
    head = frame(person, found, "consortium_plan")
    reach = list(found.reach.all())
    page = Plan(
        head,
        list(found.tasks.select_related("lead")),
        [MilestoneLine(each, each.progress / 100, each.late_on(day)) for each in milestones],
        sum(each.reached is not None for each in milestones),
        sum(each.progress for each in milestones) / (100 * len(milestones)) if milestones else None,
        reach,
        _chart(reach),
        offered(person, found),
        day,
    )
    return render(request, "collaboration/consortium_plan.html", {"page": page, "frame": head})


@login_required
@require_http_methods(["GET", "POST"])
def consortium_task(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Add a task, or change one."""
    found = inner_consortium(person_of(request), slug)
    task = get_object_or_404(found.tasks, pk=number) if number else None
    form = TaskForm(found, request.POST or None, instance=task or ConsortiumTask(consortium=found))
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in form.fields}
        try:
            consortium_task_save(
                by=person_of(request), consortium=found, task=task, details=details
            )
        except ValidationError as problem:
            form.add_error(None, problem) if not hasattr(problem, "error_dict") else form.add_error(
                None, ValidationError(problem.messages)
            )
        else:
            messages.success(request, _("The task is saved."))
            return redirect("consortium_plan", found.slug)
    title = task.title if task else _("Add a task")
    return _form_page(request, found, form, title)


@login_required
@require_http_methods(["GET", "POST"])
def consortium_milestone(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Add a milestone, or say how far one is."""
    found = inner_consortium(person_of(request), slug)
    milestone = get_object_or_404(found.milestones, pk=number) if number else None
    form = MilestoneForm(
        request.POST or None, instance=milestone or ConsortiumMilestone(consortium=found)
    )
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in form.fields}
        try:
            consortium_milestone_save(
                by=person_of(request), consortium=found, milestone=milestone, details=details
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The milestone is saved."))
            return redirect("consortium_plan", found.slug)
    title = milestone.title if milestone else _("Add a milestone")
    return _form_page(request, found, form, title)


@login_required
@require_http_methods(["GET", "POST"])
def consortium_reach(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how many firms were reached in a year."""
    found = inner_consortium(person_of(request), slug)
    form = ReachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consortium_reach_save(by=person_of(request), consortium=found, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, ValidationError(problem.messages))
        else:
            messages.success(request, _("The figure is saved."))
            return redirect("consortium_plan", found.slug)
    return _form_page(request, found, form, _("Firms reached"))


@login_required
@require_POST
def consortium_task_delete(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a task out of the plan."""
    found = inner_consortium(person_of(request), slug)
    task = get_object_or_404(found.tasks.select_related("consortium"), pk=number)
    try:
        consortium_task_remove(by=person_of(request), task=task)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The task is removed."))
    return redirect("consortium_plan", found.slug)


@login_required
@require_POST
def consortium_milestone_delete(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a milestone out of the plan."""
    found = inner_consortium(person_of(request), slug)
    milestone = get_object_or_404(found.milestones.select_related("consortium"), pk=number)
    try:
        consortium_milestone_remove(by=person_of(request), milestone=milestone)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The milestone is removed."))
    return redirect("consortium_plan", found.slug)


def _form_page(request: HttpRequest, found: Consortium, form: BaseForm, title: str) -> HttpResponse:
    head = frame(request.user, found, "consortium_plan")
    context = {"form": form, "frame": head, "title": title}
    return render(request, "collaboration/consortium_part_form.html", context)


def _chart(reach: list[ConsortiumReach]) -> Chart | None:
    if not reach:
        return None
    bars = [Bar(str(each.year), float(each.smes)) for each in reach]
    return bar_chart(bars, title=_("Small and medium-sized firms reached"), kind="count")
