"""What organisers set before a timetable is searched for: times, tables, rules, meetings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.collaboration.web.actions import meeting_plans as planning
from hanse.collaboration.web.forms.meetings import (
    MeetingForm,
    RulesForm,
    SlotsForm,
    TablesForm,
    WalksForm,
    slot_label,
)
from hanse.collaboration.web.meeting_facts import plan_of
from hanse.collaboration.web.mission_pages import mission_frame, run_mission
from hanse.collaboration.web.models.meetings import MissionMeeting
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.access import person_of
from hanse.foundation.web.numbers import number_sent

MOST_ROOMS: Final = 12
"""Between which minutes of walking are asked for; there are 66 pairs of them."""


@dataclass(frozen=True, slots=True)
class SlotDay:
    """The times of one day: key, words, and whether meetings are held then."""

    day: str
    slots: list[tuple[int, str, bool]]


@login_required
@require_http_methods(["GET", "POST"])
def meeting_slots(request: HttpRequest, slug: str) -> HttpResponse:
    """When there is time for meetings."""
    person = person_of(request)
    found = run_mission(person, slug)
    adding = request.POST.get("what") == "add"
    form = SlotsForm(found, request.POST if adding else None)
    if request.method == "POST" and adding and form.is_valid():
        if _tried(
            form,
            lambda: planning.meeting_slots_add(by=person, mission=found, **form.cleaned_data),
        ):
            messages.success(request, _("The times are added."))
            return redirect("meeting_slots", found.slug)
    elif request.method == "POST" and not adding:
        sent = map(number_sent, request.POST.getlist("slot"))
        keys = [each for each in sent if each is not None]
        try:
            planning.meeting_slots_remove(by=person, mission=found, keys=keys)
        except ValidationError as problem:
            for each in problem.messages:
                messages.error(request, each)
        else:
            messages.success(request, _("The times are removed."))
        return redirect("meeting_slots", found.slug)
    context = {
        "frame": mission_frame(person, found, "mission_timetable"),
        "form": form,
        "days": _days(found),
    }
    return render(request, "collaboration/meeting_slots.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_tables(request: HttpRequest, slug: str) -> HttpResponse:
    """Which tables there are, in which rooms."""
    person = person_of(request)
    found = run_mission(person, slug)
    form = (
        TablesForm(request.POST)
        if request.method == "POST"
        else TablesForm.filled(list(found.meeting_tables.all()))
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(
            form,
            lambda: planning.meeting_tables_set(
                by=person, mission=found, tables=form.cleaned_data["tables"]
            ),
        )
    ):
        messages.success(request, _("The tables are saved."))
        return redirect("mission_timetable", found.slug)
    return _form(request, found, form, _("Tables"))


@login_required
@require_http_methods(["GET", "POST"])
def meeting_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """How meetings are planned."""
    person = person_of(request)
    found = run_mission(person, slug)
    form = RulesForm(request.POST or None, instance=plan_of(found))
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(
            form,
            lambda: planning.meeting_rules(by=person, mission=found, rules=form.cleaned_data),
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("mission_timetable", found.slug)
    return _form(request, found, form, _("How meetings are planned"))


@login_required
@require_http_methods(["GET", "POST"])
def meeting_walks(request: HttpRequest, slug: str) -> HttpResponse:
    """How long the way is from room to room."""
    person = person_of(request)
    found = run_mission(person, slug)
    plan = plan_of(found)
    rooms = sorted({each.room for each in found.meeting_tables.all() if each.room})
    form = WalksForm(rooms[:MOST_ROOMS], plan, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(
            form,
            lambda: planning.meeting_walks(by=person, mission=found, walks=form.walks()),
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("mission_timetable", found.slug)
    context = {
        "frame": mission_frame(person, found, "mission_timetable"),
        "form": form,
        "plan": plan,
        "left": rooms[MOST_ROOMS:],
    }
    return render(request, "collaboration/meeting_walks.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All meetings that are agreed, and agreeing one by hand."""
    person = person_of(request)
    found = run_mission(person, slug)
    form = MeetingForm(found, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, lambda: _add(request, found, form))
    ):
        messages.success(request, _("The meeting is agreed. It waits for its time."))
        return redirect("meeting_list", found.slug)
    meetings = list(
        found.meetings.select_related("slot", "table", "fixed")
        .prefetch_related("participants__organisation")
        .order_by("slot__begins", "pk")
    )
    rows = [
        (each, slot_label(each.slot.begins, found) if each.slot else "",
         slot_label(each.fixed.begins, found) if each.fixed else "")
        for each in meetings
    ]  # fmt: skip
    context = {
        "frame": mission_frame(person, found, "mission_timetable"),
        "form": form,
        "rows": rows,
    }
    return render(request, "collaboration/meeting_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is wished for one meeting; or it is cancelled before it has a time."""
    person = person_of(request)
    found = run_mission(person, slug)
    meeting = get_object_or_404(
        found.meetings.standing().prefetch_related("participants__organisation"), pk=number
    )
    form = MeetingForm(found, request.POST or None, meeting=meeting)
    if request.method == "POST" and request.POST.get("what") == "cancel":
        try:
            planning.mission_meeting_cancel(
                by=person, meeting=meeting, reason=request.POST.get("reason", "")
            )
        except ValidationError as problem:
            for each in problem.messages:
                messages.error(request, each)
            return redirect("meeting_change", found.slug, meeting.pk)
        messages.success(request, _("The meeting is cancelled."))
        return redirect("meeting_list", found.slug)
    if request.method == "POST" and form.is_valid() and _tried(
        form, lambda: _change(request, meeting, form)
    ):  # fmt: skip
        messages.success(request, _("Saved. Search for a timetable for it to count."))
        return redirect("meeting_list", found.slug)
    context = {
        "frame": mission_frame(person, found, "mission_timetable"),
        "form": form,
        "meeting": meeting,
    }
    return render(request, "collaboration/meeting_change.html", context)


def _add(request: HttpRequest, mission: Mission, form: MeetingForm) -> object:
    said = form.cleaned_data
    people = [said[name] for name in ("one", "other", "third") if said[name]]
    return planning.mission_meeting_add(
        by=person_of(request),
        mission=mission,
        participants=people,
        half=said["half"],
        fixed=said["fixed"],
        after=[said["after"]] if said["after"] else [],
    )


def _change(request: HttpRequest, meeting: MissionMeeting, form: MeetingForm) -> object:
    said = form.cleaned_data
    return planning.mission_meeting_change(
        by=person_of(request),
        meeting=meeting,
        half=said["half"],
        fixed=said["fixed"],
        after=[said["after"]] if said["after"] else [],
    )


def _days(mission: Mission) -> list[SlotDay]:
    used = set(
        MissionMeeting.objects.filter(mission=mission, slot__isnull=False).values_list(
            "slot_id", flat=True
        )
    )
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for slot in mission.meeting_slots.all():
        begins, ends = slot.begins.astimezone(mission.zone), slot.ends.astimezone(mission.zone)
        words = f"{begins:%H:%M} \N{EN DASH} {ends:%H:%M}"
        found.setdefault(begins.date().isoformat(), []).append((slot.pk, words, slot.pk in used))
    return [SlotDay(day, slots) for day, slots in found.items()]


def _tried(form: BaseForm, act: Callable[[], object]) -> bool:
    try:
        act()
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return False
    return True


def _form(request: HttpRequest, mission: Mission, form: BaseForm, title: str) -> HttpResponse:
    context = {
        "frame": mission_frame(request.user, mission, "mission_timetable"),
        "form": form,
        "title": title,
    }
    return render(request, "collaboration/meeting_form.html", context)
