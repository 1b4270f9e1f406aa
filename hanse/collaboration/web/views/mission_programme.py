"""Programme, travel notes and budget of a mission."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.missions.programme import clashes
from hanse.collaboration.web.actions.mission_programme import (
    mission_budget_remove,
    mission_budget_save,
    mission_item_remove,
    mission_item_save,
    mission_note_remove,
    mission_note_save,
)
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.forms.mission_places import (
    MissionBudgetForm,
    MissionItemForm,
    MissionNoteForm,
)
from hanse.collaboration.web.mission_pages import (
    ADDED_ANEW,
    MissionFrame,
    mission_frame,
    number_of,
    run_mission,
    show_rival_row,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import mission_steps
from hanse.collaboration.web.models.mission_programme import (
    MissionBudgetLine,
    MissionItem,
    MissionNote,
)
from hanse.foundation.web.access import person_of


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """What there is on one day, in the time zone of the mission."""

    day: date
    items: list[MissionItem]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """The page of the programme. notes: for those inside. warnings: items at the same time."""

    frame: MissionFrame
    days: list[ProgrammeDay]
    notes: list[MissionNote]
    inside: bool
    may_write: bool
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """The page of the budget, in euro. spent: None while nothing is known to be spent."""

    frame: MissionFrame
    lines: list[MissionBudgetLine]
    planned: Decimal
    spent: Decimal | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of row that organisers write: its form, its actions, its page, and words for them."""

    form: type[forms.ModelForm[Any]]
    rows: str
    save: Callable[..., Any]
    remove: Callable[..., Any]
    page: str
    new: str | Promise
    change: str | Promise


_KINDS: Final = {
    "item": _Kind(
        MissionItemForm,
        "items",
        mission_item_save,
        mission_item_remove,
        "mission_programme",
        gettext_lazy("Add an item of the programme"),
        gettext_lazy("Change an item of the programme"),
    ),
    "note": _Kind(
        MissionNoteForm,
        "notes",
        mission_note_save,
        mission_note_remove,
        "mission_programme",
        gettext_lazy("Add a travel note"),
        gettext_lazy("Change a travel note"),
    ),
    "budget": _Kind(
        MissionBudgetForm,
        "budget",
        mission_budget_save,
        mission_budget_remove,
        "mission_budget",
        gettext_lazy("Add a line of the budget"),
        gettext_lazy("Change a line of the budget"),
    ),
}


@require_GET
def mission_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme: public items for everybody, all items and travel notes for those inside."""
    found = visible_mission(request.user, slug)
    frame = mission_frame(request.user, found, "mission_programme")
    items = list(found.items.all() if frame.at.inside else found.items.filter(public=True))
    may = "mission_item_save" in mission_steps(found, frame.at)
    with timezone.override(found.zone):
        page = ProgrammePage(
            frame=frame,
            days=[
                ProgrammeDay(day, list(rows))
                for day, rows in groupby(items, lambda each: timezone.localdate(each.begins))
            ],
            notes=list(found.notes.all()) if frame.at.inside else [],
            inside=frame.at.inside,
            may_write=may,
            warnings=[
                _("“%(one)s” and “%(other)s” are at the same time.")
                % {"one": items[one].title, "other": items[other].title}
                for one, other in clashes([(each.begins, each.ends) for each in items])
            ]
            if may
            else [],
        )
        return render(
            request, "collaboration/mission_programme.html", {"page": page, "frame": frame}
        )


@login_required
@require_GET
def mission_budget(request: HttpRequest, slug: str) -> HttpResponse:
    """The budget, for organisers."""
    person = person_of(request)
    found = run_mission(person, slug)
    frame = mission_frame(person, found, "mission_budget")
    lines = list(found.budget.all())
    spent = [each.spent for each in lines if each.spent is not None]
    page = BudgetPage(
        frame,
        lines,
        sum((each.planned for each in lines), Decimal(0)),
        sum(spent, Decimal(0)) if spent else None,
        "mission_budget_save" in mission_steps(found, frame.at),
    )
    return render(request, "collaboration/mission_budget.html", {"page": page, "frame": frame})


@login_required
@require_http_methods(["GET", "POST"])
def mission_row(
    request: HttpRequest, slug: str, kind: str, number: int | None = None
) -> HttpResponse:
    """Write an item of the programme, a travel note or a line of the budget."""
    person = person_of(request)
    found = run_mission(person, slug)
    if kind not in _KINDS:
        raise Http404
    of = _KINDS[kind]
    frame = mission_frame(person, found, of.page)
    if f"mission_{kind}_save" not in mission_steps(found, frame.at):
        raise PermissionDenied(_("This mission is not changed any more."))
    rows = getattr(found, of.rows)
    row = rows.filter(pk=number).first() if number else None
    gone = number is not None and row is None
    if gone and request.method != "POST":
        raise Http404
    anew = gone and "anew" in request.POST
    seen = number_of(request.POST.get("seen", ""), row.revision if row else 0)
    with timezone.override(found.zone):
        form = of.form(request.POST or None, instance=row)
        if gone and not anew:
            form.add_error(None, ADDED_ANEW)
        elif request.method == "POST" and form.is_valid():
            details = {name: form.cleaned_data[name] for name in form.fields}
            key = None if anew else number
            try:
                of.save(by=person, mission=found, details=details, number=key, seen=seen)
            except ValidationError as problem:
                form.add_error(None, problem)
                now = rows.filter(pk=number).first()
                if now is not None and now.revision != seen:
                    seen = now.revision
                    show_rival_row(form, now, details)
            else:
                messages.success(request, _("Saved."))
                return redirect(of.page, found.slug)
        context = {
            "frame": frame,
            "form": form,
            "seen": seen if number else None,
            "anew": gone,
            "title": of.change if number else of.new,
        }
        return render(request, "collaboration/mission_part_form.html", context)


@login_required
@require_POST
def mission_row_delete(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """Remove an item of the programme, a travel note or a line of the budget."""
    person = person_of(request)
    found = run_mission(person, slug)
    if kind not in _KINDS:
        raise Http404
    of = _KINDS[kind]
    get_object_or_404(getattr(found, of.rows), pk=number)
    tried(request, lambda: of.remove(by=person, mission=found, number=number), _("Removed."))
    return redirect(of.page, found.slug)
